"""Changing and taking away what was said."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from inglenook.conversations import policy
from inglenook.conversations.actions.drafting import drafted
from inglenook.conversations.declares import DELETED, EDITED
from inglenook.conversations.indexing import document
from inglenook.conversations.models import Post, PostFile, PostRevision, Thread
from inglenook.foundation import audit, fulltext, text
from inglenook.foundation.activity import record
from inglenook.foundation.policy import require
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer


class StaleEdit(Exception):
    """Somebody changed the post since the editor opened it; nothing was written.

    `current` is the text as it stands, for showing both side by side.
    """

    def __init__(self, current: Post) -> None:
        super().__init__("stale edit")
        self.current = current


def edit_post(viewer: Viewer, post: Post, *, markdown: str, revision: int) -> Post:
    """Change one's own words; the former ones are kept as history. `post.thread` is loaded.

    Args:
        revision: of the text that the editor was given.

    Raises:
        Refused: when the post is not the viewer's.
        Invalid: for an empty or too long text.
        StaleEdit: when the post has changed since that revision.
    """
    require(policy.may_edit(viewer, post))
    draft = drafted(viewer, markdown, post.markdown)
    rendered, markdown = draft.rendered, draft.markdown
    if markdown == post.markdown:  # pressed twice, or nothing changed
        return post
    with transaction.atomic():
        posts = Post.objects.unguarded("the post was found visible and the policy agreed")
        changed = posts.filter(pk=post.pk, revision=revision).exclude(standing=Standing.REMOVED)
        former = PostRevision(
            community_id=post.community_id,
            post_id=post.pk,
            revision=revision,
            markdown=post.markdown,
            html=post.html,
        )
        if post.revision != revision or not changed.update(
            markdown=markdown,
            html=rendered.html,
            renderer=text.RENDERER_VERSION,
            revision=revision + 1,
            edited_at=timezone.now(),
        ):
            current = posts.get(pk=post.pk)
            if (current.markdown, current.standing) != (markdown, post.standing):
                raise StaleEdit(current)
            return post
        former.save(force_insert=True)
        touch(post.thread)
        post.html, post.markdown, post.revision = rendered.html, markdown, revision + 1
        fulltext.write([document(post, post.thread, rendered.plain)])
        record(viewer.actor_id, EDITED, post)
    return post


def delete_post(viewer: Viewer, post: Post) -> None:
    """Take a post away: a mark stays in its place. `post.thread` is loaded.

    Whoever wrote it takes the words along: they, their history and their files are erased.
    What a moderator removes is kept out of sight, for an appeal.

    Raises:
        Refused: when the viewer may not.
    """
    require(policy.may_delete(viewer, post))
    with transaction.atomic():
        own = post.author_id in viewer.own_ids
        erased = {"markdown": "", "html": "", "attached": []} if own else {}
        posts = Post.objects.unguarded("the post was found visible and the policy agreed")
        posts.filter(pk=post.pk).update(
            standing=Standing.REMOVED, revision=F("revision") + 1, **erased
        )
        if own:
            PostRevision.objects.unguarded("the history goes with the words").filter(
                post=post.pk
            ).delete()
            _erase_files(post)
        # A branch is called by the words of the line that opened it.
        branches = Thread.objects.unguarded("the post's words go from where they were copied to")
        branches.filter(first_key=post.pk, kind=Thread.Kind.BRANCH).update(title="")
        fulltext.erase([post.pk])
        touch(post.thread)
        if not own:
            audit.note_of(viewer, "post.remove", post.thread_id)
        record(viewer.actor_id, DELETED, post)


def _erase_files(post: Post) -> None:
    files = PostFile.objects.unguarded("the files go with the words").filter(post=post.pk)
    for name in files.values_list("stored_as", flat=True):
        transaction.on_commit(partial(default_storage.delete, f"attachments/{name}"))
    files.delete()


def touch(thread: Thread, post: Post | None = None) -> None:
    """Raise the version of a thread, and of a post in it, so that nothing kept is shown again."""
    if post is not None:
        Post.objects.unguarded("something that hangs on a post just changed").filter(
            pk=post.pk
        ).update()
        return
    threads = Thread.objects.unguarded("a counter of a thread just changed")
    threads.filter(pk=thread.pk).update(version=F("version") + 1)
