"""Who may be mentioned by whom: nobody learns a name by mentioning its number.

A mention is stored by a member's id, and shows a name to all who read it. Typed by hand, an id
that the writer can't know of would tell who asked to join, who is banned, or who is here at all.
"""

from __future__ import annotations

from django.db.models import Q

from inglenook.communities.models import Membership
from inglenook.conversations.models import Post
from inglenook.foundation import text
from inglenook.foundation.viewer import Viewer

State = Membership.State
MET = (State.ACTIVE, State.IMPORTED, State.LEFT)
"""Members meet these on the pages for people."""


def settled(viewer: Viewer, markdown: str, former: str = "") -> tuple[str, frozenset[int]]:
    """`@Name` becomes a stored mention; what was typed like one and may not be, is mere text.

    Args:
        former: the text before an edit, whose mentions may stay.

    Returns:
        The Markdown to keep, and the ids that it may mention.
    """
    if "@" not in markdown:
        return markdown, frozenset()
    by_name = _by_name(viewer) if viewer.is_member else {}
    markdown = text.typed_mentions(markdown, by_name)
    meant = text.stored_mentions(markdown)
    allowed = meant & (text.stored_mentions(former) | frozenset(by_name.values()))
    if meant - allowed:
        allowed |= _known(viewer, meant - allowed)
    return text.without_unknown_mentions(markdown, allowed), allowed


def _by_name(viewer: Viewer) -> dict[str, int]:
    """Whom the completion offers; a name that two share means neither."""
    people = Membership.objects.here().filter(community=viewer.community_id)
    rows = people.exclude(pk__in=viewer.blocked_ids).order_by("-state", "-pk")
    found: dict[str, int] = {}
    shared: set[str] = set()
    for pk, name in rows.values_list("pk", "name"):
        if name in found:
            shared.add(name)
        found[name] = pk
    return {name: pk for name, pk in found.items() if name not in shared}


def _known(viewer: Viewer, ids: frozenset[int]) -> frozenset[int]:
    """Those whose pages or words the writer sees, so that what is quoted keeps its names."""
    people = Membership.objects.filter(community=viewer.community_id, pk__in=ids)
    people = people.exclude(pk__in=viewer.blocked_ids)
    written = Post.objects.visible_to(viewer).filter(author__in=ids).values("author")
    known = Q(pk__in=written)
    if viewer.is_member:
        known |= Q(state__in=MET)
    return frozenset(people.filter(known).values_list("pk", flat=True))
