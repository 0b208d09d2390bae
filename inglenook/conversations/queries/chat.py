"""The page of a chat: its stream, with day lines and branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.communities.faces import face, gone
from inglenook.conversations.models import Post, Thread
from inglenook.conversations.queries.composer import Composer
from inglenook.conversations.queries.facts import LINE, Line
from inglenook.conversations.queries.posts import BranchView, Setting
from inglenook.conversations.queries.ready import Extra, Talk, is_told, ready, talk_of
from inglenook.conversations.queries.spaces import SpaceRow
from inglenook.conversations.queries.thread import LIVE, Window
from inglenook.foundation import intent, moments
from inglenook.foundation.addresses import at
from inglenook.foundation.keys import COUNTER_BITS, key_floor, moment_of
from inglenook.foundation.pieces import Pieces
from inglenook.foundation.prepared import prepared
from inglenook.foundation.shell import Face
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy as spaces_policy

PAGE = 50
TOGETHER = 5 * 60_000 << COUNTER_BITS
"""Lines of one person within five minutes, as keys count them, stand together under one name."""


@dataclass(frozen=True, slots=True)
class ChatPage:
    name: str
    purpose: str
    is_locked: bool
    locked_line: str
    faces: tuple[Face, ...]
    settings_url: str
    leave_url: str
    """Steps off the list of a list space; empty for other spaces."""
    items: int
    """How many lines the page holds."""
    posts: Pieces
    since: str
    """Words over what is new to the viewer; empty where nothing is."""
    fresh: Pieces
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
    talk = talk_of(viewer, rows)
    parts = ready(talk, setting, _extras(talk, _branches(viewer, slug, space, rows)))
    new = _first_new(talk, viewer, space)
    first, last = (rows[0].pk, rows[-1].pk) if rows else (0, 0)
    return ChatPage(
        name=space.name,
        purpose=space.purpose,
        is_locked=space.is_locked,
        locked_line=_("Only those on its list can see this room."),
        faces=_faces(talk, slug),
        settings_url=at(slug, "s", space.slug, "settings") if viewer.is_host else "",
        leave_url=here + "leave/" if spaces_policy.may_step_off(viewer, space) else "",
        items=len(parts),
        posts=Pieces("posts", parts[:new]),
        since=_("New since %(time)s") % {"time": moments.since(moment_of(space.seen))}
        if new is not None
        else "",
        fresh=Pieces("fresh", parts[new:] if new is not None else []),
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
    rows = [Line(*row) for row in _rows(viewer, space.stream_id or 0, window)]
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
        posts = posts.filter(pk__gte=window.start).order_by("-pk")
        return posts.values_list(*LINE)[: LIVE + PAGE]
    if window.after is not None:
        posts = posts.filter(pk__gt=window.after).order_by("pk")
    elif window.at is not None:
        posts = posts.filter(pk__gte=window.at).order_by("pk")
    elif window.before is not None:
        posts = posts.filter(pk__lt=window.before).order_by("-pk")
    else:
        posts = posts.order_by("-pk")
    return posts.values_list(*LINE)[: PAGE + 1]


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


def _extras(talk: Talk, branches: dict[int, BranchView]) -> dict[int, Extra]:
    """Days above their first lines, branches beneath theirs, one person's lines together."""
    extras: dict[int, Extra] = {}
    before: Line | None = None
    day_ends = 0
    for line in talk.lines:
        day = ""
        if line.pk >= day_ends:
            moment = moment_of(line.pk)
            day, day_ends = moments.day(moment), _end_of_day(moment)
        continued = (
            before is not None
            and not day
            and is_told(before)
            and before.pk not in branches
            and before.author_id == line.author_id
            and line.pk - before.pk < TOGETHER
        )
        extras[line.pk] = Extra(day, continued, branches.get(line.pk))
        before = line
    return extras


def _end_of_day(moment: datetime) -> int:
    """The first key of the day after this moment's, where the page is read."""
    tomorrow = timezone.localdate(moment) + timedelta(days=1)
    return key_floor(timezone.make_aware(datetime.combine(tomorrow, time.min)))


def _first_new(talk: Talk, viewer: Viewer, space: SpaceRow) -> int | None:
    """The place of the first line that is new to the viewer; None where nothing is."""
    if not space.seen:
        return None
    for place, line in enumerate(talk.lines):
        theirs = line.kind != Post.Kind.SYSTEM and line.author_id not in viewer.own_ids
        if line.pk > space.seen and theirs:
            return place
    return None


def _faces(talk: Talk, slug: str) -> tuple[Face, ...]:
    """Who spoke last."""
    found: dict[int, Face] = {}
    for line in reversed(talk.lines):
        author = line.author_id or 0
        if author in found or not is_told(line):
            continue
        look = talk.look_of(line)
        name = look.name if look else gone()
        found[author] = face(author, name, look.picture if look else "", slug)
        if len(found) == 3:
            break
    return tuple(found.values())


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
