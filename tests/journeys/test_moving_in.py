"""From an empty machine to a community that has moved in: set up, found, import, open, undo.

The tests of this file are one story, in their order.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inglenook.archive.tests.houses import large_export
from tests.journeys.archives import Archive, an_archive
from tests.journeys.entering import PASSWORD, follow, letters, mailed_code, press
from tests.journeys.people import Place, made_link
from tests.journeys.running import RunningHouse
from tests.journeys.visiting import PHONE, Visitor

IMPORT_MILLISECONDS = 120_000
# In steps of 2,000, of which the page asks every two seconds.
MANY = 20_000
# Tells `seen` each place of the bar, with the moment at which this document was opened.
WATCH = """
const look = () => {
  const bar = document.querySelector("#progress progress");
  if (bar && bar.max > 1) window.seen(performance.timeOrigin, bar.value, bar.max);
};
new MutationObserver(look).observe(document, {attributes: true, childList: true, subtree: true});
"""


@pytest.fixture(scope="module")
def house(own_house: RunningHouse) -> RunningHouse:
    """One that nobody has set up."""
    return own_house


@pytest.fixture(scope="module")
def place(browser: Browser, house: RunningHouse) -> Place:
    """The community that the first test founds."""
    return Place(browser, house, "racket", "Racket")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """What the host brings along."""
    return an_archive(tmp_path_factory.mktemp("archive"))


def test_setup_link_leads_to_a_community(
    house: RunningHouse, place: Place, visit: Callable[..., Visitor]
) -> None:
    host = visit()
    page = host.open(house.setup_link)
    page.get_by_label("Your e-mail address").fill("hedda@example.org")
    page.get_by_label("A password").fill(PASSWORD)
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Light the first fire")).to_be_visible()
    page.get_by_label("What is it called?").fill("Racket")
    page.get_by_label("Its address").fill("racket")
    page.get_by_label("Who comes together here").fill("We like the language Racket.")
    page.get_by_label("And what are you called there?").fill("Hedda Berg")
    page.get_by_label("Its members").check()
    press(page, "Found it")
    expect(page.get_by_role("heading", name="Hello Hedda")).to_be_visible()
    place.inside["hedda"] = host.context.storage_state()
    assert visit().open(house.setup_link).get_by_text("nothing behind this door").count()


def test_strangers_see_the_door_alone(visit: Callable[..., Visitor]) -> None:
    stranger = visit()
    page = stranger.open("/racket/")
    expect(page.get_by_role("heading", name="We like the language Racket.")).to_be_visible()
    for room in ("people", "search", "settings", "import"):
        page.goto(f"{stranger.url}/racket/{room}/")
        expect(page.get_by_role("heading", name="nothing behind this door")).to_be_visible()


def test_archive_is_shown_before_anything_comes(
    archive: Archive, visit: Callable[..., Visitor]
) -> None:
    page = visit("hedda").open("/racket/")
    follow(page, "Move in")
    page.get_by_label("The file").set_input_files(archive.path)
    press(page, "Read it, change nothing")
    heading = page.get_by_role("heading", name="This is what would come along")
    expect(heading).to_be_visible(timeout=IMPORT_MILLISECONDS)
    row = page.get_by_role("row", name="All messages")
    found, comes, changed, stays = (
        int(cell.replace(",", "")) for cell in row.get_by_role("cell").all_inner_texts()
    )
    assert found == archive.messages
    assert found == comes + changed + stays
    assert not page.get_by_role("link", name=archive.channel, exact=True).count()


def test_archive_comes_in_with_a_bar_that_moves(
    archive: Archive, visit: Callable[..., Visitor]
) -> None:
    page = visit("hedda").open("/racket/import/")
    page.get_by_role("link", name=archive.path.name).click()
    press(page, "Bring it along")
    expect(page.get_by_role("heading", name="It is here")).to_be_visible(
        timeout=IMPORT_MILLISECONDS
    )
    messages = f"{archive.messages:,}"
    expect(page.get_by_text(f"{messages} messages of {messages} are here")).to_be_visible()


def test_channel_is_a_chat_with_threads(archive: Archive, visit: Callable[..., Visitor]) -> None:
    for width in (1280, PHONE):
        page = visit("hedda", width=width).open(f"/racket/s/{archive.channel}/")
        log = page.get_by_role("log")
        expect(log.locator(".msg").first).to_be_visible()
        _stands_in_the_window(page)
        branch = page.locator(".branch").last
        branch.scroll_into_view_if_needed()
        branch.click()
        page.wait_for_url("**/racket/t/*/")
        assert page.get_by_role("heading", level=1).inner_text().strip()
        expect(page.locator("article.post").nth(1)).to_be_visible()


def _stands_in_the_window(page: Page) -> None:
    """The box to write in is whole inside the window, whatever stands above it."""
    box = page.locator("#composer").bounding_box()
    bar = page.locator(".bottombar").bounding_box()
    assert box is not None
    assert page.viewport_size is not None
    floor = bar["y"] if bar else page.viewport_size["height"]
    assert box["y"] + box["height"] <= floor


def test_people_have_not_come_yet(archive: Archive, visit: Callable[..., Visitor]) -> None:
    page = visit("hedda").open("/racket/people/?kind=imported")
    expect(page.get_by_role("link", name=archive.member[0], exact=True)).to_be_visible()
    page.goto(page.url.partition("?")[0])
    expect(page.get_by_role("link", name=archive.member[0], exact=True)).to_have_count(0)


def test_nobody_else_was_told(house: RunningHouse, archive: Archive) -> None:
    assert letters(house, archive.member[1]) == []


def test_second_person_comes_by_a_link(house: RunningHouse, visit: Callable[..., Visitor]) -> None:
    page = visit("hedda").open("/racket/")
    follow(page, "Make a link")
    page.get_by_label("How many people may use it?").fill("1")
    press(page, "Make the link")
    link = made_link(page)
    mia = visit(width=PHONE)
    page = mia.open(link)
    expect(page.get_by_text("Hedda Berg invited you.")).to_be_visible()
    follow(page, "Make an account and step in")
    page.get_by_label("Your e-mail address").fill("mia@example.org")
    page.get_by_label("A password").fill(PASSWORD)
    press(page, "Make my account")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.get_by_label("code").fill(_code_on_the_operators_page(house, visit))
    press(page, "This is the code")
    page.get_by_label("Your name here").fill("Mia Sommer")
    press(page, "Step in")
    expect(page.get_by_role("heading", name="Hello Mia")).to_be_visible()
    late = visit().open(link)
    expect(late.get_by_role("alert")).to_be_visible()


def _code_on_the_operators_page(house: RunningHouse, visit: Callable[..., Visitor]) -> str:
    """Without a mail server the operator reads the letter out."""
    code = mailed_code(house, "mia@example.org")
    page = visit("hedda").open("/operator/")
    follow(page, "Look at them")
    page.get_by_role("listitem").filter(has_text="mia@example.org").get_by_role("link").click()
    expect(page.get_by_label("The letter")).to_contain_text(code)
    return code


def test_opening_to_the_world_is_a_step_of_its_own(
    archive: Archive, visit: Callable[..., Visitor]
) -> None:
    stranger = visit()
    page = stranger.open(f"/racket/s/{archive.channel}/")
    expect(page.get_by_role("heading", name="nothing behind this door")).to_be_visible()
    host = visit("hedda").open("/racket/import/1/")
    follow(host, "Show me the sample")
    expect(host.get_by_role("heading", name="A sample")).to_be_visible()
    host.get_by_label("would be fine with it").check()
    press(host, "Open it to the world")
    expect(host.get_by_role("heading", name="It is here")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=archive.channel)).to_be_visible()
    expect(page.locator(".msg").first).to_be_visible()


def test_undo_puts_back_what_nobody_touched(visit: Callable[..., Visitor]) -> None:
    page = visit("hedda").open("/racket/import/1/")
    follow(page, "Undo the import")
    press(page, "Put it all back")
    expect(page.get_by_role("heading", name="It is put back")).to_be_visible(
        timeout=IMPORT_MILLISECONDS
    )


def test_bar_moves_while_one_looks_on(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    messages = MANY
    between: list[float] = []
    while len(between) < 3 and messages <= 8 * MANY:
        # A machine that is done before the page has asked three times gets more to do.
        between = _watched(visit, large_export(tmp_path / f"{messages}.zip", messages))
        messages *= 2
    assert len(between) >= 3
    assert between == sorted(between)


def _watched(visit: Callable[..., Visitor], archive: Path) -> list[float]:
    """Brings it in, and returns the places between nothing and all at which the bar stood.

    Those that one document showed, since a page that is loaded anew is no live page.
    """
    page = visit("hedda").open("/racket/import/")
    documents: dict[float, list[float]] = {}

    def seen(opened: float, done: float, total: float) -> None:
        places = documents.setdefault(opened, [])
        if 0 < done < total and done not in places:
            places.append(done)

    page.expose_function("seen", seen)
    page.add_init_script(WATCH)
    page.get_by_label("The file").set_input_files(archive)
    press(page, "Read it, change nothing")
    read = page.get_by_role("heading", name="This is what would come along")
    expect(read).to_be_visible(timeout=IMPORT_MILLISECONDS)
    press(page, "Bring it along")
    heading = page.get_by_role("heading", name="It is here")
    expect(heading).to_be_visible(timeout=IMPORT_MILLISECONDS)
    expect(page.get_by_text("Counted again after it was in.")).to_be_visible()
    return max(documents.values(), key=len)
