"""Which columns name files of the store: each room declares its own.

By these a backup knows what belongs to the rows that it holds. They are named by table and column,
since a backup before an upgrade reads the tables of an older release.
"""

from __future__ import annotations

from dataclasses import dataclass

_declared: list[NamedFiles] = []


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """One column that names files; `places` holds a `{}` where its value stands."""

    table: str
    column: str
    places: tuple[str, ...]


def declare_files(table: str, column: str, *places: str) -> None:
    """Say that the values of `column` stand in the names `places` of the store.

    Files are written before the row that names them, and erased after it is gone.
    """
    _declared.append(NamedFiles(table, column, places))


def declared_files() -> tuple[NamedFiles, ...]:
    """All columns that name files."""
    return tuple(_declared)
