"""The one row that an address names, or None: a view then answers as for what isn't there."""

from __future__ import annotations

from inglenook.communities.models import Block, Community, Invitation, Membership
from inglenook.foundation.viewer import Viewer


def somebody(community: Community, pk: int) -> Membership | None:
    """A membership in whatever state, also of whom the viewer doesn't see."""
    return Membership.objects.filter(pk=pk, community=community).first()


def asking(community: Community, pk: int) -> Membership | None:
    """Who has asked to join and waits."""
    rows = Membership.objects.select_related("community")
    return rows.filter(pk=pk, community=community, state=Membership.State.ASKED).first()


def invitation(community: Community, pk: int) -> Invitation | None:
    """An invitation link."""
    return Invitation.objects.filter(pk=pk, community=community).first()


def blocked(viewer: Viewer, pk: int) -> bool:
    """Whether it is the viewer who keeps that member apart."""
    return Block.objects.filter(blocker=viewer.membership_id, blocked=pk).exists()


def shows_picture(viewer: Viewer, community: Community, name: str) -> bool:
    """Whether somebody whom the viewer may see has this picture."""
    member = Membership.objects.filter(community=community, picture=name)
    return member.exclude(pk__in=viewer.blocked_ids).exists()
