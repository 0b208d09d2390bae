"""Doors combined: who waits for a host's word is a stranger, however they try the other doors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inglenook.accounts.models import Session
from inglenook.communities import actions
from inglenook.communities.models import Membership
from inglenook.foundation.policy import Refused
from inglenook.live.queries.access import claim_of
from inglenook.spaces import actions as spaces
from tests.cast import Cast, joined, member_of

pytestmark = pytest.mark.django_db

INNER = (
    "/garage/s/plans/", "/garage/people/", "/garage/fresh/", "/garage/invitations/",
    "/garage/t/{plans}/", "/garage/people/names/?q=m", "/garage/s/band/",
)  # fmt: skip


def ask(cast: Cast, name: str) -> Membership:
    words = {"name": f"{name.title()} Again", "words": "I ride a lot."}
    return actions.ask_to_join(cast.people[name], cast.garage, **words)


def leave(cast: Cast, name: str) -> str:
    actions.leave(cast.members[name])
    return name


STATES: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "asks for the first time": ("stella", lambda c: ask(c, "stella")),
    "waits": ("quinn", lambda c: None),
    "was turned down": ("quinn", lambda c: actions.turn_down(c.viewer("mo"), c.members["quinn"])),
    "left": ("mia", lambda c: leave(c, "mia")),
    "left and asks": ("mia", lambda c: ask(c, leave(c, "mia"))),
    "was a guest, left and asks": ("gus", lambda c: ask(c, leave(c, "gus"))),
    "is banned": ("bertram", lambda c: None),
}


def inside(cast: Cast, name: str) -> list[str]:
    """The inner doors that open to somebody, and the stream."""
    client = cast.client(name)
    urls = [url.format(plans=cast.threads["plans"].pk) for url in INNER]
    opened = [url for url in urls if client.get(url).status_code == 200]
    key = client.cookies["sessionid"].value
    assert Session.objects.filter(person=cast.people[name]).exists()
    return opened + (["the stream"] if claim_of(key, "garage") else [])


def test_doors_open_to_who_is_inside(cast: Cast) -> None:
    assert len(inside(cast, "lena")) >= 5
    assert "the stream" in inside(cast, "lena")


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_inside_before_a_host_has_said_so(cast: Cast, state: str) -> None:
    name, come_to_it = STATES[state]
    come_to_it(cast)
    assert inside(cast, name) == []
    client = cast.client(name)
    client.post("/garage/ask/", {"name": "Somebody Else", "words": "Me again."})
    client.post("/garage/join/nonsense/", {"name": "Somebody Else"})
    client.post("/garage/s/band/ask/")
    client.post("/garage/claim/code/", {"code": "AAAA-AAAA"})
    for who in ("quinn", "stella", "mia"):
        if who in cast.members:
            client.post(f"/garage/requests/{cast.members[who].pk}/admit/")
    assert inside(cast, name) == []
    assert not cast.viewer(name).is_inside


def test_request_of_before_makes_a_guest_no_member(cast: Cast) -> None:
    """Asked, then came by a guest's link: the old request, admitted late, raises nobody."""
    asked = ask(cast, "stella")
    audience = cast.spaces["guestroom"].audience_id
    joined(cast.viewer("hedda"), cast.garage, cast.people["stella"], "Stella", role="guest",
           audience_ids=[audience])  # fmt: skip
    actions.admit(cast.viewer("mo"), asked)
    viewer = cast.viewer("stella")
    assert (viewer.is_inside, viewer.role) == (True, "guest")
    client = cast.client("stella")
    assert client.get("/garage/s/guestroom/").status_code == 200
    assert client.get("/garage/s/plans/").status_code == 404


def test_guest_asks_for_no_membership(cast: Cast) -> None:
    with pytest.raises(Refused):
        ask(cast, "gus")
    assert member_of(cast.garage, cast.people["gus"]).role == "guest"


def test_list_of_before_opens_nothing_to_who_comes_back(cast: Cast) -> None:
    """Whoever left, and was let in again, is on no list that they were on."""
    leave(cast, "lena")
    actions.admit(cast.viewer("mo"), ask(cast, "lena"))
    client = cast.client("lena")
    assert client.get("/garage/s/plans/").status_code == 200
    assert client.get("/garage/s/surprise/").status_code == 404


def test_banned_person_is_out_by_every_door_of_the_hosts(cast: Cast) -> None:
    person, hedda = cast.people["bertram"], cast.viewer("hedda")
    _invitation, key = actions.make_invitation(hedda, cast.garage)
    link = actions.make_claim_link(hedda, cast.members["iris"])
    for come in (
        lambda: actions.join(person, cast.garage, key, name="Bertram"),
        lambda: actions.claim_by_link(person, cast.garage, link),
        lambda: ask(cast, "bertram"),
    ):
        with pytest.raises(Refused):
            come()
    assert inside(cast, "bertram") == []


def test_space_of_requests_opens_with_the_hosts_word(cast: Cast) -> None:
    lena = cast.client("lena")
    assert lena.post("/garage/s/band/ask/").status_code == 302
    assert lena.get("/garage/s/band/messages/").status_code == 404
    spaces.add_to_space(cast.viewer("hedda"), cast.space("band"), cast.members["lena"])
    assert lena.get("/garage/s/band/messages/").status_code == 200
