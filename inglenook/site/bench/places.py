"""The bench's people, and the spaces, threads and conversations that they talk in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from inglenook.accounts.models import Person
from inglenook.communities.actions import found_community
from inglenook.communities.models import Community, Membership
from inglenook.communities.viewing import viewer_of
from inglenook.conversations import actions
from inglenook.conversations.actions.writing import stream_of
from inglenook.conversations.models import Post, Thread
from inglenook.foundation.audience import Audience, AudienceEntry
from inglenook.site.bench.shape import BEGIN, GUEST, LISTED, SLUG, TALKER, VIEWER, WORLD, Shape
from inglenook.site.bench.texts import Writer
from inglenook.spaces.actions import create_space, put_on_list
from inglenook.spaces.models import Space

WHY = "the bench makes its own rows"
NAMED = {VIEWER: "Mia Sommer", TALKER: "Ida Holm", GUEST: "Gus Grant"}
LISTING = 30  # threads of the small board: one page of them


@dataclass(frozen=True, slots=True)
class Places:
    """The threads to talk in."""

    streams: list[Thread]
    """The large chat's and the small one's."""
    topics: list[Thread]
    little: list[Thread]
    """The threads of the small board."""
    long: Thread
    short: Thread
    talks: list[Thread]


def people(shape: Shape, writer: Writer) -> tuple[Community, list[int]]:
    """The community, and the ids of all who write in it."""
    with transaction.atomic():
        host = Person.objects.create_user("hedda@bench.example", is_operator=True)
        community = found_community(
            host, name="Bench", slug=SLUG, purpose="A place to be measured.",
            host_name="Hedda Berg", readable_by="world",
        )  # fmt: skip
        Person.objects.bulk_create(
            Person(email=f"m{number}@bench.example", password="!")  # noqa: S106 - nobody signs in
            for number in range(shape.members - len(NAMED))
        )
        for email in NAMED:
            Person.objects.create_user(email)
        others = Person.objects.exclude(pk=host.pk).order_by("pk").values_list("pk", "email")
        Membership.objects.bulk_create(
            Membership(
                community=community, person_id=pk,
                name=NAMED.get(email) or " ".join(writer.dice.sample(writer.words, 2)).title(),
                role="guest" if email == GUEST else "member",
            )
            for pk, email in others
        )  # fmt: skip
    writing = Membership.objects.exclude(role="guest").order_by("pk")
    return community, list(writing.values_list("pk", flat=True))


def places(shape: Shape, community: Community, members: list[int], writer: Writer) -> Places:
    """Spaces with their threads, and the conversations; nothing is said yet."""
    with transaction.atomic():
        rooms = [_space(shape, community, number, writer) for number in range(shape.spaces)]
        put_on_list(rooms[LISTED], [*members, _member(GUEST).pk])
        boards = rooms[shape.chats :]
        topics = [
            _topic(boards[number % (len(boards) - 1)], writer, members)
            for number in range(shape.threads)
        ]
        little = [_topic(boards[-1], writer, members) for _ in range(min(LISTING, shape.little))]
        long, short = (_topic(boards[0], writer, members) for _ in range(2))
        streams = [stream_of(room) for room in rooms[: shape.chats]]
        talks = _conversations(shape, community, members, writer)
    return Places(streams, topics, little, long, short, talks)


def _space(shape: Shape, community: Community, number: int, writer: Writer) -> Space:
    return create_space(
        community, name=writer.title()[:40], slug=f"space-{number}",
        kind="chat" if number < shape.chats else "board", purpose=writer.sentence()[:200],
        openness="list" if number == LISTED else "members",
    )  # fmt: skip


def _topic(room: Space, writer: Writer, members: list[int]) -> Thread:
    return Thread.objects.create(
        community_id=room.community_id, space=room, audience_id=room.audience_id,
        title=writer.title(), author_id=writer.dice.choice(members),
    )  # fmt: skip


def _conversations(
    shape: Shape, community: Community, members: list[int], writer: Writer
) -> list[Thread]:
    """Private talks of two; one in four is Ida's."""
    ida, dice = _member(TALKER).pk, writer.dice
    others = [pk for pk in members if pk != ida]
    threads = []
    for number in range(shape.talks * 4):
        audience = Audience.objects.create(community=community, kind="list")
        two = dice.sample(others, 2) if number % 4 else [ida, dice.choice(others)]
        AudienceEntry.objects.bulk_create(
            AudienceEntry(community=community, audience=audience, membership_id=pk) for pk in two
        )
        threads.append(
            Thread.objects.create(
                community=community, audience=audience, kind=Thread.Kind.DIRECT,
                title="Direct messages",
            )
        )  # fmt: skip
    return threads


def _member(email: str) -> Membership:
    return Membership.objects.select_related("community").get(person__email=email)


def settle(community: Community) -> None:
    """Nothing is imported any more, and everybody was there from the beginning.

    The world reads one space; Mia has read half of all.
    """
    with transaction.atomic():
        # Only now: the importer would leave a mark of everybody's in every thread.
        Membership.objects.update(joined_at=BEGIN)
        spaces = Space.objects.unguarded(WHY)
        world = spaces.filter(slug=f"space-{WORLD}")
        Audience.objects.filter(pk__in=world.values("audience")).update(kind="world")
        Post.objects.unguarded(WHY).update(imported=False)
        threads = Thread.objects.unguarded(WHY)
        threads.update(imported=False)
        last = threads.filter(space=OuterRef("pk")).values("space").annotate(m=Max("last_key"))
        spaces.update(imported=False, last_key=Subquery(last.values("m")))
        viewer = viewer_of(_member(VIEWER))
        talk = threads.filter(space__isnull=False).order_by("pk")
        read = [*talk.filter(kind="topic")[::2], *talk.filter(kind="stream")]
        for thread in read:
            actions.mark_read(viewer, thread, thread.last_key)
