"""A second byline is no way round what holds for the person behind it."""

from __future__ import annotations

import pytest

from inglenook.communities import actions
from inglenook.communities.models import Block, Membership
from inglenook.foundation.policy import Refused
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def second_name_of(cast: Cast, who: str, name: str) -> Membership:
    """An imported member whom somebody has claimed."""
    imported = people.imported(cast.garage, name)
    link = actions.make_claim_link(cast.viewer("hedda"), imported)
    actions.claim_by_link(cast.people[who], cast.garage, link)
    return Membership.objects.select_related("community").get(pk=imported.pk)


def test_host_is_not_blocked_by_their_second_name(cast: Cast) -> None:
    byline = second_name_of(cast, "hedda", "Old Hedda")
    answer = cast.client("mia").post(f"/garage/people/{byline.pk}/block/")
    assert answer.status_code == 403
    assert not Block.objects.filter(blocked=cast.members["hedda"]).exists()


def test_member_is_blocked_by_their_second_name_as_a_whole(cast: Cast) -> None:
    byline = second_name_of(cast, "lena", "Old Lena")
    assert cast.client("mia").post(f"/garage/people/{byline.pk}/block/").status_code == 302
    assert {byline.pk, cast.members["lena"].pk} <= cast.viewer("mia").blocked_ids


def test_moderator_does_not_send_out_a_host_by_their_second_name(cast: Cast) -> None:
    byline = second_name_of(cast, "hedda", "Old Hedda")
    for page in (byline.pk, cast.members["hedda"].pk):
        answer = cast.client("mo").post(f"/garage/people/{page}/remove/", {"ban": "1"})
        assert answer.status_code == 403
    assert Membership.objects.get(pk=byline.pk).state == Membership.State.ACTIVE


def test_whoever_is_banned_by_their_second_name_is_out(cast: Cast) -> None:
    byline = second_name_of(cast, "lena", "Old Lena")
    assert cast.client("lena").get("/garage/people/").status_code == 200
    cast.client("mo").post(f"/garage/people/{byline.pk}/remove/", {"ban": "1"})
    assert cast.client("lena").get("/garage/people/").status_code == 404


def test_only_host_does_not_pass_for_two_by_a_role_of_their_second_name(cast: Cast) -> None:
    byline = second_name_of(cast, "hedda", "Old Hedda")
    cast.client("hedda").post(f"/garage/people/{byline.pk}/role/", {"role": "host"})
    Membership.objects.filter(pk=byline.pk).update(role="host")
    with pytest.raises(Refused):
        actions.leave(people.member_of(cast.garage, cast.people["hedda"]))


def test_whoever_is_turned_down_does_not_come_back_by_their_second_name(cast: Cast) -> None:
    second_name_of(cast, "lena", "Old Lena")
    actions.leave(people.member_of(cast.garage, cast.people["lena"]))
    asked = actions.ask_to_join(cast.people["lena"], cast.garage, name="Lena", words="Again?")
    actions.turn_down(cast.viewer("hedda"), asked)
    assert not cast.viewer("lena").is_inside
    assert cast.client("lena").get("/garage/people/").status_code == 404


def test_whoever_is_turned_down_after_having_left_keeps_their_words(cast: Cast) -> None:
    actions.leave(people.member_of(cast.garage, cast.people["lena"]))
    asked = actions.ask_to_join(cast.people["lena"], cast.garage, name="Lena", words="Again?")
    actions.turn_down(cast.viewer("hedda"), asked)
    assert cast.post("surprise").author_id == asked.pk
    assert Membership.objects.get(pk=asked.pk).request == ""


def test_request_of_a_stranger_goes_without_a_trace(cast: Cast) -> None:
    actions.turn_down(cast.viewer("hedda"), cast.members["quinn"])
    assert not Membership.objects.filter(pk=cast.members["quinn"].pk).exists()
