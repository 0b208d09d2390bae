"""Where backups lie: a folder, or a bucket of S3. Both take a backup whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from inglenook.site.backup.sums import Sink

# inglenook-2026-11-24-031200-nightly.tar.zst, and .locked after it where it is.
_NAME = re.compile(
    r"inglenook-(\d{4}-\d{2}-\d{2}-\d{6})-(nightly|asked|upgrade)\.tar\.zst(\.locked)?"
)
_MOMENT = "%Y-%m-%d-%H%M%S"
NIGHTLY, ASKED, UPGRADE = "nightly", "asked", "upgrade"
_UNFINISHED = ".part"


class Place(Protocol):
    """A place for backups, each under its name."""

    @property
    def shown(self) -> str:
        """How it is named to people: never with a password."""

    def create(self, name: str) -> contextlib.AbstractContextManager[Sink]:
        """Take a new backup; it is there once the block was left without an exception."""

    def open(self, name: str) -> Any:
        """A stream of the bytes of a backup; raises `FileNotFoundError`."""

    def names(self) -> list[str]:
        """The names of all backups that are whole, the oldest first."""

    def remove(self, name: str) -> None:
        """Erase one."""

    def free(self) -> int | None:
        """Bytes that it can still take; None where nobody can know."""

    def clear_leftovers(self) -> None:
        """Erase what a killed process left half done."""


@dataclass(frozen=True)
class Named:
    """What the name of a backup tells."""

    name: str
    made_at: datetime
    kind: str


def name_for(kind: str, at: datetime, *, is_locked: bool) -> str:
    """The name of a backup that is made at `at`."""
    end = ".locked" if is_locked else ""
    return f"inglenook-{at.astimezone(UTC):{_MOMENT}}-{kind}.tar.zst{end}"


def told_by(name: str) -> Named | None:
    """What `name` tells; None for a file that is no backup of ours."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    return Named(name, datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC), found[2])


def ours(names: list[str]) -> list[str]:
    """Those of `names` that backups have, the oldest first."""
    return sorted(name for name in names if told_by(name))


@dataclass(frozen=True)
class Folder:
    """A folder of this machine."""

    path: Path

    @property
    def shown(self) -> str:
        """The path."""
        return str(self.path)

    @contextmanager
    def create(self, name: str) -> Iterator[Sink]:
        """Written beside under a name that none has, made durable, then given its own."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{name}.{os.getpid()}{_UNFINISHED}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.path / name)
            sync_folder(self.path)
        finally:
            draft.unlink(missing_ok=True)

    def open(self, name: str) -> Any:
        """The file."""
        return (self.path / name).open("rb")

    def names(self) -> list[str]:
        """By the names of its files."""
        return ours([path.name for path in self.path.glob("*")])

    def remove(self, name: str) -> None:
        """Unlink it."""
        (self.path / name).unlink(missing_ok=True)

    def free(self) -> int | None:
        """What the disk has."""
        there = self.path
        while not there.exists():
            there = there.parent
        return shutil.disk_usage(there).free

    def clear_leftovers(self) -> None:
        """Under the lock of backups, so that nobody's work is among them."""
        for path in self.path.glob(f".inglenook-*{_UNFINISHED}"):
            path.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Make renames in a folder outlast the machine's power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
