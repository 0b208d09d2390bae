"""What the pages about spaces show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from inglenook.communities.faces import PersonLine, face, profile_url
from inglenook.communities.models import Community, Membership
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import switch
from inglenook.foundation.audience import LIST, AudienceEntry
from inglenook.foundation.audit import Thing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.forms import OPENNESS
from inglenook.spaces.models import Space, SpaceRequest

NAMES = dict(OPENNESS)


def space_at(viewer: Viewer, community: Community, slug: str) -> Space | None:
    """The space of this address, where the viewer may see it."""
    rows = Space.objects.visible_to(viewer).select_related("audience", "community")
    return rows.filter(community=community, slug=slug).first()


def member_at(community: Community, pk: int) -> Membership | None:
    """Somebody who is here."""
    return Membership.objects.here().filter(community=community, pk=pk).first()


def spaces_page(viewer: Viewer, community: Community) -> dict[str, Any]:
    """The spaces that a host sees, with who may read each."""
    rows = Space.objects.visible_to(viewer).filter(community=community)
    found = rows.select_related("audience").order_by("position", "pk")
    return {
        "new_url": at(community.slug, "spaces", "new"),
        "order_url": at(community.slug, "spaces", "order"),
        "spaces": [
            {
                "slug": space.slug,
                "name": space.name,
                "icon": space.icon,
                "line": f"{space.get_kind_display().split(':')[0]} · {NAMES[space.audience.kind]}",
                "is_archived": space.archived_at is not None,
                "url": at(community.slug, "s", space.slug),
                "settings_url": at(community.slug, "s", space.slug, "settings"),
            }
            for space in found
        ],
    }


def moved(slugs: Sequence[str], pressed: Any) -> list[str]:
    """The order after one space was moved `up` or `down` by its button."""
    order = list(slugs)
    for way, step in (("up", -1), ("down", 1)):
        slug = pressed.get(way, "")
        if slug in order:
            i = order.index(slug)
            j = min(max(i + step, 0), len(order) - 1)
            order[i], order[j] = order[j], order[i]
    return order


def settings_page(viewer: Viewer, slug: str, space: Space) -> dict[str, Any]:
    """A space's settings; for a list space, its people, who asks, and whom one could add."""
    here = at(slug, "s", space.slug)
    page: dict[str, Any] = {
        "name": space.name,
        "action": here + "settings/",
        "space_url": here,
        "back_url": at(slug, "spaces"),
        "archive_url": switch(here + "archive/", space.archived_at is not None),
        "is_archived": space.archived_at is not None,
        "is_list": space.audience.kind == LIST,
        "add_url": here + "add/",
        "take_off_url": here + "take-off/",
        "people": [],
        "asking": [],
        "others": [],
    }
    if space.audience.kind != LIST:
        return page
    on_list = AudienceEntry.objects.filter(audience=space.audience_id).values("membership")
    asking = SpaceRequest.objects.filter(space=space.pk).values("membership")
    here_now = Membership.objects.filter(
        community=space.community_id, state="active", byline_of__isnull=True
    )
    page["people"] = _lines(slug, Membership.objects.filter(pk__in=on_list))
    page["asking"] = _lines(slug, here_now.filter(pk__in=asking))
    page["others"] = _lines(slug, here_now.exclude(pk__in=on_list).exclude(pk__in=asking))
    return page


def _lines(slug: str, people: Any) -> list[PersonLine]:
    rows = people.order_by("name").values_list("pk", "name", "picture", "state")[:500]
    return [
        PersonLine(
            name,
            profile_url(slug, pk),
            _("has not come yet") if state == "imported" else "",
            face(pk, name, picture, slug),
            pk,
        )
        for pk, name, picture, state in rows
    ]


def askable_space(community: Community, slug: str) -> Space | None:
    """A list space that shows its name to members."""
    rows = Space.objects.unguarded("its host chose to show its name, so that members may ask")
    found = rows.select_related("audience").filter(
        community=community, slug=slug, asks_welcome=True, audience__kind=LIST
    )
    return found.first()


def askable_spaces(viewer: Viewer) -> list[Space]:
    """List spaces that show their name and in which the viewer isn't yet."""
    if not viewer.is_member:
        return []
    rows = Space.objects.unguarded("their hosts chose to show their names, so that members may ask")
    shown = rows.filter(
        community=viewer.community_id, asks_welcome=True, archived_at__isnull=True,
        audience__kind=LIST,
    )  # fmt: skip
    return list(shown.exclude(audience__in=viewer.audience_ids))


def spaces_named(viewer: Viewer, slug: str, ids: Collection[int]) -> Mapping[int, Thing]:
    """How spaces are called on the host's page of what was done; those that the viewer may see."""
    rows = Space.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "name", "slug")
    return {pk: Thing(name, at(slug, "s", address)) for pk, name, address in rows}
