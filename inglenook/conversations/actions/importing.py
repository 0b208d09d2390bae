"""Bringing in what was said elsewhere: many posts at once, under the same rules as one.

The same constraints, text pipeline and search write as `writing`; rows in bulk; one activity a
batch, which notifies nobody. What is imported is never new to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.html import escape

from inglenook.communities.models import Community, Membership
from inglenook.conversations.declares import BROUGHT_IN
from inglenook.conversations.indexing import scope_of
from inglenook.conversations.models import Post, PostFile, Reaction, Thread
from inglenook.foundation import fulltext, text
from inglenook.foundation.activity import record
from inglenook.foundation.keys import key_at

LONGEST = 100_000  # characters of one imported message


@dataclass(slots=True)
class NewFile:
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
    spread: int = 0
    is_system: bool = False
    edited: int | None = None
    reply_to: int | None = None
    begins: Thread | None = None
    """The branch whose first post this is; it stands in `thread`, the stream."""
    reactions: Sequence[tuple[str, int]] = ()
    files: Sequence[NewFile] = field(default_factory=list)
    key: int = 0


def import_batch(actor: Membership | None, community: Community, batch: Sequence[NewPost]) -> None:
    """Write a batch of posts, each with its `key` filled in; inside the importer's transaction.

    Threads and their counters, reactions, files and the search index are written along.
    """
    with transaction.atomic():
        _give_keys(batch)
        documents = []
        rows = []
        for new in batch:
            rendered = _rendered(new.markdown)
            rows.append(_row(community, new, rendered.html))
            if not new.is_system:
                documents.append(_document(new, rendered.plain))
        Post.objects.bulk_create(rows, batch_size=500)
        _hang_on(community, batch)
        _count(batch)
        fulltext.write(documents)
        record(actor.pk if actor else None, BROUGHT_IN, community, posts=len(batch))


def _give_keys(batch: Sequence[NewPost]) -> None:
    """Keys from the times; equal ones move on by one until they are free."""
    wanted = [key_at(new.time, new.spread) for new in batch]
    asked = set(wanted)
    posts = Post.objects.unguarded("which keys are taken")
    taken = set(posts.filter(pk__in=asked).values_list("pk", flat=True))
    for new, first in zip(batch, wanted, strict=True):
        key = first
        while key in taken or (key not in asked and posts.filter(pk=key).exists()):
            key += 1
        taken.add(key)
        new.key = key


def _rendered(markdown: str) -> text.Rendered:
    try:
        return text.render(markdown, limit=LONGEST)
    except text.TextTooLong:
        # Tables or links without end: the words come, their form does not.
        html = f"<p>{escape(markdown[:LONGEST])}</p>"
        return text.Rendered(html=html, mentions=(), plain=markdown[:LONGEST])


def _row(community: Community, new: NewPost, html: str) -> Post:
    return Post(
        id=new.key,
        community_id=community.pk,
        thread_id=new.thread.pk,
        author_id=new.author_id,
        kind=Post.Kind.SYSTEM if new.is_system else Post.Kind.NORMAL,
        reply_to=new.reply_to,
        markdown=new.markdown,
        html=html,
        renderer=text.RENDERER_VERSION,
        attached=[{"name": f.name, "size": f.size, "stored_as": f.stored_as} for f in new.files],
        edited_at=datetime.fromtimestamp(new.edited / 1_000_000, UTC) if new.edited else None,
        imported=True,
    )


def _document(new: NewPost, plain: str) -> fulltext.Document:
    return fulltext.Document(
        id=new.key,
        title=new.thread.title if new.thread.first_key in (0, new.key) else "",
        body=text.without_mentions(plain),
        scope=scope_of(new.thread, new.author_id),
    )


def _hang_on(community: Community, batch: Sequence[NewPost]) -> None:
    Reaction.objects.bulk_create(
        [
            Reaction(community_id=community.pk, post_id=new.key, author_id=who, emoji=emoji[:40])
            for new in batch
            for emoji, who in new.reactions
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    PostFile.objects.bulk_create(
        [
            PostFile(
                community_id=community.pk,
                post_id=new.key,
                name=file.name,
                media_type=file.media_type[:100],
                size=file.size,
                stored_as=file.stored_as,
            )
            for new in batch
            for file in new.files
            if file.stored_as
        ],
        batch_size=500,
    )


@dataclass(slots=True)
class _Gain:
    thread: Thread
    first: int = 0
    last: int = 0
    last_author: int | None = None
    replies: int = 0


def _count(batch: Sequence[NewPost]) -> None:
    gains: dict[int, _Gain] = {}
    for new in batch:
        gain = gains.setdefault(new.thread.pk, _Gain(new.thread))
        if new.key > gain.last:
            gain.last, gain.last_author = new.key, new.author_id
        is_stream = new.thread.kind == Thread.Kind.STREAM
        if new.thread.first_key == 0 and not is_stream:
            gain.first = new.thread.first_key = new.key
        elif not is_stream:
            gain.replies += 1
        if new.begins is not None:
            _begin(new.begins, new)
    for pk, gain in gains.items():
        columns: dict[str, object] = {
            "last_key": Greatest("last_key", gain.last),
            "version": F("version") + 1,
        }
        if gain.first:
            columns["first_key"] = gain.first
        if gain.replies:
            columns["reply_count"] = F("reply_count") + gain.replies
        columns["last_author"] = models.Case(
            models.When(last_key__lt=gain.last, then=models.Value(gain.last_author)),
            default=F("last_author_id"),
            output_field=models.BigIntegerField(),
        )
        _all().filter(pk=pk).update(**columns)


def _begin(branch: Thread, root: NewPost) -> None:
    """A branch learns which post of the stream it hangs on."""
    branch.first_key = root.key
    _all().filter(pk=branch.pk).update(
        first_key=root.key,
        last_key=Greatest("last_key", root.key),
        last_author=root.author_id,
        author=root.author_id,
    )


def _all() -> models.QuerySet[Thread]:
    return Thread.objects.unguarded("the importer keeps the counters of what it writes")
