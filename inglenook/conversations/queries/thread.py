"""The page of a thread: twenty posts, wherever one stands in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from inglenook.communities.faces import PersonLine, face, gone, profile_url
from inglenook.conversations import policy
from inglenook.conversations.models import Post, ReadMark, Thread
from inglenook.conversations.queries.composer import Composer
from inglenook.conversations.queries.facts import LINE, Line
from inglenook.conversations.queries.posts import Setting, role_label, thread_title
from inglenook.conversations.queries.ready import Talk, is_told, ready, talk_of
from inglenook.conversations.queries.spaces import SpaceRow
from inglenook.foundation import intent, moments
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import LARGEST_KEY, switch
from inglenook.foundation.keys import moment_of
from inglenook.foundation.memory import Kept
from inglenook.foundation.pieces import Pieces
from inglenook.foundation.prepared import prepared
from inglenook.foundation.viewer import Viewer

_kept_people: Kept[Any, tuple[PersonLine, ...]] = Kept(1_000)
PAGE = 20
LIVE = 60  # posts that an open page may grow to before it asks for a fresh one


class ThreadRow(NamedTuple):
    """The columns of a thread that its page and the policies ask for."""

    pk: int
    community_id: int
    space_id: int | None
    kind: str
    title: str
    author_id: int | None
    standing: str
    first_key: int
    last_key: int
    reply_count: int
    pinned_at: datetime | None
    closed_at: datetime | None
    answer_key: int | None
    imported: bool
    audience_id: int
    version: int
    seen: int | None
    space: SpaceRow | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Which stretch of a thread: after, before, at or from a key; the right place without one."""

    after: int | None = None
    before: int | None = None
    at: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the viewer may do with the thread as a whole."""

    can_resolve: bool
    is_resolved: bool
    resolve_url: str
    can_close: bool
    is_closed: bool
    close_url: str
    can_pin: bool
    is_pinned: bool
    pin_url: str
    can_move: bool
    move_url: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    title: str
    space_name: str
    space_url: str
    tags: tuple[Tag, ...]
    line: str
    posts: Pieces
    since: str
    """Words over what is new to the viewer; empty where nothing is."""
    fresh: Pieces
    newer_url: str
    older_url: str
    composer: Composer | None
    region: str
    live_url: str
    read_url: str
    last_id: str
    people: tuple[PersonLine, ...]
    deeds: Deeds | None


def thread_row(viewer: Viewer, thread_id: int) -> ThreadRow | None:
    """One thread with the viewer's mark, where they see it; one query."""
    return next((ThreadRow(*row) for row in _thread_rows(viewer, thread_id)), None)


@prepared
def _thread_rows(viewer: Viewer, thread_id: int) -> Any:
    marks = ReadMark.objects.filter(membership=viewer.membership_id or 0, thread=OuterRef("pk"))
    rows = Thread.objects.visible_to(viewer).filter(pk=thread_id, community=viewer.community_id)
    columns = ThreadRow._fields[:-1]
    found = rows.annotate(seen=Subquery(marks.values("key")[:1]))
    return found.values_list(*columns)


@prepared
def _stretch(
    viewer: Viewer, thread_id: int, root: int | None, talk: int | None, window: Window
) -> Any:
    """One more post than fits; a branch's first one, its `root`, stands in its stream.

    Private talk reads the branches that came along with it in one flow, by its audience, `talk`.
    """
    mine = Q(thread=thread_id)
    if root is not None:
        mine |= Q(pk=root)
    if talk is not None:
        mine |= Q(thread__audience=talk)
    posts = Post.objects.visible_to(viewer).filter(mine)
    if window.before is not None:
        posts = posts.filter(pk__lt=window.before).order_by("-pk")
        return posts.values_list(*LINE)[: PAGE + 1]
    start = window.start if window.start is not None else window.at
    if window.after is not None:
        posts = posts.filter(pk__gt=window.after)
    elif start is not None:
        posts = posts.filter(pk__gte=start)
    size = LIVE if window.start is not None else PAGE
    return posts.order_by("pk").values_list(*LINE)[: size + 1]


def window_rows(viewer: Viewer, thread: ThreadRow, window: Window) -> tuple[list[Line], bool]:
    """The rows of one stretch in order, and whether more follow beyond its far end."""
    root = thread.first_key if thread.kind == Thread.Kind.BRANCH else None
    talk = thread.audience_id if thread.kind == Thread.Kind.DIRECT else None
    rows = [Line(*row) for row in _stretch(viewer, thread.pk, root, talk, window)]
    if window.before is not None:
        return rows[PAGE - 1 :: -1] if len(rows) > PAGE else rows[::-1], len(rows) > PAGE
    size = LIVE if window.start is not None else PAGE
    return rows[:size], len(rows) > size


def first_shown(viewer: Viewer, thread_id: int) -> int:
    """The key from which the page after an answer begins, so that what came before is there.

    0 where the viewer sees nothing of the thread yet.
    """
    return min((key for (key,) in _before(viewer, thread_id, LARGEST_KEY)), default=0)


@prepared
def _before(viewer: Viewer, thread_id: int, key: int) -> Any:
    posts = Post.objects.visible_to(viewer).filter(thread=thread_id, pk__lte=key)
    return posts.order_by("-pk").values_list("pk")[:10]


def right_place(thread: ThreadRow) -> Window:
    """Where a reader goes on: a short thread from its top, a long one at what is new to them."""
    if thread.seen is None or thread.reply_count < PAGE:
        return Window()
    if thread.seen >= thread.last_key:
        return Window(before=thread.last_key + 1)
    return Window(after=thread.seen)


def thread_page(
    viewer: Viewer,
    slug: str,
    thread: ThreadRow,
    window: Window,
    *,
    reply: str = "",
    reply_name: str = "",
    quoted: str = "",
) -> ThreadPage:
    """Everything that the page of a thread shows; `thread.space` is set where it has one."""
    window = right_place(thread) if window == Window() else window
    rows, more = window_rows(viewer, thread, window)
    first, last = (rows[0].pk, rows[-1].pk) if rows else (0, 0)
    has_older = first > thread.first_key and (window.before is None or more)
    has_newer = (more if window.before is None else last < thread.last_key) and bool(rows)
    setting = _setting(viewer, slug, thread)
    talk = talk_of(viewer, rows)
    parts = ready(talk, setting)
    here = setting.place
    new = _first_new(talk, viewer, thread)
    return ThreadPage(
        title=thread_title(thread.title, thread.kind, thread.standing),
        space_name=thread.space.name if thread.space else "",
        space_url=at(slug, "s", thread.space.slug) if thread.space else at(slug),
        tags=_tags(thread),
        line=_line(thread),
        posts=Pieces("posts", parts[:new]),
        since=_("New since %(day)s") % {"day": moments.since_day(moment_of(thread.seen))}
        if new is not None and thread.seen
        else "",
        fresh=Pieces("fresh", parts[new:] if new is not None else []),
        newer_url=f"{here}?after={last}" if has_newer else "",
        older_url=f"{here}?before={first}" if has_older else "",
        composer=_composer(viewer, slug, thread, here, (reply, reply_name, quoted)),
        region=f"thread:{thread.pk}",
        live_url=f"{here}posts/?start={first}" if not has_newer and viewer.is_inside else "",
        read_url=here + "read/" if viewer.is_inside else "",
        # At the end all is read, also what somebody said who is kept apart from the viewer.
        last_id=str(last if has_newer else max(last, thread.last_key)),
        people=_people(talk, setting),
        deeds=_deeds(viewer, thread, here),
    )


def _setting(viewer: Viewer, slug: str, thread: ThreadRow) -> Setting:
    return Setting(
        viewer=viewer,
        slug=slug,
        answer_key=thread.answer_key,
        first_key=thread.first_key,
        can_reply=bool(policy.may_reply(viewer, thread)),
        can_resolve=bool(policy.may_resolve(viewer, thread)),
        place=at(slug, "t", thread.pk),
    )


def _deeds(viewer: Viewer, thread: ThreadRow, here: str) -> Deeds | None:
    tends = bool(policy.may_moderate(viewer, thread))
    resolves = thread.answer_key is not None and bool(policy.may_resolve(viewer, thread))
    if not (tends or resolves):
        return None
    return Deeds(
        can_resolve=resolves,
        is_resolved=thread.answer_key is not None,
        resolve_url=here + "resolve/",
        can_close=tends,
        is_closed=thread.closed_at is not None,
        close_url=switch(here + "close/", thread.closed_at is not None),
        can_pin=tends,
        is_pinned=thread.pinned_at is not None,
        pin_url=switch(here + "pin/", thread.pinned_at is not None),
        can_move=tends,
        move_url=here + "move/",
    )


def _first_new(talk: Talk, viewer: Viewer, thread: ThreadRow) -> int | None:
    """The place of the first post that is new to the viewer, where it is worth a line above it."""
    if not thread.seen:
        return None
    for place, line in enumerate(talk.lines):
        theirs = line.kind != Post.Kind.SYSTEM and line.author_id not in viewer.own_ids
        if line.pk > thread.seen and theirs:
            return place if place or line.pk == thread.first_key else None
    return None


def _tags(thread: ThreadRow) -> tuple[Tag, ...]:
    tags = []
    if thread.answer_key:
        tags.append(Tag(_("Solved"), "good", "check"))
    if thread.closed_at:
        tags.append(Tag(_("Closed"), "", "lock"))
    if thread.pinned_at and not tags:
        tags.append(Tag(_("Pinned"), "", "pin"))
    return tuple(tags)


def _line(thread: ThreadRow) -> str:
    answers = ngettext("%(n)d answer", "%(n)d answers", thread.reply_count)
    return answers % {"n": thread.reply_count} if thread.reply_count else _("No answer yet")


def _people(talk: Talk, setting: Setting) -> tuple[PersonLine, ...]:
    """Up to eight who wrote on the page, in their order; kept by who they are."""
    told = [line for line in talk.lines if is_told(line)]
    authors = tuple(dict.fromkeys(line.author_id or 0 for line in told))[:8]
    asked = told[0].author_id if told and told[0].pk == setting.first_key else None
    viewer = setting.viewer
    key = (viewer.version, setting.slug, viewer.is_member, get_language(), authors, asked)
    found = _kept_people.get(key)
    if found is None:
        found = tuple(_person(author, asked, talk, setting) for author in authors)
        _kept_people.put(key, found, 1)
    return found


def _person(author: int, asked: int | None, talk: Talk, setting: Setting) -> PersonLine:
    look = talk.looks.get(author)
    name = look.name if look else gone()
    role = role_label(look.role, look.state) if look else ""
    url = profile_url(setting.slug, author) if setting.viewer.is_member else ""
    picture = face(author, name, look.picture if look else "", setting.slug)
    return PersonLine(name, url, _("asked") if author == asked else role, picture)


def _composer(
    viewer: Viewer, slug: str, thread: ThreadRow, here: str, answered: tuple[str, str, str]
) -> Composer | None:
    """Where an answer is written; `answered` is a post's key, its author's name, a quotation."""
    reply, reply_name, quoted = answered
    if not viewer.is_inside and thread.space is None:
        return None
    answer = policy.may_reply(viewer, thread)
    return Composer(
        action=here + "reply/",
        draft_key=f"thread:{thread.pk}",
        label=_("Your reply"),
        placeholder=_("Write a reply"),
        button=_("Post reply"),
        intent=intent.new_token(),
        text=quoted,
        blocked=str(answer.sentence),
        reply_to=reply,
        reply_name=reply_name,
        mention_url=at(slug, "people", "names") if viewer.is_member else "",
    )


def with_problem(page: ThreadPage, problem: str, typed: str, intent: str) -> ThreadPage:
    """The same page after a refusal, with what was typed still in its box."""
    if page.composer is None:
        return page
    kept = replace(page.composer, problem=problem, text=typed, intent=intent)
    return replace(page, composer=kept)
