"""From a query's operators to what the index understands, with the eyes of one viewer.

A name or space that doesn't exist, and one that the viewer may not know of, give the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.foundation.fulltext import Query, words
from inglenook.foundation.keys import key_floor
from inglenook.foundation.viewer import Viewer

LARGEST_KEY = (1 << 63) - 1

MOST_AUDIENCES = 200
"""More than these (of private talks, mostly) would make the index's own query long and slow."""


class Place(Protocol):
    """What is asked of a space that the viewer sees."""

    @property
    def pk(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Tokens and keys for `fulltext.match`. An empty group of `scope_any` finds nothing."""

    scope_all: tuple[str, ...]
    scope_any: tuple[tuple[str, ...], ...]
    before: int | None
    after: int | None
    sentence: str = ""
    """Why nothing can be found, where a space or a name is unknown."""


def narrowed(
    viewer: Viewer, query: Query, spaces: Sequence[Place], *, kind: str, authors: Sequence[int]
) -> Narrowed:
    """What to ask the index for.

    Args:
        spaces: those that the viewer sees.
        kind: of the spaces to look in, "board" or "chat"; all when empty.
        authors: whom the names after `from:` mean, where there are any.
    """
    groups = []
    if len(viewer.audience_ids) <= MOST_AUDIENCES:
        groups.append(tuple(f"a{pk}" for pk in sorted(viewer.audience_ids)))
    sentence = ""
    if query.places:
        found = [space.pk for typed in query.places for space in spaces_named(spaces, typed)]
        groups.append(tuple(f"s{pk}" for pk in found))
        sentence = "" if found else _("There is no space of this name here.")
    if kind:
        groups.append(tuple(f"s{space.pk}" for space in spaces if space.kind == kind))
    if query.senders:
        groups.append(tuple(f"u{pk}" for pk in authors))
        sentence = sentence or _("Nobody of this name has written what you look for.")
    before = key_from(query.before) if query.before else None
    after = key_from(query.after) if query.after else None
    return Narrowed((f"c{viewer.community_id}",), tuple(groups), before, after, sentence)


def spaces_named(spaces: Sequence[Place], typed: str) -> list[Place]:
    """The spaces with this address or name; without one, those whose names begin with it."""
    wanted = words(typed)
    if not wanted:
        return []
    whole = [s for s in spaces if wanted in (words(s.slug), words(s.name))]
    return whole or [s for s in spaces if words(s.name)[: len(wanted)] == wanted]


def names_meant(people: Sequence[tuple[int, str]], typed: str) -> list[int]:
    """Whom a name means: those who are called so, else those of whose name it is a part."""
    wanted = words(typed)
    if not wanted:
        return []
    named = [(pk, words(name)) for pk, name in people]
    whole = [pk for pk, name in named if name == wanted]
    return whole or [pk for pk, name in named if _within(wanted, name)]


def _within(wanted: list[str], name: list[str]) -> bool:
    """Whether the words stand in the name one after the other, the last perhaps only begun."""
    *before, last = wanted
    size = len(wanted)
    return any(
        name[at : at + size - 1] == before and name[at + size - 1].startswith(last)
        for at in range(len(name) - size + 1)
    )


def key_from(day: date) -> int:
    """The smallest key of this day in the time zone that is active."""
    begins = datetime.combine(day, time(), timezone.get_current_timezone())
    return min(max(key_floor(begins), 0), LARGEST_KEY)
