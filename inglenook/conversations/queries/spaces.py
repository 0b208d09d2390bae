"""The spaces that a viewer sees, with their calm dots: one query a request."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import OuterRef, Subquery

from inglenook.conversations.models import Thread
from inglenook.foundation.addresses import at
from inglenook.foundation.audience import LIST, MODERATORS
from inglenook.foundation.prepared import prepared
from inglenook.foundation.shell import SpaceItem
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space, SpaceMark


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space as pages and policies need it; `seen` is up to where nothing is new."""

    pk: int
    community_id: int
    slug: str
    name: str
    purpose: str
    icon: str
    kind: str
    audience_id: int
    openness: str
    position: int
    archived_at: Any
    last_key: int
    seen: int
    stream_id: int | None

    @property
    def audience(self) -> Any:
        """What policies ask of a space's audience."""
        return SimpleNamespace(pk=self.audience_id, kind=self.openness)

    @property
    def is_new(self) -> bool:
        return self.last_key > self.seen

    @property
    def is_locked(self) -> bool:
        return self.openness in (LIST, MODERATORS)


def spaces_of(viewer: Viewer) -> tuple[SpaceRow, ...]:
    """All spaces of the community that the viewer sees, in the hosts' order; one query."""
    found = []
    for row in _space_rows(viewer):
        *columns, last_key, seen, stream_id = row
        until = max(seen or 0, viewer.joined_key) if viewer.is_inside else last_key
        found.append(SpaceRow(*[*columns, last_key, until, stream_id]))
    return tuple(found)


@prepared
def _space_rows(viewer: Viewer) -> Any:
    marks = SpaceMark.objects.filter(membership=viewer.membership_id or 0, space=OuterRef("pk"))
    streams = Thread.objects.unguarded("whoever sees a chat sees its stream").filter(
        space=OuterRef("pk"), kind=Thread.Kind.STREAM
    )
    rows = Space.objects.visible_to(viewer).filter(community=viewer.community_id)
    columns = (
        "pk", "community_id", "slug", "name", "purpose", "icon", "kind", "audience_id",
        "audience__kind", "position", "archived_at", "last_key", "seen", "stream_id",
    )  # fmt: skip
    found = rows.annotate(
        seen=Subquery(marks.values("key")[:1]), stream_id=Subquery(streams.values("pk")[:1])
    ).order_by("position", "pk")
    return found.values_list(*columns)


def of_request(request: Any) -> tuple[SpaceRow, ...]:
    """The same, asked at most once a request."""
    if not hasattr(request, "space_rows"):
        request.space_rows = spaces_of(request.viewer)
    return request.space_rows  # type: ignore[no-any-return]


def space_at(request: Any, slug: str) -> SpaceRow | None:
    """The space at this address, where the viewer sees it."""
    return next((row for row in of_request(request) if row.slug == slug), None)


def in_frame(request: Any) -> tuple[SpaceItem, ...]:
    """The list of spaces at the side of every page."""
    community = request.community.slug
    current = getattr(request, "current_space", None)
    return tuple(
        SpaceItem(
            name=row.name,
            url=at(community, "s", row.slug),
            icon=row.icon,
            is_new=row.is_new and row.pk != current,
            is_current=row.pk == current,
            locked=row.is_locked,
        )
        for row in of_request(request)
        if row.archived_at is None or row.pk == current
    )


def locked(request: Any) -> list[tuple[int, str]]:
    """The list spaces that the viewer is in."""
    return [(row.audience_id, row.name) for row in of_request(request) if row.openness == LIST]
