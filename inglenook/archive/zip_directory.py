"""Look at a ZIP's end record before anything believes its table of contents.

Python's zipfile reads the whole table into objects, about 500 bytes for each entry, before one
can count them; a file of nothing but table would fill the memory. APPNOTE.TXT of PKWARE,
sections 4.3.14 to 4.3.16, says where its size stands.
"""

import struct
from typing import BinaryIO

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 65_535


def directory_extent(file: BinaryIO, size: int) -> tuple[int, int] | None:
    """How many entries the end record promises and how many bytes its table takes.

    None where there is no end record, so that it is no ZIP at all. `size` is the file's, in bytes.
    """
    tail_size = min(size, _END.size + _LONGEST_COMMENT + _LOCATOR.size)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    end = _END.unpack_from(tail, at)
    entries, extent = end[4], end[5]
    large = _read_large(file, tail, at)
    return large if large is not None else (entries, extent)


def _read_large(file: BinaryIO, tail: bytes, at: int) -> tuple[int, int] | None:
    if at < _LOCATOR.size or tail[at - _LOCATOR.size :][:4] != b"PK\x06\x07":
        return None
    offset = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)[2]
    if offset >= 1 << 62:
        return None
    file.seek(offset)
    record = file.read(_END64.size)
    if len(record) < _END64.size or record[:4] != b"PK\x06\x06":
        return None
    end = _END64.unpack(record)
    return end[7], end[8]
