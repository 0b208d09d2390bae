"""The writing half of an import: neutral records become rows, by the rooms' own actions.

It goes in steps that each are one transaction: people, spaces, then groups of chapters. Each step
moves `Import.chapter` along with its rows, so that whoever takes over after a crash goes on where
the last committed step ended; nothing is doubled and nothing is missed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from django.core.files.base import File as StoredFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from inglenook.archive import arrivals
from inglenook.archive.confined import open_confined
from inglenook.archive.mentions import resolve_mentions
from inglenook.archive.models import Arrival, Import
from inglenook.archive.newcomers import bring_people, bring_spaces
from inglenook.archive.reasons import Reason
from inglenook.archive.records import Archive, Chapter, Post, PostKind, Thread
from inglenook.archive.tally import Tally
from inglenook.communities.models import Community, Membership
from inglenook.conversations.actions.importing import NewFile, NewPost, import_batch
from inglenook.conversations.models import Thread as ThreadRow

GROUP = 1_500
"""Messages in one transaction, at least, while there are as many; a chapter is never parted."""

Kind = Arrival.Kind
Progress = Callable[[int, int], None]


class Superseded(Exception):
    """Somebody else moved this import on, or stopped it: this worker has nothing to do here."""


def open_archive(run: Import) -> Any:
    """Open the archive of an import.

    Raises:
        ArchiveError: when the file can't be read.
    """
    return open_confined(run.source, Path(run.path), direct_messages=run.direct_messages)


@dataclass(slots=True)
class _House:
    """What the records refer to, by source id; filled as the import goes on."""

    community: Community
    actor: Membership | None
    people: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    streams: dict[str, ThreadRow] = field(default_factory=dict)
    threads: dict[str, ThreadRow] = field(default_factory=dict)


def bring_in(import_id: int, progress: Progress | None = None) -> Import:
    """Carry an import on to its end, from wherever it is.

    Raises:
        Superseded: when it is not running (any more).
        ArchiveError: when the file can't be read.
    """
    run = _fresh(import_id)
    with open_archive(run) as archive:
        house = _House(run.community, run.made_by)
        with transaction.atomic():
            _hold(run)
            house.people, house.names = bring_people(run, archive)
            house.streams = bring_spaces(run, archive, house.people)
        for group in _groups(archive, run.chapter):
            _step(run, archive, house, group)
            if progress is not None:
                progress(run.done, run.total)
        with transaction.atomic():
            _hold(run)
            run.state, run.ended_at = Import.State.DONE, timezone.now()
            run.save(update_fields=["state", "ended_at"])
    return run


def _fresh(import_id: int) -> Import:
    rows = Import.objects.select_related("community", "made_by")
    run: Import = rows.get(pk=import_id)
    if run.state != Import.State.RUNNING:
        raise Superseded
    return run


def _hold(run: Import) -> None:
    """Make sure that the import is still ours to move on; its row stays locked till the end."""
    now = Import.objects.select_for_update().values_list("state", "chapter").get(pk=run.pk)
    if now != (Import.State.RUNNING, run.chapter):
        raise Superseded


def _groups(archive: Archive, after: str) -> Iterator[list[Chapter]]:
    """The chapters that are still to come, several at a time."""
    chapters = list(archive.chapters())
    start = 0
    if after:
        start = next(i for i, c in enumerate(chapters, 1) if c.source_id == after)
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


def _step(run: Import, archive: Archive, house: _House, group: list[Chapter]) -> None:
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
    with transaction.atomic():
        _hold(run)
        _bring_threads(run, house, threads, posts)
        _bring_posts(run, archive, house, posts)
        run.chapter = group[-1].source_id
        run.done += sum(chapter.messages for chapter in group)
        run.tally = tally.as_json()
        run.save(update_fields=["chapter", "done", "tally"])


def _tally_of(run: Import, archive: Archive) -> Tally:
    counts = run.tally
    if counts is None:
        tally = Tally()
        for person in archive.people():
            tally.add(person)
        for space in archive.spaces():
            tally.add(space)
        return tally
    numbers = {name: counts[name] for name in _NUMBERS}
    tally = Tally(**numbers)
    tally.skipped.update({Reason(name): n for name, n in counts["skipped"].items()})
    return tally


_NUMBERS = ("people", "spaces", "threads", "posts", "replies", "reactions")


def _bring_threads(run: Import, house: _House, new: list[Thread], posts: list[Post]) -> None:
    """Make the threads of a step, and load those of earlier ones that its posts belong to."""
    wanted = {t.source_id for t in new} | {p.thread for p in posts if p.thread is not None}
    came = arrivals.known(run, Kind.THREAD, wanted - house.threads.keys())
    rows = ThreadRow.objects.unguarded("the importer writes into what it made").in_bulk(
        list(came.values())
    )
    house.threads.update({s: rows[pk] for s, pk in came.items() if pk in rows})
    made: dict[str, int] = {}
    for thread in new:
        if thread.source_id in house.threads:
            continue
        stream = house.streams[thread.space]
        row = ThreadRow.objects.create(
            community_id=run.community_id,
            space_id=stream.space_id,
            audience_id=stream.audience_id,
            kind=ThreadRow.Kind.BRANCH if thread.branch else ThreadRow.Kind.TOPIC,
            title=thread.title[:200],
            imported=True,
            closed_at=timezone.now() if thread.closed else None,
            pinned_at=timezone.now() if thread.pinned else None,
        )
        house.threads[thread.source_id] = row
        made[thread.source_id] = row.pk
    stale = set(made) & came.keys()
    Arrival.objects.filter(
        community=run.community_id, source=run.source, kind=Kind.THREAD, source_id__in=stale
    ).delete()
    arrivals.note(run, Kind.THREAD, made)


def _bring_posts(run: Import, archive: Archive, house: _House, posts: list[Post]) -> None:
    came = arrivals.known(run, Kind.POST, (p.source_id for p in posts))
    fresh = [post for post in posts if post.source_id not in came]
    answered = {p.reply_to for p in fresh if p.reply_to}
    keys = arrivals.known(run, Kind.POST, answered)
    batch = [_new_post(archive, house, post, keys) for post in fresh]
    if batch:
        import_batch(house.actor, house.community, batch)
    arrivals.note(run, Kind.POST, {p.source_id: n.key for p, n in zip(fresh, batch, strict=True)})


def _new_post(archive: Archive, house: _House, post: Post, keys: dict[str, int]) -> NewPost:
    stream = house.streams[post.space]
    thread = house.threads[post.thread] if post.thread is not None else stream
    begins = None
    if post.thread is not None and post.begins_thread and thread.kind == ThreadRow.Kind.BRANCH:
        thread, begins = stream, thread
    return NewPost(
        thread=thread,
        begins=begins,
        author_id=house.people.get(post.author),
        time=post.time,
        spread=crc32(post.space.encode()) & 1023,
        markdown=resolve_mentions(post.markdown, house.people, house.names),
        is_system=post.kind is PostKind.SYSTEM,
        edited=post.edited,
        reply_to=keys.get(post.reply_to or ""),
        reactions=[
            (r.emoji, house.people[r.person]) for r in post.reactions if r.person in house.people
        ],
        files=[
            NewFile(f.name, f.media_type, f.size, _stored(archive, f) if f.taken else "")
            for f in post.files
        ],
    )


def _stored(archive: Archive, file: Any) -> str:
    """Keep the bytes of a file under a random name; orphans of a lost transaction are swept."""
    name = secrets.token_urlsafe(16)
    with archive.open_file(file) as opened:
        default_storage.save(f"attachments/{name}", StoredFile(opened))
    return name


__all__ = ["GROUP", "Superseded", "bring_in", "open_archive"]
