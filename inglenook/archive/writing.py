"""The writing half of an import: neutral records become rows, by the rooms' own actions.

It goes in steps that each are one transaction: people and spaces, then groups of chapters. Each
step moves `Import.chapter` along with its rows, so that whoever takes over after a crash goes on
where the last committed step ended; nothing is doubled and nothing is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from inglenook.archive import arrivals, shelf
from inglenook.archive.confined import ConfinedArchive, open_confined
from inglenook.archive.models import Arrival, Import
from inglenook.archive.newcomers import bring_people, bring_spaces
from inglenook.archive.placing import House, Ready, fresh_posts, make_ready, put_in_place
from inglenook.archive.reasons import Reason
from inglenook.archive.records import Archive, Chapter, Post, Thread
from inglenook.archive.tally import Tally
from inglenook.conversations.actions.importing import import_batch

GROUP = 2_000
"""Messages in one transaction, at least, while there are as many; a chapter is never parted."""

Kind = Arrival.Kind
Progress = Callable[[int, int], None]


class Superseded(Exception):
    """Somebody else moved this import on, or stopped it: this worker has nothing to do here."""


def open_archive(run: Import) -> ConfinedArchive:
    """Open the archive of an import.

    Raises:
        ArchiveError: when the file can't be read.
    """
    return open_confined(run.source, shelf.local(run), direct_messages=run.direct_messages)


def bring_in(import_id: int) -> Import:
    """Carry an import on to its end, from wherever it is.

    Raises:
        Superseded: when it is not running (any more).
        ArchiveError: when the file can't be read.
    """
    with open_archive(_fresh(import_id)) as archive:
        return bring_in_from(archive, import_id)


def bring_in_from(archive: Archive, import_id: int, progress: Progress | None = None) -> Import:
    """The same from an archive that is open; `progress` is told how many messages are through.

    Raises:
        Superseded: when it is not running (any more).
        ArchiveError: when the file can't be read.
    """
    run = _fresh(import_id)
    house = House(run.community, run.made_by)
    with transaction.atomic():
        _hold(run)
        house.people, house.names = bring_people(run, archive)
        house.members = frozenset(house.people.values())
        house.streams = bring_spaces(run, archive, house.people)
    may_know = arrivals.any_posts(run)
    for group in _groups(archive, run.chapter):
        _step(run, archive, house, group, may_know=may_know)
        if progress is not None:
            progress(run.done, run.total)
    _finish(run, archive)
    return run


def _fresh(import_id: int) -> Import:
    run: Import | None = (
        Import.objects.select_related("community", "made_by").filter(pk=import_id).first()
    )
    if run is None or run.state != Import.State.RUNNING:
        raise Superseded
    return run


def _hold(run: Import) -> None:
    """Make sure that the import is still ours to move on; its row stays locked till the end."""
    rows = Import.objects.select_for_update().filter(pk=run.pk)
    if rows.values_list("state", "chapter").first() != (Import.State.RUNNING, run.chapter):
        raise Superseded


def _finish(run: Import, archive: Archive) -> None:
    with transaction.atomic():
        _hold(run)
        if run.tally is None:  # an archive without a single message
            run.tally = _tally_of(run, archive).as_json()
        run.state, run.ended_at, run.problem = Import.State.DONE, timezone.now(), ""
        run.save(update_fields=["tally", "state", "ended_at", "problem"])


def _groups(archive: Archive, after: str) -> Iterator[list[Chapter]]:
    """The chapters that are still to come, several at a time."""
    chapters = list(archive.chapters())
    start = 0
    if after:
        start = next((i for i, c in enumerate(chapters, 1) if c.source_id == after), 0)
    group: list[Chapter] = []
    size = 0
    for chapter in chapters[start:]:
        group.append(chapter)
        size += chapter.messages
        if size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _step(
    run: Import, archive: Archive, house: House, group: list[Chapter], *, may_know: bool
) -> None:
    """Read a group and make it ready, then write it in one transaction."""
    tally = _tally_of(run, archive)
    posts: list[Post] = []
    threads: list[Thread] = []
    for chapter in group:
        for item in archive.read(chapter):
            tally.add(item)
            if isinstance(item, Post):
                posts.append(item)
            elif isinstance(item, Thread):
                threads.append(item)
    there = 0
    if may_know:
        posts, there = fresh_posts(run, posts)
    ready = [make_ready(run, archive, house, post) for post in posts]
    with transaction.atomic():
        _hold(run)
        _write(run, house, threads, ready)
        run.chapter = group[-1].source_id
        run.done += sum(chapter.messages for chapter in group)
        run.there += there
        run.tally = tally.as_json()
        run.problem = ""
        run.save(update_fields=["chapter", "done", "there", "tally", "problem"])


def _write(run: Import, house: House, threads: list[Thread], ready: list[Ready]) -> None:
    batch = put_in_place(run, house, threads, ready)
    if batch:
        import_batch(house.actor, house.community, batch)
    became = {r.post.source_id: new.key for r, new in zip(ready, batch, strict=True)}
    arrivals.note(run, Kind.POST, became)


def _tally_of(run: Import, archive: Archive) -> Tally:
    """The counts so far; at the beginning those of people and spaces."""
    counts = run.tally
    if counts is None:
        tally = Tally()
        for person in archive.people():
            tally.add(person)
        for space in archive.spaces():
            tally.add(space)
        return tally
    tally = Tally(**{name: counts[name] for name in _NUMBERS})
    tally.skipped.update({Reason(name): n for name, n in counts["skipped"].items()})
    return tally


_NUMBERS = ("people", "spaces", "threads", "posts", "replies", "reactions")

__all__ = ["GROUP", "Superseded", "bring_in", "bring_in_from", "open_archive"]
