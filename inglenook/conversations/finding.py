"""Finds what an address names, for this viewer; whatever they may not see does not exist."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from inglenook.conversations.models import Post, PostFile, Thread
from inglenook.conversations.queries import spaces
from inglenook.conversations.queries.spaces import SpaceRow
from inglenook.conversations.queries.thread import ThreadRow, Window, thread_row
from inglenook.foundation.asked import LARGEST_KEY, number
from inglenook.foundation.keys import COUNTER_BITS
from inglenook.foundation.prepared import Instances, prepared
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import FormerSpaceSlug, Space


def space_row(request: Any, slug: str) -> SpaceRow:
    """The space at this address.

    Raises:
        Http404: where there is none for this viewer.
    """
    found = spaces.space_at(request, slug)
    if found is None:
        raise Http404
    request.current_space, request.in_spaces = found.pk, True
    return found


def former_space(request: Any, slug: str) -> str | None:
    """The present slug of a space that once had this one, where the viewer sees it."""
    former = FormerSpaceSlug.objects.filter(community=request.community, slug=slug)
    visible = Space.objects.visible_to(request.viewer)
    return visible.filter(pk__in=former.values("space")).values_list("slug", flat=True).first()


def space(request: Any, slug: str) -> Space:
    """The row itself, with its audience, for actions."""
    rows = Space.objects.visible_to(request.viewer).select_related("audience", "community")
    found = rows.filter(community=request.community, slug=slug).first()
    if found is None:
        raise Http404
    request.current_space, request.in_spaces = found.pk, True
    return found


def thread_line(request: Any, thread_id: int) -> ThreadRow:
    """A thread's columns with its space, for the page; none of it is loaded twice."""
    if thread_id > LARGEST_KEY:
        raise Http404
    found = thread_row(request.viewer, thread_id)
    if found is None:
        raise Http404
    rows = spaces.of_request(request)
    home = next((row for row in rows if row.pk == found.space_id), None)
    request.current_space, request.in_spaces = found.space_id, True
    return found._replace(space=home)


def thread(request: Any, thread_id: int) -> Thread:
    """The row itself, with its space and audience, for actions."""
    if thread_id > LARGEST_KEY:
        raise Http404
    for row in _threads(request.viewer, thread_id):
        found: Thread = _THREADS.made_of(row)
        return found
    raise Http404


_THREADS = Instances(Thread, "space", "space__audience", "community")


@prepared
def _threads(viewer: Viewer, thread_id: int) -> Any:
    rows = Thread.objects.visible_to(viewer).crossing("the thread's own space")
    mine = rows.filter(pk=thread_id, community=viewer.community_id)
    return mine.values_list(*_THREADS.columns)


def post(request: Any, key: int) -> Post:
    """A post with its thread and space, for actions and pages about it."""
    if key > LARGEST_KEY:
        raise Http404
    rows = Post.objects.visible_to(request.viewer).crossing("the post's own thread and space")
    found = rows.select_related(
        "author", "thread", "thread__space", "thread__space__audience"
    ).filter(pk=key, community=request.community)
    row = found.first()
    if row is None:
        raise Http404
    request.current_space, request.in_spaces = row.thread.space_id, True
    return row


def last_of_stretch(request: Any, root: Post, most: int) -> Post:
    """The last of at most `most` lines from `root` on, in its stream."""
    rows = Post.objects.visible_to(request.viewer).filter(thread=root.thread_id, pk__gte=root.pk)
    return list(rows.order_by("pk")[:most])[-1]


def file(request: Any, key: int, name: str) -> PostFile:
    """A file of a post, where the viewer sees the post's text."""
    if key > LARGEST_KEY:
        raise Http404
    rows = PostFile.objects.visible_to(request.viewer)
    found = rows.filter(post=key, stored_as=name, community=request.community).first()
    if found is None:
        raise Http404
    return found


def window(request: Any) -> Window:
    """Which stretch the address asks for; nonsense asks for nothing."""
    return Window(**{name: _key(request, name) for name in ("after", "before", "at", "start")})


def _key(request: Any, name: str) -> int | None:
    key = number(request.GET.get(name, ""))
    return key if key is not None and key >= 1 << COUNTER_BITS else None
