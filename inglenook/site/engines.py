"""From one URL to the settings that Django wants: database, cache, mail, files."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from inglenook.site.language import gettext as _
from inglenook.site.language import ngettext
from inglenook.site.problems import SettingError

# Counted per connection, and each lane of each worker holds one: 8 MB.
_SQLITE_PRAGMAS = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;
    PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000
"""

# A server that is gone, a line that is cut, a lock that nobody gives back: none holds a page for
# longer than SQLite would (seconds, milliseconds, milliseconds).
POSTGRESQL_PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
    "options": "-c lock_timeout=5000",
}


def sqlite(path: Path) -> dict[str, Any]:
    """The default database, one file in the data folder."""
    return {
        "ENGINE": "inglenook.foundation.database",
        "NAME": path,
        # Opening a connection and its pragmas cost a millisecond, so it is kept.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": _SQLITE_PRAGMAS,
        },
    }


def database(url: str) -> dict[str, Any] | None:
    """Django's settings for a PostgreSQL `DATABASE_URL`; None without one."""
    if not url:
        return None
    parts = _split("DATABASE_URL", url, ("postgresql", "postgres"))
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise SettingError(
            "DATABASE_URL",
            _(
                "DATABASE_URL names no database; write "
                "postgresql://user:password@host:5432/database."
            ),
        )
    query = dict(parse_qsl(parts.query))
    # A server on the same machine is reached through its socket: ?host=/var/run/postgresql
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**POSTGRESQL_PATIENCE, **query},
    }


def valkey(url: str) -> str:
    """The checked `VALKEY_URL`; empty without one."""
    if url:
        _split("VALKEY_URL", url, ("redis", "rediss", "valkey", "valkeys", "unix"))
    return url.replace("valkey", "redis", 1) if url.startswith("valkey") else url


def email(url: str) -> dict[str, Any] | None:
    """Django's mailer for an SMTP `EMAIL_URL`; None without one.

    `smtp://` turns to TLS on port 587, `smtps://` speaks it from the start on 465, and
    `smtp+plain://` not at all, for a server on the same machine. `?from=` is the sender, kept
    under the key `from`.
    """
    if not url:
        return None
    parts = _split("EMAIL_URL", url, ("smtp", "smtps", "smtp+plain"))
    if not parts.hostname:
        raise SettingError(
            "EMAIL_URL", _("EMAIL_URL names no server; write smtp://user:password@host:587.")
        )
    default_port = {"smtp": 587, "smtps": 465, "smtp+plain": 25}[parts.scheme]
    return {
        "from": dict(parse_qsl(parts.query)).get("from", ""),
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or default_port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def storage(url: str) -> dict[str, Any] | None:
    """Django's storage for an S3 `STORAGE_URL`; None without one."""
    if not url:
        return None
    parts = _split("STORAGE_URL", url, ("s3",))
    bucket = parts.path.strip("/")
    if not parts.hostname or not bucket or "/" in bucket or not parts.username:
        raise SettingError(
            "STORAGE_URL", _("STORAGE_URL is incomplete; write s3://key:secret@host/bucket.")
        )
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"https://{parts.hostname}{port}",
            "bucket_name": bucket,
            "file_overwrite": False,
            "default_acl": None,
            **dict(parse_qsl(parts.query)),
        },
    }


def _split(name: str, url: str, schemes: tuple[str, ...]) -> SplitResult:
    """The parts of `url`. The errors never repeat it, since it holds a password."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        sentence = _("%(name)s is no URL; check its port and its brackets.")
        raise SettingError(name, sentence % {"name": name}) from None
    if parts.scheme not in schemes:
        sentence = ngettext(
            "%(name)s must begin with %(known)s",
            "%(name)s must begin with one of these: %(known)s",
            len(schemes),
        )
        known = ", ".join(f"{scheme}://" for scheme in schemes)
        raise SettingError(name, sentence % {"name": name, "known": known})
    return parts
