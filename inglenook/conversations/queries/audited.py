"""How threads are called on the host's page of what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from inglenook.conversations.models import Thread
from inglenook.foundation.addresses import at
from inglenook.foundation.audit import Thing
from inglenook.foundation.viewer import Viewer


def threads_named(viewer: Viewer, slug: str, ids: Collection[int]) -> Mapping[int, Thing]:
    """Those that the viewer may see; a branch or a stream without a title by where it stands."""
    rows = Thread.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "title")
    return {pk: Thing(title or "…", at(slug, "t", pk)) for pk, title in rows}
