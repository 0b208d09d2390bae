"""The rows of a house as of one moment, while people go on writing.

SQLite's WAL and PostgreSQL's REPEATABLE READ both keep a reader's moment as long as its
transaction is open; nobody who writes waits for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from inglenook.foundation.stored import NamedFiles
from inglenook.site.backup import values
from inglenook.site.backup.tables import Table

AT_A_TIME = 2_000
"""Rows that are fetched together."""


@dataclass
class Tally:
    """What went by of one table: how many rows, and the checksum of their lines."""

    rows: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


@dataclass(frozen=True)
class Snapshot:
    """An open reading transaction of one engine."""

    driver: Any
    vendor: str

    def lines(self, table: Table, tally: Tally | None = None) -> Iterator[bytes]:
        """Each row of `table` by its key, as a line; counted into `tally` as it goes by."""
        make, tally = values.encoder(table.columns), tally or Tally()
        for row in self._rows(values.selection(table, self.vendor)):
            line = make(row)
            tally.rows += 1
            tally.digest.update(line)
            yield line

    def last_key(self, table: Table) -> int:
        """The last key that the engine counted up to; 0 for none, or where it doesn't count."""
        if not table.counts:
            return 0
        name = table.name.replace("'", "''")
        asked = f"SELECT seq FROM sqlite_sequence WHERE name = '{name}'"
        if self.vendor != "sqlite":
            quoted = values.quoted(name)
            sequence = f"pg_get_serial_sequence('{quoted}', '{table.key.name}')"
            asked = f"SELECT pg_sequence_last_value({sequence}::regclass)"
        return next((int(value or 0) for (value,) in self._rows(asked)), 0)

    def files(self, table_names: set[str], declared: tuple[NamedFiles, ...]) -> set[str]:
        """The names in the store that rows name."""
        found: set[str] = set()
        for named in declared:
            if named.table not in table_names:
                continue
            column = values.quoted(named.column)
            asked = f"SELECT DISTINCT {column} FROM {values.quoted(named.table)}"
            for (value,) in self._rows(f"{asked} WHERE {column} <> ''"):
                found |= {place.format(value) for place in named.places}
        return found

    def table_names(self) -> set[str]:
        """Every table that there is, but those of the engine itself."""
        asked = (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            if self.vendor == "sqlite"
            else "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        return {name for (name,) in self._rows(asked)}

    def _rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        if self.vendor == "sqlite":
            cursor = self.driver.cursor()
        else:
            # A cursor of the server's, so that no table has to fit into memory.
            cursor = self.driver.cursor(name="backup")
        with closing(cursor):
            cursor.execute(statement)
            while rows := cursor.fetchmany(AT_A_TIME):
                yield from rows


@contextmanager
def of_connection(wrapper: Any) -> Iterator[Snapshot]:
    """The moment now of the database that Django's `wrapper` is for, on a connection of its own."""
    driver = _on_sqlite(wrapper) if wrapper.vendor == "sqlite" else _on_postgresql(wrapper)
    try:
        yield Snapshot(driver, wrapper.vendor)
    finally:
        driver.close()


def of_open(wrapper: Any) -> Snapshot:
    """What the open transaction of `wrapper` itself sees."""
    wrapper.ensure_connection()
    return Snapshot(_Plain(wrapper.connection), wrapper.vendor)


@dataclass(frozen=True)
class _Plain:
    """A driver whose cursors turn nothing into Python's types, as ours in `of_connection`."""

    driver: Any

    def cursor(self, name: str = "") -> Any:
        if name:
            from psycopg import ServerCursor
            from psycopg.rows import tuple_row

            return ServerCursor(self.driver, name, row_factory=tuple_row)
        return self.driver.cursor()


def _on_sqlite(wrapper: Any) -> Any:
    import pysqlite3 as sqlite

    path = wrapper.settings_dict["NAME"]
    driver = sqlite.connect(f"file:{path}?mode=ro", uri=True, timeout=30, isolation_level=None)
    driver.execute("BEGIN")
    # The moment is that of the first read, not of the word BEGIN.
    driver.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return driver


def _on_postgresql(wrapper: Any) -> Any:
    import psycopg
    from psycopg.rows import tuple_row

    given = wrapper.get_connection_params()
    wanted = {k: v for k, v in given.items() if k not in ("cursor_factory", "context")}
    driver = psycopg.connect(**wanted, row_factory=tuple_row)
    driver.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    driver.read_only = True
    driver.execute("SELECT 1")
    return driver
