"""Who may read: the world, a community's members, its moderators, or a named list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from inglenook.foundation.epoch import ShownRow, ShownRows
from inglenook.foundation.prepared import prepared

WORLD, MEMBERS, MODERATORS, LIST = "world", "members", "moderators", "list"


class Audience(ShownRow):
    """A space owns one; a thread's row holds one; what hangs on posts has none of its own."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    kind = models.CharField(
        max_length=12,
        choices=[(k, k) for k in (WORLD, MEMBERS, MODERATORS, LIST)],
    )

    objects = ShownRows.as_manager()

    class Meta:
        indexes = [models.Index(fields=["community", "kind"], name="audience_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class AudienceEntry(models.Model):
    """One name on a list, since when."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    audience = models.ForeignKey(Audience, models.CASCADE, related_name="entries")
    membership = models.ForeignKey("communities.Membership", models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "membership"], name="once_on_a_list")
        ]


@dataclass(frozen=True, slots=True)
class Resolution:
    """How one kind of audience resolves, registered by the room that knows the people.

    `rows` tells by a viewer's membership and role which audiences of this kind are theirs;
    `people` tells which memberships belong to one audience.
    """

    rows: Callable[[int | None, str], Q]
    people: Callable[[int], Q]


_resolutions: dict[str, Resolution] = {}


def register(kind: str, resolution: Resolution) -> None:
    """Say how audiences of `kind` resolve; called once, when a room is declared."""
    _resolutions[kind] = resolution


def rows_of(community_id: int, membership_id: int | None, role: str) -> models.QuerySet[Audience]:
    """All audiences of the community to which this membership belongs."""
    theirs = Q(pk__in=())
    for kind, resolution in _resolutions.items():
        theirs |= Q(kind=kind) & resolution.rows(membership_id, role)
    return Audience.objects.filter(theirs, community_id=community_id)


def audiences_of(community_id: int, membership_id: int | None, role: str) -> frozenset[int]:
    """The ids of those; one query."""
    return frozenset(pk for (pk,) in _ids_of(community_id, membership_id, role))


@prepared
def _ids_of(
    community_id: int, membership_id: int | None, role: str
) -> models.QuerySet[Audience, tuple[int]]:
    return rows_of(community_id, membership_id, role).values_list("pk")


def people_of(audience: Audience) -> Q:
    """A condition over memberships: who belongs to this audience."""
    return Q(community_id=audience.community_id) & _resolutions[audience.kind].people(audience.pk)
