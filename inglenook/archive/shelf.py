"""Our copies of uploaded archives: in the data folder, or in the object storage where there is one.

Pages and jobs may run on two machines that share no folder. What the one took, the other then finds
in the storage, and keeps a copy for as long as it works on it.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage, storages

from inglenook.archive.models import Import

_UNNAMED_FOR = 24 * 60 * 60
"""Seconds that a file may lie there unnamed: an upload gets its row a little later."""


def folder() -> Path:
    """Where archives wait, out of reach of every page."""
    place = Path(settings.HOME) / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def hand_over(path: Path) -> None:
    """Put a copy just made where each machine of the house finds it."""
    if _shared():
        with path.open("rb") as file:
            default_storage.save(_name(path), File(file))
        path.unlink()


def is_there(run: Import) -> bool:
    """Whether the file of an import can still be opened."""
    path = Path(run.path)
    if not run.path:
        return False
    return path.is_file() or (run.is_ours and _shared() and default_storage.exists(_name(path)))


def local(run: Import) -> Path:
    """Return the file of an import on this machine, fetched where it must be.

    One that is nowhere is returned as it is: opening it tells.
    """
    path = Path(run.path)
    if run.path and run.is_ours and not path.is_file() and _shared():
        path = folder() / path.name
        if not path.is_file() and default_storage.exists(_name(path)):
            _fetch(path)
    return path


def erase(run: Import) -> None:
    """Erase our copy; a file that the command line named is not ours."""
    if not run.is_ours or not run.path:
        return
    path = Path(run.path)
    path.unlink(missing_ok=True)
    if _shared():
        (folder() / path.name).unlink(missing_ok=True)
        default_storage.delete(_name(path))


def sweep() -> int:
    """Erase what lies in the folder and belongs to no import; return how many files that were."""
    named = {
        Path(path).name for path in Import.objects.exclude(path="").values_list("path", flat=True)
    }
    old = time.time() - _UNNAMED_FOR
    gone = [
        file
        for file in folder().iterdir()
        if file.is_file() and file.name not in named and file.stat().st_mtime < old
    ]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _shared() -> bool:
    return not isinstance(storages["default"], FileSystemStorage)


def _name(path: Path) -> str:
    return f"imports/{path.name}"


def _fetch(path: Path) -> None:
    partial = path.with_suffix(f".{os.getpid()}")
    with default_storage.open(_name(path)) as source, partial.open("xb") as target:
        partial.chmod(0o600)
        shutil.copyfileobj(source, target, 1024 * 1024)
    partial.replace(path)
