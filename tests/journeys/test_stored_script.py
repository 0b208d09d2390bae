"""Script in every text that somebody gives: no browser runs it, with the policy and without.

A page under the policy may hide a hole; so each page is opened in a browser without it, too.
"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.archives import small_archive
from tests.journeys.entering import press
from tests.journeys.pages import walk
from tests.journeys.people import Place
from tests.journeys.talking import answer, start_thread
from tests.journeys.visiting import Visitor

Visit = Callable[..., Visitor]
LINE = "\"'><img src=x onerror=hit()>"
TEXT = (
    f'{LINE} <script>hit()</script> [a](javascript:hit()) ![x](x" onerror="hit())\n\n'
    '<div hx-get="/hit/" hx-trigger="load">z</div><svg onload=hit()>'
)
# What takes no such signs, by which the whole form would be refused.
UNTOUCHED = ("name", "slug", "seed", "time_zone", "uses", "days")
TYPED = "main form[method=post] input:is([type=text], [type=search], :not([type])), main textarea"


def _fill(page: Page, button: str) -> None:
    """Attacks in all fields of the open page that take words, then the button."""
    for field in page.locator(TYPED).all():
        name = field.get_attribute("name") or ""
        if field.is_visible() and name not in UNTOUCHED:
            long = field.evaluate("field => field.tagName") == "TEXTAREA"
            field.fill(TEXT if long else LINE)
    press(page, button)
    expect(page.locator("main .error")).to_have_count(0)


def _hostile(folder: Path) -> Path:
    """The small archive, with attacks for names, purposes, texts and files."""
    sound, path = small_archive(folder).path, folder / "hostile.zip"
    attack = json.dumps(LINE)[1:-1].encode()
    with zipfile.ZipFile(sound) as before, zipfile.ZipFile(path, "w") as after:
        for entry in before.namelist():
            body = before.read(entry)
            for word in (b"Bruno", b"What everybody talks about", b"quinces", b"hygienic"):
                body = body.replace(word, attack)
            after.writestr(entry, body)
    return path


@pytest.fixture(scope="module")
def attacked(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A community that is one attack."""
    archive = _hostile(tmp_path_factory.mktemp("hostile"))
    place.house.command("import", "slack", str(archive), "--community", place.slug, "--yes")
    board = place.house.url + place.furnish(
        "Workshop", openness="Everyone, also without an account"
    )
    page = place.desk(place.at())
    start_thread(page, board, LINE, TEXT)
    answer(page, f"Words.\n\n{TEXT}")
    page.goto(f"{place.house.url}{place.at('settings')}")
    _fill(page, "Save it")
    page.goto(f"{place.house.url}{place.at('settings', 'texts')}")
    _fill(page, "Save it")
    page.goto(f"{place.house.url}{place.at('invitations')}")
    _fill(page, "Make the link")
    page.goto(f"{place.house.url}{place.at('people')}")
    page.get_by_role("link", name="Hedda Berg").first.click()
    page.wait_for_url("**/people/*/")
    page.goto(f"{page.url}edit/")
    page.get_by_label("About you").fill(TEXT[:500])
    press(page, "Save it")
    return place


def _watched(somebody: Visitor) -> list[str]:
    """Notes where script of an attack ran, or htmx asked what it was told to."""
    runs: list[str] = []
    somebody.context.expose_binding("hit", lambda source: runs.append(source["page"].url))
    somebody.context.on(
        "request", lambda request: runs.append(request.url) if "/hit/" in request.url else None
    )
    return runs


def _settle(page: Page) -> None:
    """Lets what was parsed run: pictures fail, htmx looks round."""
    page.wait_for_load_state("load")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


@pytest.mark.parametrize("name", ["hedda", ""], ids=["host", "stranger"])
@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_no_browser_runs_what_somebody_typed(
    attacked: Place, visit: Visit, name: str, policy: bool
) -> None:
    somebody = visit(name, policy=policy)
    runs, shown = _watched(somebody), 0
    page = somebody.open("/")
    starts = [attacked.house.url + path for path in (attacked.at(), "/", "/account/login/")]
    for _kind in walk(page, *starts, stay=attacked.at()):
        _settle(page)
        shown += "onerror=hit()" in page.locator("body").inner_text()
    assert runs == []
    assert shown > (5 if name else 1)


def test_script_that_runs_is_noticed(attacked: Place, visit: Visit) -> None:
    somebody = visit("hedda", policy=False)
    runs = _watched(somebody)
    page = somebody.open(attacked.at())
    page.evaluate("line => document.body.insertAdjacentHTML('beforeend', line)", LINE)
    _settle(page)
    page.wait_for_function("() => document.querySelector('img[src=x]').complete")
    expect(page.locator("img[src=x]")).to_have_count(1)
    assert runs
    somebody.forgive("404")
