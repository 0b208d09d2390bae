"""One `inglenook up` at a time on one data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError


def take_lock(home: Path) -> IO[str]:
    """Hold the lock of `home` as long as the file that is returned stays open.

    The kernel lets it go when the process ends, however it ends. Raises `MendableError` where
    another process holds it.
    """
    path = home / "up.lock"
    file = open(path, "a+", encoding="ascii", opener=_private)  # noqa: SIM115 - it is kept open
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip() or "?"
        file.close()
        raise MendableError(
            _(
                "`inglenook up` already runs on %(folder)s (process %(process)s). Stop that one "
                "first, or choose another data folder with INGLENOOK_HOME."
            )
            % {"folder": home, "process": holder}
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


@contextmanager
def waiting_for_lock(home: Path, name: str) -> Iterator[None]:
    """Hold the lock `name` of `home` inside the block, after waiting for whoever holds it."""
    with open(home / f"{name}.lock", "a", encoding="ascii", opener=_private) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
