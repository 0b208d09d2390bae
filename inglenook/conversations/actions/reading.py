"""What has been read: small marks, raised by the page and never lowered."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Greatest

from inglenook.conversations.models import ReadMark, Thread
from inglenook.foundation.prepared_update import prepared_update
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space, SpaceMark


def mark_read(viewer: Viewer, thread: Thread, key: int) -> None:
    """Remember that the viewer has read a thread up to the post with this key."""
    if viewer.membership_id is None:
        return
    if not _raise_mark(viewer.membership_id, thread.pk, key):
        ReadMark.objects.bulk_create(
            [
                ReadMark(
                    community_id=thread.community_id,
                    membership_id=viewer.actor_id,
                    thread_id=thread.pk,
                    key=key,
                )
            ],
            ignore_conflicts=True,
        )
    if thread.space_id is not None and thread.kind == Thread.Kind.STREAM:
        _mark_space(viewer, thread.community_id, thread.space_id, key)


@prepared_update
def _raise_mark(membership_id: int, thread_id: int, key: int) -> Any:
    mine = ReadMark.objects.filter(membership=membership_id, thread=thread_id)
    return mine, {"key": Greatest("key", key)}


def mark_space_seen(viewer: Viewer, space: Space, key: int) -> None:
    """Remember that the viewer has looked at a space's list up to this key."""
    _mark_space(viewer, space.community_id, space.pk, key)


def _mark_space(viewer: Viewer, community_id: int, space_id: int, key: int) -> None:
    if viewer.membership_id is None:
        return
    mine = SpaceMark.objects.filter(membership=viewer.membership_id, space=space_id)
    if not mine.update(key=Greatest("key", key)):
        SpaceMark.objects.bulk_create(
            [
                SpaceMark(
                    community_id=community_id,
                    membership_id=viewer.actor_id,
                    space_id=space_id,
                    key=key,
                )
            ],
            ignore_conflicts=True,
        )
