"""What a search finds: candidates from the index, seen again through the guarded rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from inglenook.communities.models import Membership
from inglenook.foundation import fulltext
from inglenook.foundation.asked import number
from inglenook.foundation.candidates import among, packed
from inglenook.foundation.content import ContentKind, Found, declared_kinds
from inglenook.foundation.fulltext import Query
from inglenook.foundation.prepared import Prepared, Text
from inglenook.foundation.viewer import Viewer
from inglenook.search.narrowing import Groups, Narrowed, names_meant

PAGE = 20
STEPS = (50, 200, 250, 4500)
"""Candidates looked at for one page, 5,000 at most; the next step only where it isn't full yet."""
WIDE = 2
"""Steps that ask for the words alone. For whoever sees a good part of the house that is many times
faster than to compare them with every place; for others the steps behind them find the rest."""
TO_RANK = 300
"""“Best first” weighs so many of the newest."""
ENOUGH_TO_RANK = 75
STEPS_TO_RANK = (300, 300, 300, 4100)


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of what was found. `total` counts what was seen of what the viewer may see;
    `counted_all` says whether it is all of it. `further` is the key below which to go on; None at
    the end.
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
    seen = _newest(viewer, query, narrow, _lower(narrow.before, before), size + 1)
    further = seen.rows[size - 1][1][0] if len(seen.rows) > size else seen.end
    return Hits(_shown(viewer, slug, seen.rows[:size]), len(seen.rows), seen.end is None, further)


def best(viewer: Viewer, slug: str, query: Query, narrow: Narrowed, page: int) -> Hits:
    """The best of the newest 300; what is older follows newest first."""
    seen = _newest(viewer, query, narrow, narrow.before, ENOUGH_TO_RANK, STEPS_TO_RANK)
    rows = seen.rows[:TO_RANK]
    by_key = {row[1][0]: row for row in rows}
    order = fulltext.best_first(query, [(row[0], *kind.weigh(row)) for kind, row in rows])
    shown = [by_key[key] for key in order[(page - 1) * PAGE : page * PAGE]]
    more = len(seen.rows) > TO_RANK or seen.end is not None
    end = rows[-1][1][0] if more and len(rows) == TO_RANK else seen.end
    return Hits(_shown(viewer, slug, shown), len(rows), end is None, end)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The newest rows that the viewer sees; `end` is the key down to which was looked, None where
    there is nothing below.
    """

    rows: list[Row]
    end: int | None


def _newest(
    viewer: Viewer,
    query: Query,
    narrow: Narrowed,
    end: int | None,
    enough: int,
    steps: Sequence[int] | None = None,
) -> _Seen:
    """Look at candidates step by step, until there are enough that the viewer sees."""
    rows: list[Row] = []
    for turn, step in enumerate(steps or STEPS):
        wide = narrow.wide if turn < WIDE else None
        groups = narrow.spaces if wide is None else wide
        keys = _candidates(query, narrow, groups, end, step)
        rows += _visible(viewer, keys)
        if len(keys) < step:
            return _Seen(rows, None)
        end = keys[-1]
        if len(rows) >= enough:
            # No key of what the viewer doesn't see becomes part of an address.
            return _Seen(rows, end if wide is None else rows[-1][1][0])
    return _Seen(rows, end)


def _lower(one: int | None, other: int | None) -> int | None:
    given = [key for key in (one, other) if key is not None]
    return min(given) if given else None


def _candidates(
    query: Query, narrow: Narrowed, groups: Groups, before: int | None, limit: int
) -> list[int]:
    return fulltext.match(
        query,
        scope_any=groups,
        private=narrow.private,
        before_id=before,
        after_id=narrow.after,
        limit=limit,
    )


def _visible(viewer: Viewer, keys: Sequence[int]) -> list[Row]:
    """The rows of these keys that the viewer sees, the newest first."""
    found: list[Row] = []
    for kind in declared_kinds() if keys else ():
        found += [(kind, row) for row in _rows_of(kind)(viewer, packed(keys))]
    found.sort(key=lambda row: -row[1][0])
    return found


@cache
def _rows_of(kind: ContentKind) -> Prepared:
    def rows(viewer: Viewer, keys: Text) -> Any:
        # The viewer's audiences are all of one community, so it need not be asked for as well.
        seen = kind.model.objects.visible_to(viewer).crossing("columns that its own room declares")
        return (
            seen.filter(kind.findable, pk__in=among(keys))
            .order_by("-pk")
            .values_list(*kind.columns)
        )

    return Prepared(rows)


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
