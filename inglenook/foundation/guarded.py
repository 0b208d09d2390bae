"""A net under the predicate: guarded content can't be read without saying for whom.

`Post.objects.filter(...)` raises when it is evaluated; `Post.objects.visible_to(viewer)` and
`Post.objects.unguarded("why")` do not. Relations that reach into guarded content from outside
its own guard (in `values`, `annotate`, `filter`, `select_related`) are refused, since a rule
on the outer rows says nothing of the inner ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import sql
from django.db.models.fetch_modes import FETCH_RAISE

from inglenook.foundation import predicate
from inglenook.foundation.crossings import guarded_relations, paths_in
from inglenook.foundation.predicate import Guard
from inglenook.foundation.viewer import Viewer


class UnguardedAccess(RuntimeError):
    """A programming error: guarded content was asked for without a viewer or a reason."""


class HouseQuerySet(models.QuerySet[Any]):
    """What every model of the house uses: no lazy loading, no reach into guarded content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fetch_mode = FETCH_RAISE
        self._may_cross = False

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._may_cross = self._may_cross
        return clone

    def crossing(self, why: str) -> Self:
        """Let relations reach into guarded content; `why` is for whoever reads the code."""
        _need_reason(why)
        clone = self._clone()
        clone._may_cross = True
        return clone

    def _refuse_crossings(self, paths: Iterable[str], *, taking_rows: bool = False) -> None:
        if self._may_cross:
            return
        own = {hop.path.removesuffix("__") for hop in getattr(self.model, "guard", _NO_GUARD).hops}
        for path in paths:
            if set(guarded_relations(self.model, path, taking_rows=taking_rows)) - own:
                raise UnguardedAccess(
                    f"{self.model.__name__}: {path!r} reaches into guarded content"
                )

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        self._refuse_crossings(paths_in(*args, **kwargs))
        return super().filter(*args, **kwargs)

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        self._refuse_crossings(paths_in(*args, **kwargs))
        return super().exclude(*args, **kwargs)

    def annotate(self, *args: Any, **kwargs: Any) -> Self:
        self._refuse_crossings(paths_in(*args, *kwargs.values()))
        return super().annotate(*args, **kwargs)

    def alias(self, *args: Any, **kwargs: Any) -> Self:
        self._refuse_crossings(paths_in(*args, *kwargs.values()))
        return super().alias(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._refuse_crossings(paths_in(*args, *kwargs.values()))
        return super().aggregate(*args, **kwargs)

    def order_by(self, *fields: Any) -> Self:
        self._refuse_crossings(paths_in(*fields))
        return super().order_by(*fields)

    def _earliest(self, *fields: Any) -> Any:
        self._refuse_crossings(paths_in(*fields))
        return super()._earliest(*fields)  # type: ignore[misc]

    def distinct(self, *fields: Any) -> Self:
        self._refuse_crossings(fields)
        return super().distinct(*fields)

    def only(self, *fields: Any) -> Self:
        self._refuse_crossings(fields)
        return super().only(*fields)

    def update(self, **kwargs: Any) -> int:
        self._refuse_crossings(paths_in(*kwargs.values()))
        return super().update(**kwargs)

    def extra(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnguardedAccess("SQL by hand stands in the hot-page modules alone")

    def values(self, *fields: Any, **expressions: Any) -> Any:
        self._refuse_crossings(paths_in(*fields, *expressions.values()))
        return super().values(*fields, **expressions)

    def values_list(self, *fields: Any, **kwargs: Any) -> Any:
        self._refuse_crossings(paths_in(*fields))
        return super().values_list(*fields, **kwargs)

    def select_related(self, *fields: Any) -> Self:
        if not fields:
            raise UnguardedAccess("name the rows to take along")
        self._refuse_crossings((f for f in fields if f is not None), taking_rows=True)
        return super().select_related(*fields)

    def prefetch_related(self, *lookups: Any) -> NoReturn:
        raise UnguardedAccess("ask a query of its own in queries.py instead of prefetching")


_NO_GUARD = Guard("", ())


class GuardedQuery(sql.Query):
    """The query beneath: so that a bare one is refused wherever it is compiled, in `Subquery`,
    `Exists` and a union from outside too, which take the query out of its queryset.
    """

    cleared = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Called by Django before it asks the database."""
        self._require_clearance()
        return super().get_compiler(*args, **kwargs)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Called by Django where it stands inside of another query."""
        self._require_clearance()
        return super().resolve_expression(*args, **kwargs)

    def split_exclude(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Called by Django for `exclude` over many rows, for which it would make a bare query."""
        raise UnguardedAccess("exclude over many rows: filter by ~Exists(…visible_to(viewer))")

    def _require_clearance(self) -> None:
        if not self.cleared:
            raise UnguardedAccess(
                f"{self.model.__name__} is guarded: call visible_to(viewer) or unguarded(why) first"  # type: ignore[union-attr]
            )


class GuardedQuerySet(HouseQuerySet):
    """Content: raises on evaluation until it was told for whom, or why for nobody."""

    def __init__(self, model: Any = None, query: Any = None, *args: Any, **kwargs: Any) -> None:
        if query is None and model is not None:
            query = GuardedQuery(model)
        super().__init__(model, query, *args, **kwargs)

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows that this viewer sees, removed ones (as marks) among them."""
        cleared = self.unguarded("the predicate follows")
        return models.QuerySet.filter(cleared, predicate.rows_visible(self.model.guard, viewer))

    def unguarded(self, why: str) -> Self:
        """All rows, for the reason given; outside foundation a test lists every use."""
        _need_reason(why)
        clone = self._clone()
        beneath: Any = clone.query
        beneath.cleared = True
        return clone

    def _require_clearance(self) -> None:
        # These turn the query into one of Django's own classes before it is compiled.
        beneath: Any = self.query
        beneath._require_clearance()

    def update(self, **kwargs: Any) -> int:
        self._require_clearance()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_clearance()
        return super().delete()

    def _raw_delete(self, using: Any) -> Any:
        self._require_clearance()
        return super()._raw_delete(using)

    def union(self, *others: Any, **kwargs: Any) -> NoReturn:
        raise UnguardedAccess("union drops the condition of one side: filter with Q instead")

    intersection = difference = union

    def __or__(self, other: Any) -> NoReturn:
        raise UnguardedAccess("| drops the condition of one side: filter with Q instead")

    __and__ = __xor__ = __or__

    def raw(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnguardedAccess("raw SQL on content stands in the hot-page modules alone")


def _need_reason(why: str) -> None:
    if len(why.strip()) < 8:
        raise UnguardedAccess("say why, in words that a reader can judge")


def guarded_manager() -> Any:
    """The manager of a kind of content."""
    return GuardedQuerySet.as_manager()


def house_manager() -> Any:
    """The manager of every other model of the house."""
    return HouseQuerySet.as_manager()
