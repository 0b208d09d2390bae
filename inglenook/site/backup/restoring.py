"""Restore a backup into an empty place: all of it, or nothing.

The whole file is read and checked first. Then the house is built in the folder `restoring` of the
data folder, every table is read back and compared, and at last its parts are moved to their
places: the SQLite database as the very last, or PostgreSQL's transaction committed after them. A
house whose restore was cut off does not start, and restoring again clears up after it.

Django must have been started with that folder as INGLENOOK_HOME; see the command `restore`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, connections

from inglenook.foundation import audit, fulltext
from inglenook.site.backup import clearing, container, loading, tables
from inglenook.site.backup.clearing import BUILDING, WHOLE
from inglenook.site.backup.container import Manifest, Member
from inglenook.site.backup.errors import BackupRefused, Damaged
from inglenook.site.backup.places import Place, sync_folder
from inglenook.site.backup.tables import Column, Table
from inglenook.site.language import gettext as _


@dataclass(frozen=True)
class Restored:
    """What is there now. `seconds` count from the first byte that was read."""

    manifest: Manifest
    seconds: float
    upgraded: bool


def restore(place: Place, name: str, passphrase: str, home: Path) -> Restored:
    """Restore the backup `name` into `home` and the database of the settings; both are empty.

    Raises `MendableError` where anything is wrong, and then nothing was changed.
    """
    began = time.monotonic()
    with place.open(name) as source:
        manifest = container.look_through(source, passphrase)
    _require_known(manifest)
    if connection.vendor != "sqlite" and not loading.is_empty():
        raise BackupRefused(
            _(
                "The database %(name)s is not empty. A backup is restored into an empty one only; "
                "make one, and name it in DATABASE_URL."
            )
            % {"name": loading.database_name()}
        )
    taken: list[str] = []
    try:
        upgraded = _build(place, name, passphrase, manifest, home, taken)
    except BaseException:
        for stored in taken:
            default_storage.delete(stored)
        raise
    return Restored(manifest, time.monotonic() - began, upgraded)


def _require_known(manifest: Manifest) -> None:
    unknown = sorted(set(manifest.migrations) - tables.known_migrations(connection))
    if unknown:
        raise BackupRefused(
            _(
                "This backup is of a newer release, Inglenook %(version)s (%(name)s is unknown "
                "here). Install that release, or a newer one, and restore with it."
            )
            % {"version": manifest.product, "name": unknown[0]}
        )


def _build(
    place: Place, name: str, passphrase: str, manifest: Manifest, home: Path, taken: list[str]
) -> bool:
    """Make the house; returns whether it was of an older release."""
    with loading.without_checks():
        loading.migrate_to(manifest.migrations)
        found, migrations = tables.applied(connection)
        if migrations != manifest.migrations or {t.name for t in found} != set(manifest.tables):
            raise BackupRefused(_("This release makes other tables of the backup’s migrations."))
        loading.clear(found)
        with place.open(name) as source:
            _fill({table.name: table for table in found}, source, passphrase, manifest, taken)
        connection.check_constraints()
        for table in found:
            loading.count_on(table, manifest.tables[table.name].last_key)
        entries = manifest.tables.items()
        loading.compare(found, {name: (entry.rows, entry.sha256) for name, entry in entries})
        upgraded = _upgrade()
        _settle(name)
        if connection.vendor != "sqlite":
            move_in(home)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        move_in(home)
    shutil.rmtree(home / BUILDING, ignore_errors=True)
    return upgraded


def _upgrade() -> bool:
    from inglenook.site.server.migrating import apply_all
    from inglenook.site.server.prepare import unapplied_migrations

    if not unapplied_migrations():
        return False
    apply_all()
    return True


def _settle(name: str) -> None:
    """What the rows of another time and place need here."""
    from inglenook.archive.actions import forget_archives_left_behind
    from inglenook.search.rebuild import rebuild

    forget_archives_left_behind()
    rebuild()
    fulltext.tidy()
    audit.note(None, "backup.restore", name)


def _fill(
    found: dict[str, Table], source: Any, passphrase: str, manifest: Manifest, taken: list[str]
) -> None:
    wanted, lines = manifest.members, _Lines()
    for member in container.members(source, passphrase):
        kind, _slash, rest = member.name.partition("/")
        if member.name != container.MANIFEST and member.name not in (container.HEAD, *wanted):
            raise Damaged(_("it changed while it was read"))
        if kind == "tables":
            table = found[rest.rpartition("/")[0]]
            columns = [Column(*pair) for pair in manifest.tables[table.name].columns]
            loading.load(table, columns, lines.of(member))
        elif kind == "files":
            _keep(rest, member, wanted[member.name][1], taken)
        elif member.name == container.KEY:
            _write_key(member.whole())


class _Lines:
    """Cuts members into lines; a line never reaches from one member into the next."""

    def of(self, member: Member) -> Iterator[bytes]:
        """The lines of one member."""
        held = b""
        for piece in member.pieces():
            *whole, held = (held + piece).split(b"\n")
            yield from whole
        if held:
            raise Damaged(_("%(name)s is not as it was written") % {"name": member.name})


def _keep(name: str, member: Member, sha256: str, taken: list[str]) -> None:
    """Put a file into the store under its own name, and read it back."""
    if default_storage.exists(name):
        raise BackupRefused(
            _("The store has a file %(name)s already. Name an empty bucket in STORAGE_URL.")
            % {"name": name}
        )
    taken.append(name)
    draft = Path(settings.HOME) / "tmp" / "file"
    with draft.open("wb") as file:
        for piece in member.pieces():
            file.write(piece)
    with draft.open("rb") as file:
        stored = default_storage.save(name, File(file))
    draft.unlink()
    digest = hashlib.sha256()
    with default_storage.open(stored) as kept:
        for piece in iter(lambda: kept.read(256 * 1024), b""):
            digest.update(piece)
    if stored != name or digest.hexdigest() != sha256:
        sentence = _("The file %(name)s came out otherwise than it went in.")
        raise BackupRefused(sentence % {"name": name})


def _write_key(data: bytes) -> None:
    path = Path(settings.HOME) / "secret_key"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def move_in(home: Path) -> None:
    """Move the parts of the finished house to their places, the database last."""
    building = home / BUILDING
    for leftover in ("tmp", "ephemeral.sqlite3", "static", "up.lock", "migrate.lock"):
        with suppress(FileNotFoundError):
            path = building / leftover
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    parts = sorted(building.iterdir(), key=lambda path: ("sqlite3" in path.name, path.name))
    _sync_all(building)
    (building / WHOLE).write_text(json.dumps([part.name for part in parts]), encoding="utf-8")
    sync_folder(building)
    clearing.forget_looks(home)
    for part in parts:
        part.rename(home / part.name)
    sync_folder(home)


def _sync_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        sync_folder(path)
