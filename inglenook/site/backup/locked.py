"""A backup under a passphrase: scrypt (RFC 7914) makes a key, ChaCha20-Poly1305 (RFC 8439) locks.

What comes is locked in chunks by the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár,
"Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015): a chunk's nonce is
its number and whether it is the last, so that none can be left out, moved, or cut off at the end.
Each file has a salt and therefore a key of its own. Memory stays at one chunk.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inglenook.site.backup.errors import BackupRefused, Damaged, WrongPassphrase
from inglenook.site.backup.sums import Sink
from inglenook.site.language import gettext as _

MAGIC = b"inglenook locked backup 1\n"
CHUNK = 64 * 1024
SHORTEST = 12
"""Characters that a passphrase has at least."""
_TAG = 16
_SALT = 16
# The costs of scrypt: 128 MB and half a second for every try.
_COST, _BLOCK, _LANES = 17, 8, 1
_DEAREST = 20
_HEADER = struct.Struct(f"<{len(MAGIC)}sBBB{_SALT}s")


class LockedWriter:
    """Locks what it is given, chunk by chunk."""

    def __init__(self, sink: Sink, passphrase: str) -> None:
        """Writes its header at once."""
        self._sink = sink
        self._header = _HEADER.pack(MAGIC, _COST, _BLOCK, _LANES, os.urandom(_SALT))
        self._lock = ChaCha20Poly1305(_key(passphrase, self._header))
        self._number = 0
        self._held = bytearray()
        sink.write(self._header)

    def write(self, data: bytes) -> int:
        """Take `data`; what fills no chunk is held until more comes."""
        self._held += data
        # The last chunk is marked, so one is always held back until the end is known.
        while len(self._held) > CHUNK:
            self._send(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk."""
        self._send(bytes(self._held), last=True)

    def _send(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._sink.write(self._lock.encrypt(nonce, chunk, self._header))
        self._number += 1


class LockedReader:
    """What was locked; nothing is handed out that was not proved to be whole."""

    def __init__(self, source: Any, passphrase: str) -> None:
        """Reads the header; raises `Damaged`, and `WrongPassphrase` once the first chunk is read.

        Args:
            source: a stream with `read(size)`, at its beginning.
            passphrase: "" where there is none.
        """
        if not passphrase:
            raise WrongPassphrase(
                _(
                    "This backup is locked. Name the file with its passphrase: "
                    "--passphrase-file, or BACKUP_PASSPHRASE_FILE."
                )
            )
        self._source = source
        self._header = _exactly(source, _HEADER.size)
        if len(self._header) < _HEADER.size:
            raise Damaged(_("its head is cut off"))
        self._lock = ChaCha20Poly1305(_key(passphrase, self._header))
        self._number = 0
        self._next = _exactly(source, CHUNK + _TAG)
        self._open = b""
        self._over = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; empty at the end."""
        while not self._over and len(self._open) < size:
            self._open += self._chunk()
        found, self._open = self._open[:size], self._open[size:]
        return found

    def _chunk(self) -> bytes:
        locked, self._next = self._next, _exactly(self._source, CHUNK + _TAG)
        self._over = not self._next
        try:
            chunk = self._lock.decrypt(_nonce(self._number, last=self._over), locked, self._header)
        except InvalidTag:
            if self._number == 0:
                raise WrongPassphrase(_("The passphrase does not open this backup.")) from None
            raise Damaged(_("a part of it was changed")) from None
        self._number += 1
        return chunk


def read_passphrase(path: Path) -> str:
    """The passphrase in a file: its first line. Raises `BackupRefused`."""
    try:
        passphrase = path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as reason:
        sentence = _("The passphrase cannot be read: %(why)s.") % {"why": reason}
        raise BackupRefused(sentence) from reason
    if len(passphrase) < SHORTEST:
        raise BackupRefused(
            _("The passphrase in %(path)s is too short; it has %(least)d characters at least.")
            % {"path": path, "least": SHORTEST}
        )
    return passphrase


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _key(passphrase: str, header: bytes) -> bytes:
    _magic, cost, block, lanes, salt = _HEADER.unpack(header)
    if not 1 <= cost <= _DEAREST or block != _BLOCK or lanes != _LANES:
        raise Damaged(_("its head was changed"))
    return Scrypt(salt=salt, length=32, n=2**cost, r=block, p=lanes).derive(passphrase.encode())


def _exactly(source: Any, size: int) -> bytes:
    """`size` bytes, or all that there are until the end."""
    parts = []
    while size > 0 and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
