"""Looks at the engines: database, counters."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext_noop

from .found import Found, fine, wrong


def look_at_database() -> Found:
    """Whether it answers, and how large it is."""
    version = ".".join(str(part) for part in connection.get_database_version())
    engine = f"{connection.display_name} {version}"
    if connection.vendor == "sqlite":
        size = _size(Path(str(connection.settings_dict["NAME"])))
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = int(cursor.fetchone()[0])
    return fine(
        gettext_noop("%(engine)s answers; it holds %(size_bytes)s."), engine=engine, size_bytes=size
    )


def _size(path: Path) -> int:
    parts = [path, path.with_name(f"{path.name}-wal")]
    return sum(part.stat().st_size for part in parts if part.exists())


def look_at_counters() -> Found:
    """Whether what is counted is kept."""
    where = "Valkey" if settings.ENVIRONMENT.valkey_url else "ephemeral.sqlite3"
    key, word = f"look:{secrets.token_hex(4)}", secrets.token_hex(8)
    try:
        cache.set(key, word, 30)
        kept = cache.get(key) == word
        cache.delete(key)
    except Exception:
        kept = False
    if kept:
        return fine(gettext_noop("%(where)s keeps them."), where=where)
    return wrong(
        gettext_noop("%(where)s can’t be reached. Each process counts by itself meanwhile."),
        gettext_noop("Start the server that VALKEY_URL names, or make room on the disk."),
        where=where,
    )
