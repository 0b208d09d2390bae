"""What the kinds of content say of themselves to whatever crosses the house.

A room declares its kinds in `declares.py`. Search, live pages and the like then work on these
declarations, ask for rows through the kind's guarded queryset, and know no room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from inglenook.foundation.fulltext import Document
from inglenook.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside a thing; `tone` is `good`, `care` or empty."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A row as a page of results shows it, made of what its viewer may see.

    `plain` is text without form, with names filled in; `place` is where it stands, in words;
    `picture` is the name of its author's picture.
    """

    key: int
    url: str
    title: str
    plain: str
    author_id: int | None
    author: str
    picture: str = ""
    place: str = ""
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A kind of content that can be found.

    `findable` leaves out what is visible and yet not to be found, such as a removed row's mark.
    `columns` are what `show` is given of each row, for `values_list`; the first is "pk", which is
    a key made of time and the row's id in the search index. `documents` makes what the index
    holds, of one community and above a key, the lowest first.
    """

    name: str
    model: Any
    findable: Q
    columns: tuple[str, ...]
    show: Callable[[Viewer, str, Sequence[tuple[Any, ...]]], list[Found]]
    weigh: Callable[[tuple[Any, ...]], tuple[str, str]]
    """Title and text of one such row, as "best first" weighs them."""
    documents: Callable[[int, int, int], Iterator[Document]]
    """Called with a community's id, a key and a number of rows."""


_kinds: dict[str, ContentKind] = {}


def declare_kind(*kinds: ContentKind) -> None:
    """Make kinds known; each room calls it in its `declares.py`."""
    for kind in kinds:
        _kinds[kind.name] = kind


def declared_kinds() -> tuple[ContentKind, ...]:
    """All kinds, in the order of their names."""
    return tuple(_kinds[name] for name in sorted(_kinds))
