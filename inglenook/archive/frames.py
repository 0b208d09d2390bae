"""How the reading child and its parent talk: a length, then MessagePack of known shape.

The parent believes nothing of what the child says beyond its shape: the child has read the file.
"""

import select
import struct
from typing import IO, Any, cast

import msgspec

from . import limits
from .records import Chapter, Person, Post, Skipped, Space, Thread

_LENGTH = struct.Struct(">I")

#: One item in its place; the other two are None. A dataclass carries no tag of its own.
type Boxed = tuple[Thread | None, Post | None, Skipped | None]


class Refusal(msgspec.Struct, frozen=True):
    """An ArchiveError on its way."""

    flaw: str
    values: dict[str, str | int]


class Overview(msgspec.Struct, frozen=True):
    """What is known once the archive has been looked through."""

    spaces: tuple[Space, ...]
    chapters: tuple[Chapter, ...]
    names: dict[str, str]
    conversations_held_back: int


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One frame from the child. `more` says that others of the same answer follow."""

    refusal: Refusal | None = None
    overview: Overview | None = None
    people: tuple[Person, ...] = ()
    items: tuple[Boxed, ...] = ()
    data: bytes = b""
    more: bool = False


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One frame to the child: people, the chapter with a number, or the bytes of an entry."""

    people: bool = False
    chapter: int | None = None
    entry: str | None = None


class ChildGoneError(Exception):
    """The reading child broke off: it met one of its limits, or was killed."""


def send(stream: IO[bytes], frame: Question | Answer) -> None:
    """Write one frame."""
    data = msgspec.msgpack.encode(frame)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive[T: (Question, Answer)](
    stream: IO[bytes], kind: type[T], patience: float | None = None
) -> T:
    """Read one frame; `patience` in seconds is for each piece of it.

    Raises EOFError at the end of the stream, ChildGoneError where the frame is no frame or late.
    """
    length = _LENGTH.unpack(_exactly(stream, _LENGTH.size, patience))[0]
    if length > limits.FRAME_BYTES:
        raise ChildGoneError
    try:
        decoded: Any = msgspec.msgpack.decode(_exactly(stream, length, patience), type=kind)
    except msgspec.MsgspecError as error:
        raise ChildGoneError from error
    return cast(T, decoded)


def _exactly(stream: IO[bytes], size: int, patience: float | None) -> bytes:
    """`stream` is unbuffered, so that waiting for it tells the truth."""
    parts: list[bytes] = []
    while size:
        if patience is not None and not select.select([stream], [], [], patience)[0]:
            raise ChildGoneError
        part = stream.read(min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
