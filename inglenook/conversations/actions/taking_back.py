"""Taking back what an import brought: rows go for good, since nobody has touched them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import batched
from typing import Any

from django.db.models import Exists, F, Max, OuterRef

from inglenook.conversations.models import Post, Thread
from inglenook.foundation import bulk, fulltext
from inglenook.foundation.audience import Audience
from inglenook.spaces.models import Space

WHY = "what an import brought is taken back"
CHUNK = 500  # threads in one statement

FLAT = (Thread.Kind.STREAM, Thread.Kind.DIRECT)
"""Kinds that stay while they are empty, since their space or conversation does."""

_UPDATE = """
UPDATE conversations_thread
SET last_key = %s, last_author_id = %s, reply_count = %s, version = version + 1
WHERE id = %s
"""


def drop_posts(keys: Sequence[int]) -> list[int]:
    """Erase these posts, what hangs on them, and their words in the search index.

    The counters of their threads follow. Inside the caller's transaction.

    Returns:
        The ids of threads that went too, as nothing was left in them.
    """
    if not keys:
        return []
    posts = _posts().filter(pk__in=keys)
    threads = set(posts.order_by().values_list("thread_id", flat=True).distinct())
    posts.delete()
    fulltext.erase(keys)
    gone = drop_empty_threads(threads)
    _recount(threads - set(gone))
    return gone


def drop_empty_threads(ids: Collection[int]) -> list[int]:
    """Erase those of these threads and branches in which nothing is left; returns their ids."""
    gone: list[int] = []
    for part in batched(ids, CHUNK):
        said = _posts().filter(thread=OuterRef("pk"))
        empty = _threads().filter(~Exists(said), pk__in=part).exclude(kind__in=FLAT)
        pks = list(empty.values_list("pk", flat=True))
        _threads().filter(pk__in=pks).delete()
        gone += pks
    return gone


def _recount(ids: Collection[int]) -> None:
    for part in batched(ids, CHUNK):
        threads = list(_threads().filter(pk__in=part).values_list("pk", "kind", "first_key"))
        last = _last_of([pk for pk, _kind, _first in threads])
        authors = dict(_posts().filter(pk__in=last.values()).values_list("pk", "author_id"))
        replies = _replies_in([pk for pk, kind, _first in threads if kind != Thread.Kind.STREAM])
        bulk.run_for_each(
            _UPDATE,
            [
                (
                    max(first, last.get(pk, 0)),
                    authors.get(last.get(pk, 0)),
                    replies.get(pk, 0),
                    pk,
                )
                for pk, _kind, first in threads
            ],
        )


def _last_of(ids: list[int]) -> dict[int, int]:
    """The newest post of each thread; one short look at the index for each."""
    newest = _posts().filter(thread__in=ids).order_by().values("thread")
    return dict(newest.annotate(last=Max("pk")).values_list("thread", "last"))


def _replies_in(ids: list[int]) -> dict[int, int]:
    """How many posts each thread has beside its first; a branch's first stands elsewhere."""
    posts = _posts().crossing("a post's own thread").filter(thread__in=ids)
    found: dict[int, int] = {}
    for thread in posts.exclude(pk=F("thread__first_key")).values_list("thread", flat=True):
        found[thread] = found.get(thread, 0) + 1
    return found


def drop_empty_space(stream: Thread) -> bool:
    """Erase a space or conversation, by its stream, if it holds nothing any more; say whether."""
    if stream.space_id is None:
        holds = _posts().crossing("its own thread").filter(thread__audience=stream.audience_id)
    else:
        holds = _posts().crossing("its own thread").filter(thread__space=stream.space_id)
    if holds.exists():
        return False
    _threads().filter(audience=stream.audience_id).delete()
    Space.objects.unguarded(WHY).filter(audience=stream.audience_id).delete()
    Audience.objects.filter(pk=stream.audience_id).delete()
    return True


def _posts() -> Any:
    return Post.objects.unguarded(WHY)


def _threads() -> Any:
    return Thread.objects.unguarded(WHY)
