"""The index made anew from the rows: after an upgrade that cuts words otherwise, or a restore."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from inglenook.communities.models import Community
from inglenook.foundation import fulltext
from inglenook.foundation.content import ContentKind, declared_kinds
from inglenook.foundation.fulltext import Document, Query

BATCH = 500
"""Documents written in one transaction, so that nobody who writes waits for long."""


def rebuild(community: Community | None = None) -> int:
    """Write every document of one community, or of all, and erase what has no row any more.

    Searching goes on meanwhile. Being done twice, or again after it was killed, does no harm.

    Returns:
        How many documents were written.
    """
    communities = Community.objects.order_by("pk")
    if community is not None:
        communities = communities.filter(pk=community.pk)
    return sum(_rebuild(pk) for pk in list(communities.values_list("pk", flat=True)))


def _rebuild(community_id: int) -> int:
    written = 0
    for kind in declared_kinds():
        for batch in _batches(kind, community_id):
            written += len(batch)
    _erase_strays(community_id)
    return written


def _batches(kind: ContentKind, community_id: int) -> Iterator[list[Document]]:
    """Each batch is read and written in one transaction, so that no edit falls between."""
    above = 0
    while True:
        with transaction.atomic():
            batch = list(kind.documents(community_id, above, BATCH))
            fulltext.write(batch)
        if not batch:
            return
        yield batch
        above = batch[-1].id


def _erase_strays(community_id: int) -> None:
    """Take out what the index has of the community and no kind can find."""
    below: int | None = None
    here = [f"c{community_id}"]
    while keys := fulltext.match(
        Query(), scope_all=here, private=[here], before_id=below, limit=BATCH
    ):
        with transaction.atomic():
            strays = set(keys)
            for kind in declared_kinds():
                rows = kind.model.objects.unguarded("the index holds every published row")
                kept = rows.filter(kind.findable, community=community_id, pk__in=keys)
                strays -= set(kept.values_list("pk", flat=True))
            fulltext.erase(strays)
        below = keys[-1]
