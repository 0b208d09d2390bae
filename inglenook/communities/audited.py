"""What hosts and moderators did, as a host reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from inglenook.communities.models import Community, Membership
from inglenook.foundation import deeds
from inglenook.foundation.addresses import at
from inglenook.foundation.audit import Thing
from inglenook.foundation.viewer import Viewer


def members_named(viewer: Viewer, slug: str, ids: Collection[int]) -> Mapping[int, Thing]:
    """Those of the viewer's own community, whoever they are to them."""
    rows = Membership.objects.filter(pk__in=ids, community=viewer.community_id)
    return {pk: Thing(name, at(slug, "people", pk)) for pk, name in rows.values_list("pk", "name")}


def deeds_in(community: Community, viewer: Viewer, before: int) -> deeds.Deeds:
    """A page of what was done there; `before` is the number of the last deed seen, or 0."""

    def names(people: Iterable[int]) -> Mapping[int, str]:
        rows = Membership.objects.filter(community=community.pk, person__in=list(people))
        return dict(rows.values_list("person", "name"))

    return deeds.deeds(community.pk, community.slug, viewer, names, before)
