"""Bringing in what was said elsewhere: many posts at once, under the same rules as one.

The same constraints, text pipeline and search write as `writing`; rows in bulk; one activity a
batch, which notifies nobody. What is imported is never new to anybody.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from inglenook.communities.models import Community, Membership
from inglenook.conversations.actions.counting import count
from inglenook.conversations.actions.never_new import leave_unmarked
from inglenook.conversations.declares import BROUGHT_IN
from inglenook.conversations.indexing import Talkers, document_of, talkers_of
from inglenook.conversations.models import Post, PostFile, Reaction, Thread
from inglenook.foundation import bulk, fulltext, text
from inglenook.foundation.activity import record
from inglenook.foundation.keys import key_at, moment_of
from inglenook.spaces.actions import close_to_world

LONGEST = 100_000  # characters of one imported message
CHUNK = 5_000  # keys in one question; a single day may hold more than SQLite takes


@dataclass(slots=True)
class NewFile:
    """A file on a post; `stored_as` names its bytes in the store, empty where only a name came."""

    name: str
    media_type: str = ""
    size: int = 0
    stored_as: str = ""


@dataclass(slots=True)
class NewPost:
    """One thing said elsewhere. `time` is in microseconds since 1970; `key` is filled in."""

    thread: Thread
    author_id: int | None
    time: int
    markdown: str
    rendered: text.Rendered
    """By `render_imported`, before the transaction: rendering holds up no other writer."""
    spread: int = 0
    is_system: bool = False
    edited: int | None = None
    reply_to: int | None = None
    answers: NewPost | None = None
    """The post of the same batch that it answers, instead of `reply_to`."""
    begins: Thread | None = None
    """The branch whose first post this is; it stands in `thread`, the stream."""
    reactions: Sequence[tuple[str, int]] = ()
    files: Sequence[NewFile] = field(default_factory=list)
    key: int = 0


def render_imported(markdown: str, mentions: Container[int]) -> text.Rendered:
    """Render what was written elsewhere, under other limits, and can't be sent back to be mended.

    Tables or links without end keep their words and lose their form.

    Args:
        mentions: the members who came along; nobody else is named by an archive.
    """
    try:
        return text.render(markdown, mentions=mentions, limit=LONGEST)
    except text.TextTooLong:
        words = markdown[:LONGEST]
        return text.Rendered(html=f"<p>{escape(words)}</p>", mentions=(), plain=words)


def import_batch(actor: Membership | None, community: Community, batch: Sequence[NewPost]) -> None:
    """Write a batch of posts, each with its `key` filled in; inside the importer's transaction.

    Threads and their counters, reactions, files and the search index are written along. A space
    that the world reads is closed to it, until a host has looked at what came. Nothing of it is
    new to anybody.
    """
    with transaction.atomic():
        close_to_world({new.thread.audience_id for new in batch})
        _give_keys(batch)
        leave_unmarked(community, count(batch))
        _insert(community, batch)
        _hang_on(community, batch)
        talkers = talkers_of(new.thread for new in batch)
        fulltext.write(_document(new, talkers) for new in batch if not new.is_system)
        record(actor.pk if actor else None, BROUGHT_IN, community, posts=len(batch))


def _give_keys(batch: Sequence[NewPost]) -> None:
    """Keys from the times; equal ones move on by one until they are free."""
    for new in batch:
        new.key = key_at(new.time, new.spread)
    given: set[int] = set()
    waiting = list(batch)
    while waiting:
        taken = given | _taken({new.key for new in waiting})
        refused = []
        for new in waiting:
            if new.key in taken:
                new.key += 1
                refused.append(new)
            else:
                given.add(new.key)
                taken.add(new.key)
        waiting = refused
    for new in batch:
        if new.answers is not None:
            new.reply_to = new.answers.key


def _taken(keys: set[int]) -> set[int]:
    posts = Post.objects.unguarded("which keys are taken")
    return {
        pk
        for part in batched(keys, CHUNK)
        for pk in posts.filter(pk__in=part).values_list("pk", flat=True)
    }


COLUMNS = (
    "id", "community", "thread", "author", "kind", "reply_to", "markdown", "html", "renderer",
    "imported",
)  # fmt: skip


def _insert(community: Community, batch: Sequence[NewPost]) -> None:
    """Most posts have neither file nor edit, and cost less for it."""
    plain = [new for new in batch if not (new.files or new.edited)]
    rest = [new for new in batch if new.files or new.edited]
    bulk.insert(Post, COLUMNS, (_row(community, new) for new in plain))
    more = ((*_row(community, new), _attached(new), _edited(new)) for new in rest)
    bulk.insert(Post, (*COLUMNS, "attached", "edited_at"), more)


def _row(community: Community, new: NewPost) -> tuple[Any, ...]:
    return (
        new.key,
        community.pk,
        new.thread.pk,
        new.author_id,
        (Post.Kind.SYSTEM if new.is_system else Post.Kind.NORMAL).value,
        new.reply_to,
        new.markdown,
        new.rendered.html,
        text.RENDERER_VERSION,
        True,
    )


def _attached(new: NewPost) -> list[dict[str, Any]]:
    return [{"name": f.name, "size": f.size, "stored_as": f.stored_as} for f in new.files]


def _edited(new: NewPost) -> datetime | None:
    return datetime.fromtimestamp(new.edited / 1_000_000, UTC) if new.edited else None


def _document(new: NewPost, talkers: Talkers) -> fulltext.Document:
    return document_of(new.key, new.author_id, new.thread, new.rendered.plain, talkers)


def _hang_on(community: Community, batch: Sequence[NewPost]) -> None:
    """Reactions get the time of their post: when they were given, the source doesn't say."""
    now = timezone.now()
    reactions = (
        (community.pk, new.key, who, emoji[:40], min(moment_of(new.key), now))
        for new in batch
        for emoji, who in new.reactions
    )
    bulk.insert(
        Reaction, ("community", "post", "author", "emoji", "at"), reactions, ignore_conflicts=True
    )
    files = (
        (community.pk, new.key, file.name[:255], file.media_type[:100], file.size, file.stored_as)
        for new in batch
        for file in new.files
        if file.stored_as
    )
    bulk.insert(PostFile, ("community", "post", "name", "media_type", "size", "stored_as"), files)
