"""What members do about themselves and hosts about members."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.accounts.models import Person
from inglenook.communities import policy, portraits
from inglenook.communities.actions.naming import take_name, taken
from inglenook.communities.declares import LEFT, REMOVED, ROLE_CHANGED
from inglenook.communities.models import Block, Invitation, Membership
from inglenook.foundation import audit, names
from inglenook.foundation.activity import record
from inglenook.foundation.audience import AudienceEntry
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.viewer import HOST, Viewer

State = Membership.State


def _other_hosts(membership: Membership) -> int:
    hosts = Membership.objects.filter(
        community=membership.community_id, role=HOST, state=State.ACTIVE, person__isnull=False,
        byline_of__isnull=True,
    )  # fmt: skip
    # Locked in one order, so that of two hosts who go at once the second sees the first gone.
    ids = hosts.order_by("pk").select_for_update().values_list("pk", flat=True)
    return sum(pk != membership.pk for pk in ids)


def _whole(member: Membership) -> Membership:
    """The main membership of whoever this is: their role counts, and what is done is done to it."""
    if member.byline_of_id is None:
        return member
    rows = Membership.objects.select_related("community")
    found: Membership = rows.get(pk=member.byline_of_id)
    return found


def change_profile(member: Membership, *, name: str, bio: str) -> None:
    """Change one's own name and words in this community.

    Raises:
        Invalid: when the name can't be taken, or is another's; when the words are too long.
    """
    name = names.display_name(name)
    if len(bio) > 500:
        raise Invalid(_("Keep it to 500 letters; this is %(n)d.") % {"n": len(bio)}, "bio")
    try:
        with transaction.atomic():
            key = member.name_key
            if name != member.name:
                key = take_name(member.community_id, name, by=member, person_id=member.person_id)
            Membership.objects.filter(pk=member.pk).update(name=name, name_key=key, bio=bio.strip())
    except IntegrityError as error:
        raise taken() from error


def change_picture(member: Membership, upload: Any) -> None:
    """Take a new picture, or none with None; the old one is forgotten.

    Raises:
        Invalid: when the file is no picture that we can take.
    """
    name = portraits.store(upload) if upload is not None else ""
    rows = Membership.objects.filter(pk=member.pk)
    with transaction.atomic():
        # Held, so that of two who change it at once each forgets the picture that it replaced.
        old = rows.select_for_update().values_list("picture", flat=True).get()
        rows.update(picture=name)
    if old:
        portraits.forget(old)


def leave(member: Membership) -> None:
    """Go; what was said stays under the name. Every list forgets the member at once.

    Raises:
        Refused: for the only host.
    """
    with transaction.atomic():
        require(policy.may_leave(member, _other_hosts(member)))
        _out(member, State.LEFT)
        record(member.pk, LEFT, member)


def remove_member(viewer: Viewer, member: Membership, *, ban: bool) -> None:
    """Send somebody out, for good with `ban`; the invitations that they made are taken back.

    Raises:
        Refused: when the viewer may not.
    """
    member = _whole(member)
    require(policy.may_remove(viewer, member))
    with transaction.atomic():
        _out(member, State.BANNED if ban else State.LEFT)
        Invitation.objects.filter(made_by=member.pk, revoked_at__isnull=True).update(
            revoked_at=timezone.now()
        )
        audit.note(
            viewer.person_id,
            "member.ban" if ban else "member.remove",
            str(member.pk),
            viewer.community_id,
        )
        record(viewer.actor_id, REMOVED, member)


def _out(member: Membership, state: str) -> None:
    Membership.objects.filter(pk=member.pk).update(
        state=state, role=Membership.Role.MEMBER, access_version=F("access_version") + 1
    )
    AudienceEntry.objects.filter(membership=member.pk).delete()


def change_role(viewer: Viewer, member: Membership, role: str) -> None:
    """Make somebody host, moderator, member or guest.

    Raises:
        Refused: when the viewer is no host, or the community would be left without one.
        Invalid: for a role that doesn't exist.
    """
    if role not in Membership.Role.values:
        raise Invalid(_("Choose one of the roles on the list."), "role")
    member = _whole(member)
    with transaction.atomic():
        require(policy.may_change_role(viewer, member, _other_hosts(member)))
        Membership.objects.filter(pk=member.pk).update(role=role)
        audit.note(viewer.person_id, f"member.role.{role}", str(member.pk), viewer.community_id)
        record(viewer.actor_id, ROLE_CHANGED, member)


def block(viewer: Viewer, other: Membership) -> None:
    """Keep oneself and another apart, both ways; nobody is told.

    Raises:
        Refused: for hosts and moderators, on either side, and for oneself.
    """
    other = _whole(other)
    require(policy.may_block(viewer, other))
    Block.objects.get_or_create(
        blocker_id=viewer.actor_id,
        blocked_id=other.pk,
        defaults={"community_id": other.community_id},
    )


def unblock(viewer: Viewer, other: Membership) -> None:
    """Take back one's own block; the other's, if there is one, stays."""
    Block.objects.filter(
        blocker_id=viewer.actor_id, blocked_id=other.byline_of_id or other.pk
    ).delete()


def forget_person(person: Person) -> None:
    """Take a person out of every community: name, words and picture go, what was said stays.

    Raises:
        Refused: while the person is the only host somewhere.
    """
    with transaction.atomic():
        for member in Membership.objects.filter(person=person).select_related("community"):
            if member.state == State.ACTIVE:
                require(policy.may_leave(member, _other_hosts(member)))
            _out(member, State.BANNED if member.state == State.BANNED else State.LEFT)
            Membership.objects.filter(pk=member.pk).update(
                person=None,
                name=_("Somebody who left"),
                name_key=None,
                bio="",
                picture="",
                request="",
            )
            if member.picture:
                transaction.on_commit(partial(portraits.forget, member.picture))
