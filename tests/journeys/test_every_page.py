"""Every page that links lead to: no barrier, light and dark, wide and narrow; nothing sticks out;
every sign is drawn. Errors of scripts and of the content policy and requests to other houses fail
each journey by themselves (see visiting.py).
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.archives import small_archive
from tests.journeys.entering import press
from tests.journeys.pages import walk
from tests.journeys.people import Place
from tests.journeys.talking import answer, menu_of, post_with, start_thread
from tests.journeys.visiting import PHONE, WIDE, Visitor, barriers

Visit = Callable[..., Visitor]
NARROWEST = 320
LONG = "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.fixture(scope="module")
def furnished(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A community with something on each page."""
    place.bring(small_archive(tmp_path_factory.mktemp("archive")))
    return place


def test_something_stands_on_each_page(furnished: Place, visit: Visit) -> None:
    place = furnished
    board = place.house.url + place.furnish("Workshop")
    place.furnish("Surprise", openness="A list of people; to all others it doesn't exist")
    place.furnish("Empty", openness="Everyone, also without an account")
    page = visit("mia").open("/")
    words = (
        f"# A heading\n\n| a | b |\n|---|---|\n| 1 | {LONG} |\n\n```\n{'x' * 300}\n```\n\n> quote"
    )
    start_thread(page, board, f"Tables and {LONG}", words)
    answer(page, f"https://example.org/{'path/' * 40}")
    menu_of(page, "example.org").get_by_role("link", name="Edit").click()
    page.get_by_label("Your words").fill("I changed my mind.")
    press(page, "Save this text")
    expect(post_with(page, "I changed my mind.")).to_be_visible()
    page = visit("hedda").open(page.url)
    menu_of(page, "I changed").get_by_role("button", name="Thanks").click()


def _undrawn(page: Page) -> list[str]:
    """Signs that the file of drawings does not have."""
    missing = page.evaluate(
        """async () => {
          const uses = [...document.querySelectorAll('use')].map(u => u.getAttribute('href'));
          const files = new Map();
          for (const file of new Set(uses.map(u => u.split('#')[0])))
            files.set(file, await (await fetch(file)).text());
          return uses.filter(u => !files.get(u.split('#')[0]).includes(`id="${u.split('#')[1]}"`));
        }"""
    )
    return [f"no drawing for {use}" for use in missing]


def _too_wide(page: Page) -> list[str]:
    """What can be pushed sideways or is cut off at the edge of the window."""
    names = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          const sliding = 'pre, .scroll-x, .prose table';
          return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > width + 1 && e.checkVisibility())
            .filter(e => !e.parentElement.closest(sliding))
            .slice(0, 3).map(e => `${width}: wider than the window: ${e.tagName}.${e.className}`);
        }"""
    )
    return list(names)


def _faults(page: Page) -> list[str]:
    """What is wrong with the page that is open, wide and narrow, by day and by night."""
    found = _undrawn(page)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            found += [f"{width}, {light}: {barrier}" for barrier in barriers(page)]
    found += _too_wide(page)
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    return found + _too_wide(page)


def test_what_only_the_night_or_a_phone_shows_is_found(furnished: Place, visit: Visit) -> None:
    page = visit("mia").open(furnished.at())
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`@media (prefers-color-scheme: light) { .bat { display: none } }
            @media (prefers-color-scheme: dark) { h1 { color: #222 } }
            @media (width < 600px) { h1 { width: 600px } }`);
          document.adoptedStyleSheets = [sheet];
          const bat = document.createElement('button');
          bat.className = 'bat btn';
          document.querySelector('main').append(bat);
        }"""
    )
    seen = {tuple(fault.split(": ")[:2]) for fault in _faults(page)}
    rules = ("color-contrast", "button-name")
    by_night = {(f"{width}, dark", rule) for width in (WIDE, PHONE) for rule in rules}
    assert seen == by_night | {
        (f"{width}", "wider than the window") for width in (PHONE, NARROWEST)
    }


@pytest.mark.parametrize("name", ["hedda", "mia", ""], ids=["host", "member", "stranger"])
def test_pages_have_no_barrier(furnished: Place, visit: Visit, name: str) -> None:
    page = visit(name).open("/")
    faults: list[str] = []
    starts = [furnished.house.url + path for path in (furnished.at(), "/", "/account/login/")]
    for kind in walk(page, *starts, stay=furnished.at()):
        faults += [f"{kind}: {fault}" for fault in _faults(page)]
    assert not faults, "\n".join(sorted(set(faults)))
