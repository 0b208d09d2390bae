"""A net under the predicate: guarded content can't be read without saying for whom.

`Post.objects.filter(...)` raises when it is evaluated; `Post.objects.visible_to(viewer)` and
`Post.objects.unguarded("why")` do not. Relations that reach into guarded content from outside
its own guard (in `values`, `annotate`, `filter`, `select_related`) are refused, since a rule
on the outer rows says nothing of the inner ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn, Self

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.expressions import F
from django.db.models.fetch_modes import FETCH_RAISE
from django.db.models.query_utils import Q

from inglenook.foundation import predicate
from inglenook.foundation.predicate import Guard
from inglenook.foundation.viewer import Viewer


class UnguardedAccess(RuntimeError):
    """A programming error: guarded content was asked for without a viewer or a reason."""


def paths_in(*parts: Any, **lookups: Any) -> Iterator[str]:
    """Every lookup path that arguments of a queryset method name, however deeply nested."""
    yield from lookups
    for part in (*parts, *lookups.values()):
        if isinstance(part, str) and part not in lookups.values():
            yield part.lstrip("-")
        elif isinstance(part, F):
            yield part.name  # type: ignore[attr-defined]
        elif isinstance(part, Q):
            for child in part.children:
                if isinstance(child, tuple):
                    yield from paths_in(**{child[0]: child[1]})
                else:
                    yield from paths_in(child)
        elif hasattr(part, "get_source_expressions"):
            yield from paths_in(*(e for e in part.get_source_expressions() if e is not None))


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

    def _refuse_crossings(self, paths: Iterable[str]) -> None:
        if self._may_cross:
            return
        own = {hop.path.removesuffix("__") for hop in getattr(self.model, "guard", _NO_GUARD).hops}
        for path in paths:
            crossed = guarded_relation(self.model, path)
            if crossed and crossed not in own:
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

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._refuse_crossings(paths_in(*args, *kwargs.values()))
        return super().aggregate(*args, **kwargs)

    def values(self, *fields: Any, **expressions: Any) -> Any:
        self._refuse_crossings(paths_in(*fields, *expressions.values()))
        return super().values(*fields, **expressions)

    def values_list(self, *fields: Any, **kwargs: Any) -> Any:
        self._refuse_crossings(paths_in(*fields))
        return super().values_list(*fields, **kwargs)

    def select_related(self, *fields: Any) -> Self:
        self._refuse_crossings(fields)
        return super().select_related(*fields)

    def prefetch_related(self, *lookups: Any) -> NoReturn:
        raise UnguardedAccess("ask a query of its own in queries.py instead of prefetching")


_NO_GUARD = Guard("", ())


def guarded_relation(model: type[models.Model], path: str) -> str:
    """The first part of `path` that lands on guarded content, or "" when none does."""
    walked: list[str] = []
    current: Any = model
    parts = path.split("__")
    for position, name in enumerate(parts):
        try:
            field = current._meta.get_field("pk" if name == "" else name)
        except FieldDoesNotExist:
            return ""
        target = getattr(field, "related_model", None)
        if target is None:
            return ""
        walked.append(name)
        inside = len(parts) > position + 1 and parts[position + 1] not in _KEY_LOOKUPS
        is_reverse = field.auto_created and not field.concrete
        if hasattr(target, "guard") and (inside or is_reverse):
            return "__".join(walked)
        current = target
    return ""


# Lookups on the relation itself compare its key and read nothing of the row behind it.
_KEY_LOOKUPS = {"in", "exact", "isnull", "pk", "id", "gt", "gte", "lt", "lte"}


class GuardedQuerySet(HouseQuerySet):
    """Content: raises on evaluation until it was told for whom, or why for nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cleared = False

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._cleared = self._cleared
        return clone

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows that this viewer sees, removed ones (as marks) among them."""
        cleared = self.unguarded("the predicate follows")
        return models.QuerySet.filter(cleared, predicate.rows_visible(self.model.guard, viewer))

    def unguarded(self, why: str) -> Self:
        """All rows, for the reason given; outside foundation a test lists every use."""
        _need_reason(why)
        clone = self._clone()
        clone._cleared = True
        return clone

    def _require_clearance(self) -> None:
        if not self._cleared:
            raise UnguardedAccess(
                f"{self.model.__name__} is guarded: call visible_to(viewer) or unguarded(why) first"
            )

    def _fetch_all(self) -> None:
        self._require_clearance()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        self._require_clearance()
        return super().iterator(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_clearance()
        return super().aggregate(*args, **kwargs)

    def count(self) -> int:
        self._require_clearance()
        return super().count()

    def exists(self) -> bool:
        self._require_clearance()
        return super().exists()

    def update(self, **kwargs: Any) -> int:
        self._require_clearance()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_clearance()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._require_clearance()
        return super().resolve_expression(*args, **kwargs)

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
