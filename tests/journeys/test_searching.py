"""Finding a message of 2019 by two words, and nothing that is not for one's eyes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.archives import small_archive
from tests.journeys.people import Place
from tests.journeys.visiting import PHONE, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module", autouse=True)
def archive(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Messages of 2019."""
    place.bring(small_archive(tmp_path_factory.mktemp("archive")))


def _search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").first.fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_message_of_2019_is_found_by_two_words(place: Place, visit: Visit, width: int) -> None:
    page = visit("mia", width=width).open(place.at("search"))
    _search(page, "hygienic bind")
    hit = page.locator(".thread-row").first
    expect(hit).to_contain_text("Almeda")
    expect(hit).to_contain_text("2019")
    assert set(hit.locator("mark").all_inner_texts()) == {"hygienic", "bind"}
    hit.get_by_role("link").first.click()
    line = page.locator("[data-post]").filter(has_text="Does anybody know")
    expect(line).to_be_in_viewport()


def test_filters_narrow_it(place: Place, visit: Visit) -> None:
    page = visit("mia").open(place.at("search"))
    _search(page, "kettle")
    expect(page.locator(".thread-row")).to_have_count(2)
    _search(page, "kettle from:carla")
    expect(page.locator(".thread-row")).to_have_count(1)
    _search(page, "kettle before:2018")
    expect(page.locator(".thread-row")).to_have_count(0)


def test_whatever_is_typed_is_answered(place: Place, visit: Visit) -> None:
    page = visit("mia").open(place.at("search"))
    for typed in ('"', "AND OR NOT", "from: in: -", "((*", "🙂" * 80, "<b>x</b>", "a:b:c"):
        _search(page, typed)
        expect(page.get_by_role("searchbox").last).to_have_value(typed)


def test_search_is_not_there_for_strangers(place: Place, visit: Visit) -> None:
    page = visit("stella").open(place.at("search") + "?q=kettle")
    expect(page.get_by_role("heading", name="nothing behind this door")).to_be_visible()
