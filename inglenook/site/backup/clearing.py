"""What a restore that was cut off leaves behind, and when a place is empty. Needs no Django."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from inglenook.site.backup.errors import BackupRefused
from inglenook.site.language import gettext as _

BUILDING = "restoring"
WHOLE = "whole.json"
DATABASE = "inglenook.sqlite3"
_LOCKS = {"up.lock", "migrate.lock", "backup.lock"}
# What a mere look makes, such as the doctor's: a key that nobody used, a database without a table.
_MADE_BY_LOOKING = {
    "secret_key", "tmp", "ephemeral.sqlite3", "ephemeral.sqlite3-wal", "ephemeral.sqlite3-shm",
    DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm",
}  # fmt: skip


def require_empty(home: Path) -> None:
    """Raise `BackupRefused` where something lies in `home` already."""
    names = {path.name for path in home.iterdir()} - _LOCKS - {BUILDING}
    if names <= _MADE_BY_LOOKING and not _has_tables(home / DATABASE):
        return
    there = sorted(names - {"secret_key", "tmp"}) or sorted(names)
    raise BackupRefused(
        _(
            "%(place)s is not empty (%(names)s). A backup is restored into an empty folder "
            "only: name another one with --into."
        )
        % {"place": home, "names": ", ".join(there[:3])}
    )


def forget_looks(home: Path) -> None:
    """Take away what a mere look made, so that nothing of it mixes with what comes."""
    for name in _MADE_BY_LOOKING:
        _remove(home / name)


def _has_tables(database: Path) -> bool:
    import pysqlite3

    if not database.exists():
        return False
    connection = pysqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    finally:
        connection.close()


def clear_leftovers(home: Path, *, it_failed: bool = False) -> None:
    """Take away what a restore that was cut off left; nothing of a house that may be finished.

    `it_failed` says that the caller knows it was not.
    """
    building = home / BUILDING
    if not building.exists():
        return
    parts = parts_of(building)
    if parts and not it_failed and not any((building / name).exists() for name in parts):
        return
    for name in parts:
        if not (building / name).exists():
            _remove(home / Path(name).name)
    forget_looks(home)
    shutil.rmtree(building)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def parts_of(building: Path) -> list[str]:
    """The names of what a finished build moves; empty as long as it isn't finished."""
    try:
        found: list[str] = json.loads((building / WHOLE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return found


def require_finished(home: Path, has_rows: Callable[[], bool]) -> None:
    """Raise `BackupRefused` where a restore into `home` was cut off.

    `has_rows` says whether the database has tables: it gets them as the last step of all.
    """
    building = home / BUILDING
    if not building.exists():
        return
    parts = parts_of(building)
    moved = parts and not any((building / name).exists() for name in parts)
    if not moved or not has_rows():
        raise BackupRefused(
            _(
                "A restore into %(place)s did not come to its end. Run `inglenook restore` again; "
                "it clears up first."
            )
            % {"place": home}
        )
    shutil.rmtree(building)
