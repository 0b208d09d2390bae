"""What the pages about communities and their people show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.communities.faces import PersonLine, face, profile_url
from inglenook.communities.frame import mark_of
from inglenook.communities.models import Block, Claim, Community, Invitation, Membership
from inglenook.foundation import moments, names
from inglenook.foundation.addresses import at
from inglenook.foundation.memory import Kept
from inglenook.foundation.prepared import Row, prepared
from inglenook.foundation.viewer import Viewer

State, Role = Membership.State, Membership.Role
_keepers: Kept[tuple[int | None, int], list[Row]] = Kept(256)
PEOPLE = 60  # on one page


@dataclass(frozen=True, slots=True)
class HouseLine:
    """A community on the front door."""

    name: str
    slug: str
    mark: str
    url: str
    members: str
    purpose: str
    door: str


def houses_at_the_door(mine: tuple[Community, ...]) -> list[HouseLine]:
    """The communities that want to be listed, and one's own; without figures under ten people."""
    own = [c.pk for c in mine]
    rows = Community.objects.filter(Q(listed=True) | Q(pk__in=own)).order_by("name")
    return [
        HouseLine(
            name=c.name,
            slug=c.slug,
            mark=mark_of(c.name),
            url=at(c.slug),
            members=_("You are at home here") if c.pk in own else _since(c),
            purpose=c.purpose,
            door=door_of(c),
        )
        for c in rows
    ]


def seeds_at_the_door(mine: tuple[Community, ...]) -> list[tuple[str, str]]:
    """Address and colour of the communities that the front door shows."""
    rows = Community.objects.filter(Q(listed=True) | Q(pk__in=[c.pk for c in mine]))
    return list(rows.values_list("slug", "seed"))


def _since(community: Community) -> str:
    return _("since %(year)d") % {"year": community.founded_at.year}


def door_of(community: Community) -> str:
    """One sentence on how one comes in."""
    if community.asks_welcome:
        return _("Open to anyone who asks.")
    return _("By invitation.")


def hosts_of(community: Community) -> list[PersonLine]:
    """The hosts, who answer for the community."""
    return _staff(community.pk, community.slug, (Role.HOST,))


def keepers_of(viewer: Viewer, slug: str) -> list[PersonLine]:
    """Hosts and moderators, whom a member may turn to; asked once a version of the community."""
    key = (viewer.community_id, viewer.version)
    found = _keepers.get(key)
    if found is None:
        found = _staff_rows(viewer.community_id, (Role.HOST, Role.MODERATOR))
        _keepers.put(key, found, 1)
    return _lines(found, slug)


def _staff(community_id: int | None, slug: str, roles: tuple[str, ...]) -> list[PersonLine]:
    return _lines(_staff_rows(community_id, roles), slug)


def _lines(staff: list[Row], slug: str) -> list[PersonLine]:
    labels: dict[str, str] = {Role.HOST: _("Host"), Role.MODERATOR: _("Moderator")}
    return [
        PersonLine(name, profile_url(slug, pk), labels[role], face(pk, name, picture, slug), pk)
        for pk, name, picture, role in staff
    ]


@prepared
def _staff_rows(community_id: int | None, roles: tuple[str, ...]) -> Any:
    people = Membership.objects.filter(
        community=community_id, role__in=roles, state=State.ACTIVE, person__isnull=False
    )
    rows = people.order_by("role", "joined_at")
    return rows.values_list("pk", "name", "picture", "role")[:12]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    people: list[PersonLine]
    query: str
    kind: str
    newer_url: str
    older_url: str
    line: str
    claim_url: str
    """Where somebody says that an imported member is them; empty where nobody waits."""
    has_blocked: bool


def claim_url(community: Community) -> str:
    """The way for people who were here before; empty where nobody imported waits."""
    waiting = Claim.objects.filter(
        membership__community=community, membership__state=State.IMPORTED
    )
    return at(community.slug, "claim") if waiting.exists() else ""


def people_page(
    viewer: Viewer, community: Community, *, query: str, kind: str, page: int
) -> PeoplePage:
    """Who is here, by name; apart from them whoever hasn't come yet, and whom one has blocked."""
    rows = _people(viewer, community, kind)
    if query:
        rows = rows.filter(name__icontains=query)
    start = (page - 1) * PEOPLE
    found = list(
        rows.order_by("name", "pk").values_list("pk", "name", "picture", "role", "bio")[
            start : start + PEOPLE + 1
        ]
    )
    here = at(community.slug, "people")
    labels = {Role.HOST: _("Host"), Role.MODERATOR: _("Moderator"), Role.GUEST: _("Guest")}
    people = [
        PersonLine(
            name,
            at(community.slug, "people", pk, "block")
            if kind == "blocked"
            else profile_url(community.slug, pk),
            " · ".join(part for part in (labels.get(role, ""), bio[:120]) if part),
            face(pk, name, picture, community.slug),
            pk,
        )
        for pk, name, picture, role, bio in found[:PEOPLE]
    ]
    base = f"{here}?kind={kind}&q={query}&page="
    return PeoplePage(
        people=people,
        query=query,
        kind=kind,
        newer_url=f"{base}{page - 1}" if page > 1 else "",
        older_url=f"{base}{page + 1}" if len(found) > PEOPLE else "",
        line="",
        claim_url=claim_url(community) if kind == "imported" else "",
        has_blocked=bool(viewer.blocked_ids) and _blocked_by(viewer).exists(),
    )


def _people(viewer: Viewer, community: Community, kind: str) -> Any:
    rows = Membership.objects.filter(community=community, byline_of__isnull=True)
    if kind == "blocked":
        return rows.filter(pk__in=_blocked_by(viewer).values("blocked"))
    state = State.IMPORTED if kind == "imported" else State.ACTIVE
    return rows.filter(state=state).exclude(pk__in=viewer.blocked_ids)


def _blocked_by(viewer: Viewer) -> Any:
    """The blocks that this member made; those that others made are nobody's to see."""
    return Block.objects.filter(blocker=viewer.membership_id)


def person_seen(viewer: Viewer, community: Community, pk: int) -> Membership | None:
    """A member whom the viewer may meet: not blocked either way, here or not come yet."""
    rows = Membership.objects.select_related("community", "byline_of", "person")
    return rows.filter(pk=pk, community=community).exclude(pk__in=viewer.blocked_ids).first()


@dataclass(frozen=True, slots=True)
class InvitationLine:
    pk: int
    label: str
    made_by: str
    line: str
    is_open: bool
    revoke_url: str


def invitations_of(community: Community) -> list[InvitationLine]:
    """The links of a community, open ones first."""
    rows = Invitation.objects.filter(community=community).select_related("made_by")
    lines = [_invitation(community, row) for row in rows.order_by("-made_at")[:100]]
    return sorted(lines, key=lambda line: not line.is_open)


def _invitation(community: Community, row: Invitation) -> InvitationLine:
    came = ngettext("%(n)d person came by it", "%(n)d people came by it", row.used)
    parts = [came % {"n": row.used} if row.used else _("Nobody came by it yet")]
    if row.uses_left is not None:
        left = ngettext("%(n)d place left", "%(n)d places left", row.uses_left)
        parts.append(left % {"n": row.uses_left})
    if row.expires_at is not None:
        parts.append(_("until %(day)s") % {"day": moments.since_day(row.expires_at)})
    if row.revoked_at is not None:
        parts.append(_("taken back"))
    is_open = row.revoked_at is None and row.uses_left != 0
    is_open = is_open and (row.expires_at is None or row.expires_at > timezone.now())
    return InvitationLine(
        pk=row.pk,
        label=row.label or _("Link of %(day)s") % {"day": moments.since_day(row.made_at)},
        made_by=row.made_by.name if row.made_by else "",
        line=", ".join(parts),
        is_open=is_open,
        revoke_url=at(community.slug, "invitations", row.pk, "revoke"),
    )


def requests_of(community: Community) -> list[Membership]:
    """People who asked to join, the oldest first."""
    rows = Membership.objects.filter(community=community, state=State.ASKED)
    return list(rows.order_by("joined_at")[:100])


def namesakes(community: Community, wanted: list[str]) -> dict[str, str]:
    """Of names that somebody asks to come in with, those that look like a name which is taken."""
    keys = {name: names.key_of(name) for name in wanted}
    rows = Membership.objects.filter(community=community, name_key__in=set(keys.values()) - {None})
    owners = dict(rows.values_list("name_key", "name"))
    return {name: owners[key] for name, key in keys.items() if key in owners}


def claimable(community: Community) -> int:
    """How many imported people with a known address haven't come yet."""
    return Claim.objects.filter(community=community, membership__state=State.IMPORTED).count()


def names_starting(viewer: Viewer, typed: str) -> list[dict[str, Any]]:
    """Up to eight members for the completion of a name; never anybody blocked."""
    rows = Membership.objects.here().filter(community=viewer.community_id, byline_of__isnull=True)
    rows = rows.exclude(pk__in=viewer.blocked_ids)
    if typed:
        rows = rows.filter(Q(name__istartswith=typed) | Q(name__icontains=f" {typed}"))
    found = rows.order_by("state", "name").values_list("pk", "name", "picture")[:8]
    return [{"id": str(pk), "name": name} for pk, name, _picture in found]
