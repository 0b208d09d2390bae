"""What is imported is never new to anybody, however late it was said.

Most of it is older than everybody's membership, and nothing is to be done. For the rest the marks
of those who are in are raised past it, unless something else beneath them is still unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inglenook.communities.models import Community, Membership
from inglenook.conversations.models import ReadMark, Thread
from inglenook.foundation import bulk
from inglenook.foundation.keys import key_floor, moment_of
from inglenook.spaces.models import Space, SpaceMark


@dataclass(frozen=True, slots=True)
class Arrived:
    """A thread into which posts came: its last key before and the last of those that came."""

    thread: Thread
    before: int
    last: int


_RAISE_MARK = """
UPDATE conversations_readmark SET key = %s WHERE thread_id = %s AND key >= %s AND key < %s
"""
_RAISE_SPACE_MARK = """
UPDATE spaces_spacemark SET key = %s WHERE space_id = %s AND key >= %s AND key < %s
"""


def leave_unmarked(community: Community, arrived: Sequence[Arrived]) -> None:
    """Raise everybody's marks past what came; inside the importer's transaction."""
    newest = max(one.last for one in arrived)
    people = Membership.objects.filter(
        community=community, person__isnull=False, joined_at__lt=moment_of(newest)
    )
    since = {pk: key_floor(at) for pk, at in people.values_list("pk", "joined_at")}
    if not since:
        return
    threads = [one for one in arrived if one.thread.kind != Thread.Kind.STREAM]
    bulk.run_for_each(
        _RAISE_MARK, [(one.last, one.thread.pk, one.before, one.last) for one in threads]
    )
    rows = [
        (community.pk, member, one.thread.pk, one.last)
        for one in threads
        for member, joined in since.items()
        if one.before <= joined < one.last
    ]
    columns = ("community", "membership", "thread", "key")
    bulk.insert(ReadMark, columns, rows, ignore_conflicts=True)
    _spaces(community, [one for one in arrived if one.thread.kind == Thread.Kind.STREAM], since)


def _spaces(community: Community, streams: Sequence[Arrived], since: dict[int, int]) -> None:
    """The same for chats, whose marks stand on the space; a conversation has none."""
    last = {one.thread.space_id: one.last for one in streams if one.thread.space_id}
    spaces = Space.objects.unguarded("their marks are raised, and nothing is read")
    native = dict(spaces.filter(pk__in=last).values_list("pk", "last_key"))
    raised = [(last[pk], pk, before, last[pk]) for pk, before in native.items()]
    bulk.run_for_each(_RAISE_SPACE_MARK, raised)
    rows = [
        (community.pk, member, pk, last[pk])
        for pk, before in native.items()
        for member, joined in since.items()
        if before <= joined < last[pk]
    ]
    columns = ("community", "membership", "space", "key")
    bulk.insert(SpaceMark, columns, rows, ignore_conflicts=True)
