"""Look an export through once, before anything of it is brought in.

Three things can't be known while streaming: who wrote without being on a list, which messages
have replies, and which are there twice. The scan finds them. It keeps eight to sixteen bytes for
each message of the channel at hand and one number for each message with replies, so that memory
hardly grows with the archive.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .. import limits
from ..errors import ArchiveError, Flaw
from ..reading import GuardedZip, UnreadableEntryError
from ..reasons import Reason
from ..records import Chapter, Person
from .authors import author_of, stranger
from .fallback import whole_text
from .hanging import has_file, reactors
from .listing import UNKNOWN_NAME
from .messages import BrokenDayError, Message, decode_day, microseconds
from .times import Told


@dataclass(slots=True)
class SpaceScan:
    """What is known of one space after the scan.

    `branches`: for the time of each message that has replies, the number of the first chapter in
    which a reply stands. `repeated`: per chapter, the times of messages that came before.
    """

    branches: dict[int, int] = field(default_factory=dict)
    repeated: dict[int, array[int]] = field(default_factory=dict)


# Blanks, controls and marks without width: a text of these alone shows nothing.
_NOT_TEXT = "".join(map(chr, range(33))) + "\x7f\xa0\u200b\u2060\ufeff"


def messages_of(source: GuardedZip, entry: str) -> list[tuple[int | None, Message | None]]:
    """One daily file's messages with their times, in order of time; what has none comes last.

    Raises BrokenDayError.
    """
    try:
        day = decode_day(source.read(entry))
    except UnreadableEntryError:
        raise BrokenDayError(Reason.BROKEN_FILE) from None
    timed = [(microseconds(m.ts) if m is not None else None, m) for m in day]
    timed.sort(key=_moment)
    return timed


def _moment(pair: tuple[int | None, Message | None]) -> int:
    return pair[0] if pair[0] is not None else 1 << 62


def start_of(message: Message, time: int) -> int | None:
    """The time of the message that this one replies to; None where it is no reply."""
    start = microseconds(message.thread_ts) if message.thread_ts else None
    return None if start == time else start


def refusal(message: Message | None, time: int | None, *, again: bool) -> Reason | None:
    """Why a message is left out whatever else is in the archive; None: it comes."""
    if message is None or time is None:
        return Reason.MALFORMED
    if again:
        return Reason.DUPLICATE
    if message.text and len(message.text) > limits.MESSAGE_CHARACTERS:
        return Reason.TOO_LONG
    if message.text and message.text.strip(_NOT_TEXT):
        return None
    if has_file(message) or whole_text(message)[0].strip(_NOT_TEXT):
        return None
    return Reason.EMPTY


class Scan:
    """The scan's result: chapters in order, what is known of each space, and strangers."""

    def __init__(self, source: GuardedZip, people: Mapping[str, Person]) -> None:
        self._source = source
        self._people = people
        self.chapters: list[Chapter] = []
        self.strangers: dict[str, Person] = {}
        self.spaces: dict[str, SpaceScan] = {}
        self._messages = 0

    def space(self, space: str, entries: Iterable[str]) -> None:
        """Look through the daily files of one space, given in order. Raises ArchiveError."""
        known = self.spaces.setdefault(space, SpaceScan())
        told = Told()
        for entry in entries:
            number = len(self.chapters)
            try:
                day = messages_of(self._source, entry)
            except BrokenDayError:
                self._add(Chapter(entry, space, number, 1))
                continue
            self._day(day, number, known, told)
            self._add(Chapter(entry, space, number, len(day)))

    def held_back(self, space: str | None, entry: str, reason: Reason) -> None:
        """Only count a daily file's messages."""
        try:
            count = len(messages_of(self._source, entry))
        except BrokenDayError:
            count = 1
        self._add(Chapter(entry, space, len(self.chapters), count, reason))

    def _add(self, chapter: Chapter) -> None:
        self._messages += chapter.messages
        if self._messages > limits.MESSAGES:
            raise ArchiveError(Flaw.TOO_MUCH, limit=limits.MESSAGES, what="messages")
        self.chapters.append(chapter)

    def _day(
        self,
        day: list[tuple[int | None, Message | None]],
        number: int,
        known: SpaceScan,
        told: Told,
    ) -> None:
        here: set[int] = set()
        repeated = array("q")
        for time, message in day:
            again = time is not None and (time in here or time in told.all)
            if again and time not in here:
                repeated.append(time or 0)
            if refusal(message, time, again=again) or message is None or time is None:
                continue
            self._meet(message)
            here.add(time)
            start = start_of(message, time)
            if start is None:
                told.starts_today.add(time)
            elif start < time and told.has_start(start):
                known.branches.setdefault(start, number)
        told.end_day(here)
        if repeated:
            known.repeated[number] = repeated

    def _meet(self, message: Message) -> None:
        author = author_of(message, self._people)
        if author not in self._people:
            known = self.strangers.get(author)
            if known is None or (message.user_profile and known.name == UNKNOWN_NAME):
                self._add_stranger(stranger(author, message))
        if message.reactions:
            for user in reactors(message):
                if user not in self._people and user not in self.strangers:
                    self._add_stranger(stranger(user, None))

    def _add_stranger(self, person: Person) -> None:
        if len(self.strangers) >= limits.PEOPLE:
            raise ArchiveError(Flaw.TOO_MUCH, limit=limits.PEOPLE, what="people")
        self.strangers[person.source_id] = person
