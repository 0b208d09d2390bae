"""Signing out, ending sessions elsewhere, blocking, leaving, and doors that are not there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.entering import follow, press, sign_in
from tests.journeys.people import Place, address
from tests.journeys.talking import reply_box, start_thread
from tests.journeys.visiting import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def thread(place: Place) -> str:
    """The path of a board."""
    place.state("mia")
    place.state("lena")
    return place.furnish("Workshop")


def test_signing_out_erases_drafts(place: Place, thread: str, visit: Visit) -> None:
    lena = visit()
    page = lena.open("/account/login/")
    sign_in(page, address("lena"))
    url = start_thread(page, place.house.url + thread, "Loose chain", "It falls off.")
    reply_box(page).fill("half an answer")
    expect(page.get_by_text("Kept as a draft on this device")).to_be_visible()
    page.goto(f"{lena.url}/account/")
    press(page, "Sign out here")
    expect(page.get_by_text("You are signed out")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:'))") == []
    page.goto(url)
    expect(page.get_by_role("heading", name="nothing behind this door")).to_be_visible()
    sign_in(lena.open("/account/login/"), address("lena"))
    page.goto(url)
    expect(reply_box(page)).to_have_value("")


def test_sign_out_everywhere_ends_the_other_browser(place: Place, visit: Visit) -> None:
    here, there = visit(), visit()
    for browser in (here, there):
        sign_in(browser.open("/account/login/"), address("lena"))
    away = there.open(place.at())
    expect(away.get_by_role("heading", name="Hello Lena")).to_be_visible()
    page = here.open("/account/")
    expect(page.get_by_text("This one, now")).to_be_visible()
    assert page.get_by_role("button", name="Sign out", exact=True).count() >= 1
    press(page, "Sign out everywhere else")
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_have_count(0)
    away.reload()
    expect(away.get_by_role("heading", name="Hello Lena")).to_have_count(0)
    place.inside["lena"] = here.context.storage_state()


def test_block_keeps_two_apart(place: Place, thread: str, visit: Visit) -> None:
    mia = visit("mia").open("/")
    start_thread(mia, place.house.url + thread, "A squeaking brake", "It sings.")
    lena = visit("lena").open(place.at("people"))
    lena.locator("main").get_by_role("link", name="Mia Sommer").click()
    press(lena, "More")
    press(lena, "Block: neither sees the other")
    expect(lena.get_by_text("Nobody is told")).to_be_visible()
    assert not lena.locator("main").get_by_role("link", name="Mia Sommer").count()
    lena.goto(place.house.url + thread)
    expect(lena.get_by_role("link", name="Loose chain")).to_be_visible()
    assert not lena.get_by_text("A squeaking brake").count()
    mia.goto(place.house.url + thread)
    assert mia.get_by_text("A squeaking brake").count()
    assert not mia.get_by_text("Loose chain").count()
    lena.goto(place.house.url + place.at("people"))
    follow(lena, "Blocked by you")
    press(lena, "Lift the block")
    expect(lena.get_by_text("You see one another again.")).to_be_visible()
    lena.goto(place.house.url + thread)
    expect(lena.get_by_role("link", name="A squeaking brake")).to_be_visible()


@pytest.mark.both_engines
def test_secret_space_is_not_there_for_others(place: Place, visit: Visit) -> None:
    openness = "A list of people; to all others it doesn't exist"
    secret = place.furnish("Surprise party", openness=openness)
    hedda = visit("hedda").open(place.at())
    url = start_thread(hedda, place.house.url + secret, "Cake", "Who bakes quincecake?")
    for name in ("mia", "stella", ""):
        somebody = visit(name)
        for path in (secret, url):
            page = somebody.open(path)
            expect(page.get_by_role("heading", name="nothing behind this door")).to_be_visible()
    page = visit("mia").open(place.at("search") + "?q=quincecake")
    assert not page.locator(".thread-row").count()
    assert not page.get_by_text("Surprise party").count()
    _let_in(visit, secret)
    page = visit("mia").open(url)
    expect(page.get_by_text("Who bakes quincecake?")).to_be_visible()


def _let_in(visit: Visit, space: str) -> None:
    page = visit("hedda").open(f"{space}settings/")
    page.get_by_label("Add somebody").select_option("Mia Sommer")
    press(page, "Add")
    expect(page.get_by_role("button", name="Take Mia Sommer off the list")).to_be_visible()


def test_leaving_takes_two_clicks(place: Place, thread: str, visit: Visit) -> None:
    page = visit("lena").open(place.at())
    page.locator(".sidebar-foot").get_by_role("link", name="Lena Ortiz").click()
    press(page, "More")
    follow(page, "Leave this community")
    press(page, f"Leave {place.name}")
    expect(page.get_by_role("heading", name="Small houses")).to_be_visible()
    page.goto(place.house.url + thread)
    expect(page.get_by_role("heading", name="nothing behind this door")).to_be_visible()
    page = visit("hedda").open(place.house.url + thread)
    expect(page.get_by_text("Loose chain")).to_be_visible()
