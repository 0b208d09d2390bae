"""What a search finds: candidates from the index, seen again through the guarded rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Subquery, Value

from inglenook.communities.models import Membership
from inglenook.foundation import fulltext
from inglenook.foundation.asked import number
from inglenook.foundation.candidates import among
from inglenook.foundation.content import ContentKind, Found, declared_kinds
from inglenook.foundation.fulltext import Query
from inglenook.foundation.viewer import Viewer
from inglenook.search.narrowing import Narrowed, names_meant

PAGE = 20
STEPS = (1000, 4000)
"""Candidates looked at for one page: the second step only where the first gave too few."""
TO_RANK = fulltext.engine.NEWEST_TO_RANK


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of what was found. `total` counts what the viewer may see; `counted_all` says whether
    it is all of it. `further` is the key below which to go on; None at the end.
    """

    found: list[Found] = field(default_factory=list)
    total: int = 0
    counted_all: bool = True
    further: int | None = None


type Row = tuple[ContentKind, tuple[Any, ...]]


def authors_meant(viewer: Viewer, query: Query) -> list[int]:
    """The members that the names after `from:` mean, blocked ones left out; no query without."""
    if not query.senders:
        return []
    rows = Membership.objects.filter(community=viewer.community_id)
    rows = rows.exclude(state=Membership.State.ASKED).exclude(pk__in=viewer.blocked_ids)
    people = list(rows.values_list("pk", "name"))
    return [pk for typed in query.senders for pk in names_meant(people, typed)]


def newest(
    viewer: Viewer, slug: str, query: Query, narrow: Narrowed, before: int | None, size: int = PAGE
) -> Hits:
    """The newest that fit, below the key `before`."""
    rows: list[Row] = []
    total, end, exhausted = 0, _lower(narrow.before, before), False
    for step in STEPS:
        keys = _candidates(query, narrow, end, step)
        seen, count = _seen(viewer, keys, size + 1 - len(rows))
        rows, total = rows + seen, total + count
        exhausted = len(keys) < step
        if exhausted or len(rows) > size:
            break
        end = keys[-1]
    further = rows[size - 1][1][0] if len(rows) > size else None if exhausted else end
    return Hits(_shown(viewer, slug, rows[:size]), total, exhausted, further)


def best(viewer: Viewer, slug: str, query: Query, narrow: Narrowed, page: int) -> Hits:
    """The best of the newest 300; what is older follows newest first."""
    keys = _candidates(query, narrow, narrow.before, TO_RANK)
    seen, total = _seen(viewer, keys, TO_RANK)
    by_key = {row[1][0]: row for row in seen}
    order = fulltext.rank(query, list(by_key))
    rows = [by_key[key] for key in order[(page - 1) * PAGE : page * PAGE]]
    exhausted = len(keys) < TO_RANK
    return Hits(
        found=_shown(viewer, slug, rows),
        total=total,
        counted_all=exhausted,
        further=None if exhausted else keys[-1],
    )


def _lower(one: int | None, other: int | None) -> int | None:
    given = [key for key in (one, other) if key is not None]
    return min(given) if given else None


def _candidates(query: Query, narrow: Narrowed, before: int | None, limit: int) -> list[int]:
    return fulltext.match(
        query,
        scope_all=narrow.scope_all,
        scope_any=narrow.scope_any,
        before_id=before,
        after_id=narrow.after,
        limit=limit,
    )


def _seen(viewer: Viewer, keys: Sequence[int], size: int) -> tuple[list[Row], int]:
    """The newest rows of these keys that the viewer sees, and how many there are in all."""
    found: list[Row] = []
    total = 0
    for kind in declared_kinds() if keys else ():
        # The viewer's audiences are all of one community, so it need not be asked for as well.
        seen = kind.model.objects.visible_to(viewer).crossing("columns that its own room declares")
        rows = seen.filter(kind.findable, pk__in=among(keys))
        count = rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
        page = rows.annotate(count=Subquery(count)).order_by("-pk")
        shown = list(page.values_list("count", *kind.columns)[:size])
        found += [(kind, row[1:]) for row in shown]
        total += shown[0][0] if shown else 0
    found.sort(key=lambda row: -row[1][0])
    return found[:size], total


def _shown(viewer: Viewer, slug: str, rows: list[Row]) -> list[Found]:
    """What the page shows of the rows, in their order."""
    shown: dict[int, Found] = {}
    for kind in declared_kinds():
        mine = [row for of, row in rows if of is kind]
        if mine:
            shown |= {found.key: found for found in kind.show(viewer, slug, mine)}
    return [shown[row[0]] for _kind, row in rows]


def key_of(typed: str) -> int | None:
    """The key that an address names; nonsense names none."""
    return number(typed)
