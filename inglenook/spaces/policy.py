"""Who may do what with a space."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from inglenook.foundation.audience import LIST, WORLD
from inglenook.foundation.policy import YES, Answer, No
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space


class SpaceLike(Protocol):
    """What a policy asks of a space, be it the row or what a page's query took of it."""

    @property
    def kind(self) -> str: ...
    @property
    def audience(self) -> Any: ...
    @property
    def archived_at(self) -> Any: ...


def may_make(viewer: Viewer) -> Answer:
    """Open a space."""
    return YES if viewer.is_host else No(_("Only a host can open a new space. Suggest it to one."))


def may_tend(viewer: Viewer, space: Space) -> Answer:
    """Change, order, archive; in a list space only hosts who are on its list."""
    if viewer.is_host and space.audience_id in viewer.audience_ids:
        return YES
    return No(_("Only a host can change a space."))


def may_open(space: Space, openness: str, *, seen_sample: bool) -> Answer:
    """Words from elsewhere are shown to the world only after a look at whose they are."""
    if openness == WORLD and space.imported and not seen_sample:
        return No(
            _("People wrote this somewhere else. Look at the sample first: settings, Moving in.")
        )
    return YES


def may_list(viewer: Viewer, space: Space) -> Answer:
    """Add people to a list space and take them off."""
    if space.audience.kind != LIST:
        return No(_("This space is not by list: whoever may read it is settled by its openness."))
    if viewer.is_moderator and space.audience_id in viewer.audience_ids:
        return YES
    return No(_("Only a host or moderator of this space can add people."))


def may_step_off(viewer: Viewer, space: SpaceLike) -> Answer:
    """Leave a list space oneself; the others belong to everybody who is in the community."""
    if space.audience.kind == LIST and viewer.is_inside:
        return YES
    return No(_("This space is not by list: it is there for everybody who is in the community."))


def may_ask(viewer: Viewer, space: Space) -> Answer:
    """Ask to be let into a list space that shows its name."""
    if not viewer.is_member:
        return No(_("Join the community first."))
    if space.audience_id in viewer.audience_ids:
        return No(_("You are in this space already."))
    return YES if space.asks_welcome else No(_("This space takes no requests."))


def may_write(viewer: Viewer, space: SpaceLike) -> Answer:
    """Say something in it: readers from the world first become members."""
    if not viewer.is_inside:
        return No(_("Join the community to write here."))
    if space.archived_at is not None:
        return No(_("This space is archived: it can be read, and a host can open it again."))
    if not viewer.is_member and space.audience.kind != LIST:
        return No(_("Guests write in the spaces to which they were invited."))
    return YES
