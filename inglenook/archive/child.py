"""The process that reads an archive: little memory, little time, no network, no files written.

Started by `confined` as ``python -m inglenook.archive.child FORMAT FILE DIRECT``; it answers
questions on its standard input until that ends, so that it never outlives its parent.
"""

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import batched
from pathlib import Path
from typing import Any

from . import limits
from .errors import ArchiveError
from .frames import Answer, Boxed, Overview, Question, Refusal, receive, send
from .records import File, Item, Post, Skipped
from .slack import SlackArchive, open_slack

_BATCH = 500
_CHUNK = 256 * limits.KIB
_OPENERS = {"slack": open_slack}


def confine() -> None:
    """Give up what reading doesn't need. What the system doesn't offer is passed over."""
    for what, most in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CHILD_SECONDS),
        (resource.RLIMIT_NOFILE, limits.CHILD_OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with suppress(AttributeError, OSError):  # where there are no namespaces the hook stays
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork")):
        raise PermissionError(event)


def main(form: str, path: str, direct: str) -> None:
    """Read one archive for the parent, until it asks no more."""
    out = os.fdopen(os.dup(1), "wb")
    confine()
    try:
        archive = _OPENERS[form](Path(path), direct_messages=direct == "True")
    except ArchiveError as error:
        values = {key: _plain(value) for key, value in error.values.items()}
        send(out, Answer(refusal=Refusal(error.flaw.value, values)))
        return
    send(out, Answer(overview=_overview(archive)))
    questions = os.fdopen(0, "rb", buffering=0)
    while True:
        try:
            question = receive(questions, Question)
        except EOFError:
            return
        for answer in _answers(archive, question):
            send(out, answer)
        send(out, Answer())


def _overview(archive: SlackArchive) -> Overview:
    return Overview(
        tuple(archive.spaces()),
        tuple(archive.chapters()),
        dict(archive.names),
        archive.conversations_held_back,
    )


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def _answers(archive: SlackArchive, question: Question) -> Iterator[Answer]:
    if question.people:
        for people in batched(archive.people(), _BATCH):
            yield Answer(people=people, more=True)
    if question.chapter is not None:
        items = map(_boxed, archive.read(archive.chapters()[question.chapter]))
        for batch in batched(items, _BATCH):
            yield Answer(items=batch, more=True)
    if question.entry is not None:
        with archive.open_file(File("", "", entry=question.entry)) as stream:
            while chunk := stream.read(_CHUNK):
                yield Answer(data=chunk, more=True)


def _boxed(item: Item) -> Boxed:
    if isinstance(item, Post):
        return None, item, None
    return (None, None, item) if isinstance(item, Skipped) else (item, None, None)


if __name__ == "__main__":
    main(*sys.argv[1:])
