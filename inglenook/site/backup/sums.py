"""The outermost layer of a backup: a checksum of all that stands before it.

It stands in a *skippable frame* of Zstandard (RFC 8878, section 3.1.2), so that `zstd` and `tar`
read a backup without a passphrase as it is and pass over the end.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Any, Protocol

from inglenook.site.backup.errors import Damaged
from inglenook.site.language import gettext as _

_HEAD = struct.pack("<II", 0x184D2A5B, 32)
LENGTH = len(_HEAD) + 32
_AT_A_TIME = 1024 * 1024


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> Any:
        """Take all of `data`."""


class SummingWriter:
    """Hands everything on, and writes the checksum at the end."""

    def __init__(self, sink: Sink) -> None:
        """`sink` stays the caller's to close."""
        self._sink = sink
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Hand `data` on."""
        self._digest.update(data)
        self._sink.write(data)
        self.size += len(data)
        return len(data)

    def finish(self) -> None:
        """Write the checksum."""
        self._sink.write(_HEAD + self._digest.digest())
        self.size += LENGTH


class SummedReader:
    """What stands before the checksum; held to it once the end is reached."""

    def __init__(self, source: Any) -> None:
        """`source` is a binary stream at its beginning."""
        self._source = source
        self._digest = hashlib.sha256()
        self._ahead = b""
        self._over = False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; raises `Damaged` at the end where the checksum is another."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_AT_A_TIME), b""))
        while not self._over and len(self._ahead) < size + LENGTH:
            more = self._source.read(max(size, 64 * 1024))
            if not more:
                self._check_end()
                break
            self._ahead += more
        here = len(self._ahead) if self._over else max(len(self._ahead) - LENGTH, 0)
        found, self._ahead = self._ahead[: min(size, here)], self._ahead[min(size, here) :]
        self._digest.update(found)
        return found

    def drain(self) -> None:
        """Read on to the end, so that the checksum is asked."""
        while self.read(_AT_A_TIME):
            pass

    def _check_end(self) -> None:
        end = self._ahead[-LENGTH:]
        if len(end) < LENGTH or not end.startswith(_HEAD):
            raise Damaged(_("its end is missing"))
        self._ahead, self._over = self._ahead[:-LENGTH], True
        whole = self._digest.copy()
        whole.update(self._ahead)
        if whole.digest() != end[len(_HEAD) :]:
            raise Damaged(_("the checksum at its end is another"))
