"""Who may do what in a community."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inglenook.accounts.models import Person
from inglenook.communities.models import Community, Membership
from inglenook.foundation.policy import YES, Answer, No
from inglenook.foundation.viewer import Viewer

STAFF = (Membership.Role.HOST, Membership.Role.MODERATOR)
ASKED_ALREADY = gettext_lazy("You have asked already. The hosts will write to you.")


def may_found(person: Person | None) -> Answer:
    """The operator founds; a host asks the operator."""
    if person is not None and person.is_operator:
        return YES
    return No(_("Only whoever runs this installation can found a community here. Ask them."))


def may_know(viewer: Viewer, community: Community) -> bool:
    """Whether a community exists for this viewer; to others its door is one that isn't there."""
    if viewer.is_inside or viewer.audience_ids:
        return True
    world = community.readable_by == Community.ReadableBy.WORLD
    return community.listed or community.asks_welcome or world


def may_tend(viewer: Viewer) -> Answer:
    """Change the community's settings, spaces, invitations, people."""
    return YES if viewer.is_host else No(_("Only a host can do this. Ask one of the hosts."))


def may_invite(viewer: Viewer) -> Answer:
    """Make links, and answer requests to join."""
    if viewer.is_moderator:
        return YES
    return No(_("Only hosts and moderators can invite people. Ask one of them."))


def may_see_people(viewer: Viewer) -> Answer:
    """Look at the list of members and their pages."""
    return YES if viewer.is_member else No(_("Only members see who is here."))


def may_ask(community: Community, membership: Membership | None) -> Answer:
    """Ask to be let in."""
    if not community.asks_welcome:
        return No(_("This community is by invitation. A member can send you a link."))
    if membership is None or membership.state == Membership.State.LEFT:
        return YES
    if membership.state == Membership.State.ASKED:
        return No(ASKED_ALREADY)
    return No(_("You can't ask to join here just now."))


def may_leave(membership: Membership, other_hosts: int) -> Answer:
    """Everybody leaves in two clicks; the last host hands the key on first."""
    if membership.role == Membership.Role.HOST and not other_hosts:
        return No(_("You are the only host. Make another member a host first, then leave."))
    return YES


def may_block(viewer: Viewer, other: Membership) -> Answer:
    """Keep oneself and another apart."""
    if not viewer.is_inside:
        return No(_("Join first; then you can choose whom you see."))
    if other.pk in viewer.own_ids:
        return No(_("This is you."))
    if other.role in STAFF:
        return No(
            _(
                "Hosts and moderators can't be blocked, since they keep the peace. "
                "If one of them troubles you, tell another one."
            )
        )
    if viewer.is_moderator:
        return No(_("Hosts and moderators see everybody. Hand your role on before you block."))
    return YES


def may_change_role(viewer: Viewer, other: Membership, other_hosts: int) -> Answer:
    """Give somebody another role; a host always remains."""
    if not viewer.is_host:
        return No(_("Only a host can give roles."))
    if other.state != Membership.State.ACTIVE:
        return No(_("Only somebody who is here can have another role."))
    if other.role == Membership.Role.HOST and not other_hosts:
        return No(_("A community needs a host. Make somebody else a host first."))
    return YES


def may_remove(viewer: Viewer, other: Membership) -> Answer:
    """Send somebody out."""
    if not viewer.is_moderator:
        return No(_("Only hosts and moderators can do this."))
    if other.pk in viewer.own_ids:
        return No(_("To go yourself, choose Leave on your own page."))
    if other.role in STAFF and not viewer.is_host:
        return No(_("Only a host can remove a host or a moderator."))
    return YES
