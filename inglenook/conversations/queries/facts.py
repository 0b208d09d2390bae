"""What posts say, kept in memory: fetched once for each version of a post, whoever looks.

Which posts a page shows is asked of the database each time, with the predicate; that question takes
four short columns and the version. What hangs on a version alone (the words, files, who gave which
reaction) comes from here. Names are no part of it: they come from `communities.looks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from inglenook.conversations.models import Post
from inglenook.foundation import text
from inglenook.foundation.memory import Kept
from inglenook.foundation.prepared import prepared
from inglenook.foundation.viewer import Viewer

MOST = 4_000_000
"""Bytes of words and of what was made of them, in one process."""
VARIANTS = 16
"""Ways in which one post is kept ready: for members, moderators, its author, in two languages."""


class Line(NamedTuple):
    """What the question which posts are seen takes of each."""

    pk: int
    author_id: int | None
    kind: str
    standing: str
    version: int


LINE = ("pk", "author_id", "kind", "standing", "version")


class Facts:
    """One version of one post, and the ways in which it was shown so far."""

    __slots__ = (
        "attached", "edited_at", "html", "imported", "markup", "mentioned", "of_community",
        "reactions", "reactors", "revision", "version",
    )  # fmt: skip

    def __init__(self, of_community: int, rows: list[tuple[Any, ...]]) -> None:
        """`rows` of `_bodies`: one, or one for each reaction."""
        _pk, version, html, revision, edited_at, imported, attached, *_reaction = rows[0]
        self.version: int = version
        self.of_community = of_community
        self.html: str = html
        self.revision: int = revision
        self.edited_at: datetime | None = edited_at
        self.imported: bool = imported
        self.attached: list[dict[str, Any]] = attached
        self.reactions: list[tuple[str, int]] = [row[-2:] for row in rows if row[-1] is not None]
        self.reactors = frozenset(author for _emoji, author in self.reactions)
        self.mentioned = frozenset(text.mentioned(html))
        self.markup: dict[Any, bytes] = {}


NOTHING = Facts(0, [(0, 0, "", 0, None, False, [], None, None)])
_kept: Kept[int, Facts] = Kept(MOST)


def facts_of(viewer: Viewer, lines: Iterable[Line]) -> Mapping[int, Facts]:
    """The facts of these posts, which the viewer sees; no query where all are known."""
    found: dict[int, Facts] = {}
    missing = []
    for line in lines:
        facts = _kept.get(line.pk)
        if (
            facts is not None
            and facts.version == line.version
            and facts.of_community == viewer.version
        ):
            found[line.pk] = facts
        else:
            missing.append(line.pk)
    if missing:
        found |= _fetched(viewer, missing)
    return found


def _fetched(viewer: Viewer, keys: list[int]) -> dict[int, Facts]:
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for row in _bodies(viewer, tuple(keys)):
        rows.setdefault(row[0], []).append(row)
    found = {pk: Facts(viewer.version, of_post) for pk, of_post in rows.items()}
    for pk, facts in found.items():
        if viewer.version:
            _kept.put(pk, facts, len(facts.html) + 500)
    return found


@prepared
def _bodies(viewer: Viewer, keys: tuple[int, ...]) -> Any:
    posts = Post.objects.visible_to(viewer).crossing("everybody's reactions, left out when shown")
    rows = posts.filter(pk__in=keys).order_by("pk", "reactions__at", "reactions__pk")
    return rows.values_list(
        "pk", "version", "html", "revision", "edited_at", "imported", "attached",
        "reactions__emoji", "reactions__author_id",
    )  # fmt: skip


def keep_markup(pk: int, facts: Facts, way: Any, markup: bytes) -> None:
    """Keep how a post looks for those to whom it looks the same."""
    if len(facts.markup) >= VARIANTS:
        facts.markup.clear()
    facts.markup[way] = markup
    _kept.grow(pk, len(markup))
