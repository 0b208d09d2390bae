"""The backend that Django loads for `ENGINE = "inglenook.foundation.database"`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base as sqlite

from .features import DatabaseFeatures
from .library import require_safe_sqlite
from .operations import DatabaseOperations

require_safe_sqlite(sqlite.DatabaseWrapper.Database.sqlite_version_info)


@lru_cache(maxsize=512)
def _with_question_marks(query: str) -> str:
    """SQLite's way of marking the places of values; to look for them takes a while."""
    return sqlite.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(sqlite.SQLiteCursorWrapper):
    """Django's cursor, which turns each query into SQLite's form but once."""

    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> Any:
        """Called by Django with each query that has values."""
        if param_names is None:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """Django's SQLite backend on pysqlite3."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    #: Set by `foundation.readonly` while the connection refuses writes.
    read_only = False

    def create_cursor(self, name: str | None = None) -> Any:
        """Called by Django for each query."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        """Begin; a page that only reads must not wait for the writer's lock."""
        if self.read_only:
            self.cursor().execute("BEGIN")
        else:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
