"""Who may do what in a talk. Whether somebody sees it at all was asked before."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from inglenook.conversations.models import Post, Thread
from inglenook.foundation.audience import WORLD
from inglenook.foundation.policy import YES, Answer, No
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy as spaces_policy
from inglenook.spaces.models import Space
from inglenook.spaces.policy import SpaceLike


class PostLike(Protocol):
    """What a policy asks of a post, be it the row or what a page's query took of it."""

    @property
    def kind(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def author_id(self) -> int | None: ...


class ThreadLike(Protocol):
    """The same of a thread."""

    @property
    def kind(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def author_id(self) -> int | None: ...
    @property
    def closed_at(self) -> Any: ...
    @property
    def space_id(self) -> int | None: ...
    @property
    def imported(self) -> bool: ...
    @property
    def space(self) -> Any: ...


def may_start(viewer: Viewer, space: SpaceLike) -> Answer:
    """Start a thread on a board."""
    if space.kind != Space.Kind.BOARD:
        return No(_("A chat has no threads of its own. Say it in the stream."))
    return spaces_policy.may_write(viewer, space)


def may_reply(viewer: Viewer, thread: ThreadLike) -> Answer:
    """`thread.space` and its audience are loaded."""
    if thread.space is not None:
        answer = spaces_policy.may_write(viewer, thread.space)
        if not answer:
            return answer
    if thread.standing == Standing.REMOVED:
        return No(_("This thread was removed."))
    if thread.closed_at is not None and not viewer.is_moderator:
        return No(_("The thread is closed; a moderator can open it."))
    return YES


def may_edit(viewer: Viewer, post: PostLike) -> Answer:
    """Change the words of a post."""
    if post.kind == Post.Kind.SYSTEM:
        return No(_("The house wrote this line."))
    if post.standing == Standing.REMOVED:
        return No(_("This post was removed."))
    if post.author_id in viewer.own_ids and viewer.is_inside:
        return YES
    return No(_("Only whoever wrote a post can change its words."))


def may_delete(viewer: Viewer, post: PostLike) -> Answer:
    """Take a post away."""
    if post.standing == Standing.REMOVED:
        return No(_("This post was removed."))
    if viewer.is_moderator or (viewer.is_inside and post.author_id in viewer.own_ids):
        return YES
    return No(_("Only whoever wrote a post, or a moderator, can take it away."))


def may_react(viewer: Viewer, post: PostLike) -> Answer:
    """Put a reaction on a post."""
    if not viewer.is_inside:
        return No(_("Join the community to answer or to say thanks."))
    if post.kind == Post.Kind.SYSTEM or post.standing != Standing.PUBLISHED:
        return No(_("There is nothing to react to here."))
    return YES


def may_resolve(viewer: Viewer, thread: ThreadLike) -> Answer:
    """Mark what solved it: whoever asked, and moderators."""
    if thread.kind == Thread.Kind.STREAM:
        return No(_("A stream has no answer; make a thread of the stretch first."))
    if viewer.is_moderator or (viewer.is_inside and thread.author_id in viewer.own_ids):
        return YES
    return No(_("Whoever asked marks what solved it."))


def may_moderate(viewer: Viewer, thread: ThreadLike) -> Answer:
    """Pin, close, move."""
    if thread.kind == Thread.Kind.STREAM:
        return No(_("This is the stream of the chat itself."))
    if thread.kind == Thread.Kind.DIRECT:
        return No(_("What people say among themselves is theirs alone."))
    return YES if viewer.is_moderator else No(_("Only hosts and moderators can do this."))


def may_move(viewer: Viewer, thread: ThreadLike, space: SpaceLike) -> Answer:
    """Move to another board; imported words never become readable by the world in passing."""
    answer = may_moderate(viewer, thread)
    if not answer:
        return answer
    if thread.space_id is None:
        return No(_("This was said in private. It stays among those who were in it."))
    if space.kind != Space.Kind.BOARD:
        return No(_("Threads move to boards. Choose one of them."))
    if space.archived_at is not None:
        return No(_("That space is archived. Open it first, or choose another."))
    if thread.imported and space.audience.kind == WORLD:
        return No(
            _("People wrote this somewhere else, for a smaller round. It can't move to a space "
              "that everybody reads.")
        )  # fmt: skip
    return YES


def may_branch(viewer: Viewer, root: Post) -> Answer:
    """Answer a line of the stream apart, or a stretch from it on; `root.thread` is loaded.

    The branch is called by the line's words, so that all who read the one may read the other.
    """
    if root.standing != Standing.PUBLISHED:
        return No(_("Only what everybody here can read can be answered apart."))
    stream: ThreadLike = root.thread
    if stream.kind != Thread.Kind.STREAM:
        return No(_("Only a chat's stream can branch."))
    if stream.space is None:
        return No(_("Only a chat's stream can branch."))
    return spaces_policy.may_write(viewer, stream.space)
