"""The backend that Django loads for `ENGINE = "inglenook.foundation.database"`."""

from django.db.backends.sqlite3 import base as sqlite

from .features import DatabaseFeatures
from .library import require_safe_sqlite
from .operations import DatabaseOperations

require_safe_sqlite(sqlite.DatabaseWrapper.Database.sqlite_version_info)


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """Django's SQLite backend on pysqlite3."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    #: Set by `foundation.readonly` while the connection refuses writes.
    read_only = False

    def _start_transaction_under_autocommit(self) -> None:
        """Begin; a page that only reads must not wait for the writer's lock."""
        if self.read_only:
            self.cursor().execute("BEGIN")
        else:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
