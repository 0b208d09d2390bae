"""Which parts of open pages show a post or a thread, as `foundation.regions` asks."""

from __future__ import annotations

from inglenook.conversations.models import Post, Thread
from inglenook.foundation.regions import declare_regions


def of_thread(thread: Thread) -> tuple[str, ...]:
    """Its own page, the page of its space, and the home; of a branch the chat too."""
    regions = [f"thread:{thread.pk}", f"community:{thread.community_id}"]
    if thread.space_id is not None:
        regions.append(f"space:{thread.space_id}")
    if thread.kind == Thread.Kind.BRANCH:
        streams = Thread.objects.unguarded("whoever sees the branch sees its stream")
        chat = streams.filter(space=thread.space_id, kind=Thread.Kind.STREAM)
        regions += [f"thread:{pk}" for pk in chat.values_list("pk", flat=True)]
    return tuple(regions)


def of_post(post: Post) -> tuple[str, ...]:
    """The same as its thread."""
    return of_thread(post.thread)


def declare() -> None:
    """Make them known."""
    declare_regions("conversations.thread", of_thread)
    declare_regions("conversations.post", of_post)
