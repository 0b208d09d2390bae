"""The settings that whoever runs the house may make, read from the environment.

There are few and docs/settings.md lists them all; `SETTINGS` is the same table for `doctor` and
for the test that keeps the two alike. A wrong value raises `SettingError`, which names the
variable and says how to mend it.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from inglenook.site import engines
from inglenook.site.backup import naming
from inglenook.site.backup.places import Place
from inglenook.site.language import gettext as _
from inglenook.site.problems import SettingError

# Where every address is opened, none of them can be typed; these can, on the machine itself.
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Setting:
    """One row of the table: the variable, what it is without, and what it does."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("INGLENOOK_HOME", "./var", "The data folder: database, files, mail, secret key."),
    Setting("PORT", "8000", "The port that pages are served on."),
    Setting("BIND", "127.0.0.1", "The address of this machine that the port is opened on."),
    Setting("PUBLIC_URL", "http://BIND:PORT", "The address that people type, as in every link."),
    Setting("TRUSTED_PROXIES", "0", "How many reverse proxies stand in front of the house."),
    Setting("WORKERS", "2", "How many processes answer pages."),
    Setting("DATABASE_URL", "", "A PostgreSQL database in the place of SQLite."),
    Setting("VALKEY_URL", "", "A Valkey or Redis server for counters, limits and cache."),
    Setting("EMAIL_URL", "", "The mail server; without one, mail is kept in the data folder."),
    Setting("STORAGE_URL", "", "An S3 bucket for files in the place of the data folder."),
    Setting("BACKUP_TO", "INGLENOOK_HOME/backups", "A folder or an S3 address for backups."),
    Setting("BACKUP_PASSPHRASE_FILE", "", "A file whose first line locks backups."),
)


@dataclass(frozen=True)
class Environment:
    """The settings, read and checked."""

    home: Path
    port: int
    bind: str
    public_url: str
    trusted_proxies: int
    workers: int
    database: dict[str, Any] | None
    valkey_url: str
    email: dict[str, Any] | None
    storage: dict[str, Any] | None
    backups: Place
    passphrase_file: Path | None

    @property
    def secure(self) -> bool:
        """Whether people reach the house by https."""
        return self.public_url.startswith("https://")

    @property
    def nearby(self) -> str:
        """An address by which this machine reaches the house itself."""
        return _WILDCARDS.get(self.bind, self.bind)

    @property
    def hosts(self) -> list[str]:
        """The exact host names that are answered."""
        public = urlsplit(self.public_url).hostname or ""
        name = f"[{public}]" if ":" in public else public
        return list(dict.fromkeys([name, *LOOPBACK])) if name in LOOPBACK else [name]


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read the settings; raise `SettingError` for the first that is wrong."""
    values = {row.name: environ.get(row.name, "").strip() or row.default for row in SETTINGS}
    port = _number(values, "PORT", 1, 65535)
    bind = _address(values["BIND"])
    home = Path(values["INGLENOOK_HOME"]).expanduser().absolute()
    passphrase = values["BACKUP_PASSPHRASE_FILE"]
    return Environment(
        home=home,
        port=port,
        bind=bind,
        public_url=_public(values["PUBLIC_URL"], bind, port),
        trusted_proxies=_number(values, "TRUSTED_PROXIES", 0, 10),
        workers=_number(values, "WORKERS", 1, 64),
        database=engines.database(values["DATABASE_URL"]),
        valkey_url=engines.valkey(values["VALKEY_URL"]),
        email=engines.email(values["EMAIL_URL"]),
        storage=engines.storage(values["STORAGE_URL"]),
        backups=_backups(values["BACKUP_TO"], home),
        passphrase_file=Path(passphrase).expanduser().absolute() if passphrase else None,
    )


def _backups(text: str, home: Path) -> Place:
    default = next(row.default for row in SETTINGS if row.name == "BACKUP_TO")
    return naming.place(str(home / "backups") if text == default else text)


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = values[name]
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        sentence = _("%(name)s is %(given)s; give a whole number from %(least)d to %(most)d.")
        places = {"name": name, "given": repr(text), "least": least, "most": most}
        raise SettingError(name, sentence % places)
    return int(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:\-]+", text):
        sentence = _("BIND is %(given)s; give an address such as 127.0.0.1 or 0.0.0.0.")
        raise SettingError("BIND", sentence % {"given": repr(text)})
    return text


def _public(text: str, bind: str, port: int) -> str:
    if text == "http://BIND:PORT":
        host = _WILDCARDS.get(bind, bind)
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    try:
        parts = urlsplit(text)
        number = parts.port
    except ValueError:
        raise _no_public(text) from None
    named = parts.scheme in ("http", "https") and re.fullmatch(
        r"[A-Za-z0-9.:\-]+", parts.hostname or ""
    )
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if not (named and plain) or number == 0:
        raise _no_public(text)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _no_public(text: str) -> SettingError:
    sentence = _(
        "PUBLIC_URL is %(given)s; give the address that people type, such as "
        "https://talk.example.org."
    )
    return SettingError("PUBLIC_URL", sentence % {"given": repr(text)})
