"""How members look on pages, kept in memory for one version of their community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from inglenook.communities.models import Membership
from inglenook.foundation import memory
from inglenook.foundation.prepared import prepared
from inglenook.foundation.viewer import Viewer

MOST = 2_000
"""Members kept of one community; beyond them it is forgotten and begun anew."""
COMMUNITIES = 64


class Look(NamedTuple):
    """What pages show of a member beside their words."""

    name: str
    picture: str
    role: str
    state: str


type Looks = Mapping[int, Look | None]

_kept: dict[int, tuple[int, dict[int, Look | None]]] = {}


def looks_of(viewer: Viewer, ids: Iterable[int]) -> Looks:
    """At least these members of the viewer's community; no query where all of them are known.

    None stands for nobody of this community. Whoever is kept apart from the viewer is among them:
    that is for the page to heed.
    """
    community_id = viewer.community_id or 0
    version, known = _kept.get(community_id, (0, {}))
    if version != viewer.version or not version or len(known) > MOST:
        known = {}
    missing = frozenset(ids).difference(known)
    if missing:
        found = {pk: Look(*look) for pk, *look in _rows(community_id, missing)}
        known = {**known, **{pk: found.get(pk) for pk in missing}}
        if len(_kept) >= COMMUNITIES:
            _kept.clear()
        _kept[community_id] = (viewer.version, known)
    return known


@prepared
def _rows(community_id: int, ids: frozenset[int]) -> Any:
    found = Membership.objects.filter(community=community_id, pk__in=ids)
    return found.values_list("pk", "name", "picture", "role", "state")


memory.also_forget(_kept.clear)
