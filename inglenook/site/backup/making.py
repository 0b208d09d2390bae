"""Make a backup while the house runs."""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

import inglenook
from inglenook.foundation.stored import declared_files
from inglenook.site.backup import container, snapshot, tables
from inglenook.site.backup.container import Manifest, TableEntry, Writer
from inglenook.site.backup.errors import BackupRefused, TooLittleRoom
from inglenook.site.backup.places import Place, name_for
from inglenook.site.backup.snapshot import Snapshot, Tally
from inglenook.site.backup.tables import Table
from inglenook.site.language import gettext as _
from inglenook.site.server.lock import waiting_for_lock

log = logging.getLogger(__name__)

FREE_FLOOR = 256 * 1024 * 1024
"""Bytes that a backup leaves free on the disk, at least."""
PART = 4 * 1024 * 1024
"""Bytes of lines that are gathered for one member."""
_TIMES_TO_LOOK = 20


@dataclass(frozen=True)
class Made:
    """A backup that is whole."""

    name: str
    manifest: Manifest
    size: int
    seconds: float


def make(place: Place, kind: str, passphrase: str = "") -> Made:
    """Make a backup at `place` and return what is in it; two at once take turns.

    Raises:
        TooLittleRoom: where the disk would be filled.
        MendableError: where the database is of a newer release.
        OSError: where the place can't be written to.
    """
    began, at = time.monotonic(), datetime.now(UTC)
    name = name_for(kind, at, is_locked=bool(passphrase))
    with waiting_for_lock(settings.HOME, "backup"):
        place.clear_leftovers()
        require_room(place)
        while name in place.names():
            at += timedelta(seconds=1)
            name = name_for(kind, at, is_locked=bool(passphrase))
        with place.create(name) as sink:
            writer = Writer(sink, passphrase)
            manifest = _write(writer, kind, at)
    return Made(name, manifest, writer.size, time.monotonic() - began)


def require_room(place: Place) -> None:
    """Raise `TooLittleRoom` where the newest backup, or the database, would hardly fit."""
    free = place.free()
    if free is None:
        return
    needed = expected_size(place) + FREE_FLOOR
    if free < needed:
        raise TooLittleRoom(
            _(
                "A backup needs about %(needed)s MB free at %(place)s, and there are %(free)s. "
                "Make room, or name another place in BACKUP_TO."
            )
            % {"needed": _megabytes(needed), "place": place.shown, "free": _megabytes(free)}
        )


def expected_size(place: Place) -> int:
    """About how many bytes a backup will have."""
    database = settings.DATABASES["default"]["NAME"]
    rows = Path(database).stat().st_size // 3 if connection.vendor == "sqlite" else _of_server()
    local = Path(settings.MEDIA_ROOT)
    return rows + sum(path.stat().st_size for path in local.rglob("*") if path.is_file())


def _of_server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]) // 3


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f}"


def _write(writer: Writer, kind: str, at: datetime) -> Manifest:
    found, migrations = tables.applied(connection)
    manifest = Manifest(
        format=container.FORMAT,
        product=inglenook.__version__,
        engine=connection.vendor,
        made_at=at.isoformat(),
        kind=kind,
        migrations=migrations,
    )
    for table in found:
        columns = [(column.name, column.kind) for column in table.columns]
        manifest.tables[table.name] = TableEntry(columns)
    writer.add(container.HEAD, json.dumps(container.as_dict(manifest)).encode())
    writer.add(container.KEY, (settings.HOME / "secret_key").read_bytes())
    with _Files(writer).up_to_the_rows() as (rows, lost):
        manifest.lost = sorted(lost)
        for table in found:
            _write_table(writer, rows, table, manifest.tables[table.name])
    writer.finish(manifest)
    return manifest


def _write_table(writer: Writer, rows: Snapshot, table: Table, entry: TableEntry) -> None:
    tally = Tally()
    for part in _gathered(rows.lines(table, tally)):
        entry.parts += 1
        writer.add(f"tables/{table.name}/{entry.parts:06}.jsonl", part)
    entry.rows, entry.sha256 = tally.rows, tally.digest.hexdigest()
    entry.last_key = rows.last_key(table)


def _gathered(lines: Iterator[bytes]) -> Iterator[bytes]:
    held, size = [], 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PART:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


class _Files:
    """Copies the files first, until a moment is found whose rows name no other.

    A file is written before its row and erased after it. So what the rows of a moment name was
    there, and can only be gone because a row went since; then a later moment is taken, whose rows
    no longer name it. What they still name is lost already, and is told rather than hidden.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._copied: set[str] = set()

    @contextmanager
    def up_to_the_rows(self) -> Iterator[tuple[Snapshot, set[str]]]:
        """An open moment all of whose files are copied, and the names of those that are lost."""
        missing: set[str] = set()
        for _time in range(_TIMES_TO_LOOK):
            with snapshot.of_connection(connection) as rows:
                named = rows.files(rows.table_names(), declared_files())
                lost = missing & named
                missing = self._copy(named - self._copied - lost) | lost
                if missing == lost:
                    yield rows, lost
                    return
        raise BackupRefused(_("Files go faster than they can be copied. Try again in a while."))

    def _copy(self, names: set[str]) -> set[str]:
        """Copy what is there; returns what isn't."""
        missing = set()
        for name in sorted(names):
            try:
                with default_storage.open(name) as file:
                    self._writer.add_stream(f"files/{name}", default_storage.size(name), file)
            except FileNotFoundError:
                missing.add(name)
            else:
                self._copied.add(name)
        return missing


def room_beside(path: Path, needed: int) -> None:
    """Raise `TooLittleRoom` where `needed` bytes at `path` would leave less than the floor."""
    free = shutil.disk_usage(path).free
    if free < needed + FREE_FLOOR:
        raise TooLittleRoom(
            _("%(place)s needs about %(needed)s MB free, and there are %(free)s. Make room first.")
            % {
                "place": path,
                "needed": _megabytes(needed + FREE_FLOOR),
                "free": _megabytes(free),
            }
        )
