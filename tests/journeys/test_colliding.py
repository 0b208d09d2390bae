"""Two at once: a stale edit gets both texts, a form sent twice makes one post."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.entering import press
from tests.journeys.people import Place
from tests.journeys.talking import answer, menu_of, post_with, reply_box, start_thread
from tests.journeys.visiting import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def thread(place: Place) -> dict[str, str]:
    """Where the first test writes."""
    return {"board": place.house.url + place.furnish("Workshop")}


@pytest.mark.both_engines
def test_stale_edit_gets_both_texts(thread: dict[str, str], visit: Visit) -> None:
    mia = visit("mia")
    page = mia.open("/")
    thread["url"] = start_thread(page, thread["board"], "Rims", "I like steel rims.")
    other = mia.open(thread["url"])
    for tab in (page, other):
        menu_of(tab, "I like steel rims").get_by_role("link", name="Edit").click()
        expect(tab.get_by_role("heading", name="Edit your post")).to_be_visible()
    page.get_by_label("Your words").fill("I like old steel rims.")
    press(page, "Save this text")
    expect(post_with(page, "I like old steel rims.")).to_be_visible()
    other.get_by_label("Your words").fill("I like steel rims and spokes.")
    press(other, "Save this text")
    expect(other.get_by_role("heading", name="saved while you were writing")).to_be_visible()
    expect(other.get_by_text("Nothing is lost; say how it should read.")).to_be_visible()
    both = other.get_by_label("A proposal, yours to change")
    assert "spokes" in both.input_value()
    both.fill("I like old steel rims and spokes.")
    press(other, "Save this one")
    expect(post_with(other, "I like old steel rims and spokes.")).to_be_visible()


def test_form_sent_twice_makes_one(thread: dict[str, str], visit: Visit) -> None:
    page = visit("mia", scripts=False).open(thread["url"])
    reply_box(page).fill("Only once, please.")
    fields: dict[str, str | float | bool] = {
        name: page.locator(f"#composer [name={name}]").input_value()
        for name in ("csrfmiddlewaretoken", "intent", "text")
    }
    answers = [page.request.post(f"{thread['url']}reply/", form=fields) for _ in range(3)]
    assert len({reply.url for reply in answers}) == 1
    page.reload()
    expect(page.locator("article.post").filter(has_text="Only once, please.")).to_have_count(1)


def test_button_pressed_twice_makes_one(thread: dict[str, str], visit: Visit) -> None:
    page = visit("mia").open(thread["url"])
    reply_box(page).fill("Impatient.")
    page.get_by_role("button", name="Post reply").dblclick()
    expect(post_with(page, "Impatient.")).to_be_visible()
    answer(page, "Patient again.")
    page.reload()
    expect(page.locator("article.post").filter(has_text="Impatient.")).to_have_count(1)
