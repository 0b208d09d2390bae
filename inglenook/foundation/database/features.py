"""What the bundled SQLite can do."""

from django.db.backends.sqlite3.features import DatabaseFeatures as SqliteFeatures

# sqlite.org/limits.html: the default of SQLITE_MAX_VARIABLE_NUMBER since 3.32. pysqlite3 has no
# Connection.getlimit to ask for it.
MAX_VARIABLES = 32766


class DatabaseFeatures(SqliteFeatures):
    """Django's features, without the question that pysqlite3 cannot answer."""

    @property
    def max_query_params(self) -> int:  # type: ignore[override]
        """How many parameters one statement takes."""
        return MAX_VARIABLES
