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
_NOBODYS = {"up.lock", "migrate.lock", "backup.lock", BUILDING}


def require_empty(home: Path) -> None:
    """Raise `BackupRefused` where something lies in `home` already."""
    there = sorted(path.name for path in home.iterdir() if path.name not in _NOBODYS)
    if there:
        raise BackupRefused(
            _(
                "%(place)s is not empty (%(names)s). A backup is restored into an empty folder "
                "only: name another one with --into."
            )
            % {"place": home, "names": ", ".join(there[:3])}
        )


def clear_leftovers(home: Path) -> None:
    """Take away what a restore that was cut off left; nothing of a finished house."""
    building = home / BUILDING
    if not building.exists():
        return
    for name in parts_of(building):
        moved = home / Path(name).name
        if moved.exists() and not (building / name).exists():
            shutil.rmtree(moved) if moved.is_dir() else moved.unlink()
    shutil.rmtree(building)


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
    if not parts_of(building) or not has_rows():
        raise BackupRefused(
            _(
                "A restore into %(place)s did not come to its end. Run `inglenook restore` again; "
                "it clears up first."
            )
            % {"place": home}
        )
    shutil.rmtree(building)
