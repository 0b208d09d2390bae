"""Saying something: a new thread, an answer, a line in a chat, a branch."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from inglenook.conversations import policy
from inglenook.conversations.actions.mentioning import settled
from inglenook.conversations.actions.reading import mark_read
from inglenook.conversations.declares import BRANCHED, REPLIED, STARTED
from inglenook.conversations.indexing import document
from inglenook.conversations.models import Post, Thread
from inglenook.conversations.titles import title_of_line
from inglenook.foundation import fulltext, names, text
from inglenook.foundation.activity import record
from inglenook.foundation.keys import new_key
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy as spaces_policy
from inglenook.spaces.models import Space

TITLE_LENGTH = 200  # characters


def start_thread(viewer: Viewer, space: Space, *, title: str, markdown: str) -> Thread:
    """Start a thread on a board.

    Raises:
        Refused: when the viewer may not write there.
        Invalid: for an empty or too long title or text.
    """
    require(policy.may_start(viewer, space))
    title = checked_title(title)
    rendered, markdown = rendered_text(viewer, markdown)
    with transaction.atomic():
        thread = Thread.objects.create(
            community_id=space.community_id,
            space=space,
            audience_id=space.audience_id,
            title=title,
            author_id=viewer.actor_id,
        )
        post = _write(viewer, thread, markdown, rendered)
        record(viewer.actor_id, STARTED, thread, post=post.pk)
    return thread


def reply(viewer: Viewer, thread: Thread, *, markdown: str, reply_to: int | None = None) -> Post:
    """Answer in a thread, or say a line in a chat's stream; `thread.space` is loaded.

    Raises:
        Refused: when the thread is closed or the viewer may not write there.
        Invalid: for an empty or too long text.
    """
    require(policy.may_reply(viewer, thread))
    rendered, markdown = rendered_text(viewer, markdown)
    with transaction.atomic():
        post = _write(viewer, thread, markdown, rendered, reply_to)
        record(viewer.actor_id, REPLIED, post)
    return post


def say(viewer: Viewer, space: Space, *, markdown: str) -> Post:
    """Say a line in a chat; its stream is made with the first one.

    Raises:
        Refused: when the viewer may not write there.
        Invalid: for an empty or too long text.
    """
    require(spaces_policy.may_write(viewer, space))
    return reply(viewer, stream_of(space), markdown=markdown)


def stream_of(space: Space) -> Thread:
    """The one stream of a chat, made where nobody has spoken yet."""
    streams = Thread.objects.unguarded("whoever sees a chat sees its stream")
    mine = streams.filter(space=space, kind=Thread.Kind.STREAM)
    found = mine.first()
    if found is None:
        try:
            with transaction.atomic():
                found = Thread.objects.create(
                    community_id=space.community_id,
                    space=space,
                    audience_id=space.audience_id,
                    kind=Thread.Kind.STREAM,
                )
        except IntegrityError:
            found = mine.get()
    found.space = space
    return found


def start_branch(viewer: Viewer, root: Post, *, markdown: str) -> Thread:
    """Answer one line of a stream apart; the line stays, its replies gather beneath it.

    Raises:
        Refused: when the viewer may not write there.
        Invalid: for an empty or too long text.
    """
    require(policy.may_branch(viewer, root))
    rendered, markdown = rendered_text(viewer, markdown)
    with transaction.atomic():
        branch = branch_of(root)
        post = _write(viewer, branch, markdown, rendered, root.pk)
        record(viewer.actor_id, REPLIED, post)
    return branch


def branch_of(root: Post, *, record_for: Viewer | None = None) -> Thread:
    """The branch beneath a line of a stream, made where there is none; `root.thread` is loaded."""
    branches = Thread.objects.unguarded("whoever sees the line sees its branch")
    space = root.thread.space_id
    found = branches.filter(space=space, kind=Thread.Kind.BRANCH, first_key=root.pk).first()
    if found is None:
        found = Thread.objects.create(
            community_id=root.community_id,
            space_id=space,
            audience_id=root.thread.audience_id,
            kind=Thread.Kind.BRANCH,
            title=title_of_line(text.plain_of(root.html)),
            author_id=root.author_id,
            imported=root.imported,
            first_key=root.pk,
            last_key=root.pk,
            last_author_id=root.author_id,
        )
        if record_for is not None:
            record(record_for.membership_id, BRANCHED, found)
    return found


def checked_title(title: str) -> str:
    """A thread's title, on one line, without what can't be seen.

    Raises:
        Invalid: when it is empty or too long.
    """
    title = names.tidy_title(title)
    if not title:
        raise Invalid(_("Give the thread a title, so that people know what it is about."), "title")
    if len(title) > TITLE_LENGTH:
        raise Invalid(
            _("The title has %(n)d letters; %(most)d fit. The rest can go into the text.")
            % {"n": len(title), "most": TITLE_LENGTH},
            "title",
        )
    return title


def rendered_text(viewer: Viewer, markdown: str, former: str = "") -> tuple[text.Rendered, str]:
    """Render what somebody typed, with `@Name` become a stored mention; outside a transaction.

    Args:
        former: the text before an edit, whose mentions may stay.

    Returns:
        The rendered text, and the Markdown to keep.

    Raises:
        Invalid: when it is empty or too long.
    """
    markdown = markdown.replace("\r\n", "\n").strip()
    if not markdown:
        raise Invalid(_("There is nothing written yet."), "markdown")
    try:
        markdown, mentions = settled(viewer, markdown, former)
        rendered = text.render(markdown, mentions=mentions)
    except text.TextTooLong as error:
        raise Invalid(str(error), "markdown") from error
    return rendered, markdown


def _write(
    viewer: Viewer,
    thread: Thread,
    markdown: str,
    rendered: text.Rendered,
    reply_to: int | None = None,
) -> Post:
    post = Post.objects.create(
        id=new_key(),
        community_id=thread.community_id,
        thread=thread,
        author_id=viewer.actor_id,
        reply_to=reply_to,
        markdown=markdown,
        html=rendered.html,
        renderer=text.RENDERER_VERSION,
    )
    is_first = thread.first_key == 0
    changes: dict[str, Any] = {"first_key": post.pk} if is_first else {}
    if not is_first and thread.kind != Thread.Kind.STREAM:
        changes["reply_count"] = F("reply_count") + 1
    Thread.objects.unguarded("the counters of the thread just written in").filter(
        pk=thread.pk
    ).update(
        last_key=Greatest("last_key", post.pk),
        last_author=viewer.actor_id,
        version=F("version") + 1,
        **changes,
    )
    if is_first:
        thread.first_key = post.pk
    if thread.space_id is not None:
        Space.objects.unguarded("the newest post of the space just written in").filter(
            pk=thread.space_id
        ).update(last_key=Greatest("last_key", post.pk))
    fulltext.write([document(post, thread, rendered.plain)])
    mark_read(viewer, thread, post.pk)
    return post


__all__ = ["Standing", "branch_of", "reply", "say", "start_branch", "start_thread", "stream_of"]
