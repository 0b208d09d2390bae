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
from inglenook.site.language import gettext as _
from inglenook.site.language import ngettext
from inglenook.site.problems import MendableError, SettingError

GIGABYTE = 1024**3
LEAST_PYTHON = (3, 12)


PIP_S3 = "pip install 'inglenook[s3]'"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `state` is `fine`, `note` or `wrong`.

    `name` and `state` are the same in every language; what was found and its cure are sentences.
    """

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
            yield Finding(row.name, "wrong", _("cannot be used"), str(problem))
        else:
            # What a URL holds is nobody's business: it may be a password.
            shown = _("set") if "://" in given and row.name != "PUBLIC_URL" else given
            without = _("not set (%(default)s)") % {"default": row.default or "-"}
            yield Finding(row.name, "fine", shown if given else without)


def python() -> Finding:
    """Check the interpreter."""
    found = platform.python_version()
    if tuple(map(int, found.split(".")[:2])) < LEAST_PYTHON:
        return Finding("python", "wrong", found, _("Install Python 3.12 or newer."))
    return Finding("python", "fine", found)


def folder(home: Path) -> Finding:
    """Check that the data folder can be written to, and by nobody else be read."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as reason:
        cure = _("Give the folder to the user that runs the house: %(command)s")
        cure %= {"command": f"chown -R USER {home}"}
        return Finding("data folder", "wrong", str(reason), cure)
    mode = home.stat().st_mode & 0o777
    if mode & 0o077:
        cure = f"chmod 700 {home}"
        found = _("others on this machine can enter %(folder)s") % {"folder": home}
        return Finding("data folder", "wrong", found, cure)
    found = _("%(folder)s, mode %(mode)s") % {"folder": home, "mode": f"{mode:o}"}
    return Finding("data folder", "fine", found)


def secret(home: Path) -> Finding:
    """Check that the secret key is its owner's alone."""
    path = home / "secret_key"
    if not path.exists():
        return Finding("secret key", "note", _("not made yet"), _("`inglenook up` makes it."))
    mode = path.stat().st_mode & 0o777
    found = _("mode %(mode)s") % {"mode": f"{mode:o}"}
    if mode & 0o077:
        return Finding("secret key", "wrong", found, f"chmod 600 {path}")
    return Finding("secret key", "fine", found)


def disk(home: Path) -> Finding:
    """Check what is free where the data folder lies."""
    free = shutil.disk_usage(home).free
    found = _("%(gigabytes)s GB free") % {"gigabytes": f"{free / GIGABYTE:.1f}"}
    if free >= GIGABYTE:
        return Finding("disk", "fine", found)
    cure = _("Make room on the disk that holds %(folder)s; uploads stop below 0.25 GB.")
    cure %= {"folder": home}
    return Finding("disk", "wrong", found, cure)


def address(house: Environment) -> Finding:
    """Check that passwords don't travel readable."""
    loopback = any(host in environment.LOOPBACK for host in house.hosts)
    if house.secure or loopback:
        return Finding("public address", "fine", house.public_url)
    cure = _("Put a proxy with a certificate in front and set PUBLIC_URL to https://…")
    found = _("%(address)s is not encrypted") % {"address": house.public_url}
    return Finding("public address", "wrong", found, cure)


def port(house: Environment) -> Finding:
    """Check whether the house answers."""
    try:
        socket.create_connection((house.nearby, house.port), 2).close()
    except OSError:
        found = _("nothing answers on port %(port)d") % {"port": house.port}
        return Finding("pages", "note", found, "`inglenook up`")
    return Finding("pages", "fine", _("port %(port)d answers") % {"port": house.port})


def mail(house: Environment) -> Finding:
    """Check that the mail server lets us in; no mail is sent."""
    if house.email is None:
        cure = _("Set EMAIL_URL to send mail; until then the operator reads it in the house.")
        return Finding("mail", "note", _("no mail leaves the house"), cure)
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
        cure = _("Check EMAIL_URL: host, port, user and password.")
        return Finding("mail", "wrong", f"{where}: {reason}", cure)
    return Finding("mail", "fine", _("%(server)s lets us in") % {"server": where})


def files(house: Environment) -> Finding:
    """Check that the library for S3 is there where it is asked for."""
    if house.storage is None:
        return Finding("files", "fine", str(house.home / "files"))
    try:
        import storages.backends.s3  # noqa: F401
    except ImportError as reason:
        return Finding("files", "wrong", str(reason), PIP_S3)
    return Finding("files", "fine", str(house.storage["OPTIONS"]["endpoint_url"]))


def database() -> Iterator[Finding]:
    """Check that the database answers and is of this release. Needs Django."""
    from django.db import connection

    from inglenook.site.server.prepare import unapplied_migrations

    try:
        missing = unapplied_migrations()
        version = ".".join(map(str, connection.get_database_version()))
    except MendableError as problem:
        yield Finding("database", "wrong", _("does not answer"), str(problem))
        return
    yield Finding("database", "fine", f"{connection.display_name} {version}")
    if missing:
        found = ngettext("%(n)d migration is missing", "%(n)d migrations are missing", len(missing))
        found %= {"n": len(missing)}
        yield Finding("migrations", "note", found, _("`inglenook up` applies them."))
    else:
        yield Finding("migrations", "fine", _("all applied"))


def counters() -> Finding:
    """Check that counters can be kept, by all processes together. Needs Django."""
    from django.core.cache import cache

    kind = type(cache._connections[cache._alias]).__name__  # type: ignore[attr-defined]
    if not cache.is_shared():  # type: ignore[attr-defined]
        cure = _("Check VALKEY_URL and its server, or the data folder and the disk.")
        return Finding("counters", "wrong", _("are not kept"), cure)
    return Finding("counters", "fine", kind)


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
