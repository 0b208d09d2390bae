"""Finds where the arguments of a queryset reach through a relation into guarded content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.expressions import F
from django.db.models.query_utils import FilteredRelation, Q


def paths_in(*parts: Any, **lookups: Any) -> Iterator[str]:
    """Every lookup path that arguments of a queryset method name, however deeply nested."""
    yield from lookups
    for part in (*parts, *lookups.values()):
        if isinstance(part, str) and part not in lookups.values():
            yield part.lstrip("-")
        elif isinstance(part, FilteredRelation):
            yield f"{part.relation_name}__*"
            yield from paths_in(part.condition)
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


def guarded_relations(
    model: type[models.Model], path: str, *, taking_rows: bool = False
) -> Iterator[str]:
    """Each part of `path` that reaches into guarded content.

    Args:
        taking_rows: whether the last part takes the row behind it, as in `select_related`,
            where otherwise it is compared by its key.
    """
    walked: list[str] = []
    current: Any = model
    parts = path.split("__")
    for position, name in enumerate(parts):
        try:
            field = current._meta.get_field(name)
        except FieldDoesNotExist:
            return
        current = getattr(field, "related_model", None)
        if current is None:
            return
        walked.append(name)
        after = parts[position + 1 : position + 2]
        inside = after[0] not in _KEY_LOOKUPS if after else taking_rows
        is_reverse = field.auto_created and not field.concrete
        if hasattr(current, "guard") and (inside or is_reverse):
            yield "__".join(walked)


# Lookups on the relation itself compare its key and read nothing of the row behind it.
_KEY_LOOKUPS = {"in", "exact", "isnull", "pk", "id", "gt", "gte", "lt", "lte"}
