"""What a post said before, and two texts side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inglenook.communities.faces import gone
from inglenook.communities.models import Membership
from inglenook.conversations.models import Post, PostRevision
from inglenook.foundation import moments, text
from inglenook.foundation.keys import moment_of
from inglenook.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Version:
    when: str
    iso: str
    editor_name: str
    is_current: bool
    html: SafeString


def _names(viewer: Viewer, *markdowns: str) -> dict[int, str]:
    ids = {int(m) for markdown in markdowns for m in re.findall(r"@\[(\d{1,18})\]", markdown)}
    if not ids:
        return {}
    people = Membership.objects.filter(
        community=viewer.community_id, pk__in=ids - viewer.blocked_ids
    )
    return dict(people.values_list("pk", "name"))


def editable_text(viewer: Viewer, post: Post) -> str:
    """The Markdown for the edit box, with names in place of stored mentions."""
    return text.editable(post.markdown, _names(viewer, post.markdown))


def versions_of(viewer: Viewer, slug: str, post: Post) -> list[Version]:
    """All texts of a post, newest first, each marked against the one before."""
    former = PostRevision.objects.visible_to(viewer).filter(post=post.pk).order_by("revision")
    texts = [(markdown, at) for markdown, at in former.values_list("markdown", "at")]
    texts.append((post.markdown, post.edited_at))
    names = _names(viewer, *(markdown for markdown, _at in texts))
    name = post.author.name if post.author else gone()
    versions = []
    before, written = "", moment_of(post.pk)
    for position, (markdown, replaced_at) in enumerate(texts):
        shown = text.editable(markdown, names)
        versions.append(
            Version(
                when=moments.when(written),
                iso=written.isoformat(timespec="seconds"),
                editor_name=name,
                is_current=position == len(texts) - 1,
                html=text.marked(before, shown) if position else text.marked(shown, shown),
            )
        )
        before, written = shown, replaced_at or written
    return versions[::-1]


def both_texts(
    viewer: Viewer, opened: Post, current: Post, mine: str, page: dict[str, Any]
) -> dict[str, Any]:
    """The page that shows two edits of one post; nothing is lost, whoever saved first."""
    names = _names(viewer, current.markdown, mine)
    theirs = text.editable(current.markdown, names)
    author = opened.author.name if opened.author else gone()
    edited = moments.said(current.edited_at or moment_of(current.pk))
    return page | {
        "revision": current.revision,
        "draft_key": f"edit:{current.pk}:{current.revision}",
        "theirs": {"name": author, "when": edited, "html": text.marked(mine, theirs)},
        "mine": {"name": author, "when": _("just now"), "html": text.marked(theirs, mine)},
        "mine_text": mine,
        "both_text": f"{theirs}\n\n{mine}",
    }
