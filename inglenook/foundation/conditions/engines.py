"""Looks at the engines: database, counters."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils.translation import gettext_noop

from inglenook.foundation.trouble import Trouble, refused_since

from .found import Found, fine, wrong

_REFUSED = {
    Trouble.LOCKED: gettext_noop("%(engine)s was locked for too long, so some could not write."),
    Trouble.FULL: gettext_noop("%(engine)s had no room on the disk, so some could not write."),
    Trouble.AWAY: gettext_noop("%(engine)s could not be reached, so some got no page."),
}


def look_at_database() -> Found:
    """Whether it answers and takes what is written, and how large it is."""
    version = ".".join(str(part) for part in connection.get_database_version())
    engine = f"{connection.display_name} {version}"
    for trouble in Trouble:
        if since := refused_since(trouble):
            return wrong(
                _REFUSED[trouble],
                gettext_noop(
                    "Everybody got back what they wrote. If it goes on, look for a program that "
                    "holds the database, at the disk, and whether the database server runs."
                ),
                since=datetime.fromisoformat(since),
                engine=engine,
            )
    size = _size()
    return fine(
        gettext_noop("%(engine)s answers; it holds %(size_bytes)s."), engine=engine, size_bytes=size
    )


def _size() -> int:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    parts = [path, path.with_name(f"{path.name}-wal")]
    return sum(part.stat().st_size for part in parts if part.exists())


def look_at_counters() -> Found:
    """Whether what is counted is shared by all processes."""
    where = "Valkey" if settings.ENVIRONMENT.valkey_url else "ephemeral.sqlite3"
    if caches["default"].is_shared():  # type: ignore[attr-defined]
        return fine(gettext_noop("%(where)s keeps them."), where=where)
    return wrong(
        gettext_noop("%(where)s can’t be reached. Each process counts by itself meanwhile."),
        gettext_noop("Start the server that VALKEY_URL names, or make room on the disk."),
        where=where,
    )
