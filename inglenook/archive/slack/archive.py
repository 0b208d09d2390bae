"""Slack's export as an archive of neutral records."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Self

from ..errors import ArchiveError, Flaw
from ..reading import GuardedZip
from ..reasons import Reason
from ..records import Chapter, File, Item, Person, Readers, Skipped, Space, Thread
from .hanging import carried_files
from .listing import SPACES, USERS, read_people, read_spaces
from .messages import BrokenDayError, Message
from .mrkdwn import Context
from .posts import Place, post_of
from .scan import Scan, messages_of, refusal

_DAY = re.compile(r"(?P<folder>[^/]+)/\d{4}-\d{2}-\d{2}\.json")
_SAMPLE_CHARACTERS = 80


def open_slack(path: Path, *, direct_messages: bool = False) -> "SlackArchive":
    """Open an export and look it through once.

    Direct messages are counted, and come only with `direct_messages`.

    Raises ArchiveError where the file is hostile, damaged, or not an export of Slack's.
    """
    source = GuardedZip(path)
    try:
        return SlackArchive(source, direct_messages=direct_messages)
    except BaseException:
        source.close()
        raise


class SlackArchive:
    """An opened export; close it or use it in a `with`. See `records.Archive`."""

    def __init__(self, source: GuardedZip, *, direct_messages: bool = False) -> None:
        if not any(name in source for name in SPACES):
            raise ArchiveError(Flaw.NOT_SLACK)
        if USERS not in source:
            raise ArchiveError(Flaw.NO_USERS)
        self._source = source
        self._accounts = read_people(source)
        self._folders = read_spaces(source, self._accounts)
        self._direct = direct_messages
        self._scan = Scan(source, self._accounts)
        days = sorted(name for name in source if _DAY.fullmatch(name))
        self._look_through(days)
        self._carried = carried_files(name for name in source if not _DAY.fullmatch(name))
        self._people = {**self._accounts, **self._scan.strangers}
        self._context = Context(
            {person.source_id: person.name for person in self._people.values()},
            {s.source_id: s.name for s in self._unique_spaces() if s.readers is Readers.MEMBERS},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()

    def _look_through(self, days: list[str]) -> None:
        by_space: dict[str, list[str]] = {}
        held_back: list[tuple[str | None, str, Reason]] = []
        for entry in days:
            space = self._folders.get(entry.partition("/")[0])
            if space is None:
                held_back.append((None, entry, Reason.UNKNOWN_SPACE))
            elif self._stays(space):
                held_back.append((space.source_id, entry, Reason.DIRECT_MESSAGE))
            else:
                by_space.setdefault(space.source_id, []).append(entry)
        for space_id, entries in by_space.items():
            self._scan.space(space_id, sorted(entries, key=_by_day))
        for space_or_none, entry, reason in held_back:
            self._scan.held_back(space_or_none, entry, reason)

    def _stays(self, space: Space) -> bool:
        return space.readers is Readers.DIRECT and not self._direct

    def _unique_spaces(self) -> list[Space]:
        return list({space.source_id: space for space in self._folders.values()}.values())

    @property
    def conversations_held_back(self) -> int:
        """How many direct conversations the export has that weren't asked for."""
        return sum(self._stays(space) for space in self._unique_spaces())

    @property
    def names(self) -> Mapping[str, str]:
        """Names of people by source id, for `resolve_mentions`."""
        return self._context.people

    def people(self) -> Iterator[Person]:
        """The accounts, then whoever wrote or reacted without being on the list."""
        return iter(self._people.values())

    def spaces(self) -> Iterator[Space]:
        """Channels, private channels with their lists, and conversations that were asked for."""
        return (space for space in self._unique_spaces() if not self._stays(space))

    def chapters(self) -> Sequence[Chapter]:
        """The daily files, channel by channel and day by day."""
        return self._scan.chapters

    def posts(self, after: str | None = None) -> Iterator[Item]:
        """What is in all chapters, or in those after the one with the source id `after`.

        Raises KeyError where there is no such chapter.
        """
        chapters = self._scan.chapters
        if after is not None:
            numbers = {chapter.source_id: chapter.number for chapter in chapters}
            chapters = chapters[numbers[after] + 1 :]
        return chain.from_iterable(map(self.read, chapters))

    def read(self, chapter: Chapter) -> Iterator[Item]:
        """What is in one daily file, in order of time, a branch right before its first post."""
        try:
            day = messages_of(self._source, chapter.source_id)
        except BrokenDayError as error:
            yield Skipped(error.reason, chapter.source_id)
            return
        if chapter.held_back or chapter.space is None:
            reason = chapter.held_back or Reason.UNKNOWN_SPACE
            for _, message in day:
                yield Skipped(reason, _skipped_id(chapter, message))
            return
        yield from self._read_day(day, chapter, chapter.space)

    def _read_day(
        self, day: list[tuple[int | None, Message | None]], chapter: Chapter, space: str
    ) -> Iterator[Item]:
        scan = self._scan.spaces[space]
        place = Place(space, scan, chapter.number, self._people, self._carried, self._context)
        seen = set(scan.repeated.get(chapter.number, ()))
        for time, message in day:
            reason = refusal(message, time, again=time in seen)
            if reason or message is None or time is None:
                sample = _sample(message) if space in self._context.spaces else ""
                yield Skipped(reason or Reason.MALFORMED, _skipped_id(chapter, message), sample)
                continue
            seen.add(time)
            post = post_of(message, time, place)
            if post.begins_thread:
                yield Thread(post.source_id, space, branch=True)
            yield post

    def open_file(self, file: File) -> AbstractContextManager[BinaryIO]:
        """The bytes of a file that is taken. Raises KeyError where it isn't."""
        if file.entry is None:
            raise KeyError(file.name)
        return self._source.open(file.entry)


def _by_day(entry: str) -> str:
    return entry.rpartition("/")[2]


def _skipped_id(chapter: Chapter, message: Message | None) -> str:
    return f"{chapter.space or chapter.source_id}:{message.ts[:20] if message is not None else ''}"


def _sample(message: Message | None) -> str:
    return (message.text or "")[:_SAMPLE_CHARACTERS] if message is not None else ""
