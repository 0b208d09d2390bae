"""How statements are made for the bundled SQLite."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3.operations import DatabaseOperations as SqliteOperations

# sqlite.org/limits.html: SQLITE_MAX_COLUMN, the most columns a SELECT may have.
MAX_COLUMNS = 2000


class DatabaseOperations(SqliteOperations):
    """Django's operations, without `Connection.getlimit`, which pysqlite3 lacks."""

    def _quote_params_for_last_executed_query(self, params: Sequence[Any]) -> tuple[Any, ...]:
        quoted: tuple[Any, ...] = ()
        cursor = self.connection.connection.cursor()
        try:
            for start in range(0, len(params), MAX_COLUMNS):
                chunk = params[start : start + MAX_COLUMNS]
                statement = "SELECT " + ", ".join(["QUOTE(?)"] * len(chunk))
                quoted += cursor.execute(statement, chunk).fetchone()
        finally:
            cursor.close()
        return quoted
