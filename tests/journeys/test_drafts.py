"""Nobody's draft is lost: the network fails, the session ends, the page is left."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.entering import press, sign_in
from tests.journeys.people import Place, address
from tests.journeys.talking import post_with, reply_box, start_thread
from tests.journeys.visiting import Visitor

Visit = Callable[..., Visitor]
DRAFT = "What I was about to say"


@pytest.fixture(scope="module")
def thread(place: Place) -> dict[str, Any]:
    """Where the first test writes."""
    place.state("mia")
    place.state("mo")
    return {"board": place.house.url + place.furnish("Workshop")}


def _enter(somebody: Visitor, name: str, then: str) -> Page:
    page = somebody.open("/account/login/")
    sign_in(page, address(name))
    page.wait_for_url(lambda url: "/account/login/" not in url)
    page.goto(then)
    return page


def test_draft_outlives_leaving_the_page(thread: dict[str, Any], visit: Visit) -> None:
    mia = visit("mia")
    page = mia.open("/")
    thread["url"] = start_thread(page, thread["board"], "Saddles", "Leather or not?")
    reply_box(page).press_sequentially(DRAFT)
    page.close()
    page = mia.open(thread["url"])
    expect(reply_box(page)).to_have_value(DRAFT)
    press(page, "Post reply")
    expect(post_with(page, DRAFT)).to_be_visible()
    expect(reply_box(page)).to_have_value("")
    page.reload()
    expect(reply_box(page)).to_have_value("")


def test_draft_outlives_a_broken_line(thread: dict[str, Any], visit: Visit) -> None:
    mia = visit("mia")
    page = mia.open(thread["url"])
    mia.context.set_offline(True)
    reply_box(page).fill("Sent from a tunnel")
    press(page, "Post reply")
    expect(page.get_by_role("alert")).to_contain_text("Your words were not sent.")
    expect(reply_box(page)).to_have_value("Sent from a tunnel")
    mia.context.set_offline(False)
    mia.forgive("Failed to fetch")
    press(page, "Post reply")
    expect(post_with(page, "Sent from a tunnel")).to_be_visible()


def test_draft_outlives_the_session(place: Place, thread: dict[str, Any], visit: Visit) -> None:
    mia = visit()
    page = _enter(mia, "mia", thread["url"])
    reply_box(page).fill("Written too long")
    mia.context.clear_cookies()
    press(page, "Post reply")
    expect(page.get_by_role("alert")).to_contain_text("They are kept here.")
    page = _enter(mia, "mia", thread["url"])
    expect(reply_box(page)).to_have_value("Written too long")


def test_draft_is_kept_by_person(thread: dict[str, Any], visit: Visit) -> None:
    device = visit()
    page = _enter(device, "mia", thread["url"])
    reply_box(page).fill("For my eyes")
    device.context.clear_cookies()
    page = _enter(device, "mo", thread["url"])
    expect(reply_box(page)).to_have_value("")
    device.context.clear_cookies()
    page = _enter(device, "mia", thread["url"])
    expect(reply_box(page)).to_have_value("For my eyes")


def test_new_thread_and_edit_keep_drafts_too(thread: dict[str, Any], visit: Visit) -> None:
    mia = visit("mia")
    page = mia.open(f"{thread['board']}new/")
    page.get_by_label("Title").fill("Pedals")
    page.get_by_label("Your words").fill("Flat ones.")
    page.goto(thread["url"])
    page.goto(f"{thread['board']}new/")
    expect(page.get_by_label("Title")).to_have_value("Pedals")
    expect(page.get_by_label("Your words")).to_have_value("Flat ones.")
