"""Roles, leaving, being sent out, blocks, and being forgotten."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from PIL import Image

from inglenook.communities import actions, portraits
from inglenook.communities.models import Block, Invitation, Membership
from inglenook.conversations import actions as talk
from inglenook.conversations.models import Post
from inglenook.foundation.audience import AudienceEntry
from inglenook.foundation.policy import Refused
from tests.cast import Cast, imported, posts_where


def sees(cast: Cast, name: str, post: str) -> bool:
    return bool(Post.objects.visible_to(cast.viewer(name)).filter(pk=cast.posts[post].pk).exists())


def test_host_gives_roles_and_others_do_not(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.change_role(cast.viewer("mo"), cast.members["mia"], "moderator")
    actions.change_role(cast.viewer("hedda"), cast.members["mia"], "moderator")
    assert sees(cast, "mia", "kitchen")


def test_only_host_stays_until_another_is_there(cast: Cast) -> None:
    hedda = cast.members["hedda"]
    with pytest.raises(Refused, match="only host"):
        actions.leave(hedda)
    with pytest.raises(Refused, match="needs a host"):
        actions.change_role(cast.viewer("hedda"), hedda, "member")
    actions.change_role(cast.viewer("hedda"), cast.members["mo"], "host")
    actions.leave(hedda)
    assert cast.viewer("mo").is_host
    assert not cast.viewer("hedda").is_inside


def test_nobody_who_is_not_here_gets_a_role(cast: Cast) -> None:
    with pytest.raises(Refused, match="somebody who is here"):
        actions.change_role(cast.viewer("hedda"), cast.members["iris"], "host")


def test_whoever_leaves_is_off_every_list_and_their_words_stay(cast: Cast) -> None:
    lena = cast.members["lena"]
    assert sees(cast, "lena", "surprise")
    actions.leave(lena)
    assert not sees(cast, "lena", "surprise")
    assert not sees(cast, "lena", "plans")
    assert not AudienceEntry.objects.filter(membership=lena).exists()
    assert sees(cast, "hedda", "surprise")
    assert posts_where(pk=cast.posts["surprise"].pk).get().author_id == lena.pk


def test_moderator_sends_members_out_but_neither_staff_nor_themselves(cast: Cast) -> None:
    mo = cast.viewer("mo")
    for name in ("hedda", "mo"):
        with pytest.raises(Refused):
            actions.remove_member(mo, cast.members[name], ban=False)
    actions.remove_member(mo, cast.members["mia"], ban=True)
    assert cast.viewer("mia").audience_ids == cast.viewer("stella").audience_ids
    assert Membership.objects.get(pk=cast.members["mia"].pk).access_version == 2


def test_block_parts_both_sides_and_both_bylines(cast: Cast) -> None:
    assert sees(cast, "lena", "ben")
    assert not sees(cast, "mia", "ben")
    assert not sees(cast, "mia", "ivy"), "Ivy is Ben's second byline"
    assert not sees(cast, "ben", "mia")
    assert not sees(cast, "ben", "ivo"), "Ivo is Mia's second byline"
    actions.unblock(cast.viewer("mia"), cast.members["ivy"])
    assert sees(cast, "mia", "ben")
    assert sees(cast, "ben", "ivo")


def test_one_does_not_lift_the_block_of_the_other(cast: Cast) -> None:
    actions.unblock(cast.viewer("ben"), cast.members["mia"])
    assert not sees(cast, "ben", "mia")


def test_staff_are_not_blocked_and_block_nobody(cast: Cast) -> None:
    for name, other in (("mia", "mo"), ("mo", "mia"), ("mia", "mia"), ("mia", "ivo")):
        with pytest.raises(Refused):
            actions.block(cast.viewer(name), cast.members[other])


def test_block_on_somebody_imported_stands_when_they_come(cast: Cast) -> None:
    for owner in ("stella", "ben"):
        old = imported(cast.garage, f"Old {owner}")
        actions.block(cast.viewer("lena"), old)
        key = actions.make_claim_link(cast.viewer("hedda"), old)
        came = actions.claim_by_link(cast.people[owner], cast.garage, key)
        assert {old.pk, came.pk} <= cast.viewer("lena").blocked_ids
        assert cast.members["lena"].pk in cast.viewer(owner).blocked_ids


def test_block_on_somebody_imported_falls_when_a_moderator_comes(cast: Cast) -> None:
    old = imported(cast.garage, "Old Mo")
    actions.block(cast.viewer("lena"), old)
    key = actions.make_claim_link(cast.viewer("hedda"), old)
    actions.claim_by_link(cast.people["mo"], cast.garage, key)
    assert not Block.objects.filter(blocker=cast.members["lena"]).exists()


def test_forgotten_person_leaves_words_without_a_name(cast: Cast) -> None:
    post = talk.reply(cast.viewer("mia"), cast.thread("plans"), markdown="My words stay")
    actions.forget_person(cast.people["mia"])
    for key in ("mia", "ivo"):
        row = Membership.objects.get(pk=cast.members[key].pk)
        assert (row.person_id, row.bio, row.picture, row.state) == (None, "", "", "left")
        assert "Sommer" not in row.name
    assert posts_where(pk=post.pk).get().markdown == "My words stay"
    assert not AudienceEntry.objects.filter(membership=cast.members["mia"]).exists()


def test_forgotten_picture_goes_from_the_store(cast: Cast) -> None:
    drawn = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(drawn, "PNG")
    actions.change_picture(cast.members["mia"], SimpleUploadedFile("me.png", drawn.getvalue()))
    name = Membership.objects.get(pk=cast.members["mia"].pk).picture
    assert portraits.opened(name, "small") is not None
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.forget_person(cast.people["mia"])
    assert portraits.opened(name, "small") is None


def test_only_host_is_not_forgotten(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.forget_person(cast.people["hedda"])
    assert cast.viewer("hedda").is_host


def test_forgotten_ban_stays_a_ban_without_a_name(cast: Cast) -> None:
    actions.forget_person(cast.people["bertram"])
    row = Membership.objects.get(pk=cast.members["bertram"].pk)
    assert (row.state, row.person_id) == ("banned", None)
    assert Invitation.objects.exists()
