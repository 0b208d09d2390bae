"""Move a house from its SQLite file into an empty PostgreSQL database: all of it, or nothing.

The rows go from a moment of the one into a transaction of the other, and every table is read back
and compared by the checksum that backups use. Files stay where they are.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.utils import ConnectionHandler, DataError

from inglenook.foundation import audit, fulltext
from inglenook.site import engines
from inglenook.site.backup import loading, snapshot, tables
from inglenook.site.backup.errors import BackupRefused
from inglenook.site.backup.places import sync_folder
from inglenook.site.backup.snapshot import Snapshot, Tally
from inglenook.site.backup.tables import Table
from inglenook.site.language import gettext as _

_SOURCE = "moved_from"
MOVED = ".moved"
"""What the SQLite file is called afterwards: its name, and this."""


@dataclass(frozen=True)
class Moved:
    """What was moved and compared."""

    tables: int
    rows: int
    posts: int
    seconds: float


def move(path: Path) -> Moved:
    """Move the house whose database is the file at `path` into the database of the settings.

    The house must not run. Raises `MendableError` where it can't be moved, and then both are as
    they were.
    """
    began = time.monotonic()
    require_ready(path)
    source = _connected(path)
    try:
        found, migrations = tables.applied(source)
        _require_newest(migrations)
        with snapshot.of_connection(source) as rows, loading.without_checks():
            tallies = _copy(rows, found, migrations)
        _put_aside(source, path)
    finally:
        source.close()
    posts = tallies.get("conversations_post", Tally()).rows
    count = sum(tally.rows for tally in tallies.values())
    return Moved(len(found), count, posts, time.monotonic() - began)


def _connected(path: Path) -> Any:
    """A connection of Django's to the file; what reads migrations goes by the name of it."""
    named = {"default": connections.settings["default"], _SOURCE: engines.sqlite(path)}
    connections.settings[_SOURCE] = ConnectionHandler(named).settings[_SOURCE]
    return connections[_SOURCE]


def require_ready(path: Path) -> None:
    """Raise `BackupRefused` where there is nothing to move, or no empty place for it."""
    if connection.vendor != "postgresql":
        raise BackupRefused(
            _("Name the empty PostgreSQL database in DATABASE_URL: that is where the house goes.")
        )
    if not path.is_file():
        raise BackupRefused(
            _("There is no SQLite house at %(place)s. Check INGLENOOK_HOME.") % {"place": path}
        )
    if not loading.is_empty():
        raise BackupRefused(
            _(
                "The database %(name)s is not empty. A house is moved into an empty one only; make "
                "one, and name it in DATABASE_URL."
            )
            % {"name": loading.database_name()}
        )


def _require_newest(migrations: list[str]) -> None:
    if set(migrations) != tables.known_migrations(connection):
        raise BackupRefused(
            _(
                "The house is of an older release. Start it once with this one and without "
                "DATABASE_URL, stop it, and move it then."
            )
        )


def _copy(rows: Snapshot, found: list[Table], migrations: list[str]) -> dict[str, Tally]:
    from inglenook.search.rebuild import rebuild

    loading.migrate_to(migrations)
    loading.clear(found)
    tallies = {table.name: Tally() for table in found}
    for table in found:
        try:
            loading.load(table, list(table.columns), rows.lines(table, tallies[table.name]))
        except DataError as reason:
            sentence = _("A row of %(table)s is nothing that PostgreSQL can hold: %(why)s")
            raise BackupRefused(sentence % {"table": table.name, "why": reason}) from reason
        loading.count_on(table, rows.last_key(table))
    connection.check_constraints()
    loading.compare(
        found, {name: (tally.rows, tally.digest.hexdigest()) for name, tally in tallies.items()}
    )
    rebuild()
    fulltext.tidy()
    audit.note(None, "house.move", "postgresql")
    return tallies


def _put_aside(source: Any, path: Path) -> None:
    """Give the file another name, so that nobody goes on writing in the house that was left."""
    with source.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    path.rename(path.with_name(path.name + MOVED))
    sync_folder(path.parent)
