"""The neutral records: what every format is read into, and all that the writing half knows.

Each record carries the id that its source gave it, as a string, unique among its kind within one
archive, and the same each time the archive is read: an import is idempotent and resumes by it.
Times are microseconds since 1970 in UTC. Texts are Markdown; a mention in them is the token
``<@source:ID>`` with the source id of a person (see `mentions`).
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from .reasons import Change, Reason


class SpaceKind(StrEnum):
    """How a space shows what is said in it."""

    BOARD = "board"
    CHAT = "chat"


class Readers(StrEnum):
    """Who could read a space where it comes from; an import never widens it."""

    MEMBERS = "members"
    LIST = "list"
    DIRECT = "direct"


class PostKind(StrEnum):
    """Whether somebody said it, or the system noted it (joined, left, changed the topic)."""

    NORMAL = "normal"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, or could have.

    `account` is False for those who have no account in the source: apps without one, and people
    known only by what they wrote. `left` is True where the account was closed.
    """

    source_id: str
    name: str
    handle: str = ""
    address: str | None = None
    bio: str = ""
    time_zone: str = ""
    bot: bool = False
    left: bool = False
    account: bool = True


@dataclass(frozen=True, slots=True)
class Space:
    """A channel, category, list or conversation. `members` are source ids of people."""

    source_id: str
    name: str
    purpose: str = ""
    kind: SpaceKind = SpaceKind.CHAT
    readers: Readers = Readers.MEMBERS
    members: tuple[str, ...] = ()
    archived: bool = False
    made_at: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A board's thread, or (`branch`) the replies beneath one post of a chat's stream.

    It comes right before its first post, which carries its id.
    """

    source_id: str
    space: str
    branch: bool
    title: str = ""
    closed: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """One person's emoji on a post; `emoji` is Unicode, or ``:name:`` where there is none."""

    emoji: str
    person: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that hangs on a post. `entry` names its bytes in the archive; None: name only."""

    source_id: str
    name: str
    media_type: str = ""
    size: int = 0
    entry: str | None = None

    @property
    def taken(self) -> bool:
        """Whether its bytes come along."""
        return self.entry is not None


@dataclass(frozen=True, slots=True)
class Changed:
    """A change made to a post, with a short sample of what it was made to."""

    change: Change
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One thing that was said.

    `thread` is the source id of the thread or branch that it belongs to; None: it stands in the
    stream of its space alone. `begins_thread` marks a thread's first post; a branch's stands in
    the stream as well. `reply_to` is the source id of one post that it answers.
    """

    source_id: str
    space: str
    thread: str | None
    begins_thread: bool
    author: str
    time: int
    markdown: str
    kind: PostKind = PostKind.NORMAL
    edited: int | None = None
    reactions: tuple[Reaction, ...] = ()
    files: tuple[File, ...] = ()
    reply_to: str | None = None
    changes: tuple[Changed, ...] = ()

    @property
    def replies(self) -> bool:
        """Whether it answers the first post of a thread."""
        return self.thread is not None and not self.begins_thread


@dataclass(frozen=True, slots=True)
class Skipped:
    """One message that is left out. The sample is empty where its text isn't the host's to read."""

    reason: Reason
    source_id: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The part of an archive that is read at one time, and where an import may resume.

    `messages` were counted when the archive was looked through; reading it yields exactly as many
    posts and skips. `held_back` says why all of it will be skipped.
    """

    source_id: str
    space: str | None
    number: int
    messages: int
    held_back: Reason | None = None


type Item = Thread | Post | Skipped


class Archive(Protocol):
    """What a format offers. Everything streams: at most one chapter is in memory."""

    @property
    def conversations_held_back(self) -> int:
        """How many direct conversations are in the archive and weren't asked for."""
        ...

    def people(self) -> Iterator[Person]:
        """Everybody, each before anything that they wrote."""
        ...

    def spaces(self) -> Iterator[Space]:
        """Every space that comes."""
        ...

    def chapters(self) -> Sequence[Chapter]:
        """The chapters, in the order in which they must be read."""
        ...

    def read(self, chapter: Chapter) -> Iterator[Item]:
        """What is in one chapter, in order of time."""
        ...

    def posts(self, after: str | None = None) -> Iterator[Item]:
        """What is in all chapters, or in those after the one with the source id `after`."""
        ...

    def open_file(self, file: File) -> AbstractContextManager[BinaryIO]:
        """The bytes of a file that is taken. Raises KeyError where it isn't."""
        ...
