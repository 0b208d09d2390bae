"""A member reads and answers from right to left: every page is mirrored and none goes sideways."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import pseudo
from tests.journeys.archives import small_archive
from tests.journeys.entering import press
from tests.journeys.pages import walk
from tests.journeys.people import Place
from tests.journeys.running import RunningHouse
from tests.journeys.talking import answer, post_with, start_thread
from tests.journeys.visiting import PHONE, WIDE, Visitor

Visit = Callable[..., Visitor]
ROOT = Path(__file__).resolve().parents[2]
# "How do I mend a chain?", "With patience, and a new link."
TITLE, WORDS = "كيف أصلح السلسلة؟", "بالصبر وحلقة جديدة."
ENGLISH = "Count the teeth first, then order."
FLIPPED = "matrix(-1, 0, 0, 1, 0, 0)"
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const outside = box => box.right > width + 1 || box.left < -1;
  return [...document.querySelectorAll('body *')]
    .filter(e => outside(e.getBoundingClientRect()))
    .slice(0, 3).map(e => `${e.tagName}.${e.className}`);
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A house that speaks Arabic too."""
    running = RunningHouse(tmp_path_factory.mktemp("house"))
    pseudo.write(running.home / "locale")
    running.environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.arabic",
        "PYTHONPATH": str(ROOT),
    }
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def mirrored(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A community with something on each page, whose host and language are Arabic at last."""
    place.bring(small_archive(tmp_path_factory.mktemp("archive")))
    board = place.house.url + place.furnish("Workshop")
    page = place.desk(place.at())
    start_thread(page, board, TITLE, WORDS)
    answer(page, ENGLISH)
    place.state("mia")
    page = place.desk("/account/")
    page.get_by_label("Language").select_option(pseudo.LANGUAGE)
    press(page, "Save it")
    expect(page.locator("html")).to_have_attribute("lang", pseudo.LANGUAGE)
    page = place.desk(place.at("settings"))
    page.locator("[name=language]").select_option(pseudo.LANGUAGE)
    page.locator("main form .btn-primary").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    return place


def _left(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["x"]


def _right(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def _thread(place: Place, page: Page) -> None:
    page.goto(f"{place.house.url}{place.at('s', 'workshop')}")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def test_wide_page_is_mirrored(mirrored: Place, visit: Visit) -> None:
    page = visit("hedda").open("/")
    _thread(mirrored, page)
    sidebar, sheet = page.locator(".sidebar"), page.locator("main.sheet")
    assert _left(sidebar) >= _right(sheet) - 1
    post = page.locator("article.post").first
    assert _left(post.locator(".avatar")) > _right(post.locator(".name"))
    assert _left(page.locator(".aside")) < _left(page.locator(".thread"))
    assert (
        page.locator(".crumb .icon-flip").evaluate("e => getComputedStyle(e).transform") == FLIPPED
    )


def test_narrow_page_is_mirrored(mirrored: Place, visit: Visit) -> None:
    page = visit("hedda", width=PHONE).open("/")
    _thread(mirrored, page)
    places = page.locator(".bottombar > *")
    assert _left(places.first) > _left(places.last)
    post = page.locator("article.post").first
    assert _left(post.locator(".avatar")) > PHONE / 2


def test_each_paragraph_runs_as_it_was_written(mirrored: Place, visit: Visit) -> None:
    page = visit("hedda").open("/")
    _thread(mirrored, page)
    for words, side in ((WORDS, _right), (ENGLISH, _left)):
        text = post_with(page, words).locator(".prose p")
        drawn = text.evaluate(
            """e => { const r = document.createRange(); r.selectNodeContents(e);
              const b = r.getBoundingClientRect(); return [b.left, b.right]; }"""
        )
        assert abs(drawn[side is _right] - side(text)) < 2, words


def test_member_answers_from_right_to_left(mirrored: Place, visit: Visit) -> None:
    page = visit("hedda", width=PHONE).open("/")
    _thread(mirrored, page)
    page.locator("#composer textarea").fill("شكرا، وجدتها.")
    page.locator("#composer [type=submit]").click()
    expect(post_with(page, "وجدتها")).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("name", ["hedda", ""], ids=["host", "stranger"])
def test_no_page_goes_sideways(mirrored: Place, visit: Visit, name: str, width: int) -> None:
    page = visit(name, width=width, language=pseudo.LANGUAGE).open("/")
    starts = [mirrored.house.url + path for path in (mirrored.at(), "/", "/account/login/")]
    faults: list[str] = []
    for kind in walk(page, *starts):
        assert page.locator("html").get_attribute("dir") in ("rtl", None), kind
        faults += [f"{kind}: {part} sticks out" for part in page.evaluate(SIDEWAYS)]
    assert faults == []
