"""Which SQLite is in use, and whether it may be trusted with a community's words."""

import sys

MINIMUM = (3, 51, 3)


def use_bundled_sqlite() -> None:
    """Let every later `import sqlite3` find pysqlite3, where it is installed.

    It is without effect on modules that hold Python's own already; `require_safe_sqlite` catches
    what comes of that.
    """
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def require_safe_sqlite(version: tuple[int, ...]) -> None:
    """Raise `ImproperlyConfigured` with the cure where `version` can corrupt a database."""
    if version >= MINIMUM:
        return
    from django.core.exceptions import ImproperlyConfigured

    found, needed = (".".join(map(str, numbers)) for numbers in (version, MINIMUM))
    raise ImproperlyConfigured(
        f"SQLite {found} can damage a database that several processes write to; "
        f"{needed} or newer is needed. Install the package pysqlite3, which carries one, "
        "or name a PostgreSQL server in DATABASE_URL."
    )
