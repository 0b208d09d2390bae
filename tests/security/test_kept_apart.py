"""Of somebody kept apart by a block, no mark, dot or name remains."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from inglenook.conversations import actions
from inglenook.conversations.queries.spaces import spaces_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def read_to_the_end(client: Client, page: str, door: str) -> str:
    """As the page itself says it, when it was looked at."""
    body = client.get(page).content.decode()
    found = re.search(r'data-last="(\d+)"', body)
    assert found, "the page says how far it goes"
    assert client.post(door, {"last": found[1]}).status_code == 204
    return body


def test_chat_shows_no_ember_for_what_somebody_blocked_said(cast: Cast) -> None:
    actions.say(cast.viewer("ben"), cast.space("corner"), markdown="of ben")
    mia = cast.client("mia")
    page = read_to_the_end(mia, "/garage/s/corner/", "/garage/s/corner/read/")
    assert "of ben" not in page
    space = next(row for row in spaces_of(cast.viewer("mia")) if row.slug == "corner")
    assert not space.is_new


def test_board_shows_no_new_mark_for_what_somebody_blocked_answered(cast: Cast) -> None:
    actions.reply(cast.viewer("ben"), cast.thread("plans"), markdown="of ben")
    mia, thread = cast.client("mia"), f"/garage/t/{cast.threads['plans'].pk}/"
    read_to_the_end(mia, thread, f"{thread}read/")
    lines = mia.get("/garage/s/plans/?show=new").content.decode()
    assert f'href="{thread}"' not in lines
    assert "Foundben" not in lines
