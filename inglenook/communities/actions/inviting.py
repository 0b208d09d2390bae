"""Invitations: made, used, revoked. Their number of uses holds however many come at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inglenook.accounts.models import Person
from inglenook.accounts.sessions import hashed
from inglenook.communities import policy
from inglenook.communities.actions.naming import take_name, taken
from inglenook.communities.declares import JOINED
from inglenook.communities.models import Community, Invitation, Membership
from inglenook.foundation import audit, names
from inglenook.foundation.activity import record
from inglenook.foundation.audience import LIST, Audience, AudienceEntry
from inglenook.foundation.policy import Invalid, Refused, require
from inglenook.foundation.viewer import Viewer

CLOSED = gettext_lazy(
    "This invitation is used up, out of date or taken back. Ask whoever sent it for a new one."
)


def make_invitation(
    viewer: Viewer,
    community: Community,
    *,
    label: str = "",
    uses: int | None = None,
    expires_at: datetime | None = None,
    role: str = Membership.Role.MEMBER,
    audience_ids: Iterable[int] = (),
    key: str = "",
) -> tuple[Invitation, str]:
    """Make a link; returns the invitation and its key, which is shown once and kept as a hash.

    Args:
        key: 128 bit that nobody can guess, where the caller made them; new ones otherwise.

    Raises:
        Refused: when the viewer may not invite.
        Invalid: when the number of uses or the date makes no sense.
    """
    require(policy.may_invite(viewer))
    if uses is not None and not 1 <= uses <= 10_000:
        raise Invalid(_("A link serves between 1 and 10,000 people."), "uses")
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid(_("This day has passed. Choose a later one."), "expires_at")
    if role not in (Membership.Role.MEMBER, Membership.Role.GUEST):
        raise Invalid(_("People come as members or guests."), "role")
    key = key or secrets.token_urlsafe(16)
    wanted = set(audience_ids) & viewer.audience_ids
    with transaction.atomic():
        invitation = Invitation.objects.create(
            community=community,
            key_hash=hashed(key),
            label=names.tidy_title(label)[:60],
            made_by_id=viewer.actor_id,
            role=role,
            uses_left=uses,
            expires_at=expires_at,
        )
        invitation.audiences.set(Audience.objects.filter(pk__in=wanted, kind=LIST))
        audit.note_of(viewer, "invitation.make", invitation.pk)
    return invitation, key


def revoke_invitation(viewer: Viewer, invitation: Invitation) -> None:
    """Take a link back; those who came by it stay."""
    require(policy.may_invite(viewer))
    open_one = Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True)
    with transaction.atomic():
        if open_one.update(revoked_at=timezone.now()):
            audit.note_of(viewer, "invitation.revoke", invitation.pk)


def open_invitation(community: Community, key: str) -> Invitation | None:
    """The invitation behind a key while it lets people in."""
    now = timezone.now()
    return Invitation.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        Q(uses_left__isnull=True) | Q(uses_left__gt=0),
        community=community,
        key_hash=hashed(key),
        revoked_at__isnull=True,
    ).first()


def join(person: Person, community: Community, key: str, *, name: str) -> Membership:
    """Come in by a link. Coming twice is coming once, and uses one place.

    Somebody who is in already is let into the list spaces of the link, which uses a place too.

    Raises:
        Refused: when the link is closed, or the person is banned.
        Invalid: when the name can't be taken.
    """
    name = names.display_name(name)
    try:
        return _join(person, community, key, name)
    except CameJustNow:
        return _join(person, community, key, name)


class CameJustNow(Exception):
    """They came in by another window at the same moment; that place is theirs."""


def _join(person: Person, community: Community, key: str, name: str) -> Membership:
    with transaction.atomic():
        member = _place_of(person, community)
        if member is not None and member.state == Membership.State.BANNED:
            raise Refused(CLOSED)
        if member is not None and member.state == Membership.State.ACTIVE:
            _let_into_more(member, key)
            return member
        invitation = _take_a_place(community, key)
        member = _let_in(person, community, name, invitation.role, member)
        _put_on_lists(invitation, member)
        record(member.pk, JOINED, member)
    return member


def _place_of(person: Person, community: Community) -> Membership | None:
    rows = Membership.objects.select_related("community").select_for_update(of=("self",))
    return rows.filter(person=person, community=community, byline_of__isnull=True).first()


def _take_a_place(community: Community, key: str) -> Invitation:
    invitation = open_invitation(community, key)
    if invitation is None:
        raise Refused(CLOSED)
    taken = Invitation.objects.filter(
        Q(uses_left__isnull=True) | Q(uses_left__gt=0), pk=invitation.pk, revoked_at__isnull=True
    ).update(uses_left=F("uses_left") - 1, used=F("used") + 1)
    if not taken:
        raise Refused(CLOSED)
    return invitation


def _let_in(
    person: Person, community: Community, name: str, role: str, old: Membership | None
) -> Membership:
    key = take_name(community.pk, name, by=old, person_id=person.pk)
    member = old or Membership(community=community, person=person)
    member.name, member.name_key, member.role = name, key, role
    member.state, member.joined_at = Membership.State.ACTIVE, timezone.now()
    try:
        with transaction.atomic():
            member.save(update_fields=_CAME if old else None)
    except IntegrityError as error:
        if _place_of(person, community) is None:
            raise taken() from error
        raise CameJustNow from error
    return member


_CAME = ("name", "name_key", "role", "state", "joined_at")


def _let_into_more(member: Membership, key: str) -> None:
    invitation = open_invitation(member.community, key)
    if invitation is None:
        return
    theirs = AudienceEntry.objects.filter(membership=member).values("audience")
    if invitation.audiences.exclude(pk__in=theirs).exists():
        _put_on_lists(_take_a_place(member.community, key), member)


def _put_on_lists(invitation: Invitation, member: Membership) -> None:
    for audience in invitation.audiences.all():
        AudienceEntry.objects.get_or_create(
            audience=audience,
            membership=member,
            defaults={"community_id": member.community_id},
        )
