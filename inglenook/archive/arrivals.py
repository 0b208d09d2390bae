"""What has arrived of a source, by the ids that the source gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inglenook.archive.models import Arrival, Import

CHUNK = 900  # ids in one question; SQLite takes far more, PostgreSQL plans better with fewer


def known(run: Import, kind: str, source_ids: Iterable[str]) -> dict[str, int]:
    """Which of these came before, with this import or an earlier one, and what they became."""
    rows = Arrival.objects.filter(community=run.community_id, source=run.source, kind=kind)
    asked = list(source_ids)
    found: dict[str, int] = {}
    for start in range(0, len(asked), CHUNK):
        part = rows.filter(source_id__in=asked[start : start + CHUNK])
        found.update(part.values_list("source_id", "object_id"))
    return found


def all_of(run: Import, kind: str) -> dict[str, int]:
    """All of one kind that ever came from this source into this community."""
    rows = Arrival.objects.filter(community=run.community_id, source=run.source, kind=kind)
    return dict(rows.values_list("source_id", "object_id"))


def note(run: Import, kind: str, became: Mapping[str, int]) -> None:
    """Remember what these became."""
    Arrival.objects.bulk_create(
        [
            Arrival(
                community_id=run.community_id,
                brought_by=run,
                source=run.source,
                kind=kind,
                source_id=source_id,
                object_id=object_id,
            )
            for source_id, object_id in became.items()
        ],
        batch_size=500,
    )
