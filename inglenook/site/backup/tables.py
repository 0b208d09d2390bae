"""Which tables a house has, and what its columns hold, as of the migrations that are applied.

Read from the migrations and not from today's models: a backup before an upgrade is made of a
database that is older than the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError

# What a column holds; how each is written and read stands in `values.py`.
INT, TEXT, FLOAT, BOOL, TIME, JSON, UUID, BYTES, DATE = (
    "int", "text", "float", "bool", "time", "json", "uuid", "bytes", "date",
)  # fmt: skip
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (models.BooleanField, BOOL),
    (models.IntegerField, INT),
    (models.AutoField, INT),
    (models.DateTimeField, TIME),
    (models.DateField, DATE),
    (models.UUIDField, UUID),
    (models.JSONField, JSON),
    (models.BinaryField, BYTES),
    (models.FloatField, FLOAT),
    (models.GenericIPAddressField, TEXT),
    (models.CharField, TEXT),
    (models.TextField, TEXT),
    (models.FileField, TEXT),
)
# Made anew from the rows after a restore, and so never kept.
DERIVED = "fulltext_"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and what it holds."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table; rows are ordered by `key`."""

    name: str
    key: Column
    columns: tuple[Column, ...]
    counts: bool
    """Whether the engine counts its key up."""


def of_models(found: list[type[models.Model]]) -> list[Table]:
    """The tables of `found`, in the order of their names."""
    return sorted((_table(model) for model in found if _is_stored(model)), key=lambda t: t.name)


def applied(connection: Any) -> tuple[list[Table], list[str]]:
    """The tables of the database as it is, and the names of its migrations, `app.name` each.

    Raises `MendableError` where the database is of a newer release.
    """
    loader = MigrationLoader(connection)
    known = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    strangers = sorted(set(loader.applied_migrations) - set(loader.disk_migrations or ()))
    if strangers:
        raise MendableError(
            _(
                "The database was brought up to date by a newer release (%(name)s is unknown "
                "here). Install that release again."
            )
            % {"name": ".".join(strangers[0])}
        )
    state = loader.project_state(known)
    found = state.apps.get_models(include_auto_created=True)
    return of_models(found), sorted(".".join(key) for key in known)


def known_migrations(connection: Any) -> set[str]:
    """Every migration of this release, `app.name` each."""
    loader = MigrationExecutor(connection).loader
    return {".".join(key) for key in loader.graph.nodes}


def kind_of(field: Any) -> str:
    """What a field's column holds; raises `TypeError` for a kind that no backup knows."""
    target = field
    while target.remote_field is not None and not isinstance(target, models.ManyToManyField):
        target = target.target_field
    for cls, kind in _KINDS:
        if isinstance(target, cls):
            return kind
    raise TypeError(f"A backup does not know how to keep {field!r} ({type(target).__name__}).")


def _is_stored(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


def _table(model: type[models.Model]) -> Table:
    fields = model._meta.concrete_fields
    columns = tuple(Column(str(field.column), kind_of(field)) for field in fields)
    key = model._meta.pk
    counts = isinstance(key, models.AutoField | models.BigAutoField | models.SmallAutoField)
    pk = Column(str(key.column), kind_of(key))
    return Table(model._meta.db_table, pk, columns, counts)
