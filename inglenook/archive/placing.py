"""Where the posts of a step go: made ready outside the transaction, put in place inside it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from zlib import crc32

from django.core.files.base import File as StoredFile
from django.core.files.storage import default_storage
from django.utils import timezone

from inglenook.archive import arrivals
from inglenook.archive.mentions import resolve_mentions
from inglenook.archive.models import Arrival, Import
from inglenook.archive.records import Archive, File, Post, PostKind, Thread
from inglenook.communities.models import Community, Membership
from inglenook.conversations.actions.importing import NewFile, NewPost, render_imported
from inglenook.conversations.models import Post as PostRow
from inglenook.conversations.models import Thread as ThreadRow
from inglenook.conversations.titles import title_of_line
from inglenook.foundation import names, text

Kind = Arrival.Kind
WHY = "the importer writes into what it made"
CHUNK = 5_000  # keys in one question


@dataclass(slots=True)
class House:
    """What the records refer to, by source id."""

    community: Community
    actor: Membership | None
    people: dict[str, int] = field(default_factory=dict)
    members: frozenset[int] = frozenset()
    """What the people became."""
    names: dict[str, str] = field(default_factory=dict)
    streams: dict[str, ThreadRow] = field(default_factory=dict)


@dataclass(slots=True)
class Ready:
    """A post with all of it made that holds up no writer: its HTML, its files in the store."""

    post: Post
    markdown: str
    rendered: text.Rendered
    files: list[NewFile]


def make_ready(run: Import, archive: Archive, house: House, post: Post) -> Ready:
    """Render a post and keep its files; outside the transaction."""
    markdown = resolve_mentions(post.markdown, house.people, house.names)
    files = [
        NewFile(f.name, f.media_type, f.size, _stored(archive, f) if f.taken else "")
        for f in post.files
    ]
    return Ready(post, markdown, render_imported(markdown, house.members), files)


def _stored(archive: Archive, file: File) -> str:
    """Keep the bytes of a file, under a name that nobody guesses and that is never used again.

    What a killed step had kept is swept up later; a name that two tries shared could be written
    over by the one while the other's row names it.
    """
    name = secrets.token_hex(20)
    with archive.open_file(file) as opened:
        default_storage.save(f"attachments/{name}", StoredFile(opened))
    return name


def put_in_place(run: Import, house: House, new: list[Thread], ready: list[Ready]) -> list[NewPost]:
    """Posts for `import_batch`, their threads made or found; inside the transaction."""
    threads = _threads(run, house, new, ready)
    answered = {r.post.reply_to for r in ready if r.post.reply_to}
    keys = arrivals.known(run, Kind.POST, answered)
    batch = {r.post.source_id: _new_post(house, threads, keys, r) for r in ready}
    for one in ready:
        answers = batch.get(one.post.reply_to or "")
        batch[one.post.source_id].answers = answers
    return list(batch.values())


def _new_post(
    house: House, threads: dict[str, ThreadRow], keys: dict[str, int], ready: Ready
) -> NewPost:
    post = ready.post
    stream = house.streams[post.space]
    thread = threads[post.thread] if post.thread is not None else stream
    begins = None
    if post.begins_thread and thread.kind == ThreadRow.Kind.BRANCH:
        thread, begins = stream, thread
    return NewPost(
        thread=thread,
        begins=begins,
        author_id=house.people.get(post.author),
        time=post.time,
        spread=crc32(f"{house.community.pk} {post.space}".encode()) & 1023,
        markdown=ready.markdown,
        rendered=ready.rendered,
        is_system=post.kind is PostKind.SYSTEM,
        edited=post.edited,
        reply_to=keys.get(post.reply_to or ""),
        reactions=[
            (r.emoji, house.people[r.person]) for r in post.reactions if r.person in house.people
        ],
        files=ready.files,
    )


def _threads(
    run: Import, house: House, new: list[Thread], ready: list[Ready]
) -> dict[str, ThreadRow]:
    """The threads of a step by source id; those that aren't there yet are made."""
    fresh = {thread.source_id: thread for thread in new}
    wanted = fresh.keys() | {r.post.thread for r in ready if r.post.thread is not None}
    came = arrivals.known(run, Kind.THREAD, wanted)
    rows = _all().in_bulk(list(came.values()))
    threads = {source_id: rows[pk] for source_id, pk in came.items() if pk in rows}
    missing = [thread for source_id, thread in fresh.items() if source_id not in threads]
    arrivals.forget(run, Kind.THREAD, came.keys() & {t.source_id for t in missing})
    made = _make(run, house, missing)
    arrivals.note(run, Kind.THREAD, {source_id: row.pk for source_id, row in made.items()})
    return threads | made


def _make(run: Import, house: House, missing: Sequence[Thread]) -> dict[str, ThreadRow]:
    """Threads whose first post came earlier, without replies, find it; see `_beneath`."""
    roots = arrivals.known(run, Kind.POST, (thread.source_id for thread in missing))
    made = _beneath(roots)
    rows = {t.source_id: _row(house, t) for t in missing if t.source_id not in made}
    for source_id, row in rows.items():
        if source_id in roots:
            _hang_on(row, roots[source_id])
    ThreadRow.objects.bulk_create(rows.values(), batch_size=500)
    return made | rows


def _beneath(roots: dict[str, int]) -> dict[str, ThreadRow]:
    """Threads that are there already for these first posts, by source id.

    Somebody has answered such a line since, or moved it into a thread: its replies go there.
    """
    by_key: dict[int, ThreadRow] = {}
    for keys in batched(roots.values(), CHUNK):
        by_key |= _by_first_line(keys)
    return {source_id: by_key[key] for source_id, key in roots.items() if key in by_key}


def _by_first_line(keys: Collection[int]) -> dict[int, ThreadRow]:
    posts = PostRow.objects.unguarded(WHY).filter(pk__in=keys)
    stands_in = dict(posts.values_list("pk", "thread_id"))
    flat = (ThreadRow.Kind.STREAM, ThreadRow.Kind.DIRECT)
    threads = _all().exclude(kind__in=flat).in_bulk(list(stands_in.values()))
    moved = {key: threads[pk] for key, pk in stands_in.items() if pk in threads}
    branches = _all().filter(kind=ThreadRow.Kind.BRANCH, first_key__in=keys)
    return moved | {branch.first_key: branch for branch in branches}


def _hang_on(row: ThreadRow, key: int) -> None:
    root = PostRow.objects.unguarded(WHY).filter(pk=key).first()
    if root is not None:
        row.first_key = row.last_key = key
        row.author_id = row.last_author_id = root.author_id
        row.title = row.title or title_of_line(text.plain_of(root.html))


def _row(house: House, thread: Thread) -> ThreadRow:
    stream = house.streams[thread.space]
    return ThreadRow(
        community_id=house.community.pk,
        space_id=stream.space_id,
        audience_id=stream.audience_id,
        kind=ThreadRow.Kind.BRANCH if thread.branch else ThreadRow.Kind.TOPIC,
        title=names.tidy_title(thread.title)[:200],
        imported=True,
        closed_at=timezone.now() if thread.closed else None,
        pinned_at=timezone.now() if thread.pinned else None,
    )


def _all() -> Any:
    return ThreadRow.objects.unguarded(WHY)


def fresh_posts(run: Import, posts: Iterable[Post]) -> tuple[list[Post], int]:
    """Those posts that aren't here yet, and how many of the others an earlier import brought."""
    posts = list(posts)
    came = arrivals.known(run, Kind.POST, (post.source_id for post in posts))
    return [p for p in posts if p.source_id not in came], arrivals.from_others(run, Kind.POST, came)
