"""Open a ZIP that nobody vouches for.

Everything that can be known from the table of contents is checked before the first byte is
unpacked, and what the table says is not believed while unpacking. Nothing is ever written to disk
under a name from the archive. Whoever reads large archives does so in a limited child process as
well (see `limits` for what is promised here).
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, BinaryIO, Self, cast

from . import limits
from .errors import ArchiveError, Flaw
from .zip_directory import directory_extent

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UTF8_FLAG = 0x800
_LOCKED_FLAGS = 0x1 | 0x40 | 0x2000
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class UnreadableEntryError(Exception):
    """One entry is damaged or larger than it says; the others may be sound."""


class GuardedZip:
    """A ZIP's entries by name, of those that passed; close it or use it in a `with`.

    Names are relative to the one folder that holds everything, where there is such a folder.

    Raises ArchiveError on opening, where the archive as a whole must not be touched.
    """

    def __init__(self, path: Path) -> None:
        _check_outside(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (*_DAMAGED, ValueError, UnicodeError) as error:
            raise ArchiveError(Flaw.NOT_A_ZIP) from error
        try:
            self._entries = _under_one_root(_checked(self._zip.infolist(), path.stat().st_size))
        except ArchiveError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def size(self, name: str) -> int:
        """Bytes of an entry when unpacked, as the table says. Raises KeyError."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """All bytes of one JSON file.

        Raises KeyError where there is none, UnreadableEntryError where it is damaged or too large.
        """
        limit = limits.JSON_BYTES
        entry = self._entries[name]
        if entry.file_size > limit:
            raise UnreadableEntryError(name)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(limit + 1)
        except _DAMAGED as error:
            raise UnreadableEntryError(name) from error
        if len(data) > limit:
            raise UnreadableEntryError(name)
        return data

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """One entry as a stream, which ends where the table says it does. Raises KeyError."""
        stream: IO[bytes] = self._zip.open(self._entries[name])
        return cast("AbstractContextManager[BinaryIO]", stream)


def _check_outside(path: Path) -> None:
    size = path.stat().st_size
    if size > limits.ARCHIVE_BYTES:
        raise ArchiveError(Flaw.TOO_LARGE, limit=limits.ARCHIVE_BYTES)
    with path.open("rb") as file:
        extent = directory_extent(file, size)
    if extent is None:
        raise ArchiveError(Flaw.NOT_A_ZIP)
    if extent[0] > limits.ENTRIES or extent[1] > limits.DIRECTORY_BYTES:
        raise ArchiveError(Flaw.TOO_MANY_ENTRIES, limit=limits.ENTRIES)


def _checked(entries: list[zipfile.ZipInfo], size: int) -> dict[str, zipfile.ZipInfo]:
    """The files among the entries by name; `size` is the archive's, in bytes."""
    if len(entries) > limits.ENTRIES:
        raise ArchiveError(Flaw.TOO_MANY_ENTRIES, limit=limits.ENTRIES)
    kept: dict[str, zipfile.ZipInfo] = {}
    packed = unpacked = 0
    for entry in entries:
        name = _name_of(entry)
        _check_entry(entry, name)
        packed += entry.compress_size
        unpacked += entry.file_size
        # More packed bytes than the archive has: its entries lie over one another.
        if unpacked > limits.UNPACKED_BYTES or packed > size:
            raise ArchiveError(Flaw.UNPACKS_TOO_LARGE, name)
        if entry.is_dir() or name.startswith(_IGNORED) or name.endswith(_IGNORED):
            continue
        if name in kept:
            raise ArchiveError(Flaw.TWICE, name)
        kept[name] = entry
    return kept


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if _is_strange(name) or _is_strange(entry.orig_filename):
        raise ArchiveError(Flaw.STRANGE_PATH, _CONTROL.sub("", name))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError(Flaw.LINK, name)
    if entry.flag_bits & _LOCKED_FLAGS:
        raise ArchiveError(Flaw.LOCKED, name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(Flaw.UNKNOWN_PACKING, name)
    most = max(limits.RATIO_FROM_BYTES, entry.compress_size * limits.RATIO)
    if entry.file_size > min(most, limits.ENTRY_BYTES):
        raise ArchiveError(Flaw.UNPACKS_TOO_LARGE, name)


def _is_strange(name: str) -> bool:
    """Absolute, with a drive, with `..`, a backslash or a control: never in an honest export."""
    return (
        not name
        or len(name) > limits.PATH_CHARACTERS
        or name.startswith("/")
        or "\\" in name
        or _DRIVE.match(name) is not None
        or _CONTROL.search(name) is not None
        or any(part in ("", ".", "..") for part in name.removesuffix("/").split("/"))
    )


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The entry's name; some systems write UTF-8 without the flag that says so."""
    if entry.flag_bits & _UTF8_FLAG or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _under_one_root(entries: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Leave out the one folder in which everything lies, where there is one."""
    roots = {name.partition("/")[0] for name in entries if "/" in name}
    if len(roots) != 1 or any("/" not in name for name in entries):
        return entries
    start = len(roots.pop()) + 1
    return {name[start:]: entry for name, entry in entries.items()}
