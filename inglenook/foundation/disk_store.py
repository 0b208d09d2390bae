"""The store of files in the data folder: a file is there whole and on the disk, or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DiskStore(FileSystemStorage):
    """Django's storage, which would write in place and leave the rest to the cache of the system.

    Rows are written once their files are kept, and are synced; so files must be, too.
    """

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = place.with_name(f".{secrets.token_hex(8)}.partial")
        try:
            with open(partial, "xb", opener=_private) as file:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(place)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        _sync(place.parent)
        return str(name).replace("\\", "/")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """Have the disk know of a new name."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
