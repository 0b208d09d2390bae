"""The lists of an export: users.json, channels.json, groups.json, dms.json, mpims.json."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from .. import limits
from ..cleaning import clean_address, clean_line
from ..errors import ArchiveError, Flaw
from ..reading import GuardedZip, UnreadableEntryError
from ..records import Person, Readers, Space

USERS = "users.json"
CHANNELS = "channels.json"
#: Which list names what kind of space.
SPACES = {
    CHANNELS: Readers.MEMBERS,
    "groups.json": Readers.LIST,
    "mpims.json": Readers.DIRECT,
    "dms.json": Readers.DIRECT,
}


def read_people(source: GuardedZip) -> dict[str, Person]:
    """The accounts of the export, by id. Raises ArchiveError."""
    people: dict[str, Person] = {}
    for entry in _entries(source, USERS):
        person = _person(entry)
        people.setdefault(person.source_id, person)
    if len(people) > limits.PEOPLE:
        raise ArchiveError(Flaw.TOO_MUCH, USERS, limit=limits.PEOPLE, what="people")
    return people


def read_spaces(source: GuardedZip, people: Mapping[str, Person]) -> dict[str, Space]:
    """Channels, private channels and conversations, by the folder that holds them.

    Raises ArchiveError.
    """
    folders: dict[str, Space] = {}
    for name, readers in SPACES.items():
        if name not in source:
            continue
        for entry in _entries(source, name):
            space = _space(entry, readers, people)
            for folder in (space.source_id, entry.get("name")):
                if isinstance(folder, str):
                    _name_folder(folders, folder, space)
        if len(folders) > limits.SPACES * 2:
            raise ArchiveError(Flaw.TOO_MUCH, name, limit=limits.SPACES, what="channels")
    return folders


def _name_folder(folders: dict[str, Space], folder: str, space: Space) -> None:
    """Where two spaces claim one folder, it belongs to the one with fewer readers."""
    narrow = (Readers.MEMBERS, Readers.LIST, Readers.DIRECT)
    known = folders.get(folder)
    if known is None or narrow.index(space.readers) > narrow.index(known.readers):
        folders[folder] = space


def _entries(source: GuardedZip, name: str) -> Iterator[dict[str, Any]]:
    try:
        data = source.read(name).removeprefix(b"\xef\xbb\xbf")
        found = msgspec.json.decode(data)
    except UnreadableEntryError as error:
        raise ArchiveError(Flaw.BROKEN_LIST, name, "damaged or too large") from error
    except UnicodeDecodeError as error:
        raise ArchiveError(Flaw.BROKEN_LIST, name, "not UTF-8") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise ArchiveError(Flaw.BROKEN_LIST, name, str(error)[:120]) from error
    if not isinstance(found, list):
        raise ArchiveError(Flaw.BROKEN_LIST, name, "not a list")
    for number, entry in enumerate(found, start=1):
        if not isinstance(entry, dict) or not _is_id(entry.get("id")):
            raise ArchiveError(Flaw.BROKEN_LIST, name, f"no id in entry {number}")
        yield entry


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 40 and value.isascii() and value.isalnum()


def _person(entry: dict[str, Any]) -> Person:
    profile = entry.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    return Person(
        source_id=entry["id"],
        name=name_from(profile, entry),
        handle=clean_line(entry.get("name"), limits.NAME_CHARACTERS),
        address=clean_address(profile.get("email")),
        bio=clean_line(profile.get("title"), limits.PURPOSE_CHARACTERS),
        time_zone=clean_line(entry.get("tz"), 64),
        bot=entry.get("is_bot") is True or entry["id"] == "USLACKBOT",
        left=entry.get("deleted") is True,
    )


def name_from(profile: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """The name to show: what the person chose, else the full name, else the user name."""
    for value in (
        profile.get("display_name"),
        profile.get("real_name"),
        entry.get("real_name"),
        profile.get("name"),
        entry.get("name"),
    ):
        if name := clean_line(value, limits.NAME_CHARACTERS):
            return name
    return UNKNOWN_NAME


#: What an account without any name is called; the writing half may translate it.
UNKNOWN_NAME = "Unknown person"


def _space(entry: dict[str, Any], readers: Readers, people: Mapping[str, Person]) -> Space:
    members = entry.get("members")
    known = [m for m in members if isinstance(m, str)] if isinstance(members, list) else []
    members = tuple(dict.fromkeys(known[: limits.PEOPLE]))
    name = clean_line(entry.get("name"), limits.NAME_CHARACTERS)
    if readers is Readers.DIRECT:
        named = [people[member].name for member in members if member in people]
        name = clean_line(", ".join(named[:9]), limits.NAME_CHARACTERS)
    made = entry.get("created")
    return Space(
        source_id=entry["id"],
        name=name or entry["id"],
        purpose=_purpose(entry),
        readers=readers,
        members=members,
        archived=entry.get("is_archived") is True,
        made_at=made * 1_000_000 if type(made) is int and 0 < made < 4_102_444_800 else None,
    )


def _purpose(entry: dict[str, Any]) -> str:
    """The purpose, or the topic where there is none."""
    for part in (entry.get("purpose"), entry.get("topic")):
        value = part.get("value") if isinstance(part, dict) else part
        if line := clean_line(value, limits.PURPOSE_CHARACTERS):
            return line
    return ""
