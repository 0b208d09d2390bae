"""Imported people come: proved by a mailed code, or by a link from the host.

An address is never believed because it was typed: the code goes to the address in the claim,
and only whoever reads it there can answer with it.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.accounts.models import Person
from inglenook.accounts.sessions import hashed
from inglenook.communities import policy
from inglenook.communities.declares import CLAIMED
from inglenook.communities.models import Block, Claim, ClaimCode, Community, Membership
from inglenook.foundation import audit
from inglenook.foundation.activity import record
from inglenook.foundation.audience import AudienceEntry
from inglenook.foundation.policy import Refused, require
from inglenook.foundation.viewer import Viewer

CODE_LASTS = timedelta(minutes=15)
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels and no look-alikes: 20 letters, of which eight make 34 bits for five tries."""

State = Membership.State


def start_claim(person: Person, community: Community, email: str) -> str:
    """Make a code for an address; the caller mails it there, whether or not a claim exists.

    Returns:
        The code, to be mailed to `email` alone and shown nowhere.
    """
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    with transaction.atomic():
        ClaimCode.objects.filter(person=person, community=community).delete()
        ClaimCode.objects.create(
            community=community,
            person=person,
            email=email.strip().lower(),
            code_hash=hashed(code),
            expires_at=timezone.now() + CODE_LASTS,
        )
    return code


def confirm_claim(person: Person, community: Community, code: str) -> list[Membership]:
    """Prove an address with its code; every imported member with that address becomes theirs.

    Raises:
        Refused: when the code is wrong, old or tried too often.
    """
    wrong = _(
        "This code is not right or no longer fresh. Look at the newest mail, or ask for another."
    )
    code = code.upper().replace("-", "").replace(" ", "")
    codes = ClaimCode.objects.filter(
        person=person, community=community, expires_at__gt=timezone.now(), tries_left__gt=0
    )
    # The try is spent before it is looked at, in a transaction of its own.
    if not codes.update(tries_left=F("tries_left") - 1):
        raise Refused(wrong)
    with transaction.atomic():
        found = ClaimCode.objects.filter(person=person, community=community).first()
        if found is None or not hmac.compare_digest(found.code_hash, hashed(code)):
            raise Refused(wrong)
        email = found.email
        found.delete()
        claims = Claim.objects.filter(
            community=community, email=email, membership__state=State.IMPORTED
        )
        return [
            _hand_over(person, claim.membership)
            for claim in claims.select_related("membership", "membership__community")
        ]


def make_claim_link(viewer: Viewer, member: Membership, *, key: str = "") -> str:
    """A link for somebody whose address isn't known; an older one stops working.

    Args:
        key: 128 bit that nobody can guess, where the caller made them; new ones otherwise.

    Raises:
        Refused: when the viewer is no host, or the member has come already.
    """
    require(policy.may_tend(viewer))
    if member.state != State.IMPORTED:
        raise Refused(_("This member has come already."))
    key = key or secrets.token_urlsafe(16)
    Claim.objects.update_or_create(
        membership=member,
        defaults={"link_hash": hashed(key), "community_id": member.community_id},
        create_defaults={
            "link_hash": hashed(key),
            "community_id": member.community_id,
            "erase_at": timezone.now() + timedelta(days=365),
        },
    )
    audit.note(viewer.person_id, "claim.link", str(member.pk), viewer.community_id)
    return key


def claim_at(community: Community, key: str) -> Claim | None:
    """The claim behind a host's link while it is open."""
    rows = Claim.objects.select_related("membership", "membership__community")
    return rows.filter(
        community=community, link_hash=hashed(key), membership__state=State.IMPORTED
    ).first()


def claim_by_link(person: Person, community: Community, key: str) -> Membership:
    """Come as the imported member for whom the host made this link.

    Raises:
        Refused: when the link is used or taken back, or the person is banned.
    """
    with transaction.atomic():
        claim = claim_at(community, key)
        if claim is None:
            raise Refused(_("This link was used or taken back. Ask the host for a new one."))
        return _hand_over(person, claim.membership)


def _hand_over(person: Person, imported: Membership) -> Membership:
    """Make an imported member somebody's: their place, or a second byline if they have one."""
    own = Membership.objects.filter(
        person=person, community=imported.community_id, byline_of__isnull=True
    ).first()
    if own is not None and own.state == State.BANNED:
        raise Refused(_("This member can't be claimed. Write to the hosts."))
    taken = Membership.objects.filter(pk=imported.pk, state=State.IMPORTED)
    if own is None:
        done = taken.update(person=person, state=State.ACTIVE, joined_at=timezone.now())
    else:
        if own.state != State.ACTIVE:
            Membership.objects.filter(pk=own.pk).update(state=State.ACTIVE, request="")
        done = taken.update(person=person, state=State.ACTIVE, byline_of=own)
        _keep_on_lists(imported, own)
        _keep_apart(imported, own)
    if not done:
        raise Refused(_("Somebody has come as this member already."))
    Claim.objects.filter(membership=imported).delete()
    record((own or imported).pk, CLAIMED, imported)
    return own or imported


def _keep_on_lists(imported: Membership, own: Membership) -> None:
    """What the imported member could read, their own membership reads from now on."""
    entries = AudienceEntry.objects.filter(membership=imported)
    AudienceEntry.objects.bulk_create(
        [
            AudienceEntry(
                community_id=entry.community_id, audience_id=entry.audience_id, membership=own
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )


def _keep_apart(imported: Membership, own: Membership) -> None:
    """Blocks stand between main memberships: whoever blocked the one has blocked the other.

    Hosts and moderators can't be blocked, under whatever name they came.
    """
    blocks = Block.objects.filter(blocked=imported)
    blockers = blocks.exclude(blocker=own).values_list("blocker", flat=True)
    if own.role not in policy.STAFF:
        Block.objects.bulk_create(
            [Block(community_id=own.community_id, blocker_id=pk, blocked=own) for pk in blockers],
            ignore_conflicts=True,
        )
    blocks.delete()
