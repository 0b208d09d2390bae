"""What the box in which people write needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from inglenook.communities.models import Community
from inglenook.conversations.models import Post
from inglenook.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Composer:
    """One place to write. `blocked` says why nobody may, `problem` why the last try was refused."""

    action: str
    draft_key: str
    label: str
    placeholder: str
    button: str
    region: str = "posts"
    intent: str = field(default="", compare=False)
    """New for each page, and so left out where a template keeps what the rest looks like."""
    text: str = ""
    problem: str = ""
    blocked: str = ""
    reply_to: str = ""
    reply_name: str = ""
    is_chat: bool = False
    mention_url: str = ""


def answered_post(viewer: Viewer, community: Community, key: str) -> Any:
    """Markdown, author's id and name of the post that is answered, where the viewer reads it."""
    rows = Post.objects.visible_to(viewer).filter(pk=key, community=community)
    found = rows.exclude(standing="removed").values_list("markdown", "author_id", "author__name")
    return found.first()
