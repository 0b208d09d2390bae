"""The predicate gives three answers, and they are one: rows, this row, people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from inglenook.communities.models import Membership
from inglenook.communities.viewing import viewer_of
from inglenook.conversations.models import Post, PostFile, PostRevision, Reaction, Thread
from inglenook.foundation import predicate
from inglenook.foundation.audience import LIST, MEMBERS, MODERATORS, WORLD, Audience, AudienceEntry
from inglenook.foundation.keys import new_key
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space
from tests.cast import VIEWERS, Cast

KINDS: list[Any] = [model for model in apps.get_models() if hasattr(model, "guard")]
#: Whose words: a moderator's, a member's, those of somebody blocked, under both bylines of a
#: person, of somebody who never came, of somebody banned, of a guest, and nobody's any more.
AUTHORS = ("mo", "lena", "mia", "ben", "ivy", "ivo", "iris", "bertram", "gus", None)


def loaded(kind: Any, **lookups: Any) -> list[Any]:
    """All rows of a kind, with the rows of their guard."""
    guard: Any = kind.guard
    paths = {hop.path.removesuffix("__") for hop in guard.hops} - {""}
    paths.add(guard.audience.removesuffix("_id"))
    rows = kind.objects.unguarded("a test asks for each row").crossing("the guard's own rows")
    return list(rows.filter(**lookups).select_related(*sorted(paths)))


def fill(cast: Cast) -> None:
    """Each author and standing of a thread × each author and standing of a post × each audience."""
    audiences = [
        Audience.objects.create(community=cast.garage, kind=kind)
        for kind in (WORLD, MEMBERS, MODERATORS, LIST)
    ]
    listed = ("gus", "mia", "ben", "mo", "iris", "bertram", "ivy")
    AudienceEntry.objects.bulk_create(
        AudienceEntry(community=cast.garage, audience=audiences[-1], membership=cast.members[name])
        for name in listed
    )
    threads = Thread.objects.bulk_create(
        Thread(
            community=cast.garage,
            audience=audience,
            author=cast.members[author] if author else None,
            standing=standing,
            title="every case",
        )
        for audience, author, standing in itertools.product(
            audiences, ("lena", "ben", "ivo", None), Standing.values
        )
        if author in ("lena", "ben") or standing == Standing.PUBLISHED
    )
    hang_on(cast, threads)


def cases(thread: Thread) -> Iterator[tuple[str | None, str]]:
    """Authors and standings of the posts of one thread; fewer where the thread decides alone."""
    if thread.standing != Standing.PUBLISHED:
        yield from itertools.product(("lena", "ben", "ivy"), (Standing.PUBLISHED, Standing.HIDDEN))
        return
    by_list = thread.audience.kind == LIST
    for author, standing in itertools.product(
        AUTHORS if by_list else AUTHORS[1:5], Standing.values
    ):
        if author in ("lena", "ben", "ivy") or standing in (Standing.PUBLISHED, Standing.HIDDEN):
            yield author, standing


def hang_on(cast: Cast, threads: list[Thread]) -> None:
    """Posts of each author and standing, some with a revision, a file and a reaction."""
    posts = Post.objects.bulk_create(
        Post(
            id=new_key(),
            community=cast.garage,
            thread=thread,
            author=cast.members[author] if author else None,
            standing=standing,
            markdown="",
            html="",
        )
        for thread in threads
        for author, standing in cases(thread)
    )
    here: dict[str, Any] = {"community": cast.garage}
    PostRevision.objects.bulk_create(
        PostRevision(post=p, revision=1, markdown="", html="", **here) for p in posts[::6]
    )
    PostFile.objects.bulk_create(
        PostFile(post=p, name="f", stored_as=f"f{p.pk}", **here) for p in posts[::6]
    )
    who = [cast.members[name] for name in AUTHORS if name]
    Reaction.objects.bulk_create(
        Reaction(post=p, author=who[n % len(who)], emoji="🎉", **here)
        for n, p in enumerate(posts[::6])
    )


def viewers(cast: Cast) -> Iterator[tuple[str, Viewer]]:
    """Everybody of the cast in Garage, those who come by membership too."""
    for name in VIEWERS:
        yield name, cast.viewer(name)
    for name in ("ben", "quinn"):
        yield name, cast.viewer(name)


@pytest.fixture(scope="module")
def filled_cast(built_cast: Cast, django_db_blocker: Any) -> Cast:
    with django_db_blocker.unblock():
        fill(built_cast)
    return built_cast


@pytest.fixture
def full(filled_cast: Cast, db: None) -> Cast:
    """The cast with every case; nothing in this module changes it."""
    return filled_cast


def seen_by(viewer: Viewer, kind: Any) -> set[int]:
    """The first answer."""
    return set(kind.objects.visible_to(viewer).values_list("pk", flat=True))


def test_every_guarded_kind_has_rows_that_somebody_sees(full: Cast) -> None:
    assert {Space, Thread, Post, PostRevision, Reaction, PostFile} <= set(KINDS)
    for kind in KINDS:
        seen = set().union(*(seen_by(viewer, kind) for _name, viewer in viewers(full)))
        assert seen, f"nobody sees any {kind.__name__}"
        hidden = kind.objects.unguarded("a test counts what nobody sees").exclude(pk__in=seen)
        assert kind is Space or hidden.exists(), f"no {kind.__name__} is hidden from everybody"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_which_rows_and_this_row_agree(full: Cast, kind: Any) -> None:
    rows = loaded(kind)
    for name, viewer in viewers(full):
        which = seen_by(viewer, kind)
        this = {row.pk for row in rows if predicate.visible(viewer, row)}
        assert which == this, f"{kind.__name__} as {name}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_which_rows_and_which_people_agree(full: Cast, kind: Any) -> None:
    people = Membership.objects.select_related("community", "byline_of")
    here = list(people.filter(community=full.garage))
    which = {m.pk: _rows_of(kind, m) for m in here}
    for row in loaded(kind, community=full.garage):
        by_rows = {pk for pk, rows in which.items() if row.pk in rows}
        by_people = set(predicate.people_who_see(row).values_list("pk", flat=True))
        assert by_people == by_rows, f"{kind.__name__} {row.pk}: {describe(row)}"


def _rows_of(kind: Any, member: Membership) -> set[int]:
    """What somebody sees as a member; what they see as one of the world is not asked here."""
    if member.byline_of_id is not None:
        return set()
    viewer = viewer_of(member)
    if not viewer.is_inside:
        return set()
    return seen_by(viewer, kind)


def describe(row: Any) -> str:
    """What decides over a row, for the message of a failure."""
    guard = row.guard
    parts = [f"audience {predicate._value(row, guard.audience.removesuffix('_id'))}"]
    for hop in guard.hops:
        for column in filter(None, (hop.author, hop.standing)):
            path = hop.path + column
            parts.append(f"{path}={predicate._value(row, path)}")
    return ", ".join(parts)


def test_a_stranger_sees_what_the_world_may_see_and_no_more(full: Cast) -> None:
    rows = loaded(Post)
    world = {
        row.pk
        for row in rows
        if row.thread.audience.kind == WORLD
        and row.community_id == full.garage.pk
        and row.thread.standing == Standing.PUBLISHED
        and row.standing in (Standing.PUBLISHED, Standing.REMOVED)
    }
    for name in ("anonymous", "stella", "nils", "bertram", "quinn", "olga"):
        which = seen_by(full.viewer(name), Post)
        assert which == world, name


def test_somebody_banned_equals_a_stranger(cast: Cast) -> None:
    banned, stranger = cast.viewer("bertram"), cast.viewer("stella")
    assert (banned.role, banned.membership_id) == (stranger.role, stranger.membership_id)
    assert banned.audience_ids == stranger.audience_ids
    assert not banned.own_ids
    assert not banned.blocked_ids
