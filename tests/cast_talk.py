"""What the cast says: something private in each space, in each standing, on each side row."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inglenook.conversations import actions
from inglenook.conversations.models import Post, PostFile, Thread
from inglenook.foundation.standing import Standing
from tests import cast as people
from tests.cast import Cast

CHANGED = "a test needs a standing that no action gives yet"


def fill_garage(cast: Cast) -> None:
    """Threads, posts and what hangs on them."""
    _start(cast, "workshop", "lena", *people.EVERYBODY)
    _start(cast, "plans", "mo", *people.MEMBERS)
    _start(cast, "surprise", "lena", "lena", "hedda")
    _start(cast, "guestroom", "gus", "gus", "mo", "hedda")
    _start(cast, "kitchen", "mo", *people.MODERATORS)
    _chat(cast)
    without_mia = people.MEMBERS - {"mia"}
    _answer(cast, "ben", "plans", "ben", *without_mia)
    _answer(cast, "mia", "plans", "mia", *people.MEMBERS)
    _answer(cast, "bertram", "plans", "bertram", *people.MEMBERS)
    for name, byline in (("ivy", "ivy"), ("ivo", "ivo")):
        viewers = without_mia if name == "ivy" else people.MEMBERS
        post = _answer(cast, name, "plans", "lena", *viewers)
        people.posts_where(pk=post.pk).update(author=cast.members[byline])
    _hold(cast)
    _hang_on(cast)


def fill_writers(cast: Cast) -> None:
    """What Nils and Nora say among themselves."""
    _start(cast, "desk", "nils", "nils", community=cast.writers)


def _start(cast: Cast, space: str, author: str, *seen_by: str, **where: Any) -> Thread:
    """A thread whose title and first post are private, by the name of its space."""
    thread = actions.start_thread(
        cast.viewer(author, where.get("community")),
        cast.space(space),
        title=cast.canary(f"{space}title", *seen_by),
        markdown=cast.canary(space, *seen_by),
    )
    cast.threads[space] = thread
    cast.posts[space] = people.post_now(thread.first_key)
    return thread


def _answer(cast: Cast, name: str, thread: str, author: str, *seen_by: str) -> Post:
    """An answer with words of its own, by that name."""
    words = cast.canary(name, *seen_by)
    row = people.thread_now(cast.threads[thread].pk)
    cast.posts[name] = actions.reply(cast.viewer(author), row, markdown=words)
    return cast.posts[name]


def _chat(cast: Cast) -> None:
    """Two lines of the stream, one of them with a branch; a line in the list chat."""
    viewers = people.MEMBERS
    corner = cast.space("corner")
    line = actions.say(cast.viewer("lena"), corner, markdown=cast.canary("corner", *viewers))
    root = actions.say(cast.viewer("mo"), corner, markdown=cast.canary("root", *viewers))
    cast.posts |= {"corner": line, "root": root}
    cast.threads["stream"] = people.thread_now(line.thread_id)
    branch = actions.start_branch(
        cast.viewer("lena"), people.post_now(root.pk), markdown=cast.canary("branch", *viewers)
    )
    cast.threads["branch"] = branch
    cast.posts["branch"] = people.posts_where(thread=branch.pk).get()
    words = cast.canary("band", "hedda")
    cast.posts["band"] = actions.say(cast.viewer("hedda"), cast.space("band"), markdown=words)


def _hold(cast: Cast) -> None:
    """One post and one thread of Lena's in each standing but published, all in Plans."""
    held = ("lena", *people.MODERATORS)
    viewers = {"draft": ("lena",), "pending": held, "hidden": held}
    for standing, seen_by in viewers.items():
        post = _answer(cast, f"{standing}post", "plans", "lena", *seen_by)
        people.posts_where(pk=post.pk).update(standing=standing)
        thread = actions.start_thread(
            cast.viewer("lena"),
            cast.space("plans"),
            title=cast.canary(f"{standing}title", *seen_by),
            markdown=cast.canary(f"{standing}thread", *seen_by),
        )
        _set_standing(thread, standing)
        cast.threads[standing] = thread
        cast.posts[f"{standing}thread"] = people.post_now(thread.first_key)
    _remove(cast)


def _remove(cast: Cast) -> None:
    """A post that a moderator took away, one that its author erased, and a removed thread."""
    for name, remover in (("takenpost", "mo"), ("erasedpost", "lena")):
        post = _answer(cast, name, "plans", "lena")
        actions.delete_post(cast.viewer(remover), people.post_now(post.pk))
    line = actions.say(cast.viewer("lena"), cast.space("corner"), markdown=cast.canary("takenline"))
    actions.delete_post(cast.viewer("mo"), people.post_now(line.pk))
    cast.posts["takenline"] = line
    thread = actions.start_thread(
        cast.viewer("lena"),
        cast.space("plans"),
        title=cast.canary("removedtitle"),
        markdown=cast.canary("removedthread"),
    )
    _set_standing(thread, Standing.REMOVED)
    cast.threads["removed"] = thread


def _set_standing(thread: Thread, standing: str) -> None:
    Thread.objects.unguarded(CHANGED).filter(pk=thread.pk).update(standing=standing)


def _hang_on(cast: Cast) -> None:
    """Former words, files and reactions on posts of each openness."""
    for name, author in (("surprise", "lena"), ("workshop", "lena"), ("kitchen", "mo")):
        post = cast.post(name)
        seen_by = cast.canaries[name].seen_by
        viewer = cast.viewer(author)
        words = f"{post.markdown} and {cast.canary(f'former{name}', *seen_by)}"
        edited = actions.edit_post(viewer, post, markdown=words, revision=1)
        actions.edit_post(viewer, edited, markdown=cast.canary(name, *seen_by), revision=2)
        actions.react(cast.viewer("hedda"), cast.post(name), "🎉", wanted=True)
        _attach(cast, post, name)


def _attach(cast: Cast, post: Post, name: str) -> None:
    """A file whose name and bytes are private as the post is; no action takes one yet."""
    cast.canary(f"file{name}", *cast.canaries[name].seen_by)
    cast.canary(f"bytes{name}", *cast.canaries[name].seen_by)
    stored = default_storage.save(f"attachments/{name}", ContentFile(f"foundbytes{name}".encode()))
    stored = stored.removeprefix("attachments/")
    kept = {"name": f"foundfile{name}.pdf", "size": 20, "stored_as": stored}
    PostFile.objects.create(community=cast.garage, post=post, **kept)
    people.posts_where(pk=post.pk).update(attached=[kept])
    cast.keys[f"file of {name}"] = stored
