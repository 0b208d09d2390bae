"""Links that let people in: how often, until when, into which spaces."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from inglenook.communities import actions
from inglenook.communities.models import Invitation, Membership
from inglenook.foundation.audience import AudienceEntry
from inglenook.foundation.policy import Invalid, Refused
from tests.cast import Cast


def link(cast: Cast, by: str = "hedda", **how: Any) -> str:
    return actions.make_invitation(cast.viewer(by), cast.garage, **how)[1]


def join(cast: Cast, name: str, key: str) -> Membership:
    return actions.join(cast.people[name], cast.garage, key, name=name.title())


def listed(cast: Cast, name: str, space: str) -> bool:
    return cast.spaces[space].audience_id in cast.viewer(name).audience_ids


def test_stranger_comes_in_and_a_place_is_taken(cast: Cast) -> None:
    invitation, key = actions.make_invitation(cast.viewer("mo"), cast.garage, uses=1)
    assert join(cast, "stella", key).role == "member"
    assert cast.viewer("stella").is_member
    row = Invitation.objects.get(pk=invitation.pk)
    assert (row.uses_left, row.used) == (0, 1)
    assert key not in row.key_hash
    with pytest.raises(Refused, match="used up"):
        join(cast, "nils", key)


def test_coming_twice_uses_one_place(cast: Cast) -> None:
    invitation, key = actions.make_invitation(cast.viewer("mo"), cast.garage, uses=2)
    first, second = join(cast, "stella", key), join(cast, "stella", key)
    assert first.pk == second.pk
    assert Invitation.objects.get(pk=invitation.pk).uses_left == 1


def test_guest_comes_into_the_spaces_of_the_link_alone(cast: Cast) -> None:
    key = link(cast, role="guest", audience_ids=[cast.spaces["guestroom"].audience_id])
    join(cast, "stella", key)
    viewer = cast.viewer("stella")
    assert viewer.role == "guest"
    assert listed(cast, "stella", "guestroom")
    assert not listed(cast, "stella", "plans")


def test_member_let_into_more_spaces_takes_a_place(cast: Cast) -> None:
    key = link(cast, uses=1, audience_ids=[cast.spaces["surprise"].audience_id])
    join(cast, "mia", key)
    assert listed(cast, "mia", "surprise")
    with pytest.raises(Refused):
        join(cast, "stella", key)
    join(cast, "ben", key)
    assert not listed(cast, "ben", "surprise")


def test_link_opens_no_space_that_its_maker_cannot_see(cast: Cast) -> None:
    key = link(cast, by="mo", audience_ids=[cast.spaces["surprise"].audience_id])
    join(cast, "stella", key)
    assert not listed(cast, "stella", "surprise")
    assert not AudienceEntry.objects.filter(membership__person=cast.people["stella"]).exists()


def test_link_taken_back_lets_nobody_in_and_turns_nobody_out(cast: Cast) -> None:
    invitation, key = actions.make_invitation(cast.viewer("mo"), cast.garage)
    join(cast, "stella", key)
    actions.revoke_invitation(cast.viewer("hedda"), invitation)
    with pytest.raises(Refused):
        join(cast, "nils", key)
    assert cast.viewer("stella").is_member


def test_link_ends_with_its_day(cast: Cast) -> None:
    now = timezone.now()
    key = link(cast, expires_at=now + timedelta(days=1))
    with time_machine.travel(now + timedelta(days=1, seconds=1)), pytest.raises(Refused):
        join(cast, "stella", key)
    join(cast, "stella", key)


def test_banned_person_stays_out(cast: Cast) -> None:
    with pytest.raises(Refused):
        join(cast, "bertram", link(cast))
    assert not cast.viewer("bertram").is_inside


def test_link_of_another_community_opens_nothing(cast: Cast) -> None:
    _invitation, key = actions.make_invitation(cast.viewer("nils", cast.writers), cast.writers)
    with pytest.raises(Refused):
        join(cast, "stella", key)


def test_whoever_asked_comes_in_by_a_link(cast: Cast) -> None:
    assert join(cast, "quinn", link(cast)).pk == cast.members["quinn"].pk
    assert cast.viewer("quinn").is_member


def test_whoever_left_comes_back_as_the_same_member(cast: Cast) -> None:
    actions.leave(cast.members["mia"])
    assert join(cast, "mia", link(cast)).pk == cast.members["mia"].pk


@pytest.mark.parametrize(
    "how", [{"uses": 0}, {"uses": 10_001}, {"role": "host"}, {"expires_at": timezone.now()}]
)
def test_senseless_links_are_not_made(cast: Cast, how: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        link(cast, **how)


def test_members_and_guests_make_no_links(cast: Cast) -> None:
    for name in ("mia", "gus", "stella"):
        with pytest.raises(Refused):
            link(cast, by=name)
