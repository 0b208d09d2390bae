"""What is sent again to strangers is what they would be sent afresh, and stops when it must."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inglenook.communities import actions as communities
from inglenook.communities.models import Community
from inglenook.conversations import actions as talk
from inglenook.foundation.memory import forget_all
from inglenook.spaces import actions as spaces
from tests.cast import Cast, posts_where


def page_of(cast: Cast) -> str:
    return f"/garage/t/{cast.threads['workshop'].pk}/"


def asked(address: str, **headers: str) -> tuple[Any, int]:
    """The answer to somebody without cookies, and how much was asked of the database."""
    with CaptureQueriesContext(connection) as caught:
        answer = Client(headers=headers).get(address)
    return answer, len(caught.captured_queries)


def test_page_is_sent_again_with_the_same_headers_for_one_question(cast: Cast) -> None:
    first, many = asked(page_of(cast))
    again, one = asked(page_of(cast))
    assert many > one == 1
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in first["Vary"] and "Set-Cookie" not in first
    assert "nonce" not in first["Content-Security-Policy"] + first.text
    # All that a page of its own kind says besides.
    other = Client().get("/garage/s/workshop/")
    assert set(other.headers) <= set(first.headers) | {"Set-Cookie"}
    for name in ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy"):
        assert first[name] == other[name]


def test_who_has_it_already_is_told_so(cast: Cast) -> None:
    first, _many = asked(page_of(cast), Accept_Encoding="zstd")
    tag = first["ETag"]
    unchanged, one = asked(page_of(cast), Accept_Encoding="zstd", If_None_Match=tag)
    assert (unchanged.status_code, unchanged.content, one) == (304, b"", 1)
    assert unchanged["ETag"] == tag
    assert unchanged["Content-Security-Policy"] == first["Content-Security-Policy"]
    talk.reply(cast.viewer("mo"), cast.thread("workshop"), markdown="something new")
    changed, _many = asked(page_of(cast), If_None_Match=tag)
    assert changed.status_code == 200
    assert "something new" in changed.text


def test_whoever_says_who_they_are_gets_a_page_of_their_own(cast: Cast) -> None:
    asked(page_of(cast))
    for name in ("mia", "stella"):
        own = cast.client(name).get(page_of(cast))
        assert own["Cache-Control"] == "private, no-store"
        assert "ETag" not in own
    stale = Client()
    stale.cookies["sessionid"] = "nobody's"
    assert stale.get(page_of(cast))["Cache-Control"] == "private, no-store"


def test_other_hosts_are_refused_as_ever(cast: Cast) -> None:
    asked(page_of(cast))
    assert Client(headers={"host": "elsewhere.example"}).get(page_of(cast)).status_code == 400


def _erase(cast: Cast) -> None:
    posts_where(pk=cast.posts["workshop"].pk).update(standing="hidden")


ENDS: dict[str, Callable[[Cast], object]] = {
    "closed to the world": lambda c: spaces.open_space(
        c.viewer("hedda"), c.space("workshop"), "members"
    ),
    "moved away": lambda c: talk.move_thread(
        c.viewer("mo"), c.thread("workshop"), c.space("plans")
    ),
    "imported words come in": lambda c: spaces.close_to_world([c.space("workshop").audience_id]),
}


@pytest.mark.parametrize("change", ENDS)
def test_page_that_strangers_may_no_longer_read_is_gone_at_once(cast: Cast, change: str) -> None:
    assert asked(page_of(cast))[0].status_code == 200
    ENDS[change](cast)
    gone, _many = asked(page_of(cast))
    forget_all()
    assert gone.status_code == asked(page_of(cast))[0].status_code == 404


def test_words_that_are_taken_away_are_gone_at_once(cast: Cast) -> None:
    assert f"{cast.canaries['workshop'].word}</p>" in asked(page_of(cast))[0].text
    _erase(cast)
    assert f"{cast.canaries['workshop'].word}</p>" not in asked(page_of(cast))[0].text


def test_what_stands_round_a_page_is_new_at_once(cast: Cast) -> None:
    asked(page_of(cast))
    spaces.change_space(cast.viewer("hedda"), cast.space("workshop"), name="Bench")
    assert "Bench" in asked(page_of(cast))[0].text
    communities.change_community(cast.viewer("hedda"), cast.garage, name="Shed")
    assert "Shed" in asked(page_of(cast))[0].text
    Community.objects.filter(pk=cast.garage.pk).update(purpose="For all that rolls.")
    kept = asked(page_of(cast))[0].content
    forget_all()
    assert asked(page_of(cast))[0].content == kept
