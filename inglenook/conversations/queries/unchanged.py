"""Whether a page that strangers saw is still what they would see; one question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from inglenook.conversations.models import Thread
from inglenook.conversations.queries.thread import ThreadRow
from inglenook.foundation import strangers
from inglenook.foundation.prepared import prepared
from inglenook.foundation.viewer import Viewer

#: Parts of a query that say where in a thread somebody reads.
PLACES = frozenset({"at", "after", "before", "start"})


def offer(request: Any, response: Any, thread: ThreadRow) -> None:
    """Let the page of a thread be kept for strangers. `thread` was read before its posts.

    Not that of a branch: its first post stands in another thread, whose version would not tell.
    """
    community = request.community
    if (
        request.session.person is None
        and thread.kind == Thread.Kind.TOPIC
        and community.language in dict(settings.LANGUAGES)
        and not getattr(request, "holds_link", False)
        and PLACES.issuperset(request.GET)
    ):
        strangers.offer(request, response, _holding(request.viewer, thread))


def _holding(viewer: Viewer, thread: ThreadRow) -> Callable[[], bool]:
    tomorrow = timezone.localdate() + timedelta(days=1)
    until = timezone.make_aware(datetime.combine(tomorrow, time.min))
    seen = [(thread.version, viewer.version)]
    # The community's version tells too whether a stranger still has the same audiences.
    return lambda: timezone.now() < until and _versions(viewer, thread.pk) == seen


@prepared
def _versions(viewer: Viewer, thread_id: int) -> Any:
    rows = Thread.objects.visible_to(viewer).filter(pk=thread_id)
    return rows.values_list("version", "community__version")
