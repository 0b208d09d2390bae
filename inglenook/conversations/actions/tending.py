"""Tending threads: resolve, pin, close, move, and making a thread of a stretch of stream."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.conversations import policy
from inglenook.conversations.actions.writing import branch_of
from inglenook.conversations.declares import CLOSED, MOVED, PINNED, RESOLVED
from inglenook.conversations.indexing import index_thread
from inglenook.conversations.models import Post, Thread
from inglenook.foundation import audit
from inglenook.foundation.activity import Verb, record
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space

STRETCH = 200  # posts that can become a branch in one step

WHY = "the thread was found visible and the policy agreed"


def resolve_thread(viewer: Viewer, thread: Thread, answer: Post | None) -> None:
    """Mark the post that solved it, or take the mark back with None.

    Raises:
        Refused: when the viewer neither asked nor moderates.
        Invalid: when the post is of another thread.
    """
    require(policy.may_resolve(viewer, thread))
    if answer is not None and answer.thread_id != thread.pk:
        raise Invalid(_("What solved it must be a post of this thread."))
    _change(viewer, thread, RESOLVED, answer_key=answer.pk if answer else None)


def pin_thread(viewer: Viewer, thread: Thread, *, pinned: bool) -> None:
    """Keep a thread on top of its board, or let it go.

    Raises:
        Refused: when the viewer does not moderate.
    """
    require(policy.may_moderate(viewer, thread))
    with transaction.atomic():
        audit.note_of(viewer, "thread.pin" if pinned else "thread.unpin", thread.pk)
        _change(viewer, thread, PINNED, pinned_at=timezone.now() if pinned else None)


def close_thread(viewer: Viewer, thread: Thread, *, closed: bool) -> None:
    """Let nobody but moderators answer any more, or open it again.

    Raises:
        Refused: when the viewer does not moderate.
    """
    require(policy.may_moderate(viewer, thread))
    with transaction.atomic():
        audit.note_of(viewer, "thread.close" if closed else "thread.reopen", thread.pk)
        _change(viewer, thread, CLOSED, closed_at=timezone.now() if closed else None)


def move_thread(viewer: Viewer, thread: Thread, space: Space) -> None:
    """Move a thread to another board; whoever may read that may read it from now on.

    A branch takes the line that opened it along. `space` was found visible to the viewer. Once
    imported words stand in it, it opens to the world only after a look at whose they are.

    Raises:
        Refused: when the viewer does not moderate, the other space is no board, or the world
            would read words that were imported.
    """
    require(policy.may_move(viewer, thread, space))
    with transaction.atomic():
        if thread.kind == Thread.Kind.BRANCH:
            posts = Post.objects.unguarded(WHY)
            posts.filter(pk=thread.first_key).update(thread=thread)
        audit.note_of(viewer, "thread.move", thread.pk)
        thread.space, thread.audience_id = space, space.audience_id
        _change(
            viewer,
            thread,
            MOVED,
            space=space,
            audience=space.audience_id,
            kind=Thread.Kind.TOPIC,
        )
        if thread.imported and not space.imported:
            spaces = Space.objects.unguarded(WHY)
            spaces.filter(pk=space.pk).update(imported=True)
        index_thread(thread)


def branch_stretch(viewer: Viewer, root: Post, last: Post) -> Thread:
    """Make a branch of a stretch of stream: `root` stays, what follows up to `last` moves.

    Raises:
        Refused: when the viewer may not write there.
        Invalid: when the two are not of one stream, in order, at most 200 posts apart.
    """
    require(policy.may_branch(viewer, root))
    if root.thread_id != last.thread_id or root.pk > last.pk:
        raise Invalid(_("Choose the first and the last line of one stretch of this chat."))
    with transaction.atomic():
        branch = branch_of(root, record_for=viewer)
        posts = Post.objects.unguarded(WHY)
        stretch = posts.filter(thread=root.thread_id, pk__gt=root.pk, pk__lte=last.pk)
        moved = stretch.count()
        if moved > STRETCH:
            raise Invalid(
                _("This stretch has %(n)d lines; at most %(most)d can move in one step.")
                % {"n": moved, "most": STRETCH}
            )
        newest = stretch.aggregate(key=Max("pk"))["key"] or branch.last_key
        imported = branch.imported or stretch.filter(imported=True).exists()
        stretch.update(thread=branch)
        _change(
            viewer,
            branch,
            None,
            reply_count=F("reply_count") + moved,
            last_key=max(newest, branch.last_key),
            imported=imported,
        )
    return branch


def _change(viewer: Viewer, thread: Thread, verb: Verb | None, **columns: object) -> None:
    with transaction.atomic():
        threads = Thread.objects.unguarded(WHY)
        threads.filter(pk=thread.pk).update(version=F("version") + 1, **columns)
        if verb is not None:
            record(viewer.actor_id, verb, thread)
