"""Builds the bench's community, through the importer's own action.

Run as `python -m inglenook.site.bench.filling` with INGLENOOK_HOME set, in a process of its own,
so that what it leaves in memory is in nobody's figures.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inglenook.site.bench.shape import BEGIN, Shape, add_arguments, shape_of
from inglenook.site.bench.texts import Writer

if TYPE_CHECKING:
    from inglenook.site.bench.places import Places

BATCH = 5_000
TEXTS = 20_000
"""Different texts; a larger community says them again, in other threads and by others."""
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
    from django.db import connection

    from inglenook.foundation import fulltext
    from inglenook.site.bench.places import people, places, settle

    with connection.cursor() as cursor:
        # Nobody else is in this database, and one that is lost is made again.
        cursor.execute("PRAGMA cache_size = -400000")
        cursor.execute("PRAGMA synchronous = OFF")
    writer = Writer()
    community, members = people(shape, writer)
    found = places(shape, community, members, writer)
    _talk(community, members, said_in(shape, found, writer.dice), writer)
    settle(community)
    fulltext.tidy()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def said_in(shape: Shape, places: Places, dice: random.Random) -> list[Any]:
    """The thread of each post, in the order of their times, so that a thread lies apart on disk.

    The large thread and chat end as their small likes do, so that their last pages are alike.
    """
    large = (places.long, places.streams[0])
    small = (places.short, places.streams[1])
    # Each thread has its first post; a few get most of the others, as in life.
    said = [*places.topics, *places.talks, *places.little]
    said += [thread for thread in large for _ in range(shape.most - shape.little)]
    said += dice.choices(places.little, k=max(shape.little - len(places.little), 0))
    said += dice.choices(places.talks, k=shape.posts // 20)
    rest = shape.posts - len(said) - 4 * shape.little
    weights = [1 / (n + 20) for n in range(len(places.topics))]
    said += dice.choices(places.topics, weights, k=max(rest, 0))
    dice.shuffle(said)
    return said + [*small, *large] * shape.little


@dataclass(frozen=True, slots=True)
class _Text:
    markdown: str
    rendered: Any
    reactions: list[tuple[str, int]]
    author_id: int


def _texts(writer: Writer, members: list[int], count: int) -> list[_Text]:
    from inglenook.conversations.actions.importing import render_imported

    found = []
    for _ in range(min(count, TEXTS)):
        text = writer.post(members)
        found.append(
            _Text(
                text, render_imported(text, members), writer.reactions(members),
                writer.dice.choice(members),
            )
        )  # fmt: skip
    return found


def _talk(community: Any, members: list[int], said: list[Any], writer: Writer) -> None:
    """All posts; within a batch, each thread that is said in at the same turn says the same."""
    from inglenook.conversations.actions.importing import import_batch

    texts = _texts(writer, members, len(said))
    for start in range(0, len(said), BATCH):
        import_batch(None, community, list(_posts(said, start, texts, writer)))
        done = min(start + BATCH, len(said))
        print(f"\r  {done:,} posts", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _posts(said: list[Any], start: int, texts: list[_Text], writer: Writer) -> Iterator[Any]:
    from inglenook.conversations.actions.importing import NewPost

    dice = writer.dice
    step = SPAN * 1_000_000 // len(said)
    begin = int(BEGIN.timestamp()) * 1_000_000
    for number in range(start, min(start + BATCH, len(said))):
        # Counted from the end, so that four posts that follow one another are alike there.
        text = texts[(len(said) - 1 - number) // 4 % len(texts)]
        yield NewPost(
            thread=said[number], author_id=text.author_id,
            time=begin + number * step + dice.randrange(step), markdown=text.markdown,
            rendered=text.rendered, reactions=text.reactions,
        )  # fmt: skip


if __name__ == "__main__":
    main()
