"""New posts on open pages by themselves, also when the workers die in between; ten tabs open."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Place
from tests.journeys.running import RunningHouse
from tests.journeys.talking import answer, post_with, reply_box, start_thread
from tests.journeys.visiting import PHONE, Visitor

Visit = Callable[..., Visitor]
LIVE_MILLISECONDS = 2_000


@pytest.fixture(scope="module")
def house(own_house: RunningHouse) -> RunningHouse:
    """One whose workers may be killed."""
    return own_house


@pytest.fixture(scope="module")
def thread(place: Place) -> dict[str, str]:
    """Addresses of the board, the chat and the thread."""
    place.state("mia")
    return {
        "board": place.house.url + place.furnish("Workshop"),
        "chat": place.house.url + place.furnish("Kitchen table", kind="Chat"),
    }


def _listening(page: Page) -> None:
    """Until the stream of this page has begun: what comes then is told at once."""
    deadline = time.monotonic() + 10
    while page.evaluate("document.querySelector('live-line')?.last === undefined"):
        assert time.monotonic() < deadline, "the stream has not begun within ten seconds"
        page.wait_for_timeout(50)


def test_new_post_comes_by_itself(thread: dict[str, str], visit: Visit) -> None:
    hedda = visit("hedda").open("/")
    thread["url"] = start_thread(hedda, thread["board"], "Fenders", "Which ones?")
    mia = visit("mia", width=PHONE).open(thread["url"])
    _listening(mia)
    reply_box(mia).fill("half a thought")
    answer(hedda, "The long ones.")
    expect(post_with(mia, "The long ones.")).to_be_visible(timeout=LIVE_MILLISECONDS)
    assert reply_box(mia).input_value() == "half a thought"


def test_new_message_and_dot_come_by_themselves(thread: dict[str, str], visit: Visit) -> None:
    chat, home = visit("mia").open(thread["chat"]), visit("mia").open(thread["board"])
    _listening(chat)
    _listening(home)
    hedda = visit("hedda").open(thread["chat"])
    hedda.get_by_role("textbox", name="message").fill("Tea is ready")
    hedda.keyboard.press("Control+Enter")
    expect(post_with(hedda, "Tea is ready")).to_be_visible()
    expect(post_with(chat, "Tea is ready")).to_be_visible(timeout=LIVE_MILLISECONDS)
    hedda.goto(thread["url"])
    answer(hedda, "Or the short ones.")
    row = home.locator(".thread-row").filter(has_text="Fenders")
    expect(row).to_contain_text("Hedda", timeout=LIVE_MILLISECONDS)


@pytest.mark.both_engines
def test_nothing_is_lost_when_the_workers_die(
    house: RunningHouse, thread: dict[str, str], visit: Visit
) -> None:
    mia = visit("mia").open(thread["board"])
    hedda = visit("hedda").open("/")
    url = start_thread(hedda, thread["board"], "Lamps", "Dynamo or not?")
    mia.goto(url)
    _listening(mia)
    before = house.web_workers()
    assert before
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    _wait_for_other_workers(house, before)
    answer(hedda, "Dynamo, always.")
    # The browser itself comes back to a broken stream after a few seconds.
    expect(post_with(mia, "Dynamo, always.")).to_be_visible(timeout=15_000)


def _wait_for_other_workers(house: RunningHouse, before: set[int]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if house.answers() and not any(Path(f"/proc/{pid}").exists() for pid in before):
            return
        time.sleep(0.1)
    raise AssertionError("the workers did not come back within 20 seconds")


def test_eleventh_page_loads_beside_ten_open_ones(thread: dict[str, str], visit: Visit) -> None:
    mia = visit("mia")
    tabs = [mia.open(thread["board"]) for _ in range(10)]
    begun = time.monotonic()
    page = mia.open(thread["url"])
    expect(page.get_by_role("heading", name="Fenders")).to_be_visible()
    assert time.monotonic() - begun < 5
    assert len(tabs) == 10
