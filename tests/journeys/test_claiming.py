"""Imported people come: by a code mailed to their address, or by a link from the host."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.archives import Archive, small_archive
from tests.journeys.entering import follow, mailed_code, press
from tests.journeys.people import Place, account
from tests.journeys.visiting import Visitor

Visit = Callable[..., Visitor]
BRUNO = "Bruno"  # In the archive without an address.


@pytest.fixture(scope="module")
def archive(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small one, brought along before the first test."""
    archive = small_archive(tmp_path_factory.mktemp("archive"))
    place.bring(archive)
    return archive


def _words_found(page: Page, name: str) -> None:
    """What somebody wrote stands under their name."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    follow(page, f"What {name} wrote")
    expect(page.locator(".thread-row").first).to_be_visible()


@pytest.mark.both_engines
def test_stranger_claims_with_the_mailed_code(place: Place, archive: Archive, visit: Visit) -> None:
    name, email = archive.member
    back = visit("stella")
    page = back.open(place.at("claim"))
    page.get_by_label("Your address at the old place").fill(email)
    press(page, "Mail me a code")
    page.get_by_label("The code from the mail").fill("BCDFGHJK")
    press(page, "This is the code")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    assert back.open(place.at("people")).get_by_text("nothing behind this door").count()
    page.get_by_label("The code from the mail").fill(mailed_code(place.house, email))
    press(page, "This is the code")
    expect(page.get_by_role("heading", name=f"Hello {name}")).to_be_visible()
    page.goto(place.house.url + place.at("people"))
    _words_found(page, name)


def test_unknown_address_is_answered_alike(place: Place, archive: Archive, visit: Visit) -> None:
    page = visit("mia").open(place.at("claim"))
    page.get_by_label("Your address at the old place").fill("nobody@racket.example")
    press(page, "Mail me a code")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.get_by_label("The code from the mail").fill(
        mailed_code(place.house, "nobody@racket.example")
    )
    press(page, "This is the code")
    expect(page.get_by_role("alert")).to_contain_text("Nobody with this address came along")


def test_link_from_the_host_leads_in(place: Place, archive: Archive, visit: Visit) -> None:
    page = visit("hedda").open(place.at("people") + "?kind=imported")
    page.get_by_role("link", name=BRUNO, exact=True).click()
    press(page, "Make the link")
    link = page.get_by_role("textbox", name="The address").input_value()
    bruno = visit(state=account(place.browser, place.house, "bruno"))
    page = bruno.open(link)
    expect(page.get_by_text("You come in as Bruno")).to_be_visible()
    press(page, "Step in")
    expect(page.get_by_role("heading", name="Hello Bruno")).to_be_visible()
    assert visit("stella").open(link).get_by_text("This link was used").count()


def test_member_gets_a_second_byline(place: Place, archive: Archive, visit: Visit) -> None:
    page = visit("mia").open(place.at("people") + "?kind=imported")
    follow(page, "Come in under your old name")
    page.get_by_label("Your address at the old place").fill("carla@racket.example")
    press(page, "Mail me a code")
    code = mailed_code(place.house, "carla@racket.example")
    page.get_by_label("The code from the mail").fill(code)
    press(page, "This is the code")
    expect(page.get_by_role("heading", name="Hello Mia")).to_be_visible()
    page.goto(f"{place.house.url}{place.at('s', 'general')}")
    line = page.locator("[data-post]").filter(has_text="Who brings the kettle?")
    expect(line).to_contain_text("Carla")
    line.get_by_role("link", name="Carla").click()
    expect(page.get_by_role("heading", name="Mia Sommer")).to_be_visible()
