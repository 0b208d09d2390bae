"""Write lines of rows into an empty database, and read them back to compare.

All in the caller's transaction, so that a database has every row of a backup or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import batched
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from inglenook.site.backup import snapshot, values
from inglenook.site.backup.errors import BackupRefused
from inglenook.site.backup.snapshot import Tally
from inglenook.site.backup.tables import Column, Table
from inglenook.site.language import gettext as _

AT_A_TIME = 2_000


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return not connection.introspection.table_names()


@contextmanager
def without_checks() -> Iterator[None]:
    """Let rows come in any order; both engines look at every key before the block ends well.

    Enter it outside a transaction.
    """
    from django.db import transaction

    off = connection.vendor == "sqlite" and connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    finally:
        if off:
            connection.enable_constraint_checking()


def migrate_to(names: Iterable[str]) -> None:
    """Bring an empty database to exactly these migrations, `app.name` each."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, _dot, name in (each.partition(".") for each in names)}
    nodes = executor.loader.graph.node_map
    followed = {key for key in wanted if {child.key for child in nodes[key].children} & wanted}
    executor.migrate(sorted(wanted - followed))


def clear(found: Iterable[Table]) -> None:
    """Take out what migrations put into tables by themselves, and let rows come in any order."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            # Migrations leave behind them that each key is looked at at once.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in found:
            cursor.execute(f"DELETE FROM {values.quoted(table.name)}")


def load(table: Table, columns: list[Column], lines: Iterable[bytes]) -> None:
    """Write lines, whose values are those of `columns`."""
    make = values.decoder(columns, connection.vendor)
    names = ", ".join(values.quoted(column.name) for column in columns)
    target = f"{values.quoted(table.name)} ({names})"
    rows = (make(line) for line in lines)
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        marks = ", ".join("?" * len(columns))
        for batch in batched(rows, AT_A_TIME):
            connection.connection.executemany(f"INSERT INTO {target} VALUES ({marks})", batch)
        return
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {target} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def count_on(table: Table, last_key: int) -> None:
    """Have the engine count on above every key that a table has or had, so that none comes again.

    `last_key` is the last that the engine gave where the rows come from; 0 for none.
    """
    if not table.counts:
        return
    name, key = values.quoted(table.name), values.quoted(table.key.name)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({key}) FROM {name}")
        last = max(cursor.fetchone()[0] or 0, last_key)
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            statement, given = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", table.name
        else:
            statement = f"SELECT setval(pg_get_serial_sequence(%s, '{table.key.name}'), %s)"
            given = name
        if last:
            cursor.execute(statement, [given, last])


def compare(found: Iterable[Table], wanted: Mapping[str, tuple[int, str]]) -> None:
    """Read every table back; raise `BackupRefused` where rows or their checksum are others."""
    read = snapshot.of_open(connection)
    for table in found:
        tally = Tally()
        for _line in read.lines(table, tally):
            pass
        if (tally.rows, tally.digest.hexdigest()) != tuple(wanted[table.name]):
            raise BackupRefused(
                _(
                    "The table %(table)s came out otherwise than it went in: %(rows)d rows instead "
                    "of %(wanted)d, or other words. Nothing was restored."
                )
                % {"table": table.name, "rows": tally.rows, "wanted": wanted[table.name][0]}
            )


def database_name() -> Any:
    """What the database is called, for a sentence."""
    return connection.settings_dict["NAME"]
