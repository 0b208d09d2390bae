"""The page of a board: thirty threads, pinned ones on top, then by what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inglenook.communities.faces import PersonLine, face, gone
from inglenook.communities.looks import Looks, looks_of
from inglenook.communities.queries import keepers_of
from inglenook.conversations import policy
from inglenook.conversations.models import Post, ReadMark, Thread
from inglenook.conversations.queries.facts import NOTHING, Facts, Line, facts_of
from inglenook.conversations.queries.posts import named, thread_title
from inglenook.conversations.queries.spaces import SpaceRow
from inglenook.conversations.queries.thread import Tag
from inglenook.foundation import moments, text
from inglenook.foundation.addresses import at
from inglenook.foundation.keys import moment_of
from inglenook.foundation.memory import Kept
from inglenook.foundation.pieces import Pieces
from inglenook.foundation.prepared import prepared
from inglenook.foundation.sentences import isolated
from inglenook.foundation.shell import Face
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy as spaces_policy

PAGE = 30

FILTERS = (
    ("", gettext_lazy("Everything")),
    ("new", gettext_lazy("New to you")),
    ("waiting", gettext_lazy("Waiting for an answer")),
    ("solved", gettext_lazy("Solved")),
)


class Row(NamedTuple):
    pk: int
    title: str
    standing: str
    first_key: int
    last_key: int
    reply_count: int
    pinned_at: datetime | None
    closed_at: datetime | None
    answer_key: int | None
    author_id: int | None
    last_author_id: int | None
    text: int | None
    """The version of its first post, where the viewer may read it."""
    seen: int | None = None


COLUMNS = Row._fields
MOST = 1_000_000
"""Bytes of lines kept ready, in one process."""
_ready: Kept[Any, bytes] = Kept(MOST)


@dataclass(frozen=True, slots=True)
class FilterWay:
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ThreadLine:
    url: str
    title: str
    excerpt: str
    author_name: str
    avatar_url: str
    initials: str
    hue: int
    last_line: str
    iso: str
    is_new: bool
    new_line: str
    tags: list[Tag]
    faces: list[Face]


@dataclass(frozen=True, slots=True)
class BoardPage:
    name: str
    purpose: str
    is_locked: bool
    locked_line: str
    start_url: str
    blocked: str
    filters: tuple[FilterWay, ...]
    threads: Pieces
    newer_url: str
    older_url: str
    keepers: tuple[PersonLine, ...]
    settings_url: str
    leave_url: str
    """Steps off the list of a list space; empty for other spaces."""
    region: str
    live_url: str
    read_url: str
    last_id: str


def board_page(
    viewer: Viewer, slug: str, space: SpaceRow, *, show: str = "", before: int | None = None
) -> BoardPage:
    """Thirty threads of a board, by keyset on what was said last; two to three queries."""
    here = at(slug, "s", space.slug)
    rows = _rows(viewer, space, show, before)
    older = rows[PAGE - 1].last_key if len(rows) > PAGE else 0
    rows = rows[:PAGE]
    may_start = policy.may_start(viewer, space)
    return BoardPage(
        name=space.name,
        purpose=space.purpose,
        is_locked=space.is_locked,
        locked_line=_("Only those on its list can see this room."),
        start_url=here + "new/" if may_start else "",
        blocked=str(may_start.sentence),
        filters=tuple(
            FilterWay(str(name), here + (f"?show={key}" if key else ""), key == show)
            for key, name in FILTERS
            if viewer.is_inside or key != "new"
        ),
        threads=Pieces("threads", ready(rows, viewer, slug)),
        newer_url=here if before else "",
        older_url=f"{here}?before={older}" + (f"&show={show}" if show else "") if older else "",
        keepers=tuple(keepers_of(viewer, slug)) if viewer.is_member else (),
        settings_url=here + "settings/" if viewer.is_host else "",
        leave_url=here + "leave/" if spaces_policy.may_step_off(viewer, space) else "",
        region=f"space:{space.pk}",
        live_url=f"{here}threads/?show={show}" if not before and viewer.is_inside else "",
        read_url=here + "read/" if viewer.is_inside else "",
        last_id=str(space.last_key),
    )


def _rows(viewer: Viewer, space: SpaceRow, show: str, before: int | None) -> list[Row]:
    """Those that are pinned first, at most ten of them."""
    pinned = _pinned_rows(viewer, space.pk, show) if before is None else []
    rest = _by_last_rows(viewer, space.pk, show, before)
    return [Row(*row) for row in [*pinned, *rest][: PAGE + 1]]


@prepared
def _pinned_rows(viewer: Viewer, space_id: int, show: str) -> Any:
    pinned = _shown(viewer, space_id, show).filter(pinned_at__isnull=False)
    return pinned.order_by("-pinned_at").values_list(*COLUMNS)[:10]


@prepared
def _by_last_rows(viewer: Viewer, space_id: int, show: str, before: int | None) -> Any:
    others = _shown(viewer, space_id, show).filter(pinned_at__isnull=True)
    if before is not None:
        others = others.filter(last_key__lt=before)
    return others.order_by("-last_key").values_list(*COLUMNS)[: PAGE + 1]


def _shown(viewer: Viewer, space_id: int, show: str) -> Any:
    """The threads of a board that one of `FILTERS` lets through, with the viewer's marks."""
    marks = ReadMark.objects.filter(membership=viewer.membership_id or 0, thread=OuterRef("pk"))
    threads = Thread.objects.visible_to(viewer).filter(space=space_id, kind=Thread.Kind.TOPIC)
    texts = Post.objects.visible_to(viewer).filter(
        pk=OuterRef("first_key"), standing=Standing.PUBLISHED
    )
    threads = threads.annotate(
        seen=Subquery(marks.values("key")[:1]), text=Subquery(texts.values("version")[:1])
    )
    if show == "new":
        unseen = Q(seen__isnull=True) | Q(seen__lt=F("last_key"))
        threads = threads.filter(unseen, last_key__gt=viewer.joined_key)
    elif show == "waiting":
        threads = threads.filter(reply_count=0, closed_at__isnull=True)
    elif show == "solved":
        threads = threads.filter(answer_key__isnull=False)
    return threads


def ready(rows: list[Row], viewer: Viewer, slug: str) -> list[bytes]:
    """The lines as they are sent; each rendered once for all to whom it looks the same."""
    scene = (viewer.version, slug, *moments.place())
    apart = viewer.blocked_ids
    texts = _texts(rows, viewer) if apart else {}
    parts: dict[int, bytes] = {}
    missing: list[tuple[Row, Any]] = []
    for row in rows:
        hidden = apart and (row.last_author_id in apart, texts[row.pk].mentioned & apart)
        way = (scene, row[:-1], _is_unread(row, viewer), hidden)
        found = _ready.get(way) if viewer.version else None
        parts[row.pk] = found or b""
        if found is None:
            missing.append((row, way))
    if missing:
        new = lines([row for row, _way in missing], viewer, slug)
        for (row, way), line in zip(missing, new, strict=True):
            made = parts[row.pk] = render(line)
            _ready.put(way, made, len(made) + 400)
    return list(parts.values())


def render(line: ThreadLine) -> bytes:
    """One line by its template."""
    return get_template("conversations/thread_row.html").render({"thread": line}).encode()


def _texts(rows: list[Row], viewer: Viewer) -> dict[int, Facts]:
    """The first post of each thread; one without words where the viewer may not read it."""
    firsts = [Line(row.first_key, None, "", "", row.text) for row in rows if row.text is not None]
    facts = facts_of(viewer, firsts)
    return {
        row.pk: facts.get(row.first_key, NOTHING) if row.text is not None else NOTHING
        for row in rows
    }


def lines(rows: list[Row], viewer: Viewer, slug: str) -> list[ThreadLine]:
    """What the lines of a board show."""
    texts = _texts(rows, viewer)
    people = {pk for row in rows for pk in (row.author_id, row.last_author_id) if pk}
    for one in texts.values():
        people |= one.mentioned
    looks = looks_of(viewer, people)
    return [_line(row, texts[row.pk], looks, viewer, slug) for row in rows]


def _is_unread(row: Row, viewer: Viewer) -> bool:
    return viewer.is_inside and row.last_key > max(row.seen or 0, viewer.joined_key)


def _face(pk: int | None, looks: Looks, slug: str) -> tuple[str, Face]:
    found = looks.get(pk) if pk else None
    name = found.name if found else gone()
    return name, face(pk, name, found.picture if found else "", slug)


def _line(row: Row, said: Facts, looks: Looks, viewer: Viewer, slug: str) -> ThreadLine:
    name, look = _face(row.author_id, looks, slug)
    moment = moment_of(row.last_key)
    last_name, last_face = _face(row.last_author_id, looks, slug)
    faces = []
    if row.reply_count and row.last_author_id != row.author_id:
        faces = [last_face, look]
    if row.last_author_id in viewer.blocked_ids:
        last_name, faces = _("Somebody"), []
    wrote = _("%(name)s wrote %(when)s") % {
        "name": isolated(last_name),
        "when": moments.said(moment),
    }
    return ThreadLine(
        url=at(slug, "t", row.pk),
        title=thread_title(row.title, Thread.Kind.TOPIC, row.standing),
        excerpt=_excerpt(
            said.html, named(said.mentioned - viewer.blocked_ids, slug, viewer, looks)
        ),
        author_name=name,
        avatar_url=look.avatar_url,
        initials=look.initials,
        hue=look.hue,
        last_line=wrote if row.last_author_id != row.author_id else moments.when(moment),
        iso=moment.isoformat(timespec="seconds"),
        is_new=_is_unread(row, viewer),
        new_line=_("new"),
        tags=_tags(row),
        faces=faces,
    )


def _excerpt(html: str, names: dict[int, Any]) -> str:
    return text.excerpt(text.fill_plain(text.plain_of(html), names), 140) if html else ""


def _tags(row: Row) -> list[Tag]:
    tags = []
    if row.pinned_at:
        tags.append(Tag(_("Pinned"), "", "pin"))
    if row.answer_key:
        tags.append(Tag(_("Solved"), "good", "check"))
    elif row.closed_at:
        tags.append(Tag(_("Closed"), "", "lock"))
    return tags
