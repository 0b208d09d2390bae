"""What can be wrong with an installation, each finding with its cure.

Used by `inglenook doctor`. The checks that need no Django come first, since a wrong setting keeps
Django from starting at all.
"""

import os
import platform
import shutil
import smtplib
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from inglenook.site import environment
from inglenook.site.environment import Environment
from inglenook.site.problems import MendableError, SettingError

GIGABYTE = 1024**3
LEAST_PYTHON = (3, 12)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `state` is `fine`, `note` or `wrong`."""

    name: str
    state: str
    found: str
    cure: str = ""


def versions() -> dict[str, str]:
    """Return the versions that a report of a fault should name."""
    import django
    import granian
    import pysqlite3

    import inglenook

    return {
        "inglenook": inglenook.__version__,
        "python": platform.python_version(),
        "django": django.get_version(),
        "sqlite": pysqlite3.sqlite_version,
        "granian": granian.__version__,
        "system": platform.platform(),
    }


def settings(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Check each variable by itself, so that one mistake does not hide the next."""
    for row in environment.SETTINGS:
        given = environ.get(row.name, "").strip()
        try:
            environment.read({row.name: given})
        except SettingError as problem:
            yield Finding(row.name, "wrong", "cannot be used", str(problem))
        else:
            # What a URL holds is nobody's business: it may be a password.
            shown = "set" if row.name.endswith("_URL") and row.name != "PUBLIC_URL" else given
            yield Finding(row.name, "fine", shown if given else f"not set ({row.default or '-'})")


def python() -> Finding:
    """Check the interpreter."""
    found = platform.python_version()
    if tuple(map(int, found.split(".")[:2])) < LEAST_PYTHON:
        return Finding("python", "wrong", found, "Install Python 3.12 or newer.")
    return Finding("python", "fine", found)


def folder(home: Path) -> Finding:
    """Check that the data folder can be written to, and by nobody else be read."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as reason:
        cure = f"Give the folder to the user that runs the house: chown -R USER {home}"
        return Finding("data folder", "wrong", str(reason), cure)
    mode = home.stat().st_mode & 0o777
    if mode & 0o077:
        cure = f"chmod 700 {home}"
        return Finding("data folder", "wrong", f"others on this machine can enter {home}", cure)
    return Finding("data folder", "fine", f"{home}, mode {mode:o}")


def secret(home: Path) -> Finding:
    """Check that the secret key is its owner's alone."""
    path = home / "secret_key"
    if not path.exists():
        return Finding("secret key", "note", "not made yet", "`inglenook up` makes it.")
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        return Finding("secret key", "wrong", f"mode {mode:o}", f"chmod 600 {path}")
    return Finding("secret key", "fine", f"mode {mode:o}")


def disk(home: Path) -> Finding:
    """Check what is free where the data folder lies."""
    free = shutil.disk_usage(home).free
    found = f"{free / GIGABYTE:.1f} GB free"
    if free >= GIGABYTE:
        return Finding("disk", "fine", found)
    cure = f"Make room on the disk that holds {home}; uploads stop below 0.25 GB."
    return Finding("disk", "wrong", found, cure)


def address(house: Environment) -> Finding:
    """Check that passwords don't travel readable."""
    loopback = any(host in environment.LOOPBACK for host in house.hosts)
    if house.secure or loopback:
        return Finding("public address", "fine", house.public_url)
    cure = "Put a proxy with a certificate in front and set PUBLIC_URL to https://…"
    return Finding("public address", "wrong", f"{house.public_url} is not encrypted", cure)


def port(house: Environment) -> Finding:
    """Check whether the house answers."""
    try:
        socket.create_connection((house.nearby, house.port), 2).close()
    except OSError:
        return Finding("pages", "note", f"nothing answers on port {house.port}", "inglenook up")
    return Finding("pages", "fine", f"port {house.port} answers")


def mail(house: Environment) -> Finding:
    """Check that the mail server lets us in; no mail is sent."""
    if house.email is None:
        cure = "Set EMAIL_URL to send mail; until then the operator reads it in the house."
        return Finding("mail", "note", "no mail leaves the house", cure)
    options = house.email["OPTIONS"]
    connect = smtplib.SMTP_SSL if options["use_ssl"] else smtplib.SMTP
    where = f"{options['host']}:{options['port']}"
    try:
        with connect(options["host"], options["port"], timeout=5) as server:
            if options["use_tls"]:
                server.starttls()
            if options["username"]:
                server.login(options["username"], options["password"])
    except (OSError, smtplib.SMTPException) as reason:
        cure = "Check EMAIL_URL: host, port, user and password."
        return Finding("mail", "wrong", f"{where}: {reason}", cure)
    return Finding("mail", "fine", f"{where} lets us in")


def files(house: Environment) -> Finding:
    """Check that the library for S3 is there where it is asked for."""
    if house.storage is None:
        return Finding("files", "fine", str(house.home / "files"))
    try:
        import storages.backends.s3  # noqa: F401
    except ImportError as reason:
        return Finding("files", "wrong", str(reason), "pip install 'inglenook[s3]'")
    return Finding("files", "fine", str(house.storage["OPTIONS"]["endpoint_url"]))


def database() -> Iterator[Finding]:
    """Check that the database answers and is of this release. Needs Django."""
    from django.db import connection

    from inglenook.site.server.prepare import unapplied_migrations

    try:
        missing = unapplied_migrations()
        version = ".".join(map(str, connection.get_database_version()))
    except MendableError as problem:
        yield Finding("database", "wrong", "does not answer", str(problem))
        return
    yield Finding("database", "fine", f"{connection.display_name} {version}")
    if missing:
        found = f"{len(missing)} migrations are missing"
        yield Finding("migrations", "note", found, "`inglenook up` applies them.")
    else:
        yield Finding("migrations", "fine", "all applied")


def counters() -> Finding:
    """Check that counters can be kept. Needs Django."""
    from django.core.cache import cache

    try:
        cache.set("doctor", 1, 10)
        kept = cache.get("doctor") == 1
    except Exception as reason:
        return Finding("counters", "wrong", str(reason), "Check VALKEY_URL and its server.")
    if not kept:
        return Finding("counters", "wrong", "are not kept", "Check the data folder and the disk.")
    return Finding("counters", "fine", type(cache._connections[cache._alias]).__name__)  # type: ignore[attr-defined]


def without_django(house: Environment) -> list[Callable[[], Finding]]:
    """Return the checks of the machine, in the order in which they are told."""
    return [
        python,
        lambda: folder(house.home),
        lambda: secret(house.home),
        lambda: disk(house.home),
        lambda: address(house),
        lambda: port(house),
        lambda: mail(house),
        lambda: files(house),
    ]
