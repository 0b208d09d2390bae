"""Resolve, pin, close and move; permalinks that hold."""

import pytest
from django.test import Client

from inglenook.conversations import actions
from inglenook.foundation.audience import WORLD
from inglenook.foundation.policy import Invalid, Refused
from inglenook.spaces import actions as spaces
from tests.cast import Cast, posts_where, thread_now


def move(cast: Cast, thread: str, space: str, by: str = "hedda") -> None:
    actions.move_thread(cast.viewer(by), cast.thread(thread), cast.space(space))


def test_whoever_asked_marks_what_solved_it(cast: Cast) -> None:
    actions.resolve_thread(cast.viewer("mo"), cast.thread("plans"), cast.post("mia"))
    assert cast.thread("plans").answer_key == cast.posts["mia"].pk
    with pytest.raises(Refused):
        actions.resolve_thread(cast.viewer("lena"), cast.thread("plans"), None)
    with pytest.raises(Invalid):
        actions.resolve_thread(cast.viewer("mo"), cast.thread("plans"), cast.post("surprise"))
    actions.resolve_thread(cast.viewer("mo"), cast.thread("plans"), None)
    assert cast.thread("plans").answer_key is None


def test_pinned_thread_stands_on_top(cast: Cast) -> None:
    actions.start_thread(cast.viewer("mia"), cast.space("plans"), title="Newer", markdown="x")
    page = cast.client("mia").get("/garage/s/plans/").text
    assert page.index("Newer") < page.index("foundplanstitle")
    actions.pin_thread(cast.viewer("mo"), cast.thread("plans"), pinned=True)
    page = cast.client("mia").get("/garage/s/plans/").text
    assert page.index("foundplanstitle") < page.index("Newer")


def test_members_pin_close_and_move_nothing(cast: Cast) -> None:
    mia, thread = cast.viewer("mia"), cast.thread("plans")
    for deed in (
        lambda: actions.pin_thread(mia, thread, pinned=True),
        lambda: actions.close_thread(mia, thread, closed=True),
        lambda: actions.move_thread(mia, thread, cast.space("workshop")),
    ):
        with pytest.raises(Refused):
            deed()


def test_whoever_may_read_the_new_space_reads_the_thread_from_now_on(cast: Cast) -> None:
    url = f"/garage/t/{cast.threads['plans'].pk}/"
    link = f"/garage/p/{cast.posts['mia'].pk}/"
    move(cast, "plans", "surprise")
    assert cast.client("mia").get(url).status_code == 404
    assert cast.client("mia").get(link).status_code == 404
    assert cast.client("lena").get(link)["Location"].startswith(url)
    move(cast, "plans", "workshop")
    assert Client().get(link)["Location"].startswith(url)
    assert "foundmia" in Client().get(url).text
    assert "foundhiddenpost" not in Client().get(url).text, "moving never touches the standing"


def test_found_after_a_move_by_those_who_may_read_it_now(cast: Cast) -> None:
    move(cast, "plans", "surprise")
    look = "/garage/search/?q=seekmia"
    assert "foundmia" in cast.client("lena").get(look).text
    assert "foundmia" not in cast.client("mia").get(look).text


def test_branch_moves_with_the_line_that_opened_it(cast: Cast) -> None:
    move(cast, "branch", "plans")
    assert thread_now(cast.threads["branch"].pk).kind == "topic"
    assert posts_where(pk=cast.posts["root"].pk).get().thread_id == cast.threads["branch"].pk
    page = cast.client("mia").get(f"/garage/p/{cast.posts['root'].pk}/", follow=True).text
    assert "foundroot" in page
    assert "foundbranch" in page
    assert "foundroot" not in cast.client("mia").get("/garage/s/corner/").text


def test_nothing_moves_to_a_chat_or_an_archive(cast: Cast) -> None:
    with pytest.raises(Refused):
        move(cast, "plans", "corner")
    spaces.archive_space(cast.viewer("hedda"), cast.space("kitchen"), archived=True)
    with pytest.raises(Refused, match="archived"):
        move(cast, "plans", "kitchen")
    with pytest.raises(Refused, match="stream"):
        actions.pin_thread(cast.viewer("hedda"), cast.thread("stream"), pinned=True)


def test_imported_thread_moves_to_no_space_that_the_world_reads(cast: Cast) -> None:
    thread = cast.thread("plans")
    thread.imported = True
    assert cast.space("workshop").audience.kind == WORLD
    with pytest.raises(Refused):
        actions.move_thread(cast.viewer("hedda"), thread, cast.space("workshop"))
