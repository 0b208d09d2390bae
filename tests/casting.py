"""Makes the cast, step by step, and hands a fresh one to each test."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from inglenook.archive.models import Import
from inglenook.communities import actions as communities
from inglenook.communities.models import Claim, Membership
from inglenook.foundation.audience import LIST, MEMBERS, MODERATORS, WORLD
from inglenook.spaces import actions as spaces
from inglenook.spaces.models import Space
from tests import cast as people
from tests.cast import NAMES, Cast
from tests.cast_talk import fill_garage, fill_writers


@pytest.fixture(scope="module")
def built_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast of one module of tests, gone again after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def cast(built_cast: Cast, db: None) -> Cast:
    """The cast for one test, which may do with it as it likes."""
    return copy.deepcopy(built_cast)


def build() -> Cast:
    """Found both communities, let everybody in, and let them talk."""
    hedda, nils = people.person("hedda"), people.person("nils")
    garage = people.founded(
        hedda, NAMES["hedda"], name="Garage", slug="garage", purpose="We mend bicycles together.",
        readable_by=WORLD,
    )  # fmt: skip
    writers = people.founded(
        nils, NAMES["nils"], name="Writers", slug="writers", purpose="foundwriterspurpose",
        readable_by=MEMBERS,
    )  # fmt: skip
    cast = Cast(garage, writers, {"hedda": hedda, "nils": nils})
    cast.people["olga"] = people.person("olga", is_operator=True)
    for name in ("mo", "mia", "lena", "gus", "ben", "bertram", "stella", "quinn", "nora"):
        cast.people[name] = people.person(name)
    for name in cast.people:
        cast.canaries[f"mail of {name}"] = people.Canary(
            f"mailof{name}", frozenset({name}), on_pages=False
        )
    _open_spaces(cast)
    _let_in(cast)
    _bring_along(cast)
    fill_garage(cast)
    _settle_writers(cast)
    _part(cast)
    return cast


def _open_spaces(cast: Cast) -> None:
    """Each openness once, and one list space that takes requests."""
    hedda = cast.viewer("hedda")
    seen = {
        "workshop": ("board", WORLD, people.EVERYBODY),
        "plans": ("board", MEMBERS, people.MEMBERS),
        "corner": ("chat", MEMBERS, people.MEMBERS),
        "surprise": ("board", LIST, {"lena", "hedda"}),
        "guestroom": ("board", LIST, {"gus", "mo", "hedda"}),
        "kitchen": ("board", MODERATORS, people.MODERATORS),
        "band": ("chat", LIST, people.MEMBERS),  # who may read its name, and ask to be let in
    }
    for slug, (kind, openness, viewers) in seen.items():
        cast.canary(f"{slug}name", *viewers)
        cast.spaces[slug] = spaces.make_space(
            hedda, cast.garage, name=f"{slug.title()} found{slug}name", slug=slug, kind=kind,
            openness=openness,
        )  # fmt: skip
    spaces.change_space(cast.viewer("hedda"), cast.space("band"), asks_welcome=True)


def _let_in(cast: Cast) -> None:
    """Members and a guest by links; the guest's and Lena's lead into list spaces."""
    for name in ("mo", "mia", "ben", "bertram"):
        _join(cast, name)
    _join(cast, "lena", audience_ids=[cast.spaces["surprise"].audience_id])
    _join(cast, "gus", role="guest", audience_ids=[cast.spaces["guestroom"].audience_id])
    cast.members["hedda"] = people.member_of(cast.garage, cast.people["hedda"])
    communities.change_role(cast.viewer("hedda"), cast.members["mo"], "moderator")
    spaces.add_to_space(cast.viewer("hedda"), cast.space("guestroom"), cast.members["mo"])
    bio = cast.canary("bio", *people.MEMBERS)
    communities.change_profile(cast.members["mia"], name=NAMES["mia"], bio=bio)
    cast.members["quinn"] = communities.ask_to_join(
        cast.people["quinn"], cast.garage, name=NAMES["quinn"],
        words=cast.canary("request", *people.MODERATORS),
    )  # fmt: skip
    invitation, key = communities.make_invitation(
        cast.viewer("mo"), cast.garage, label=cast.canary("label", *people.MODERATORS)
    )
    cast.keys |= {"invitation": key, "invitation_id": str(invitation.pk)}


def _join(cast: Cast, name: str, **how: Any) -> None:
    cast.members[name] = people.joined(
        cast.viewer("hedda"), cast.garage, cast.people[name], NAMES[name], **how
    )


def _bring_along(cast: Cast) -> None:
    """Imported people: Iris, who has not come; Ivo, who is Mia's second byline; Ivy, Ben's."""
    hedda = cast.viewer("hedda")
    for key, name, owner in (
        ("iris", "Iris Kell", ""), ("ivo", "Ivo Sommer", "mia"), ("ivy", "Ivy Stone", "ben"),
    ):  # fmt: skip
        cast.members[key] = people.imported(cast.garage, name)
        link = communities.make_claim_link(hedda, cast.members[key])
        if owner:
            communities.claim_by_link(cast.people[owner], cast.garage, link)
        else:
            cast.keys["claim"] = link
    Claim.objects.filter(membership=cast.members["iris"]).update(email="mailofiris@example.org")
    run = Import.objects.create(
        community=cast.garage, file_name="old.zip", state=Import.State.DONE, tally={"posts": 0}
    )
    cast.keys["run"] = str(run.pk)
    cast.canaries["mail of iris"] = people.Canary("mailofiris", frozenset(), on_pages=False)


def _settle_writers(cast: Cast) -> None:
    """The neighbours: Nils keeps the house, Nora writes in it; nobody of Garage is in."""
    nils = cast.viewer("nils", cast.writers)
    communities.change_community(nils, cast.writers, asks_welcome=False)
    cast.canaries["writerspurpose"] = people.Canary("foundwriterspurpose", frozenset({"nils"}))
    cast.writers_members["nora"] = people.joined(
        nils, cast.writers, cast.people["nora"], NAMES["nora"]
    )
    cast.writers_members["nils"] = people.member_of(cast.writers, cast.people["nils"])
    cast.canary("deskname", "nils")
    cast.spaces["desk"] = spaces.make_space(
        nils, cast.writers, name="Desk founddeskname", slug="desk", kind=Space.Kind.BOARD
    )
    fill_writers(cast)


def _part(cast: Cast) -> None:
    """Mia blocks Ben, and Bertram is sent out for good."""
    communities.block(cast.viewer("mia"), cast.members["ben"])
    cast.canaries["bensname"] = people.Canary("Foundben", people.MEMBERS - {"mia"})
    communities.remove_member(cast.viewer("hedda"), cast.members["bertram"], ban=True)
    long_ago = timezone.now() - timedelta(hours=1)
    Membership.objects.filter(community=cast.garage).update(joined_at=long_ago)
    for name, member in cast.members.items():
        cast.members[name] = Membership.objects.select_related("community").get(pk=member.pk)
