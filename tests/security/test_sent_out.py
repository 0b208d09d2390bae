"""Whoever was sent out finds no way back by what they left behind."""

from __future__ import annotations

import pytest

from inglenook.communities import actions
from inglenook.foundation.policy import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_invitations_of_a_removed_moderator_open_nothing(cast: Cast) -> None:
    _invitation, key = actions.make_invitation(cast.viewer("mo"), cast.garage)
    assert actions.join(cast.people["stella"], cast.garage, key, name="Stella Low").pk
    actions.remove_member(cast.viewer("hedda"), cast.members["mo"], ban=False)
    for who in ("mo", "olga"):
        with pytest.raises(Refused):
            actions.join(cast.people[who], cast.garage, key, name="Somebody New")


def test_invitations_of_a_host_who_left_of_their_own_stay_open(cast: Cast) -> None:
    _invitation, key = actions.make_invitation(cast.viewer("mo"), cast.garage)
    actions.leave(cast.members["mo"])
    assert actions.join(cast.people["stella"], cast.garage, key, name="Stella Low").pk


@pytest.mark.parametrize("path", ["", "people/", "s/plans/", "t/{thread}/", "home/fresh/"])
def test_session_of_a_banned_member_reads_nothing_with_the_next_request(
    cast: Cast, path: str
) -> None:
    client, url = cast.client("lena"), "/garage/" + path.format(thread=cast.threads["plans"].pk)
    before = client.get(url)
    assert before.status_code == 200
    actions.remove_member(cast.viewer("hedda"), cast.members["lena"], ban=True)
    after, stranger = client.get(url), cast.client("stella").get(url)
    assert after.status_code == stranger.status_code
    assert b"foundplans" not in after.content


def test_banned_member_neither_asks_nor_claims_nor_joins(cast: Cast) -> None:
    client = cast.client("bertram")
    for path in ("claim/", "claim/code/"):
        assert (
            client.post(f"/garage/{path}", {"email": "mailofiris@example.org"}).status_code == 404
        )
    client.post("/garage/ask/", {"name": "Bertram", "words": "Let me in"})
    client.post(f"/garage/join/{cast.keys['invitation']}/", {"name": "Bertram"})
    client.post(f"/garage/come/{cast.keys['claim']}/")
    assert not cast.viewer("bertram").is_inside
    assert not cast.viewer("bertram").own_ids
