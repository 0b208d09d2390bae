"""The version of a community: what is kept of its pages in memory holds for one version alone.

Names, pictures and roles of members, spaces, who may read them, the community's own words: each
of these stands on many pages. Whatever changes in such rows gives their community a new version,
in the same transaction and by the rows' own manager, so that no deed can forget it. Versions are
keys (see `keys`), not counters: one that was rolled back never comes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction

from inglenook.foundation.keys import new_key


def raise_version(community_ids: Iterable[int]) -> None:
    """Give communities a new version; inside the transaction of what changed."""
    ids = set(community_ids)
    if ids:
        communities = apps.get_model("communities", "Community").objects.filter(pk__in=ids)
        models.QuerySet.update(communities, version=new_key())


class ShownRows(models.QuerySet[Any]):
    """Mixed into the querysets of `ShownRow`."""

    def update(self, **columns: Any) -> int:
        if self.model.quiet.issuperset(columns):
            return super().update(**columns)
        with transaction.atomic(using=self.db):
            touched = self._communities()
            changed = super().update(**columns)
            if changed:
                raise_version(touched)
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            touched = self._communities()
            gone = super().delete()
            raise_version(touched)
        return gone

    def _communities(self) -> list[int]:
        return list(self.order_by().values_list("community_id", flat=True).distinct())


class ShownRow(models.Model):
    """A row that stands on many pages. `quiet` are the columns that stand on none of them."""

    quiet: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **how: Any) -> None:
        with transaction.atomic():
            super().save(update_fields=update_fields, **how)
            if update_fields is None or not self.quiet.issuperset(update_fields):
                raise_version([self.community_id])  # type: ignore[attr-defined]
