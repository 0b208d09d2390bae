"""The one rule of who sees what: audience, standing and blocks, with its three answers.

A kind of content says by a `Guard` where its audience stands and through which rows it hangs
on it. A post hangs on its thread: its guard has two hops, itself and the thread; the last hop
holds the audience. From this one description come `visible_to` (which rows), `visible` (this
row) and `people_who_see` (which people). A test holds that the three agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from inglenook.foundation import audience
from inglenook.foundation.standing import HELD, OPEN, Standing
from inglenook.foundation.viewer import HOST, MODERATOR, Viewer


@dataclass(frozen=True, slots=True)
class Hop:
    """A row on the way to the audience.

    `path` is its lookup prefix as seen from the content ("" for the row itself, "thread__");
    `author` and `standing` name its columns where it has them.
    """

    path: str = ""
    author: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """How a kind of content hangs on its audience; `audience` is the lookup of its column."""

    audience: str
    hops: tuple[Hop, ...]


def rows_visible(guard: Guard, viewer: Viewer) -> Q:
    """Which rows: the condition that every query of guarded content carries."""
    condition = Q(**{f"{guard.audience}__in": viewer.audience_ids})
    for hop in guard.hops:
        if hop.standing:
            condition &= _standing_allows(hop, viewer)
        if hop.author and viewer.blocked_ids:
            condition &= ~Q(**{f"{hop.path}{hop.author}__in": viewer.blocked_ids}) | Q(
                **{f"{hop.path}{hop.author}__isnull": True}
            )
    return condition


def _standing_allows(hop: Hop, viewer: Viewer) -> Q:
    column = hop.path + hop.standing
    # What hangs on a removed row keeps silent with it.
    allowed = Q(**{f"{column}__in": (Standing.PUBLISHED,) if hop.path else OPEN})
    if viewer.is_moderator:
        allowed |= Q(**{f"{column}__in": HELD})
    if viewer.own_ids:
        own = Q(**{f"{hop.path}{hop.author}__in": viewer.own_ids})
        allowed |= own & Q(**{f"{column}__in": (Standing.DRAFT, *HELD)})
    return allowed


def visible(viewer: Viewer, row: Model) -> bool:
    """This row: the same rule on a row in memory, whose hops are loaded.

    Raises:
        django.core.exceptions.FieldFetchBlocked: when a hop was not loaded with the row.
    """
    guard: Guard = row.guard  # type: ignore[attr-defined]
    if _value(row, guard.audience) not in viewer.audience_ids:
        return False
    return all(_hop_open(row, hop, viewer) for hop in guard.hops)


def _hop_open(row: Model, hop: Hop, viewer: Viewer) -> bool:
    author = _value(row, hop.path + hop.author) if hop.author else None
    if author is not None and author in viewer.blocked_ids:
        return False
    if not hop.standing:
        return True
    standing = _value(row, hop.path + hop.standing)
    if standing == Standing.PUBLISHED:
        return True
    if standing == Standing.REMOVED:
        return not hop.path
    if standing in HELD and viewer.is_moderator:
        return True
    return author is not None and author in viewer.own_ids


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def people_who_see(row: Model) -> QuerySet[Any]:
    """Which people: the memberships that see this row, second bylines left out.

    Strangers see what the world may see, and are no memberships: ask the audience's kind too.
    """
    guard: Guard = row.guard  # type: ignore[attr-defined]
    holder = _value(row, guard.audience.removesuffix("_id"))
    membership = apps.get_model("communities", "Membership")
    condition = audience.people_of(holder) & Q(byline_of__isnull=True, person__isnull=False)
    for hop in guard.hops:
        condition &= _people_past(row, hop)
    return membership.objects.filter(condition)


def _people_past(row: Model, hop: Hop) -> Q:
    author = _value(row, hop.path + hop.author) if hop.author else None
    condition, theirs = Q(), Q(pk__in=())
    if author is not None:
        membership = apps.get_model("communities", "Membership")
        block = apps.get_model("communities", "Block")
        condition = ~Q(pk__in=block.objects.parties_of(author))
        theirs = Q(pk__in=membership.objects.owner_of(author))
    if not hop.standing:
        return condition
    standing = _value(row, hop.path + hop.standing)
    if standing == Standing.PUBLISHED or (standing == Standing.REMOVED and not hop.path):
        return condition
    if standing in HELD:
        return condition & (theirs | Q(role__in=(HOST, MODERATOR)))
    if standing == Standing.DRAFT:
        return condition & theirs
    return Q(pk__in=())
