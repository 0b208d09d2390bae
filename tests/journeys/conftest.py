"""The fixtures of journeys. Every test in this folder is a journey without saying so.

`house` is one running house for the whole run; a file that needs one of its own (to set it up, to
stop it, to kill a worker) says `house = own_house`. `place` is a community of that file alone,
with Hedda as its host; `visit("mia")` is a browser in which Mia is signed in and inside.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.people import Place, found_place
from tests.journeys.running import RunningHouse
from tests.journeys.visiting import Visitor, chromium, visitor

HERE = Path(__file__).resolve().parent
# As long as everything else waits in a browser; a busy machine is slow, not broken.
expect.set_options(timeout=10_000)
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright, chromium(playwright) as running:
        yield running


def _run(home: Path) -> Iterator[RunningHouse]:
    running = RunningHouse(home)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A running house for all files that don't ask for one of their own."""
    yield from _run(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A running house without an account, shared by the tests of one file, in their order."""
    yield from _run(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Place]:
    """A community of this file, readable by its members."""
    stem = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    slug = f"{stem.replace('_', '-')}-house"
    # Not by name: the house may be one of the file's own, which is of a narrower scope.
    found = found_place(browser, request.getfixturevalue("house"), slug)
    yield found
    found.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes people: `visit("mia", width=PHONE, dark=True, scripts=False)`, or a stranger without a
    name. Trouble fails the test, and what each of them sees when a test fails is kept in
    test-results/.
    """
    people: list[Visitor] = []

    def arrive(name: str = "", **manner: Any) -> Visitor:
        if name:
            manner["state"] = request.getfixturevalue("place").state(name)
        people.append(visitor(browser, request.getfixturevalue("house").url, **manner))
        return people[-1]

    yield arrive
    for number, person in enumerate(people):
        if request.node.stash.get(FAILED, False):
            person.picture(f"test-results/{request.node.name}-{number}")
        person.context.close()
    assert not [trouble for person in people for trouble in person.troubles]
