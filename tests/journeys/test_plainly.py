"""The same without JavaScript, and by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.entering import PASSWORD, follow, press
from tests.journeys.people import Place, address
from tests.journeys.talking import post_with, reply_box, start_thread
from tests.journeys.visiting import PHONE, WIDE, Visitor

Visit = Callable[..., Visitor]
TABS = 90


@pytest.fixture(scope="module")
def board(place: Place) -> str:
    """The address of a board with a thread."""
    place.state("mia")
    return place.house.url + place.furnish("Workshop")


def test_thread_to_read(board: str, visit: Visit) -> None:
    start_thread(visit("hedda").open("/"), board, "Bells", "Brass or **steel**?")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_reading_and_answering_without_javascript(board: str, visit: Visit, width: int) -> None:
    page = visit("mia", scripts=False, width=width).open(board)
    follow(page, "Bells")
    assert page.locator("article.post strong").first.inner_text() == "steel"
    words = f"Brass, at {width} pixels."
    reply_box(page).fill(words)
    press(page, "Post reply")
    expect(post_with(page, words)).to_be_visible()
    post_with(page, words).get_by_role("link", name="Reply").click()
    expect(page.get_by_text("In answer to")).to_be_visible()


def test_chat_without_javascript(place: Place, visit: Visit) -> None:
    chat = place.furnish("Kitchen table", kind="Chat")
    page = visit("mia", scripts=False, width=PHONE).open(chat)
    page.get_by_role("textbox", name="message").fill("Plain tea")
    press(page, "Send")
    expect(post_with(page, "Plain tea")).to_be_in_viewport()


def test_refusal_without_javascript_keeps_the_words(board: str, visit: Visit) -> None:
    page = visit("mia", scripts=False).open(f"{board}new/")
    page.get_by_label("Title").fill("x" * 200)
    page.get_by_label("Your words").fill("word " * 20_000)
    press(page, "Post it")
    expect(page.locator(".error")).to_be_visible()
    assert page.get_by_label("Title").input_value() == "x" * 200
    assert len(page.get_by_label("Your words").input_value()) > 90_000


def _tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has the focus is called that."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in _called(page):
            expect(focused).to_be_in_viewport()
            return
    raise AssertionError(f"{name!r} is not reached in {TABS} tabs; the last was {_called(page)!r}")


def _called(page: Page) -> str:
    """What the element with the focus is called, roughly as a screen reader would."""
    return str(
        page.evaluate(
            "(e => [e.getAttribute('aria-label'), ...[...(e.labels ?? [])].map(l => l.innerText),"
            " e.innerText].filter(Boolean).join(' '))(document.activeElement)"
        )
    )


def test_keyboard_alone_signs_in_and_answers(board: str, visit: Visit) -> None:
    page = visit().open("/account/login/")
    _tab_to(page, "Your e-mail address")
    page.keyboard.type(address("mia"))
    _tab_to(page, "Your password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto(board)
    page.keyboard.press("Tab")
    assert "Skip to the main part" in _called(page)
    page.keyboard.press("Enter")
    _tab_to(page, "Bells")
    page.keyboard.press("Enter")
    page.wait_for_url("**/t/*/")
    _tab_to(page, "Your reply")
    page.keyboard.type("Without a mouse.")
    _tab_to(page, "Post reply")
    page.keyboard.press("Enter")
    expect(post_with(page, "Without a mouse.")).to_be_visible()


def test_keyboard_alone_opens_and_leaves_a_menu(board: str, visit: Visit) -> None:
    page = visit("mia").open(board)
    follow(page, "Bells")
    page.wait_for_url("**/t/*/")
    _tab_to(page, "More about this post")
    page.keyboard.press("Enter")
    menu = page.locator(".menu:popover-open")
    expect(menu).to_be_visible()
    _tab_to(page, "Link to this post")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    assert "More about this post" in _called(page)
