"""Counters, limits and cache in a database file of their own, which may vanish at any time.

Two workers must agree on how often somebody has tried a password, so memory is too little; and
nothing here is worth a `sync`, so the community's own database is too much. Whoever needs
something to last has no business here.
"""

import logging
import os
import pickle
import random
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pysqlite3 as sqlite
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS entry (
        key TEXT PRIMARY KEY, value BLOB NOT NULL, expires REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS entry_expires ON entry (expires);
"""
_NEVER = 1e18
_MEGABYTE = 1024 * 1024
_PAGE = 4096
_UNUSABLE = (sqlite.Error, OSError)
log = logging.getLogger(__name__)


class _Opened(threading.local):
    """This thread's connection, and what says whether it is still the right one."""

    connection: Any = None
    process: int = 0
    inode: int = 0


class EphemeralCache(BaseCache):
    """Django's cache interface on a SQLite file that is never synced to the disk.

    `LOCATION` is the file. OPTIONS: `MAX_ENTRIES` (100,000), and `MAX_MEGABYTES` (64) of disk;
    past either, what would expire first goes first. `add` and `incr` are atomic across processes.
    """

    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:
        """Called by Django with the settings of the cache."""
        options = params.setdefault("OPTIONS", {})
        self._pages = int(options.pop("MAX_MEGABYTES", 64)) * _MEGABYTE // _PAGE
        options.setdefault("MAX_ENTRIES", 100_000)
        super().__init__(params)
        self._path = Path(location)
        self._opened = _Opened()
        # Where the file can't be written to (the disk is full), each process counts by itself.
        self._memory = LocMemCache("ephemeral", {"OPTIONS": {"MAX_ENTRIES": 20_000}})

    # Reading

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value under `key`, or `default`."""
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return those of `keys` that are there, with their values."""
        stored = {self.make_and_validate_key(key, version=version): key for key in keys}
        marks = ", ".join("?" * len(stored))
        statement = f"SELECT key, value FROM entry WHERE key IN ({marks}) AND expires > ?"
        rows = self._forgiving(statement, (*stored, time.time()))
        return {stored[key]: _loaded(value) for key, value in rows}

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Say whether there is something under `key`."""
        return bool(self.get_many([key], version))

    # Writing

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Put `value` under `key` for `timeout` seconds."""
        stored = self.make_and_validate_key(key, version=version)
        self._forgiving(
            "INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT (key) "
            "DO UPDATE SET value = excluded.value, expires = excluded.expires",
            (stored, _dumped(value), self._expires(timeout)),
        )
        if random.random() < 0.005:  # noqa: S311 - chance, not secrecy
            self._cull()

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Put `value` under `key` only where there is nothing; say whether it was put."""
        stored = self.make_and_validate_key(key, version=version)
        try:
            rows = self._run(
                "INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT (key) "
                "DO UPDATE SET value = excluded.value, expires = excluded.expires "
                "WHERE entry.expires <= ? RETURNING 1",
                (stored, _dumped(value), self._expires(timeout), time.time()),
            )
        except _UNUSABLE as reason:
            log.warning("Counted in this process alone: %s", reason)
            return self._memory.add(key, value, timeout, version)
        return bool(rows)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add `delta` to the number under `key`; `ValueError` where there is none."""
        stored = self.make_and_validate_key(key, version=version)
        try:
            rows = self._run(
                "UPDATE entry SET value = value + ? WHERE key = ? AND expires > ? "
                "AND typeof(value) = 'integer' RETURNING value",
                (delta, stored, time.time()),
            )
        except _UNUSABLE:
            return self._memory.incr(key, delta, version)
        if not rows:
            raise ValueError(f"Key {key!r} not found")
        return int(rows[0][0])

    def touch(
        self,
        key: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Give what is under `key` another `timeout` seconds; say whether it was there."""
        stored = self.make_and_validate_key(key, version=version)
        statement = "UPDATE entry SET expires = ? WHERE key = ? AND expires > ? RETURNING 1"
        return bool(self._forgiving(statement, (self._expires(timeout), stored, time.time())))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget what is under `key`; say whether there was something."""
        stored = self.make_and_validate_key(key, version=version)
        statement = "DELETE FROM entry WHERE key = ? RETURNING expires > ?"
        rows = self._forgiving(statement, (stored, time.time()))
        return bool(rows and rows[0][0])

    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM entry", ())

    def is_shared(self) -> bool:
        """Whether what is counted is kept, for all processes; tries it."""
        try:
            self._run("INSERT OR REPLACE INTO entry VALUES ('look', 0, ?)", (time.time() + 1,))
        except _UNUSABLE:
            return False
        return True

    # The file

    def close(self, **kwargs: Any) -> None:
        """Called after each request; the connection is kept, since opening it costs more."""

    def _expires(self, timeout: float | None) -> float:
        expires = self.get_backend_timeout(timeout)
        return _NEVER if expires is None else expires

    def _forgiving(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Run `statement`; a cache that cannot be reached is an empty one."""
        try:
            return self._run(statement, values)
        except _UNUSABLE as reason:
            log.warning("The ephemeral database cannot be used: %s", reason)
            return []

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Run one statement, which is one transaction; mend the file once where it is broken."""
        try:
            return self._connection().execute(statement, values).fetchall()  # type: ignore[no-any-return]
        except sqlite.Error as reason:
            repair = self._repair(reason)
            if repair is None:
                raise
            repair()
            return self._connection().execute(statement, values).fetchall()  # type: ignore[no-any-return]

    def _repair(self, reason: Exception) -> Callable[[], None] | None:
        text = str(reason)
        if "full" in text:
            return self._cull
        if any(sign in text for sign in ("malformed", "not a database", "no such table")):
            return self._discard
        return None

    def _connection(self) -> Any:
        """This thread's connection to the file that lies under the path now."""
        opened = self._opened
        try:
            inode = self._path.stat().st_ino
        except OSError:
            inode = 0
        # After a fork, or where the file was deleted, the old connection talks to nobody.
        if opened.connection is None or (opened.process, opened.inode) != (os.getpid(), inode):
            opened.connection = self._open()
            opened.process, opened.inode = os.getpid(), self._path.stat().st_ino
        return opened.connection

    def _open(self) -> Any:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite.connect(
            str(self._path), timeout=5, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-1000")
        connection.execute(f"PRAGMA max_page_count={self._pages}")
        connection.executescript(_SCHEMA)
        return connection

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._opened.connection = None

    def _cull(self) -> None:
        """Forget what has expired, and past the bounds the third that would expire first."""
        connection = self._connection()
        connection.execute("DELETE FROM entry WHERE expires <= ?", (time.time(),))
        count = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
        free = connection.execute("PRAGMA freelist_count").fetchone()[0]
        used = connection.execute("PRAGMA page_count").fetchone()[0] - free
        if count > self._max_entries or used > self._pages * 0.9:
            connection.execute(
                "DELETE FROM entry WHERE key IN (SELECT key FROM entry ORDER BY expires LIMIT ?)",
                (count // 3 + 1,),
            )


def _dumped(value: Any) -> int | bytes:
    """A plain number stays one, so that SQLite itself can count it up."""
    if type(value) is int and abs(value) < 2**62:
        return value
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _loaded(value: Any) -> Any:
    return value if isinstance(value, int) else pickle.loads(value)  # noqa: S301 - the file is ours alone
