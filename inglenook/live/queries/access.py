"""Whose a stream is, and whether it still may be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from inglenook.accounts.models import Session
from inglenook.accounts.sessions import SessionStore, hashed
from inglenook.communities.models import Membership

ACTIVE = Membership.State.ACTIVE


@dataclass(frozen=True, slots=True)
class Claim:
    """What a stream was opened with; it lasts while all of it holds."""

    session: str
    person_id: int
    person_version: int
    membership_id: int
    membership_version: int
    community_id: int


def claim_of(cookie: str, slug: str) -> Claim | None:
    """The claim of whoever has this session's cookie on the community at this address.

    None for strangers, for whoever is not inside, and where there is no such community.
    """
    person = SessionStore(cookie).person if cookie else None
    if person is None or not person.is_active:
        return None
    mine = Membership.objects.filter(
        person=person, community__slug=slug, state=ACTIVE, byline_of__isnull=True
    )
    found = mine.values_list("pk", "access_version", "community_id").first()
    if found is None:
        return None
    return Claim(hashed(cookie), person.pk, person.access_version, *found)


def still_held(claims: Collection[Claim]) -> set[Claim]:
    """Those of the claims that hold now: session, person and membership as they were; 2 queries."""
    sessions = Session.objects.filter(
        pk__in={claim.session for claim in claims},
        expires_at__gt=timezone.now(),
        person__is_active=True,
        person__access_version=F("access_version"),
    ).values_list("pk", "person_id", "access_version")
    members = Membership.objects.filter(
        pk__in={claim.membership_id for claim in claims}, state=ACTIVE, byline_of__isnull=True
    ).values_list("pk", "person_id", "access_version")
    signed_in = {pk: (person, version) for pk, person, version in sessions}
    inside = {pk: (person, version) for pk, person, version in members}
    return {
        claim
        for claim in claims
        if signed_in.get(claim.session) == (claim.person_id, claim.person_version)
        and inside.get(claim.membership_id) == (claim.person_id, claim.membership_version)
    }
