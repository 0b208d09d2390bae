"""What somebody has touched of an import: it stays when the import is put back, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db.models import Exists, OuterRef, Q

from inglenook.archive.models import Arrival, Import
from inglenook.communities.models import Membership
from inglenook.conversations.models import Post, Reaction, Thread
from inglenook.foundation import text
from inglenook.foundation.keys import key_floor
from inglenook.foundation.standing import Standing

WHY = "undoing looks at all that an import brought"
Kind, State = Arrival.Kind, Membership.State
CHUNK = 900  # keys in one question


@dataclass(slots=True)
class Touched:
    """Keys of posts that stay, by reason; each under the first that holds."""

    answered: dict[int, int] = field(default_factory=dict)
    """By key, the thread in which somebody has answered."""
    edited: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    reacted: set[int] = field(default_factory=set)
    quoted: set[int] = field(default_factory=set)
    """Lines that somebody has answered directly."""
    opens: set[int] = field(default_factory=set)
    """First posts of threads in which something stays."""

    @property
    def keys(self) -> set[int]:
        """All of them."""
        return (
            self.answered.keys()
            | self.edited
            | self.removed
            | self.reacted
            | self.quoted
            | (self.opens)
        )

    def add(self, other: Touched) -> None:
        """Take in what was found of other posts."""
        self.answered |= other.answered
        for mine, theirs in zip(self._sets(), other._sets(), strict=True):
            mine.update(theirs)

    def _sets(self) -> tuple[set[int], ...]:
        return self.edited, self.removed, self.reacted, self.quoted, self.opens


def touched(run: Import, keys: Collection[int] | None = None) -> Touched:
    """Which of these posts of an import somebody has touched; of all of them, without `keys`."""
    posts = _posts().filter(pk__in=_brought(run) if keys is None else keys)
    found = Touched(answered=_answered(run, posts))
    found.edited = set(posts.filter(revision__gt=1).values_list("pk", flat=True))
    found.removed = set(posts.exclude(standing=Standing.PUBLISHED).values_list("pk", flat=True))
    found.edited -= found.removed
    found.reacted = set(posts.filter(Exists(_reactions(run))).values_list("pk", flat=True))
    answers = _native(run).filter(reply_to__isnull=False).values("reply_to")
    found.quoted = set(posts.filter(pk__in=answers).values_list("pk", flat=True))
    if keys is None:
        found.opens = _opening(found.keys)
    return found


def _brought(run: Import) -> Any:
    return Arrival.objects.filter(brought_by=run, kind=Kind.POST).values("object_id")


def _answered(run: Import, posts: Any) -> dict[int, int]:
    """Posts of threads in which a member has written, and the lines on which such threads hang.

    Asked in steps: as one question, PostgreSQL compared each post with each where it believed that
    members had written next to nothing.
    """
    standing = dict(posts.order_by().values_list("pk", "thread_id"))
    native = _posts().filter(community=run.community_id, imported=False)
    written = set(native.order_by().values_list("thread_id", flat=True).distinct())
    inside, hanging = set(), {}
    for part in batched(written, CHUNK):
        threads = _threads().filter(pk__in=part).exclude(kind=Thread.Kind.STREAM)
        for pk, kind, first in threads.values_list("pk", "kind", "first_key"):
            inside.add(pk)
            if kind == Thread.Kind.BRANCH and first in standing:
                hanging[first] = pk
    return {post: thread for post, thread in standing.items() if thread in inside} | hanging


def _reactions(run: Import) -> Any:
    """Those given here; imported ones are as old as their posts."""
    given = Reaction.objects.unguarded(WHY).crossing("who gave it is of no audience")
    return given.filter(post=OuterRef("pk"), at__gte=run.made_at).exclude(
        author__state=State.IMPORTED
    )


def _native(run: Import) -> Any:
    """What members have written since the archive was staged."""
    since = key_floor(run.made_at)
    return _posts().filter(community=run.community_id, imported=False, pk__gte=since)


def _opening(keys: Collection[int]) -> set[int]:
    """The first posts of the threads in which these posts stand."""
    found: set[int] = set()
    for part in batched(keys, CHUNK):
        standing = _posts().filter(pk__in=part).values("thread")
        threads = _threads().filter(pk__in=standing, first_key__gt=0)
        threads = threads.exclude(kind=Thread.Kind.STREAM)
        found |= set(threads.values_list("first_key", flat=True))
    return found - set(keys)


def roots_among(keys: Collection[int]) -> set[int]:
    """Those of these posts that open a thread or branch."""
    opened = _threads().filter(first_key__in=keys).exclude(kind=Thread.Kind.STREAM)
    return set(opened.values_list("first_key", flat=True))


def still_open(roots: Collection[int]) -> set[int]:
    """Those of these first posts in whose thread something else is left."""
    others = _posts().filter(thread=OuterRef("pk")).exclude(pk=OuterRef("first_key"))
    opened = _threads().filter(Exists(others), first_key__in=roots)
    opened = opened.exclude(kind=Thread.Kind.STREAM)
    return set(opened.values_list("first_key", flat=True))


def people_named(run: Import, kept: Iterable[int]) -> set[int]:
    """Members whom texts mention that stay, or that were written since."""
    mentions = Q(html__contains='class="mention"')
    staying = [_posts().filter(mentions, pk__in=part) for part in batched(kept, CHUNK)]
    return {
        pk
        for rows in (*staying, _native(run).filter(mentions))
        for html in rows.values_list("html", flat=True).iterator(chunk_size=500)
        for pk in text.mentioned(html)
    }


def left_over(run: Import, kind: str) -> Any:
    """Arrivals that this import brought, or that one brought which is undone or forgotten."""
    mine = Q(brought_by=run) | Q(brought_by__isnull=True)
    mine |= Q(brought_by__state=Import.State.UNDONE)
    return Arrival.objects.filter(mine, community=run.community_id, source=run.source, kind=kind)


def _posts() -> Any:
    return Post.objects.unguarded(WHY)


def _threads() -> Any:
    return Thread.objects.unguarded(WHY)
