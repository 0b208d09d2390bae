"""Posts ready to send: each rendered once for all to whom it looks the same.

A post is kept as bytes by everything that its looks depend on: its version and its community's,
the language, zone and day of the page, what the viewer may do here, whether the viewer wrote it,
reacted to it or is kept apart from somebody in it. Its twin, `posts.shaped`, asks the database for
all of that; a test compares both, byte by byte, after each kind of change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from django.template.loader import get_template

from inglenook.communities.looks import Look, Looks, looks_of
from inglenook.conversations.models import Post
from inglenook.conversations.queries.facts import Facts, Line, facts_of, keep_markup
from inglenook.conversations.queries.posts import (
    BranchView,
    PostRow,
    PostView,
    Setting,
    named,
    reactions_on,
    shape,
)
from inglenook.foundation import moments
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer

SCENES = 10_000

_scenes: dict[Any, int] = {}
_numbers = count(1)


class Extra(NamedTuple):
    """What a line of a chat shows because of its neighbours."""

    day: str = ""
    continued: bool = False
    branch: BranchView | None = None


class Talk(NamedTuple):
    """The posts of one page, with all that can be said of them without asking again."""

    lines: list[Line]
    facts: dict[int, Facts]
    looks: Looks

    def look_of(self, line: Line) -> Look | None:
        """How the author looks; None for somebody who left without a trace."""
        return self.looks.get(line.author_id) if line.author_id else None


def talk_of(viewer: Viewer, lines: Iterable[Line]) -> Talk:
    """Posts that the viewer sees, with what they say; no query where all of it is known."""
    lines = list(lines)
    facts = dict(facts_of(viewer, lines))
    # One that was taken away between the two questions is no more.
    lines = [line for line in lines if line.pk in facts]
    people: set[int] = {line.author_id for line in lines if line.author_id}
    for one in facts.values():
        people |= one.reactors
        people |= one.mentioned
    return Talk(lines, facts, looks_of(viewer, people))


def is_told(line: Line) -> bool:
    """Whether somebody's words stand there: no line of the house, nothing taken away."""
    return line.kind != Post.Kind.SYSTEM and line.standing != Standing.REMOVED


def ready(talk: Talk, setting: Setting, extras: dict[int, Extra] | None = None) -> list[bytes]:
    """The posts as they are sent, in their order."""
    viewer = setting.viewer
    scene = _scene(setting)
    own, apart = viewer.own_ids, viewer.blocked_ids
    parts = []
    for line in talk.lines:
        pk = line.pk
        facts = talk.facts[pk]
        way = (
            scene,
            line.author_id in own,
            pk == setting.first_key,
            pk == setting.answer_key,
            facts.reactors & own,
            (facts.reactors | facts.mentioned) & apart if apart else None,
            extras[pk] if extras else None,
        )
        markup = facts.markup.get(way)
        if markup is None:
            view = _view(line, talk, setting, extras[pk] if extras else Extra())
            markup = render(view, in_chat=setting.in_chat)
            keep_markup(pk, facts, way, markup)
        parts.append(markup)
    return parts


def _scene(setting: Setting) -> int:
    """A number for all that the posts of a page share; one number never means two things."""
    viewer = setting.viewer
    key = (
        *moments.place(),
        setting.slug,
        setting.place,
        setting.can_reply,
        setting.can_resolve,
        setting.in_chat,
        viewer.is_inside,
        viewer.is_member,
        viewer.is_moderator,
    )
    number = _scenes.get(key)
    if number is None:
        if len(_scenes) >= SCENES:
            _scenes.clear()
        number = _scenes[key] = next(_numbers)
    return number


def _view(line: Line, talk: Talk, setting: Setting, extra: Extra) -> PostView:
    facts, viewer = talk.facts[line.pk], setting.viewer
    look = talk.look_of(line) or Look(None, None, None, None)  # type: ignore[arg-type]
    row = PostRow(
        line.pk, line.author_id, line.kind, facts.html, line.standing, facts.revision,
        facts.edited_at, facts.imported, None, *look, facts.attached,
    )  # fmt: skip
    given = [
        (emoji, author, found.name)
        for emoji, author in facts.reactions
        if author not in viewer.blocked_ids and (found := talk.looks.get(author)) is not None
    ]
    names = named(facts.mentioned - viewer.blocked_ids, setting.slug, viewer, talk.looks)
    view = shape(row, setting, reactions_on(line.pk, given, setting), names)
    return with_extra(view, extra)


def with_extra(view: PostView, extra: Extra) -> PostView:
    """The same post among its neighbours."""
    return replace(
        view,
        day=extra.day,
        continued=extra.continued,
        branch=extra.branch,
        branch_url="" if extra.branch else view.branch_url,
    )


def render(view: PostView, *, in_chat: bool) -> bytes:
    """One post by its template."""
    template = "conversations/message.html" if in_chat else "conversations/post.html"
    return get_template(template).render({"post": view}).encode()
