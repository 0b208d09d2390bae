"""The page of a chat: its stream, with day lines and branches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.conversations.models import Post, Thread
from inglenook.conversations.queries.composer import Composer
from inglenook.conversations.queries.posts import (
    BranchView,
    PostRow,
    PostView,
    Setting,
    shaped,
    with_columns,
)
from inglenook.conversations.queries.spaces import SpaceRow
from inglenook.conversations.queries.thread import LIVE, Window
from inglenook.foundation import intent, moments
from inglenook.foundation.addresses import at
from inglenook.foundation.keys import moment_of
from inglenook.foundation.prepared import prepared
from inglenook.foundation.shell import Face
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy as spaces_policy

PAGE = 50
TOGETHER = timedelta(minutes=5)
"""Lines of one person within this time stand together under one name."""


@dataclass(frozen=True, slots=True)
class DayLine:
    day: str


@dataclass(frozen=True, slots=True)
class ChatPage:
    name: str
    purpose: str
    is_locked: bool
    locked_line: str
    faces: list[Face]
    settings_url: str
    leave_url: str
    """Steps off the list of a list space; empty for other spaces."""
    items: list[Any]
    since_id: str
    since: str
    newer_url: str
    older_url: str
    composer: Composer
    region: str
    live_url: str
    read_url: str
    last_id: str


def chat_page(viewer: Viewer, slug: str, space: SpaceRow, window: Window) -> ChatPage:
    """The newest fifty lines of a chat, or those round the window; four queries."""
    here = at(slug, "s", space.slug)
    rows, older, newer = _stretch(viewer, space, window)
    setting = Setting(
        viewer=viewer,
        slug=slug,
        can_reply=bool(spaces_policy.may_write(viewer, space)),
        in_chat=True,
        place=here,
    )
    posts = _joined(shaped(rows, setting), _branches(viewer, slug, space, rows))
    since_id = (
        next((p.id for p in posts if int(p.id) > space.seen and not p.is_mine and not p.system), "")
        if space.seen
        else ""
    )
    first, last = (rows[0].pk, rows[-1].pk) if rows else (0, 0)
    return ChatPage(
        name=space.name,
        purpose=space.purpose,
        is_locked=space.is_locked,
        locked_line=_("Only those on its list can see this room."),
        faces=_faces(posts),
        settings_url=at(slug, "s", space.slug, "settings") if viewer.is_host else "",
        leave_url=here + "leave/" if spaces_policy.may_step_off(viewer, space) else "",
        items=_with_days(posts),
        since_id=since_id,
        since=_("New since %(time)s") % {"time": moments.since(moment_of(space.seen))}
        if since_id
        else "",
        newer_url=f"{here}?after={last}" if newer else "",
        older_url=f"{here}?before={first}" if older else "",
        composer=chat_composer(viewer, slug, space),
        region=f"space:{space.pk}",
        live_url=f"{here}messages/?start={first}" if not newer and viewer.is_inside else "",
        read_url=here + "read/" if viewer.is_inside else "",
        # At the end all is read, also what somebody said who is kept apart from the viewer.
        last_id=str(last if newer else max(last, space.last_key)),
    )


def _stretch(viewer: Viewer, space: SpaceRow, window: Window) -> tuple[list[Any], bool, bool]:
    """Rows in order, whether older ones exist, whether newer ones do."""
    rows = [PostRow(*row) for row in _rows(viewer, space.stream_id or 0, window)]
    if window.start is not None:
        return rows[::-1], True, False
    if window.after is not None or window.at is not None:
        older = bool(rows and _older(viewer, space.stream_id or 0, rows[0].pk))
        return rows[:PAGE], older, len(rows) > PAGE
    return rows[:PAGE][::-1], len(rows) > PAGE, window.before is not None


@prepared
def _rows(viewer: Viewer, stream_id: int, window: Window) -> Any:
    posts = Post.objects.visible_to(viewer).filter(thread=stream_id)
    if window.start is not None:
        return with_columns(posts.filter(pk__gte=window.start).order_by("-pk")[: LIVE + PAGE])
    if window.after is not None:
        return with_columns(posts.filter(pk__gt=window.after).order_by("pk")[: PAGE + 1])
    if window.at is not None:
        return with_columns(posts.filter(pk__gte=window.at).order_by("pk")[: PAGE + 1])
    if window.before is not None:
        posts = posts.filter(pk__lt=window.before)
    return with_columns(posts.order_by("-pk")[: PAGE + 1])


def _branches(viewer: Viewer, slug: str, space: SpaceRow, rows: list[Any]) -> dict[int, BranchView]:
    if not rows:
        return {}
    found = {}
    keys = tuple(row.pk for row in rows)
    for pk, first_key, last_key, replies in _branch_rows(viewer, space.pk, keys):
        # The line itself stands right above, so that its words need no saying again.
        title = ngettext("%(n)d reply", "%(n)d replies", replies) % {"n": replies}
        line = _("The last one %(when)s") % {"when": moments.said(moment_of(last_key))}
        found[first_key] = BranchView(at(slug, "t", pk), title, line if replies else "")
    return found


@prepared
def _older(viewer: Viewer, stream_id: int, key: int) -> Any:
    """Whether anything was said before this line."""
    posts = Post.objects.visible_to(viewer).filter(thread=stream_id, pk__lt=key)
    return posts.values_list("pk")[:1]


@prepared
def _branch_rows(viewer: Viewer, space_id: int, keys: tuple[int, ...]) -> Any:
    branches = Thread.objects.visible_to(viewer).filter(
        space=space_id, kind=Thread.Kind.BRANCH, first_key__in=keys
    )
    return branches.values_list("pk", "first_key", "last_key", "reply_count")


def _joined(posts: list[PostView], branches: dict[int, BranchView]) -> list[PostView]:
    """Put branches beneath their lines, and lines of one person said at once together."""
    shown: list[PostView] = []
    for post in posts:
        before = shown[-1] if shown else None
        branch = branches.get(int(post.id))
        continued = (
            before is not None
            and not (before.system or before.is_removed or before.branch)
            and before.author_id == post.author_id
            and moment_of(int(post.id)) - moment_of(int(before.id)) < TOGETHER
        )
        shown.append(
            replace(
                post,
                continued=continued,
                branch=branch,
                branch_url="" if branch else post.branch_url,
            )
        )
    return shown


def _with_days(posts: list[PostView]) -> list[Any]:
    items: list[Any] = []
    last_day = None
    for post in posts:
        moment = moment_of(int(post.id))
        today = timezone.localtime(moment).date()
        if today == last_day:
            items.append(post)
            continue
        items += [DayLine(moments.day(moment)), replace(post, continued=False)]
        last_day = today
    return items


def _faces(posts: list[PostView]) -> list[Face]:
    found = {
        p.author_id: Face(p.avatar_url, p.initials, p.hue)
        for p in reversed(posts)
        if not p.system and not p.is_removed
    }
    return list(found.values())[:3]


def chat_composer(viewer: Viewer, slug: str, space: SpaceRow) -> Composer:
    """The box beneath a chat."""
    return Composer(
        action=at(slug, "s", space.slug, "say"),
        draft_key=f"space:{space.pk}",
        label=_("Message to %(space)s") % {"space": space.name},
        placeholder=_("Say something"),
        button=_("Send"),
        intent=intent.new_token(),
        blocked=str(spaces_policy.may_write(viewer, space).sentence),
        is_chat=True,
        mention_url=at(slug, "people", "names") if viewer.is_member else "",
    )
