"""How much is in a community, for the command line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inglenook.communities.models import Community, Membership
from inglenook.conversations.models import Post, Thread
from inglenook.foundation.policy import Invalid
from inglenook.spaces.models import Space

WHY = "the operator counts rows and reads none"


def community_numbers(slug: str) -> dict[str, int]:
    """How many members, spaces, threads and posts a community has, for its operator.

    Members are those who are here; `imported` those who came along and have not come yet.
    Threads are branches and board threads, never streams; system lines count as posts.

    Raises:
        Invalid: when there is no such community.
    """
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Invalid(
            _("There is no community “%(slug)s” here. Look at the front door for their addresses.")
            % {"slug": slug},
            "community",
        )
    people = Membership.objects.filter(community=community, byline_of__isnull=True)
    threads = Thread.objects.unguarded(WHY).filter(community=community)
    return {
        "members": people.filter(state=Membership.State.ACTIVE).count(),
        "imported": people.filter(state=Membership.State.IMPORTED).count(),
        "spaces": Space.objects.unguarded(WHY).filter(community=community).count(),
        "threads": threads.exclude(kind__in=(Thread.Kind.STREAM, Thread.Kind.DIRECT)).count(),
        "posts": Post.objects.unguarded(WHY).filter(community=community).count(),
    }
