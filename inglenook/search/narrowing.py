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


type Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Tokens and keys for `fulltext.match`. An empty group finds nothing."""

    spaces: Groups
    """Whatever the viewer may see of it stands where these tokens are."""
    wide: Groups | None
    """Fewer groups, which are found faster and may be those of places that the viewer doesn't see;
    None where the query names a place, or no word."""
    private: Groups | None
    """The same for the viewer's own private talk; None where the query is about spaces."""
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
    places = list(spaces)
    sentence = ""
    if query.places:
        places = [space for typed in query.places for space in spaces_named(spaces, typed)]
        sentence = "" if places else _("There is no space of this name here.")
    if kind:
        places = [space for space in places if space.kind == kind]
    who: Groups = ()
    if query.senders:
        who = (tuple(f"u{pk}" for pk in authors),)
        sentence = sentence or _("Nobody of this name has written what you look for.")
    about_places = bool(query.places or kind)
    mine = tuple(f"m{pk}" for pk in sorted(viewer.own_ids))
    return Narrowed(
        spaces=(*who, tuple(f"s{space.pk}" for space in places)),
        wide=who if (query.terms or who) and places and not about_places else None,
        private=(*who, mine) if mine and not about_places else None,
        before=key_from(query.before) if query.before else None,
        after=key_from(query.after) if query.after else None,
        sentence=sentence,
    )


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
