"""For whom a hidden community exists: who is in, or holds a link to it.

To all others each of its addresses is one that isn't there, with the same answer.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpResponse

from inglenook.communities import policy
from inglenook.communities.actions.claiming import claim_at
from inglenook.communities.actions.inviting import open_invitation
from inglenook.communities.models import Community
from inglenook.communities.viewing import Presence

LASTS = 24 * 60 * 60
"""Seconds for which a browser that opened a link may look at the pages for strangers."""
BY_LINK = {"communities:join": open_invitation, "communities:claim_link": claim_at}


def knows(request: Any, found: Presence, link: str) -> bool:
    """Whether this community exists for whoever asks; `link` is the key in the address."""
    community = found.community
    if community is None or policy.may_know(found.viewer, community):
        return True
    opens = BY_LINK.get(request.resolver_match.view_name)
    holds = bool(opens and link and opens(community, link)) or _remembered(request, community)
    request.holds_link = holds
    return holds


def _remembered(request: Any, community: Community) -> bool:
    try:
        told = request.get_signed_cookie(_name(community), max_age=LASTS)
    except (KeyError, BadSignature):
        return False
    return bool(told == str(community.pk))


def remember(request: Any, response: HttpResponse) -> None:
    """Let a browser that opened a link read on: privacy, legal notice, and the way to claim."""
    community = request.community
    if community is not None and getattr(request, "holds_link", False):
        response.set_signed_cookie(
            _name(community), str(community.pk), max_age=LASTS, path=f"/{community.slug}/",
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip


def _name(community: Community) -> str:
    return f"link{community.pk}"
