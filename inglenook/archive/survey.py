"""The dry run: read everything, bring nothing, and say what would come, change and stay."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from .reasons import Change, Reason
from .records import Archive, Chapter, Post, Readers, Skipped, Space, SpaceKind
from .tally import Tally

#: Samples that are kept of each reason and each change.
SAMPLES = 3
_SAMPLE_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the report: found = comes + changed + stays."""

    found: int
    comes: int
    changed: int
    stays: int


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """One space and its messages. A row without source id holds what belongs to none that comes."""

    source_id: str
    name: str
    kind: SpaceKind
    readers: Readers | None
    members: int
    archived: bool
    messages: Row
    threads: int
    replies: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason, how many messages it leaves out, and samples of them."""

    reason: Reason
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change, how many posts it touches, and samples of what it is made to."""

    change: Change
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The report of a dry run. `first` and `last` are microseconds since 1970, None without posts.

    `counts` has the shape that the command line prints. `others` are people without an account in
    the source. Samples come from spaces that all members read. `as_json` gives plain values and
    `from_json` takes them back.
    """

    counts: dict[str, Any]
    read: int
    messages: Row
    threads: Row
    files: Row
    people: Row
    spaces: Row
    space_rows: tuple[SpaceRow, ...]
    stays: tuple[ReasonLine, ...]
    changes: tuple[ChangeLine, ...]
    with_address: int
    without_address: int
    bots: int
    closed_accounts: int
    never_wrote: int
    others: int
    first: int | None
    last: int | None

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries, lists, strings and numbers."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Survey":
        """The survey that `as_json` was made from. Raises msgspec.ValidationError."""
        return msgspec.convert(plain, cls)


@dataclass(slots=True)
class _SpaceCount:
    found: int = 0
    comes: int = 0
    changed: int = 0
    threads: int = 0
    replies: int = 0

    def row(self) -> Row:
        return Row(self.found, self.comes, self.changed, self.found - self.comes - self.changed)


@dataclass(slots=True)
class _Gathered:
    tally: Tally = field(default_factory=Tally)
    spaces: dict[str, _SpaceCount] = field(default_factory=dict)
    changes: Counter[Change] = field(default_factory=Counter)
    samples: dict[Reason | Change, list[str]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    """Spaces that all members read: only from there are samples shown."""
    lost_starts: set[str] = field(default_factory=set)
    authors: set[str] = field(default_factory=set)
    first: int | None = None
    last: int | None = None

    def sample(self, of: Reason | Change, text: str) -> None:
        kept = self.samples.setdefault(of, [])
        if text and len(kept) < SAMPLES and text not in kept:
            kept.append(text[:_SAMPLE_CHARACTERS])


def survey(archive: Archive) -> Survey:
    """Read the whole archive, streaming, and report on it.

    Raises MiscountError where messages read are not posts and skips together.
    """
    gathered = _Gathered()
    spaces = list(archive.spaces())
    for space in spaces:
        gathered.tally.add(space)
        gathered.spaces[space.source_id] = _SpaceCount()
        if space.readers is Readers.MEMBERS:
            gathered.open.add(space.source_id)
    for chapter in archive.chapters():
        _chapter(archive, chapter, gathered)
    read = sum(chapter.messages for chapter in archive.chapters())
    gathered.tally.prove(read)
    return _report(archive, spaces, gathered, read)


def _chapter(archive: Archive, chapter: Chapter, gathered: _Gathered) -> None:
    count = gathered.spaces.setdefault(_row_key(chapter, gathered), _SpaceCount())
    count.found += chapter.messages
    for item in archive.read(chapter):
        gathered.tally.add(item)
        if isinstance(item, Post):
            _post(item, gathered, count)
        elif isinstance(item, Skipped):
            gathered.sample(item.reason, item.sample)
        else:
            count.threads += 1


def _row_key(chapter: Chapter, gathered: _Gathered) -> str:
    return chapter.space if chapter.space in gathered.spaces and chapter.space else ""


def _post(post: Post, gathered: _Gathered, count: _SpaceCount) -> None:
    gathered.authors.add(post.author)
    if gathered.first is None or post.time < gathered.first:
        gathered.first = post.time
    if gathered.last is None or post.time > gathered.last:
        gathered.last = post.time
    count.replies += post.replies
    if not post.changes:
        count.comes += 1
        return
    count.changed += 1
    for changed in post.changes:
        gathered.changes[changed.change] += 1
        if post.space in gathered.open:
            gathered.sample(changed.change, changed.sample)
        if changed.change is Change.START_MISSING:
            gathered.lost_starts.add(changed.sample)


def _report(archive: Archive, spaces: list[Space], gathered: _Gathered, read: int) -> Survey:
    tally = gathered.tally
    counts = gathered.spaces.values()
    people = _people(archive, gathered)
    lost = len(gathered.lost_starts)
    held_back = archive.conversations_held_back
    everybody = tally.people + tally.others
    comes, changed = sum(c.comes for c in counts), sum(c.changed for c in counts)
    return Survey(
        counts=tally.as_json(),
        read=read,
        messages=Row(read, comes, changed, tally.skipped.total()),
        threads=Row(tally.threads + lost, tally.threads, 0, lost),
        files=Row(tally.files, tally.files_taken, 0, tally.files - tally.files_taken),
        people=Row(everybody, everybody, 0, 0),
        spaces=Row(len(spaces) + held_back, len(spaces), 0, held_back),
        space_rows=tuple(_space_rows(spaces, gathered)),
        stays=tuple(
            ReasonLine(reason, count, tuple(gathered.samples.get(reason, ())))
            for reason, count in tally.skipped.most_common()
        ),
        changes=tuple(
            ChangeLine(change, count, tuple(gathered.samples.get(change, ())))
            for change, count in gathered.changes.most_common()
        ),
        others=tally.others,
        first=gathered.first,
        last=gathered.last,
        **people,
    )


def _people(archive: Archive, gathered: _Gathered) -> dict[str, int]:
    found: Counter[str] = Counter()
    for person in archive.people():
        gathered.tally.add(person)
        found["with_address" if person.address else "without_address"] += 1
        found["bots"] += person.bot
        found["closed_accounts"] += person.left
        found["never_wrote"] += person.source_id not in gathered.authors
    names = ("with_address", "without_address", "bots", "closed_accounts", "never_wrote")
    return {name: found[name] for name in names}


def _space_rows(spaces: Iterable[Space], gathered: _Gathered) -> Iterable[SpaceRow]:
    for space in spaces:
        count = gathered.spaces[space.source_id]
        yield SpaceRow(
            space.source_id,
            space.name,
            space.kind,
            space.readers,
            len(space.members),
            space.archived,
            count.row(),
            count.threads,
            count.replies,
        )
    if rest := gathered.spaces.get(""):
        yield SpaceRow("", "", SpaceKind.CHAT, None, 0, False, rest.row(), 0, 0)
