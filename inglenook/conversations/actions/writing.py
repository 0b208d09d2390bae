"""Saying something: a new thread, an answer, a line in a chat, a branch."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from inglenook.conversations import policy
from inglenook.conversations.actions.drafting import Draft, checked_title, drafted
from inglenook.conversations.actions.reading import mark_read
from inglenook.conversations.declares import BRANCHED, REPLIED, STARTED
from inglenook.conversations.indexing import document
from inglenook.conversations.models import Post, Thread
from inglenook.conversations.titles import title_of_line
from inglenook.foundation import bulk, fulltext, text
from inglenook.foundation.activity import record
from inglenook.foundation.keys import new_key
from inglenook.foundation.policy import require
from inglenook.foundation.prepared_update import prepared_update
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy as spaces_policy
from inglenook.spaces.models import Space


def start_thread(viewer: Viewer, space: Space, *, title: str, markdown: str | Draft) -> Thread:
    """Start a thread on a board.

    Raises:
        Refused: when the viewer may not write there.
        Invalid: for an empty or too long title or text.
    """
    require(policy.may_start(viewer, space))
    title = checked_title(title)
    draft = drafted(viewer, markdown)
    with transaction.atomic():
        thread = Thread.objects.create(
            community_id=space.community_id,
            space=space,
            audience_id=space.audience_id,
            title=title,
            author_id=viewer.actor_id,
        )
        post = _write(viewer, thread, draft)
        record(viewer.actor_id, STARTED, thread, post=post.pk)
    return thread


def reply(
    viewer: Viewer, thread: Thread, *, markdown: str | Draft, reply_to: int | None = None
) -> Post:
    """Answer in a thread, or say a line in a chat's stream; `thread.space` is loaded.

    Raises:
        Refused: when the thread is closed or the viewer may not write there.
        Invalid: for an empty or too long text.
    """
    require(policy.may_reply(viewer, thread))
    draft = drafted(viewer, markdown)
    with transaction.atomic():
        post = _write(viewer, thread, draft, reply_to)
        record(viewer.actor_id, REPLIED, post)
    return post


def say(viewer: Viewer, space: Space, *, markdown: str | Draft) -> Post:
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


def start_branch(viewer: Viewer, root: Post, *, markdown: str | Draft) -> Thread:
    """Answer one line of a stream apart; the line stays, its replies gather beneath it.

    Raises:
        Refused: when the viewer may not write there.
        Invalid: for an empty or too long text.
    """
    require(policy.may_branch(viewer, root))
    draft = drafted(viewer, markdown)
    with transaction.atomic():
        branch = branch_of(root)
        post = _write(viewer, branch, draft, root.pk)
        record(viewer.actor_id, REPLIED, post)
    return branch


def branch_of(root: Post, *, record_for: Viewer | None = None) -> Thread:
    """The branch beneath a line of a stream, made where there is none; `root.thread` is loaded.

    Inside a transaction. Of two who begin it at once the second finds the first's.
    """
    lines = Post.objects.unguarded("held, so that nobody else opens a branch of it meanwhile")
    lines.select_for_update().filter(pk=root.pk).values_list("pk").first()
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


_POST = ("id", "community", "thread", "author", "reply_to", "markdown", "html", "renderer")


def _write(viewer: Viewer, thread: Thread, draft: Draft, reply_to: int | None = None) -> Post:
    post = Post(
        id=new_key(),
        community_id=thread.community_id,
        thread=thread,
        author_id=viewer.actor_id,
        reply_to=reply_to,
        markdown=draft.markdown,
        html=draft.rendered.html,
        renderer=text.RENDERER_VERSION,
    )
    row = (
        post.pk, post.community_id, thread.pk, post.author_id, reply_to, post.markdown, post.html,
        post.renderer,
    )  # fmt: skip
    bulk.insert(Post, _POST, [row])
    is_first = thread.first_key == 0
    counts = not is_first and thread.kind != Thread.Kind.STREAM
    _count(thread.pk, post.pk, viewer.actor_id, is_first, counts)
    if is_first:
        thread.first_key = post.pk
    if thread.space_id is not None:
        _raise_space(thread.space_id, post.pk)
    fulltext.write([document(post, thread, draft.rendered.plain)])
    mark_read(viewer, thread, post.pk)
    return post


@prepared_update
def _count(thread_id: int, key: int, author: int, is_first: bool, counts: bool) -> Any:
    rows = Thread.objects.unguarded("the counters of the thread just written in")
    changes = {
        "last_key": Greatest("last_key", key),
        "last_author": author,
        "version": F("version") + 1,
    }
    if is_first:
        changes["first_key"] = key
    if counts:
        changes["reply_count"] = F("reply_count") + 1
    return rows.filter(pk=thread_id), changes


@prepared_update
def _raise_space(space_id: int, key: int) -> Any:
    rows = Space.objects.unguarded("the newest post of the space just written in")
    return rows.filter(pk=space_id), {"last_key": Greatest("last_key", key)}


__all__ = ["Standing", "branch_of", "reply", "say", "start_branch", "start_thread", "stream_of"]
