"""The same form ten times at once, from ten browsers' lines, to a house that runs: one row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest

from inglenook.archive.tests.houses import rows
from tests.journeys.running import RunningHouse
from tests.keeping.presses import PRESSES, Press
from tests.keeping.rounds import staged
from tests.keeping.writing import Unanswered, Visitor

TIMES = 10
HTML = re.compile(r"/(?:join|come)/[\w-]+")


class AtOnce:
    """A house with its scene."""

    def __init__(self, home: Path) -> None:
        self.house = RunningHouse(home)
        self.house.environment["WORKERS"] = "2"
        self.house.start()
        self.scene: dict[str, Any] = staged(self.house, 0)

    def visitor(self, name: str) -> Visitor:
        return Visitor(self.house.port, {"sessionid": self.scene["cookies"][name]})

    def sent(self, browsers: list[Visitor], path: str, bodies: list[str]) -> list[Any]:
        """All of them at once; status, address, links that are shown once."""
        barrier = Barrier(len(browsers), timeout=60)

        def press(browser: Visitor, body: str) -> tuple[int, str, tuple[str, ...]]:
            barrier.wait()
            status, location, text = browser.ask("POST", path, body)
            links = HTML.findall(text) if status == 200 else []
            return status, location, tuple(sorted(set(links)))

        with ThreadPoolExecutor(len(browsers)) as pool:
            return list(pool.map(press, browsers, bodies))


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtOnce]:
    made = AtOnce(tmp_path_factory.mktemp("keeping") / "at-once")
    try:
        yield made
    finally:
        made.house.stop()


@pytest.mark.parametrize("name", PRESSES)
def test_form_sent_ten_times_at_once_makes_one_and_gives_ten_equal_answers(
    at_once: AtOnce, name: str
) -> None:
    press: Press = PRESSES[name]
    somebody, scene = at_once.visitor(press.who), at_once.scene
    path = press.path(scene)
    hidden = somebody.form(press.page(scene), path)
    body = urlencode(hidden | press.fields)
    browsers = [Visitor(somebody.port, dict(somebody.cookies)) for _n in range(TIMES)]
    answers = at_once.sent(browsers, path, [body] * TIMES)
    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 302 or answers[0][2], answers[0]
    assert rows(at_once.house, press.made(scene)) == [(1,)]


def test_last_place_of_an_invitation_goes_to_one_of_many(at_once: AtOnce) -> None:
    scene = at_once.scene
    path = f"/garage/join/{scene['last_place']}/"
    comers = [at_once.visitor(f"late{n}") for n in range(TIMES)]
    bodies = [
        urlencode(comer.form(path, path) | {"name": f"Late {'ABCDEFGHIJ'[n]}"})
        for n, comer in enumerate(comers)
    ]
    answers = at_once.sent(comers, path, bodies)
    assert sorted(status for status, _location, _links in answers) == [302] + [422] * (TIMES - 1)
    late = "SELECT count(*) FROM communities_membership WHERE name LIKE 'Late %'"
    assert rows(at_once.house, late) == [(1,)]


def test_two_editors_of_one_post_get_both_texts_side_by_side(at_once: AtOnce) -> None:
    page = f"/garage/p/{at_once.scene['mine']}/edit/"
    editors = [at_once.visitor("mo") for _n in range(2)]
    texts = ["Rims of steel.", "Rims of brass."]
    bodies = [
        urlencode(editor.form(page, page) | {"text": text})
        for editor, text in zip(editors, texts, strict=True)
    ]
    answers = at_once.sent(editors, page, bodies)
    statuses = [status for status, _location, _links in answers]
    assert sorted(statuses) == [302, 409]
    late = statuses.index(409)
    status, _location, both = editors[late].ask("POST", page, bodies[late])
    assert status == 409
    assert all(text in both for text in texts), both[:3000]
    revisions = f"SELECT revision FROM conversations_post WHERE id = {at_once.scene['mine']}"
    assert rows(at_once.house, revisions) == [(2,)]


def test_sign_up_pressed_many_times_at_once_makes_one_account(at_once: AtOnce) -> None:
    page = "/account/signup/"
    somebody = Visitor(at_once.house.port, {})
    words = {"email": "new@example.org", "password1": "seven lamps under the stairs"}
    body = urlencode(somebody.form(page, page) | words)

    def press(browser: Visitor) -> int:
        try:
            return browser.ask("POST", page, body)[0]
        except Unanswered as later:  # too many letters to one address: try again in a while
            assert str(later) == "429"
            return 429

    browsers = [Visitor(somebody.port, dict(somebody.cookies)) for _n in range(TIMES)]
    with ThreadPoolExecutor(TIMES) as pool:
        answers = set(pool.map(press, browsers))
    assert 302 in answers and answers <= {302, 422, 429}
    made = "SELECT count(*) FROM accounts_person WHERE email = 'new@example.org'"
    assert rows(at_once.house, made) == [(1,)]
