"""Small kindnesses on posts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inglenook.conversations import policy
from inglenook.conversations.actions.editing import touch
from inglenook.conversations.declares import REACTED
from inglenook.conversations.models import Post, Reaction
from inglenook.foundation.activity import record
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.viewer import Viewer

OFFERED = ("❤️", "🫂", "😄", "🎉", "💡", "👀")


def react(viewer: Viewer, post: Post, emoji: str, *, wanted: bool) -> None:
    """Put one's reaction on a post, or take it back. `post.thread` is loaded.

    Putting it on again, or taking back what isn't there, changes nothing and is not recorded.

    Raises:
        Refused: when the viewer may not.
        Invalid: for a reaction that is neither offered nor on the post already.
    """
    require(policy.may_react(viewer, post))
    reactions = Reaction.objects.unguarded("one's own reaction on a visible post")
    there = reactions.filter(post=post.pk, emoji=emoji)
    if emoji not in OFFERED and not there.exists():
        raise Invalid(_("Choose one of the reactions on offer."), "emoji")
    with transaction.atomic():
        if wanted:
            changed = _put(reactions, post, viewer.actor_id, emoji)
        else:
            changed = bool(there.filter(author__in=viewer.own_ids).delete()[0])
        if changed:
            touch(post.thread, post)
            record(viewer.actor_id, REACTED, post)


def _put(reactions: Any, post: Post, author_id: int | None, emoji: str) -> bool:
    """Whether it wasn't there before."""
    defaults = {"community_id": post.community_id}
    _reaction, is_new = reactions.get_or_create(
        post=post, author_id=author_id, emoji=emoji, defaults=defaults
    )
    return bool(is_new)
