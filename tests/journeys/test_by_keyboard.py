"""Pages walked by the Tab key: every stop is seen, none is missed, none holds anybody back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.entering import press
from tests.journeys.people import Place
from tests.journeys.talking import answer, start_thread
from tests.journeys.visiting import PHONE, WIDE, Visitor

Visit = Callable[..., Visitor]
MOST = 120

# `look` is all by which a person may see where they are: a ring, a shadow, a link that slides in.
# A line that cannot be seen through is no ring; pseudo-elements carry rings of whole rows.
_WATCH = """() => {
  const around = e => [e, e.parentElement, e.closest('.choice, .composer, .search') || e];
  const look = e => around(e).flatMap(x => [null, '::after'].map(part => {
    const s = getComputedStyle(x, part);
    return (s.outlineColor.endsWith(', 0)') ? '' : s.outline) + s.boxShadow + s.top;
  })).join();
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(e =>
    e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.type !== 'hidden' &&
    !(e.type === 'radio' && !e.checked && document.querySelector(`[name=${e.name}]:checked`)));
  const unseen = all.map(look);
  const called = e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText;
  window.stops = all.length;
  window.where = () => {
    const e = document.activeElement, at = all.indexOf(e);
    if (e === document.body) return null;
    const box = e.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const own = top && [e, ...(e.labels || [])].some(x => x.contains(top) || top.contains(x));
    return {at, name: `${e.tagName} ${called(e).trim()}`, seen: look(e) !== unseen[at], free: own};
  };
}"""


def _walk(page: Page) -> list[dict[str, Any]]:
    """All stops of the page from its top to its end."""
    page.evaluate(_WATCH)
    stops: list[dict[str, Any]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate("where()")
        if here is None:
            break
        stops.append(here)
    return stops


def _check(page: Page) -> None:
    stops = _walk(page)
    assert stops[0]["name"] == "A Skip to the main part"
    assert not [stop["name"] for stop in stops if not (stop["seen"] and stop["free"])]
    assert [stop["at"] for stop in stops] == list(range(page.evaluate("stops")))


@pytest.fixture(scope="module")
def thread(place: Place) -> str:
    """The address of a thread with an answer."""
    board = place.house.url + place.furnish("Workshop")
    desk = place.desk(place.at())
    url = start_thread(desk, board, "Bells", "Brass?")
    answer(desk, "Steel.")
    return url


def test_stops_without_a_ring_or_under_something_are_noticed(place: Place, visit: Visit) -> None:
    page = visit().open("/account/login/")
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`footer a { outline: 0 !important }
            .site-head { position: fixed; inset: 0 0 20%; max-width: none }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    stops = _walk(page)
    bare = {stop["name"] for stop in stops if not stop["seen"]}
    covered = {stop["name"] for stop in stops if not stop["free"]}
    assert bare == {"A Privacy", "A Legal notice", "A Contact"}
    assert {"BUTTON Sign in", "A Forgot your password?"} <= covered
    assert "A Inglenook" not in bare | covered


def test_signing_in(place: Place, visit: Visit) -> None:
    page = visit().open("/account/login/")
    _check(page)
    page.get_by_label("Your e-mail address").fill("nobody@example.org")
    page.get_by_label("Your password").fill("some other cups of tea")
    press(page, "Sign in")
    expect(page.get_by_role("alert")).to_be_visible()
    _check(page)


def test_coming_in(place: Place, visit: Visit) -> None:
    link = place.invite()
    _check(visit().open(link))
    _check(visit("stella").open(link))


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_reading_and_tending(thread: str, place: Place, visit: Visit, width: int) -> None:
    page = visit("hedda", width=width).open(thread)
    _check(page)
    for room in ("settings", "invitations"):
        page.goto(place.house.url + place.at(room))
        _check(page)


def test_skipping_to_the_main_part_and_to_writing(place: Place, visit: Visit) -> None:
    page = visit("mia").open(place.furnish("Kitchen table", kind="Chat"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Past the messages, to writing")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="message")).to_be_focused()


def test_field_in_error_shows_the_cursor(place: Place, visit: Visit) -> None:
    page = visit("stella").open(place.invite())
    field = page.get_by_label("Your name here")
    field.fill(" ")
    press(page, "Step in")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    shadow = "e => getComputedStyle(e).boxShadow"
    focused = field.evaluate(shadow)
    field.blur()
    assert field.evaluate(shadow) != focused
