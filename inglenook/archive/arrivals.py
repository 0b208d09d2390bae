"""What has arrived of a source, by the ids that the source gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from typing import Any

from inglenook.archive.models import Arrival, Import
from inglenook.foundation import bulk

CHUNK = 900  # ids in one question; SQLite takes far more, PostgreSQL plans better with fewer


def known(run: Import, kind: str, source_ids: Iterable[str]) -> dict[str, int]:
    """Which of these came before, with this import or an earlier one, and what they became."""
    found: dict[str, int] = {}
    for part in _parts(run, kind, source_ids):
        found.update(part.values_list("source_id", "object_id"))
    return found


def from_others(run: Import, kind: str, source_ids: Iterable[str]) -> int:
    """How many of these an earlier import had brought."""
    return sum(part.exclude(brought_by=run).count() for part in _parts(run, kind, source_ids))


def any_posts(run: Import) -> bool:
    """Whether any post ever came from this source into this community."""
    return bool(_rows(run, Arrival.Kind.POST).exists())


def forget(run: Import, kind: str, source_ids: Iterable[str]) -> None:
    """Forget arrivals whose rows are gone, so that they may arrive again."""
    for part in _parts(run, kind, source_ids):
        part.delete()


def note(run: Import, kind: str, became: Mapping[str, int]) -> None:
    """Remember what these became."""
    columns = ("community", "brought_by", "source", "kind", "source_id", "object_id")
    name = Arrival.Kind(kind).value
    rows = (
        (run.community_id, run.pk, run.source, name, source_id, object_id)
        for source_id, object_id in became.items()
    )
    bulk.insert(Arrival, columns, rows)


def _rows(run: Import, kind: str) -> Any:
    return Arrival.objects.filter(community=run.community_id, source=run.source, kind=kind)


def _parts(run: Import, kind: str, source_ids: Iterable[str]) -> Iterator[Any]:
    rows = _rows(run, kind)
    for part in batched(source_ids, CHUNK):
        yield rows.filter(source_id__in=part)
