"""Taking back what an import brought: rows go for good, since nobody has touched them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, F, Max, OuterRef
from django.db.models.functions import Greatest

from inglenook.conversations.models import Post, Thread
from inglenook.foundation import fulltext
from inglenook.foundation.audience import Audience
from inglenook.spaces.models import Space

WHY = "what an import brought is taken back"


def drop_posts(keys: Sequence[int]) -> None:
    """Erase these posts, what hangs on them, and their words in the search index.

    The counters of their threads follow. Inside the caller's transaction.
    """
    posts = Post.objects.unguarded(WHY).filter(pk__in=keys)
    threads = set(posts.values_list("thread_id", flat=True))
    posts.delete()
    fulltext.erase(keys)
    for pk in threads:
        left = Post.objects.unguarded(WHY).filter(thread=pk)
        last = left.aggregate(key=Max("pk"))["key"] or 0
        thread = Thread.objects.unguarded(WHY).filter(pk=pk)
        replies = left.exclude(pk=F("thread__first_key")).count()
        author = left.filter(pk=last).values_list("author_id", flat=True).first()
        thread.update(
            last_key=Greatest("first_key", last) if last else F("first_key"),
            last_author=author,
            version=F("version") + 1,
        )
        thread.exclude(kind=Thread.Kind.STREAM).update(reply_count=replies)


def drop_empty_threads(ids: Sequence[int]) -> list[int]:
    """Erase those of these threads in which nothing is left; returns their ids."""
    said = Post.objects.unguarded(WHY).filter(thread=OuterRef("pk"))
    empty = Thread.objects.unguarded(WHY).filter(~Exists(said), pk__in=ids)
    gone = list(empty.values_list("pk", flat=True))
    Thread.objects.unguarded(WHY).filter(pk__in=gone).delete()
    return gone


def drop_empty_spaces(stream_ids: Sequence[int]) -> list[int]:
    """Erase spaces and conversations, by their streams, that hold nothing any more.

    Returns:
        The ids of the streams that went.
    """
    gone = []
    for stream in Thread.objects.unguarded(WHY).filter(pk__in=stream_ids):
        if stream.space_id is None:
            holds = Post.objects.unguarded(WHY).filter(thread__audience=stream.audience_id)
        else:
            holds = Post.objects.unguarded(WHY).filter(thread__space=stream.space_id)
        if holds.exists():
            continue
        Thread.objects.unguarded(WHY).filter(audience=stream.audience_id).delete()
        Space.objects.unguarded(WHY).filter(audience=stream.audience_id).delete()
        Audience.objects.filter(pk=stream.audience_id).delete()
        gone.append(stream.pk)
    return gone
