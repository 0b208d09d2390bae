"""Work on the index that takes longer than a page."""

from __future__ import annotations

from inglenook.communities.models import Community
from inglenook.foundation import fulltext
from inglenook.foundation.jobs import job
from inglenook.search.rebuild import rebuild


@job(attempts=50)
def rebuild_index(community_id: int | None = None) -> None:
    """Make the index of one community anew, or of all of them."""
    if community_id is None:
        rebuild()
        fulltext.tidy()
        return
    community = Community.objects.filter(pk=community_id).first()
    if community is not None:
        rebuild(community)
