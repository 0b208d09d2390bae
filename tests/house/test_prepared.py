"""The hot pages' queries give everybody the same rows prepared and built anew."""

from typing import Any

import pytest

from inglenook.communities import looks, viewing
from inglenook.communities import queries as communities
from inglenook.conversations import finding
from inglenook.conversations.models import Thread
from inglenook.conversations.queries import board, chat, facts, posts, spaces, thread
from inglenook.conversations.queries.thread import Window
from inglenook.foundation import audience
from inglenook.foundation.prepared import Prepared
from tests import cast as people
from tests.cast import Cast

WHY = "a test asks about every row"


def same(query: Prepared, *arguments: Any) -> list[Any]:
    """The rows, twice prepared (made, then kept) and once built anew."""
    anew = [tuple(row) for row in query.build(*arguments)]
    assert query(*arguments) == anew
    assert query(*arguments) == anew
    return anew


@pytest.mark.parametrize("name", people.VIEWERS)
def test_prepared_rows_are_those_of_the_orm(cast: Cast, name: str) -> None:
    viewer = cast.viewer(name)
    seen = same(spaces._space_rows, viewer)
    assert len(seen) >= 1
    keys = tuple(people.posts_where().values_list("pk", flat=True))
    same(posts._reaction_rows, viewer, keys)
    same(looks._rows, viewer.community_id or 0, frozenset(m.pk for m in cast.members.values()))
    same(facts._bodies, viewer, keys)
    same(communities._staff_rows, viewer.community_id, ("host", "moderator"))
    for room in ("plans", "surprise", "corner"):
        _in_room(viewer, cast.spaces[room].pk, keys)
    for row in Thread.objects.unguarded(WHY):
        same(thread._thread_rows, viewer, row.pk)
        same(finding._threads, viewer, row.pk)
    for row in (cast.thread("plans"), cast.thread("stream"), cast.thread("branch")):
        _in_thread(viewer, row, keys)


def _in_room(viewer: Any, space_id: int, keys: tuple[int, ...]) -> None:
    for show, _name in board.FILTERS:
        same(board._pinned_rows, viewer, space_id, show)
        same(board._by_last_rows, viewer, space_id, show, None)
        same(board._by_last_rows, viewer, space_id, show, keys[len(keys) // 2])
    same(chat._branch_rows, viewer, space_id, keys)


def _in_thread(viewer: Any, row: Thread, keys: tuple[int, ...]) -> None:
    middle = keys[len(keys) // 2]
    root = row.first_key if row.kind == Thread.Kind.BRANCH else None
    for way in (None, "after", "before", "at", "start"):
        window = Window(**({way: middle} if way else {}))
        for talk in (None, row.audience_id):
            same(thread._stretch, viewer, row.pk, root, talk, window)
        same(chat._rows, viewer, row.pk, window)
    same(chat._older, viewer, row.pk, middle)
    same(thread._before, viewer, row.pk, middle)


def test_prepared_reach_is_that_of_the_orm(cast: Cast) -> None:
    for member in cast.members.values():
        rows = set(viewing._reach(member.community_id, member.pk, member.role))
        assert rows == set(viewing._reach.build(member.community_id, member.pk, member.role))
        same(viewing._places, member.person_id or 0)
        for role in ("", member.role):
            same(audience._ids_of, member.community_id, member.pk, role)
        same(audience._ids_of, member.community_id, None, "")
