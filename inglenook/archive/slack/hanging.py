"""What hangs on a message: reactions and files."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .. import limits
from ..cleaning import clean_file_name, clean_line
from ..records import File, Reaction
from .emoji_names import reaction_of
from .messages import Message, decoded, dicts

_FILE_ID = re.compile(r"F[A-Z0-9]{2,40}")


def reactors(message: Message) -> Iterator[str]:
    """The source ids of everybody who reacted."""
    for reaction in dicts(message.reactions):
        yield from _users(reaction)


def reactions_of(message: Message) -> tuple[tuple[Reaction, ...], int]:
    """One reaction a person and emoji, and how many were beyond the limit.

    Slack's own `count` isn't asked: it may tell of more people than it names.
    """
    found: dict[tuple[str, str], Reaction] = {}
    for entry in dicts(message.reactions):
        shown = reaction_of(entry.get("name"))
        if shown is not None:
            for user in _users(entry):
                found.setdefault((shown, user), Reaction(shown, user))
    kept = tuple(found.values())[: limits.REACTIONS_PER_MESSAGE]
    return kept, len(found) - len(kept)


def _users(reaction: Mapping[str, Any]) -> list[str]:
    users = reaction.get("users")
    if not isinstance(users, list):
        return []
    return [user[:40] for user in users if isinstance(user, str) and user]


def has_file(message: Message) -> bool:
    """Whether it has a file that wasn't deleted."""
    return bool(message.files or message.file) and bool(_listed(message))


def files_of(message: Message, carried: Mapping[str, str]) -> tuple[tuple[File, ...], int]:
    """The files, and how many were beyond the limit. `carried` goes from file id to entry."""
    listed = _listed(message)
    kept = tuple(_file(entry, carried) for entry in listed[: limits.FILES_PER_MESSAGE])
    return kept, len(listed) - len(kept)


def _listed(message: Message) -> list[dict[str, Any]]:
    """The files that weren't deleted; exports before 2018 have a single `file`."""
    found = dicts(message.files)
    if not found and message.file:
        single = decoded(message.file)
        found = [single] if isinstance(single, dict) else []
    return [file for file in found if file.get("mode") != "tombstone"]


def _file(entry: Mapping[str, Any], carried: Mapping[str, str]) -> File:
    source_id = entry.get("id")
    source_id = source_id if isinstance(source_id, str) else ""
    name = clean_file_name(entry.get("name")) or clean_file_name(entry.get("title"))
    size = entry.get("size")
    return File(
        source_id=source_id[:60],
        name=name or "file",
        media_type=clean_line(entry.get("mimetype"), 100),
        size=size if type(size) is int and 0 <= size < 1 << 50 else 0,
        entry=carried.get(source_id),
    )


def carried_files(entries: Iterator[str]) -> dict[str, str]:
    """The entries that are files' bytes, by Slack's id of the file.

    Slack's own export has none. Tools that fetch them put them at ``__uploads/ID/name``,
    ``CHANNEL/attachments/ID-name`` or ``attachments/ID/name``.
    """
    found: dict[str, str] = {}
    for entry in entries:
        folder, _, name = entry.rpartition("/")
        parent = folder.rpartition("/")[2]
        start = re.split(r"[-_.]", name, maxsplit=1)[0]
        for candidate in (parent, start):
            if folder and _FILE_ID.fullmatch(candidate):
                found.setdefault(candidate, entry)
                break
    return found
