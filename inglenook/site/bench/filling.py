"""Builds the bench's community, through the importer's own action.

Run as `python -m inglenook.site.bench.filling` with INGLENOOK_HOME set, in a process of its own,
so that what it leaves in memory is in nobody's figures.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from typing import Any

from inglenook.site.bench.shape import SLUG, VIEWER, Shape, add_arguments, shape_of
from inglenook.site.bench.texts import Writer

BATCH = 5_000
WHY = "the bench makes its own rows"
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
SPAN = 600 * 24 * 3600  # seconds over which everything was said


def main() -> None:
    """Fill the data folder."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    shape = shape_of(parser.parse_args())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    from inglenook.site.server.prepare import migrate

    migrate()
    fill(shape)


def fill(shape: Shape) -> None:
    """Everything, then what makes the posts those of an ordinary day."""
    from django.db import connection, transaction

    writer = Writer()
    with transaction.atomic():
        community, members = _people(shape)
    threads = _places(shape, community, members, writer)
    _talk(shape, community, members, threads, writer)
    _settle(community)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _people(shape: Shape) -> tuple[Any, list[int]]:
    from inglenook.accounts.models import Person
    from inglenook.communities.actions import found_community
    from inglenook.communities.models import Membership

    host = Person.objects.create_user("hedda@bench.example", is_operator=True)
    community = found_community(
        host, name="Bench", slug=SLUG, purpose="A place to be measured.", host_name="Hedda Berg",
        readable_by="world",
    )  # fmt: skip
    Person.objects.bulk_create(
        Person(email=f"m{number}@bench.example", password="!")  # noqa: S106 - nobody signs in
        for number in range(shape.members)
    )
    mia = Person.objects.create_user(VIEWER)
    others = Person.objects.exclude(pk__in=(host.pk, mia.pk)).order_by("pk")
    people = [mia.pk, *others.values_list("pk", flat=True)][: shape.members - 1]
    Membership.objects.bulk_create(
        Membership(
            community=community, person_id=pk, name="Mia Sommer" if pk == mia.pk else _name(pk),
            joined_at=BEGIN,
        )
        for pk in people
    )  # fmt: skip
    return community, list(Membership.objects.order_by("pk").values_list("pk", flat=True))


def _name(number: int) -> str:
    dice = Writer(number)
    return " ".join(word.capitalize() for word in dice.words[:2])


def _places(shape: Shape, community: Any, members: list[int], writer: Writer) -> list[Any]:
    """Spaces with their threads; a chat's one thread is its stream."""
    from django.db import transaction

    from inglenook.conversations.actions.writing import stream_of
    from inglenook.conversations.models import Thread
    from inglenook.spaces.actions import create_space

    with transaction.atomic():
        rooms = [
            create_space(
                community, name=writer.title()[:40], slug=f"space-{number}", openness="members",
                kind="chat" if number < shape.chats else "board", purpose=writer.sentence()[:200],
            )
            for number in range(shape.spaces)
        ]  # fmt: skip
        threads = [stream_of(room) for room in rooms[: shape.chats]]
        boards = rooms[shape.chats :]
        for number in range(shape.threads):
            room = boards[number % len(boards)]
            threads.append(
                Thread.objects.create(
                    community=community, space=room, audience_id=room.audience_id,
                    title=writer.title(), author_id=writer.dice.choice(members),
                )
            )  # fmt: skip
    return threads


def _talk(shape: Shape, community: Any, members: list[int], threads: list[Any], writer: Writer):
    """All posts in the order of their times, so that those of one thread lie apart on disk."""
    from inglenook.conversations.actions.importing import NewPost, import_batch, render_imported

    streams, topics = threads[: shape.chats], threads[shape.chats :]
    # Each topic has its first post; a few threads get most of the others, as in life.
    said = [*topics]
    weights = [1 / (n + 20) for n in range(len(topics))]
    rest = shape.posts - len(said)
    said += writer.dice.choices(topics, weights, k=rest * 9 // 10)
    said += [streams[n % len(streams)] for n in range(shape.posts - len(said))]
    writer.dice.shuffle(said)
    step = SPAN * 1_000_000 // shape.posts
    begin = int(BEGIN.timestamp()) * 1_000_000
    batch = []
    for number, thread in enumerate(said):
        text = writer.post(members)
        batch.append(
            NewPost(
                thread=thread, author_id=writer.dice.choice(members),
                time=begin + number * step + writer.dice.randrange(step), markdown=text,
                rendered=render_imported(text, members), reactions=writer.reactions(members),
            )
        )  # fmt: skip
        if len(batch) == BATCH or number == len(said) - 1:
            import_batch(None, community, batch)
            print(f"\r  {number + 1:,} posts", end="", file=sys.stderr, flush=True)
            batch = []
    print(file=sys.stderr)


def _settle(community: Any) -> None:
    """Nothing is imported any more; the world reads it; Mia has read half of it."""
    from django.db import transaction
    from django.db.models import Max, OuterRef, Subquery

    from inglenook.communities.models import Membership
    from inglenook.communities.viewing import viewer_of
    from inglenook.conversations import actions
    from inglenook.conversations.models import Post, Thread
    from inglenook.foundation.audience import Audience
    from inglenook.spaces.models import Space

    with transaction.atomic():
        spaces = Space.objects.unguarded(WHY)
        Audience.objects.filter(pk__in=spaces.values("audience")).update(kind="world")
        Post.objects.unguarded(WHY).update(imported=False)
        threads = Thread.objects.unguarded(WHY)
        last = threads.filter(space=OuterRef("pk")).values("space").annotate(m=Max("last_key"))
        spaces.update(imported=False, last_key=Subquery(last.values("m")))
        mia = Membership.objects.select_related("community").get(
            community=community, person__email=VIEWER
        )
        viewer = viewer_of(mia)
        for thread in threads.filter(pk__gt=0).order_by("pk")[::2]:
            actions.mark_read(viewer, thread, thread.last_key)


if __name__ == "__main__":
    main()
