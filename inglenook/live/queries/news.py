"""What the log holds that a listener may know of.

A listener is told of an activity when they are in its audience and see its object now. This is
asked when it is delivered, of all listeners in one query an object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Max, Min
from django.utils import timezone

from inglenook.communities.models import Block, Membership
from inglenook.foundation import audience, predicate
from inglenook.foundation.activity import Activity
from inglenook.foundation.regions import regions_of

BATCH = 200
"""Activities looked at in one step; the rest follows at once."""
MOST_MISSED = 500
"""Whoever missed more than this fetches the whole page anew."""
OVERLAP = timedelta(seconds=15)
"""A new stream is told of what happened so shortly before, while its page was on its way."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed: where, and which members may know of it."""

    id: int
    regions: tuple[str, ...]
    members: frozenset[int]


def newest_id() -> int:
    """The id of the last activity; 0 before the first."""
    return Activity.objects.aggregate(id=Max("pk"))["id"] or 0


def news(position: int) -> list[Activity]:
    """What was recorded after `position`, at most BATCH."""
    rows = Activity.objects.filter(pk__gt=position).select_related("audience")
    return list(rows.order_by("pk")[:BATCH])


def missed(community_id: int, since: int | None, position: int) -> list[Activity] | None:
    """What happened in a community after `since`, or a moment ago without it, up to `position`.

    None where too much was missed, or the log no longer (or not yet) reaches back to it.
    """
    rows = Activity.objects.filter(community=community_id, pk__lte=position)
    if since is None:
        rows = rows.filter(at__gte=timezone.now() - OVERLAP)
    elif not _reaches(since, position):
        return None
    else:
        rows = rows.filter(pk__gt=since)
    found = list(rows.select_related("audience").order_by("pk")[: MOST_MISSED + 1])
    return found if len(found) <= MOST_MISSED else None


def _reaches(since: int, position: int) -> bool:
    """Whether nothing between the two has been pruned; an id from before a restore lies ahead."""
    if since >= position:
        return since == position
    oldest = Activity.objects.aggregate(id=Min("pk"))["id"] or 0
    return since >= oldest - 1


def changes(
    activities: Iterable[Activity], listeners: Mapping[int, Collection[int]]
) -> list[Change]:
    """What to tell whom; `listeners` are memberships by community. Two queries an object."""
    latest: dict[tuple[str, int, int | None, int | None], Activity] = {}
    for activity in activities:
        if activity.audience is not None and listeners.get(activity.community_id):
            key = (activity.about, activity.object_id, activity.audience_id, activity.actor_id)
            latest[key] = activity
    rows = _rows(latest.values())
    told = []
    for activity in latest.values():
        row = rows.get((activity.about, activity.object_id))
        if row is None:
            continue
        if members := _who(activity, row, listeners[activity.community_id]):
            told.append(Change(activity.pk, regions_of(activity.about, row), members))
    return told


def _rows(activities: Iterable[Activity]) -> dict[tuple[str, int], Any]:
    """The objects as they are now, with what their guards ask for; one query a kind."""
    wanted: dict[str, set[int]] = {}
    for activity in activities:
        wanted.setdefault(activity.about, set()).add(activity.object_id)
    found = {}
    for about, ids in wanted.items():
        for row in _with_guard(about).filter(pk__in=ids):
            found[about, row.pk] = row
    return found


def _with_guard(about: str) -> Any:
    try:
        model: Any = apps.get_model(about)
    except LookupError:
        # The room has been taken out of the house since.
        return Activity.objects.none()
    guard = getattr(model, "guard", None)
    if guard is None:
        return model.objects.all()
    paths = {guard.audience.removesuffix("_id")}
    paths |= {hop.path.removesuffix("__") for hop in guard.hops if hop.path}
    rows = model.objects.unguarded("asked next of each: who sees it")
    return rows.crossing("the hops of its own guard").select_related(*paths)


def _who(activity: Activity, row: Any, listeners: Collection[int]) -> frozenset[int]:
    """Those listeners who are in the audience and see the row; nobody kept apart from the actor."""
    guarded = hasattr(row, "guard")
    people = predicate.people_who_see(row) if guarded else Membership.objects.all()
    if activity.audience is None:
        return frozenset()
    people = people.filter(audience.people_of(activity.audience), pk__in=listeners)
    if activity.actor_id is not None:
        people = people.exclude(pk__in=Block.objects.parties_of(activity.actor_id))
    return frozenset(people.values_list("pk", flat=True))
