"""Makes the viewer: one query for who somebody is, one for what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Value

from inglenook.accounts import sessions
from inglenook.communities.models import Block, Community, Membership
from inglenook.foundation import audience
from inglenook.foundation.audience import Audience
from inglenook.foundation.keys import key_floor
from inglenook.foundation.prepared import Instances, Row, prepared
from inglenook.foundation.viewer import Viewer

ACTIVE = Membership.State.ACTIVE


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody looking at a community: the viewer, and the rows that a page shows of them."""

    viewer: Viewer
    community: Community | None = None
    membership: Membership | None = None
    elsewhere: tuple[Community, ...] = ()
    """The person's other communities, for the switcher."""


def presence(
    person_id: int | None, slug: str | None, along: list[Row] | None = None
) -> Presence | None:
    """Who looks, in the community at this address; None where there is no such community.

    Args:
        along: the memberships, where the session brought them (see `bring_along`).
    """
    mine = [] if person_id is None else _memberships_of(person_id, along)
    theirs = tuple(m.community for m in mine if m.state == ACTIVE and m.byline_of_id is None)
    if slug is None:
        return Presence(Viewer(person_id=person_id), elsewhere=theirs)
    here = [m for m in mine if m.community.slug == slug]
    community = here[0].community if here else Community.objects.filter(slug=slug).first()
    if community is None:
        return None
    main = next((m for m in here if m.byline_of_id is None), None)
    elsewhere = tuple(c for c in theirs if c.pk != community.pk)
    viewer = _viewer(person_id, community, main, [m.pk for m in here])
    return Presence(viewer, community, main, elsewhere)


_MEMBERSHIPS = Instances(Membership, "community")


@prepared
def _places(person_id: int) -> Any:
    rows = Membership.objects.filter(person_id=person_id)
    return rows.values_list(*_MEMBERSHIPS.columns)


def _memberships_of(person_id: int, along: list[Row] | None) -> list[Membership]:
    """Every membership of a person, each with its community."""
    rows = _places(person_id) if along is None else along
    found = [_MEMBERSHIPS.made_of(row) for row in rows if row[0] is not None]
    return sorted(found, key=lambda member: member.community.name)


def bring_along() -> None:
    """Have each session bring the memberships of its person, in the same query."""
    sessions.take_along([f"person__memberships__{name}" for name in _MEMBERSHIPS.columns])


def viewer_of(membership: Membership) -> Viewer:
    """The viewer that this membership's person is; for commands, jobs and streams."""
    faces = Membership.objects.filter(Q(pk=membership.pk) | Q(byline_of=membership.pk))
    own = list(faces.values_list("pk", flat=True))
    return _viewer(membership.person_id, membership.community, membership, own)


def _viewer(
    person_id: int | None, community: Community, main: Membership | None, own: list[int]
) -> Viewer:
    if main is None or main.state != ACTIVE or main.person_id is None:
        return Viewer(
            person_id=person_id,
            community_id=community.pk,
            audience_ids=audience.audiences_of(community.pk, None, ""),
            version=community.version,
        )
    reach = _reach(community.pk, main.pk, main.role)
    return Viewer(
        person_id=person_id,
        community_id=community.pk,
        membership_id=main.pk,
        role=main.role,
        audience_ids=frozenset(pk for kind, pk in reach if kind == "a"),
        own_ids=frozenset(own),
        blocked_ids=frozenset(pk for kind, pk in reach if kind == "b"),
        joined_key=key_floor(main.joined_at),
        version=community.version,
    )


@prepared
def _reach(community_id: int, membership_id: int, role: str) -> Any:
    """Audiences ("a") and blocked memberships ("b") of one member, in one query."""
    audiences = audience.rows_of(community_id, membership_id, role).values_list(Value("a"), F("pk"))
    blocks = Block.objects.faces_apart_from(membership_id)
    return audiences.union(*(rows.values_list(Value("b"), "apart") for rows in blocks), all=True)


def register_audiences() -> None:
    """Tell the foundation how each kind of audience resolves to people and rows."""
    from inglenook.foundation.audience import LIST, MEMBERS, MODERATORS, WORLD, AudienceEntry
    from inglenook.foundation.viewer import HOST, MEMBER, MODERATOR

    here = Q(state=ACTIVE, person__isnull=False)
    roles = {MEMBERS: (HOST, MODERATOR, MEMBER), MODERATORS: (HOST, MODERATOR)}

    def on_list(audience_id: int) -> Q:
        listed = AudienceEntry.objects.filter(audience=audience_id)
        return here & Q(pk__in=listed.values("membership"))

    def lists_of(membership_id: int | None, role: str) -> Q:
        mine = AudienceEntry.objects.filter(membership=membership_id)
        return Q(pk__in=mine.values("audience")) if membership_id else Q(pk__in=())

    def by_role(kind: str) -> audience.Resolution:
        allowed = roles[kind]
        return audience.Resolution(
            rows=lambda _id, role: Q() if role in allowed else Q(pk__in=()),
            people=lambda _id: here & Q(role__in=allowed),
        )

    audience.register(WORLD, audience.Resolution(lambda _id, role: Q(), lambda _id: here))
    audience.register(MEMBERS, by_role(MEMBERS))
    audience.register(MODERATORS, by_role(MODERATORS))
    audience.register(LIST, audience.Resolution(lists_of, on_list))


__all__ = [
    "Audience", "Presence", "bring_along", "presence", "register_audiences", "viewer_of",
]  # fmt: skip
