"""Posts as pages show them: ready values, so that templates only print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inglenook.communities.faces import face, first_name, gone, profile_url
from inglenook.communities.looks import Looks, looks_of
from inglenook.communities.models import Membership
from inglenook.conversations import policy
from inglenook.conversations.models import Post, Reaction, Thread
from inglenook.foundation import moments, text
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import switch
from inglenook.foundation.keys import moment_of
from inglenook.foundation.prepared import prepared
from inglenook.foundation.sentences import listed
from inglenook.foundation.standing import HELD, Standing
from inglenook.foundation.viewer import Viewer


class PostRow(NamedTuple):
    """The columns of a post and its author, in the order of the query."""

    pk: int
    author_id: int | None
    kind: str
    html: str
    standing: str
    revision: int
    edited_at: datetime | None
    imported: bool
    reply_to: int | None
    author_name: str | None
    author_picture: str | None
    author_role: str | None
    author_state: str | None
    attached: list[dict[str, Any]] = []


COLUMNS = (
    "pk", "author_id", "kind", "html", "standing", "revision", "edited_at", "imported",
    "reply_to", "author__name", "author__picture", "author__role", "author__state",
    "attached",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReactionView:
    emoji: str
    label: str
    mine: bool
    url: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file on a post; without address where only its name came along."""

    name: str
    url: str
    line: str


@dataclass(frozen=True, slots=True)
class BranchView:
    """The replies beneath a line of a stream."""

    url: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class PostView:
    """One post on a page. Keys are strings, since 63 bits don't fit a browser's number."""

    id: str
    anchor: str
    url: str
    author_id: int
    author_name: str
    author_url: str
    avatar_url: str
    initials: str
    hue: int
    role_label: str
    iso: str
    when: str
    html: SafeString
    is_removed: bool
    removed_text: str
    is_pending: bool
    edited: bool
    edited_url: str
    is_mine: bool
    is_answer: bool
    is_lead: bool
    system: bool
    imported_from: str
    can_edit: bool
    edit_url: str
    can_delete: bool
    delete_url: str
    quote_url: str
    reply_url: str
    answer_url: str
    reactions: list[ReactionView] = field(default_factory=list)
    files: list[FileView] = field(default_factory=list)
    react_url: str = ""
    day: str = ""
    continued: bool = False
    branch: BranchView | None = None
    branch_url: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all posts of one page share."""

    viewer: Viewer
    slug: str
    answer_key: int | None = None
    first_key: int = 0
    can_reply: bool = False
    can_resolve: bool = False
    in_chat: bool = False
    place: str = ""
    """The address of the page on which they stand."""


def thread_title(title: str, kind: str, standing: str = Standing.PUBLISHED) -> str:
    """What a thread is called; a branch loses its name with the words that it was taken from."""
    if standing == Standing.REMOVED:
        return _("A removed thread")
    unnamed = not title and kind != Thread.Kind.DIRECT
    return _("Answers to something taken away") if unnamed else title


def rows_of(posts: Any) -> list[PostRow]:
    """Run a guarded query of posts and take the columns that pages show."""
    return [PostRow(*row) for row in with_columns(posts)]


def with_columns(posts: Any) -> Any:
    """A guarded query of posts that gives the columns of `PostRow`."""
    return posts.values_list(*COLUMNS)


def shaped(rows: Sequence[PostRow], setting: Setting) -> list[PostView]:
    """What the rows show, all of it asked of the database: the twin of `queries.ready`."""
    reactions = _reactions([row.pk for row in rows], setting)
    names = names_in((row.html for row in rows), setting.slug, setting.viewer)
    return [shape(row, setting, reactions.get(row.pk, []), names) for row in rows]


def names_in(htmls: Iterable[str], slug: str, viewer: Viewer) -> dict[int, tuple[str, str]]:
    """The names and addresses of everybody mentioned in these texts; no query without mentions.

    Whoever is kept apart from the reader is "somebody" to them.
    """
    ids = {key for html in htmls for key in text.mentioned(html)} - viewer.blocked_ids
    return named(ids, slug, viewer, looks_of(viewer, ids)) if ids else {}


def named(
    ids: Iterable[int], slug: str, viewer: Viewer, looks: Looks
) -> dict[int, tuple[str, str]]:
    """Names and addresses of members, as `text.fill` wants them."""
    linked = viewer.is_member
    return {
        pk: (look.name, profile_url(slug, pk) if linked else "")
        for pk in ids
        if (look := looks.get(pk)) is not None
    }


def shape(
    row: PostRow, setting: Setting, reactions: list[ReactionView], names: dict[int, Any]
) -> PostView:
    """One post as its template shows it."""
    viewer, slug = setting.viewer, setting.slug
    removed = row.standing == Standing.REMOVED
    name = row.author_name or gone()
    look = face(row.author_id, name, row.author_picture or "", slug)
    here = at(slug, "p", row.pk)
    moment = moment_of(row.pk)
    can_edit = bool(policy.may_edit(viewer, row))
    can_delete = bool(policy.may_delete(viewer, row))
    can_reply = setting.can_reply and row.kind == Post.Kind.NORMAL and not removed
    may_answer = setting.can_resolve and can_reply and row.pk != setting.first_key
    return PostView(
        id=str(row.pk),
        anchor=f"p{row.pk}",
        url=here,
        author_id=row.author_id or 0,
        author_name=name,
        author_url=profile_url(slug, row.author_id) if viewer.is_member else "",
        avatar_url=look.avatar_url,
        initials=look.initials,
        hue=look.hue,
        role_label=role_label(row.author_role, row.author_state),
        iso=moment.isoformat(timespec="seconds"),
        when=moments.clock(moment) if setting.in_chat else moments.when(moment),
        html=SafeString("") if removed else text.fill(row.html, names),
        is_removed=removed,
        removed_text=_("This post was taken away.") if removed else "",
        is_pending=row.standing in HELD,
        edited=row.edited_at is not None and not removed,
        edited_url=here + "history/",
        is_mine=row.author_id in viewer.own_ids,
        is_answer=row.pk == setting.answer_key,
        is_lead=row.pk == setting.first_key,
        system=row.kind == Post.Kind.SYSTEM,
        imported_from=_("from before the move") if row.imported and not setting.in_chat else "",
        can_edit=can_edit,
        edit_url=here + "edit/" if can_edit else "",
        can_delete=can_delete,
        delete_url=here + "delete/" if can_delete else "",
        quote_url=f"{setting.place}?quote={row.pk}#composer" if can_reply else "",
        reply_url=f"{setting.place}?reply={row.pk}#composer" if can_reply else "",
        answer_url=here + "answer/" if may_answer else "",
        reactions=[] if removed else reactions,
        files=[] if removed else [_file(slug, row.pk, file) for file in row.attached],
        react_url=switch(here + "react/", False) if policy.may_react(viewer, row) else "",
        branch_url=here + "branch/" if can_reply and setting.in_chat else "",
    )


def _file(slug: str, key: int, file: dict[str, Any]) -> FileView:
    stored = file.get("stored_as", "")
    line = filesizeformat(file.get("size", 0)) if stored else _("only its name came along")
    return FileView(file.get("name", ""), f"/{slug}/file/{key}/{stored}" if stored else "", line)


def role_label(role: str | None, state: str | None) -> str:
    """The role of whoever wrote something, where it matters to readers."""
    if state != Membership.State.ACTIVE:
        return ""
    if role == Membership.Role.HOST:
        return _("Host")
    return _("Moderator") if role == Membership.Role.MODERATOR else ""


def _reactions(keys: list[int], setting: Setting) -> dict[int, list[ReactionView]]:
    if not keys:
        return {}
    given: dict[int, list[tuple[str, int, str]]] = {}
    for post_id, *reaction in _reaction_rows(setting.viewer, tuple(keys)):
        given.setdefault(post_id, []).append(tuple(reaction))
    return {key: reactions_on(key, theirs, setting) for key, theirs in given.items()}


def reactions_on(
    key: int, given: Iterable[tuple[str, int, str]], setting: Setting
) -> list[ReactionView]:
    """The reactions on one post, from each one's sign, who gave it and their name."""
    viewer = setting.viewer
    gathered: dict[str, list[tuple[int, str]]] = {}
    for emoji, author_id, name in given:
        gathered.setdefault(emoji, []).append((author_id, name))
    views = []
    for emoji, people in gathered.items():
        mine = any(author in viewer.own_ids for author, _name in people)
        there = at(setting.slug, "p", key, "react")
        url = switch(there, mine) if viewer.is_inside else ""
        label = _named([n for a, n in people if a not in viewer.own_ids], mine)
        views.append(ReactionView(emoji, label, mine, url))
    return views


@prepared
def _reaction_rows(viewer: Viewer, keys: tuple[int, ...]) -> Any:
    rows = Reaction.objects.visible_to(viewer).filter(post__in=keys).order_by("at", "pk")
    return rows.values_list("post_id", "emoji", "author_id", "author__name")


NAMED = 4


def _named(names: list[str], mine: bool) -> str:
    """People, not numbers: "Ingrid, Priya and you"; from the fifth on, "and others"."""
    shown = [first_name(name) for name in names[:NAMED]]
    if mine:
        shown.append(_("you"))
    if len(names) > NAMED:
        shown.append(_("others"))
    return listed(shown)
