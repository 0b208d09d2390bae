"""Rows by one plain statement: an import writes ten thousand of them a second, a reply three.

`bulk_create` makes an object of every row and asks each of its fields three questions, which is
most of its time. Here a row is a tuple, and only values that an engine keeps in a form of its own
(times, JSON) are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from typing import Any

from django.db import connection, models

BATCH = 2_000
"""Rows handed to the engine at a time."""

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows given as tuples in the order of `columns`; relations are given as keys.

    Columns left out get the model's defaults, one value for all rows. Inside the caller's
    transaction. Constraints of the database hold; `full_clean` and signals are not called.

    Args:
        columns: names of fields, such as `author` (not `author_id`).
        ignore_conflicts: leave out rows that are there already.
    """
    way = _way(model, tuple(columns), ignore_conflicts, connection.vendor)
    fixed = tuple(f.get_db_prep_save(f.get_default(), connection) for f in way.rest)
    prepared = _prepared(way.preparers, rows, fixed)
    with connection.cursor() as cursor:
        for batch in batched(prepared, BATCH):
            if len(batch) == 1:
                cursor.execute(way.statement, batch[0])
            else:
                cursor.executemany(way.statement, batch)


@dataclass(frozen=True, slots=True)
class _Way:
    """What is the same for all rows of some columns."""

    statement: str
    preparers: list[Callable[[Any], Any] | None]
    rest: list[Any]
    """The fields that get their defaults."""


@cache
def _way(
    model: type[models.Model], columns: tuple[str, ...], ignore_conflicts: bool, vendor: str
) -> _Way:
    fields = [model._meta.get_field(name) for name in columns]
    rest = [f for f in model._meta.concrete_fields if f not in fields and not _counts_up(f)]
    statement = _statement(model, [*fields, *rest], ignore_conflicts)
    return _Way(statement, [_preparer(field) for field in fields], rest)


def run_for_each(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Carry out one statement with `%s` marks for each row of numbers, texts and Nones."""
    with connection.cursor() as cursor:
        for batch in batched(rows, BATCH):
            cursor.executemany(statement, batch)


def _counts_up(field: Any) -> bool:
    return isinstance(field, models.AutoField)


def _statement(model: type[models.Model], fields: Sequence[Any], ignore_conflicts: bool) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    end = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks}){end}"


def _preparer(field: Any) -> Callable[[Any], Any] | None:
    target = field.target_field if field.is_relation else field
    if isinstance(target, _AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _prepared(
    preparers: Sequence[Callable[[Any], Any] | None],
    rows: Iterable[Sequence[Any]],
    fixed: tuple[Any, ...],
) -> Iterator[tuple[Any, ...]]:
    special = [(i, prepare) for i, prepare in enumerate(preparers) if prepare is not None]
    if not special:
        return (tuple(row) + fixed for row in rows)
    return (_with(row, special) + fixed for row in rows)


def _with(
    row: Sequence[Any], special: Sequence[tuple[int, Callable[[Any], Any]]]
) -> tuple[Any, ...]:
    values = list(row)
    for position, prepare in special:
        values[position] = prepare(values[position])
    return tuple(values)
