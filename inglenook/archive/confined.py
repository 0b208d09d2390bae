"""An archive that is read in a child process with limits, as every archive of strangers is.

It offers what `records.Archive` says. The child reads a little ahead: it is asked for the next
chapters before they are needed, so that it reads while the parent writes.
"""

import fcntl
import io
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Self, cast

from . import limits
from .errors import ArchiveError, Flaw
from .frames import Answer, ChildGoneError, Overview, Question, receive, send
from .records import Chapter, File, Item, Person, Space

_PIPE_BYTES = 1 << 20
_CHAPTERS_AHEAD = 200
_MESSAGES_AHEAD = 2_500


def open_confined(form: str, path: Path, *, direct_messages: bool = False) -> "ConfinedArchive":
    """Open an archive of the format `form` ("slack") in a child process.

    Raises ArchiveError where it can't be read, or can't be read within the limits.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.child", form, path.resolve(), str(direct_messages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": ":".join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
    )
    try:
        return ConfinedArchive(child)
    except BaseException:
        _end(child)
        raise


class ConfinedArchive:
    """An archive in a child process; close it or use it in a `with`.

    Every method raises ArchiveError where the child meets its limits. An answer must be read to
    its end before the next question.
    """

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        self._child = child
        self._busy = False
        self._ahead: deque[Chapter] = deque()
        with suppress(OSError, AttributeError):  # as much as the system allows; else it waits
            fcntl.fcntl(child.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)  # type: ignore[arg-type]
        answer = self._receive()
        if answer.refusal is not None:
            raise ArchiveError(Flaw(answer.refusal.flaw), **answer.refusal.values)  # type: ignore[arg-type]
        self._overview = answer.overview or Overview((), (), {}, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        _end(self._child)

    @property
    def conversations_held_back(self) -> int:
        """How many direct conversations the archive has that weren't asked for."""
        return self._overview.conversations_held_back

    @property
    def names(self) -> Mapping[str, str]:
        """Names of people by source id, for `resolve_mentions`."""
        return self._overview.names

    def people(self) -> Iterator[Person]:
        """Everybody, each before anything that they wrote."""
        for answer in self._ask(Question(people=True)):
            yield from answer.people

    def spaces(self) -> Iterator[Space]:
        """Every space that comes."""
        return iter(self._overview.spaces)

    def chapters(self) -> Sequence[Chapter]:
        """The chapters, in the order in which they must be read."""
        return self._overview.chapters

    def posts(self, after: str | None = None) -> Iterator[Item]:
        """What is in all chapters, or in those after the one with the source id `after`."""
        chapters = self._overview.chapters
        if after is not None:
            numbers = {chapter.source_id: chapter.number for chapter in chapters}
            chapters = chapters[numbers[after] + 1 :]
        return chain.from_iterable(map(self.read, chapters))

    def read(self, chapter: Chapter) -> Iterator[Item]:
        """What is in one chapter, in order of time."""
        if self._ahead and self._ahead[0] == chapter:
            self._ahead.popleft()
            self._begin()
        else:
            self._drop_what_is_ahead()
            self._begin(Question(chapter=chapter.number))
        self._ask_ahead(chapter)
        for answer in self._answers():
            for thread, post, skipped in answer.items:
                item = post or thread or skipped
                if item is not None:
                    yield item

    def _ask_ahead(self, chapter: Chapter) -> None:
        """Ask for what follows, as far as it is likely to fit into the pipe."""
        asked = sum(one.messages for one in self._ahead)
        number = (self._ahead[-1] if self._ahead else chapter).number + 1
        for following in self._overview.chapters[number : number + _CHAPTERS_AHEAD]:
            asked += following.messages
            if asked > _MESSAGES_AHEAD or len(self._ahead) >= _CHAPTERS_AHEAD:
                return
            self._send(Question(chapter=following.number))
            self._ahead.append(following)

    def _drop_what_is_ahead(self) -> None:
        while self._ahead:
            self._ahead.popleft()
            while self._receive().more:
                pass

    @contextmanager
    def open_file(self, file: File) -> Iterator[BinaryIO]:
        """The bytes of a file that is taken. Raises KeyError where it isn't."""
        if file.entry is None:
            raise KeyError(file.name)
        answers = self._ask(Question(entry=file.entry))
        yield cast(BinaryIO, io.BufferedReader(_Chunks(answer.data for answer in answers)))
        for _ in answers:
            pass  # what wasn't read must not be taken for the next answer

    def _ask(self, question: Question) -> Iterator[Answer]:
        self._drop_what_is_ahead()
        self._begin(question)
        yield from self._answers()

    def _begin(self, question: Question | None = None) -> None:
        """Begin with an answer; without a question it was asked ahead."""
        if self._busy:
            raise RuntimeError("the answer before was not read to its end")
        self._busy = True
        if question is not None:
            self._send(question)

    def _answers(self) -> Iterator[Answer]:
        while (answer := self._receive()).more:
            yield answer
        self._busy = False

    def _send(self, question: Question) -> None:
        try:
            send(self._child.stdin, question)  # type: ignore[arg-type]
        except OSError as error:
            raise ArchiveError(Flaw.BEYOND_LIMITS) from error

    def _receive(self) -> Answer:
        try:
            return receive(self._child.stdout, Answer, limits.CHILD_PATIENCE_SECONDS)  # type: ignore[arg-type]
        except (EOFError, ChildGoneError, OSError) as error:
            raise ArchiveError(Flaw.BEYOND_LIMITS) from error


class _Chunks(io.RawIOBase):
    """Answers' bytes as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()
