"""The file of a backup: members in a tar, packed by Zstandard, perhaps locked, with a checksum.

The first member, `head.json`, says what it is of; the last, `manifest.json`, names every other one
with its size and SHA-256. Between them stand `tables/NAME/NUMBER.jsonl`, `files/NAME` and
`house/secret_key`. Written and read from front to back, with the memory of one part.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import zstandard

from inglenook.site.backup import locked
from inglenook.site.backup.errors import BackupRefused, Damaged
from inglenook.site.backup.sums import Sink, SummedReader, SummingWriter
from inglenook.site.language import gettext as _

FORMAT = 1
HEAD, MANIFEST, KEY = "head.json", "manifest.json", "house/secret_key"
_LEVEL = 3
_PIECE = 256 * 1024
# Every member has one of these names; nothing that climbs out of a folder is among them.
_NAMES = re.compile(
    r"(?:tables|files|house)(?:/(?!\.{1,2}(?:/|$))[^/\0]+)+|head\.json|manifest\.json"
)


@dataclass
class TableEntry:
    """One table in the manifest; `sha256` is that of all its lines, `last_key` the last counted."""

    columns: list[tuple[str, str]]
    rows: int = 0
    parts: int = 0
    sha256: str = ""
    last_key: int = 0


@dataclass
class Manifest:
    """What is in a backup. `members` maps each name to its size and SHA-256."""

    format: int
    product: str
    engine: str
    made_at: str
    kind: str
    migrations: list[str]
    tables: dict[str, TableEntry] = field(default_factory=dict)
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    """Files that rows name and that the store didn't have."""

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def posts(self) -> int:
        """Posts, the number that tells people most."""
        table = self.tables.get("conversations_post")
        return table.rows if table else 0

    @property
    def files(self) -> list[str]:
        """Names in the store of the files that came along."""
        return [name.removeprefix("files/") for name in self.members if name.startswith("files/")]


class Writer:
    """Writes a backup into `sink`, which stays the caller's to close."""

    def __init__(self, sink: Sink, passphrase: str) -> None:
        """Without a passphrase ("") it is not locked."""
        self._sum = SummingWriter(sink)
        self._locked = locked.LockedWriter(self._sum, passphrase) if passphrase else None
        packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._packed = packer.stream_writer(self._locked or self._sum, closefd=False)  # type: ignore[arg-type]
        self._tar = tarfile.open(fileobj=self._packed, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.members: dict[str, tuple[int, str]] = {}

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._sum.size

    def add(self, name: str, data: bytes) -> None:
        """Add a member."""
        self.add_stream(name, len(data), io.BytesIO(data))

    def add_stream(self, name: str, size: int, source: Any) -> None:
        """Add a member of `size` bytes; raises `OSError` where `source` has fewer."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        counted = _Counted(source, size)
        self._tar.addfile(entry, counted)
        self.members[name] = (size, counted.digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, and end the file."""
        manifest.members = dict(self.members)
        self.add(MANIFEST, json.dumps(as_dict(manifest)).encode())
        self._tar.close()
        self._packed.close()
        if self._locked:
            self._locked.finish()
        self._sum.finish()


class _Counted:
    """A stream of so many bytes, summed up as they are read."""

    def __init__(self, source: Any, size: int) -> None:
        self._source, self._left = source, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found: bytes = self._source.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        self.digest.update(found)
        return found


@dataclass
class Member:
    """One member while it is read: take it by `pieces`, or all of it by `whole`."""

    name: str
    size: int
    _source: Any
    digest: Any = field(default_factory=hashlib.sha256)

    def pieces(self) -> Iterator[bytes]:
        """Its bytes."""
        while piece := self._source.read(_PIECE):
            self.digest.update(piece)
            yield piece

    def whole(self) -> bytes:
        """All of its bytes."""
        return b"".join(self.pieces())


def members(source: Any, passphrase: str) -> Iterator[Member]:
    """The members of a backup, the manifest last, each checked against it as far as it was read.

    A member counts as read once the next is asked for. After the last one the checksum of the whole
    file is held to.

    Raises:
        Damaged: for whatever is not as it was written.
        WrongPassphrase: where the passphrase is another, or missing.
        BackupRefused: where it is of a newer release.
    """
    try:
        yield from _members(source, passphrase)
    except (tarfile.TarError, zstandard.ZstdError, EOFError, ValueError, KeyError, TypeError) as e:
        raise Damaged(f"{type(e).__name__}: {e}") from e


def _members(source: Any, passphrase: str) -> Iterator[Member]:
    summed = SummedReader(source)
    seen: dict[str, tuple[int, str]] = {}
    manifest = b""
    with tarfile.open(fileobj=_unpacked(summed, passphrase), mode="r|") as archive:
        for entry in archive:
            if not entry.isfile() or not _NAMES.fullmatch(entry.name) or entry.name in seen:
                raise Damaged(_("something unexpected is in it"))
            member = Member(entry.name, entry.size, archive.extractfile(entry))
            if entry.name == MANIFEST:
                manifest = member.whole()
                continue
            yield member
            for _rest in member.pieces():
                pass  # whoever looked had enough; the checksum has not
            seen[entry.name] = (entry.size, member.digest.hexdigest())
    summed.drain()
    listed = {name: tuple(pair) for name, pair in json.loads(manifest)["members"].items()}
    if listed != seen:
        different = sorted(n for n in listed.keys() | seen.keys() if listed.get(n) != seen.get(n))
        raise Damaged(_("%(name)s is not as it was written") % {"name": different[0]})
    yield Member(MANIFEST, len(manifest), io.BytesIO(manifest))


def _unpacked(summed: SummedReader, passphrase: str) -> Any:
    start = _Peeked(summed, len(locked.MAGIC))
    inner: Any = start
    if start.begins(locked.MAGIC):
        inner = locked.LockedReader(start, passphrase)
    return zstandard.ZstdDecompressor().stream_reader(inner, closefd=False)


class _Peeked:
    """A stream whose first bytes were looked at."""

    def __init__(self, source: Any, size: int) -> None:
        self._source = source
        self._first = source.read(size)

    def begins(self, magic: bytes) -> bool:
        return bool(self._first == magic)

    def read(self, size: int = -1) -> bytes:
        end = len(self._first) if size < 0 else size
        found, self._first = self._first[:end], self._first[end:]
        if found and size >= 0:
            return found
        return found + self._source.read(size)


def parse_head(data: bytes) -> Manifest:
    """The manifest in its first form; raises `BackupRefused` for a newer one."""
    found = json.loads(data)
    if found["format"] > FORMAT:
        raise BackupRefused(
            _(
                "This backup was made by Inglenook %(version)s, in a form that is newer than this "
                "release. Install that release, or a newer one, and restore with it."
            )
            % {"version": found["product"]}
        )
    return parse_manifest(data)


def parse_manifest(data: bytes) -> Manifest:
    """The manifest; raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    found = json.loads(data)
    entries = {name: TableEntry(**entry) for name, entry in found.pop("tables").items()}
    return Manifest(**found, tables=entries)


def as_dict(manifest: Manifest) -> dict[str, Any]:
    """What `parse_manifest` reads again, once it is JSON."""
    return asdict(manifest)


def look_through(source: Any, passphrase: str) -> Manifest:
    """Read all of it and check every byte; returns what is in it. Raises as `members`."""
    manifest: Manifest | None = None
    for member in members(source, passphrase):
        if member.name == HEAD:
            parse_head(member.whole())
        elif member.name == MANIFEST:
            manifest = parse_manifest(member.whole())
    if manifest is None:
        raise Damaged(_("it has no manifest"))
    return manifest


def require_whole(source: Any) -> None:
    """Hold a file to the checksum at its end alone; raises `Damaged`."""
    SummedReader(source).drain()
