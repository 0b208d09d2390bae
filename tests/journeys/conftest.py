"""The fixtures of journeys. Every test in this folder is a journey without saying so."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.running import RunningHouse
from tests.journeys.visiting import Visitor, chromium, visitor

HERE = Path(__file__).resolve().parent
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


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A running house without an account, shared by the tests of one file, in their order."""
    running = RunningHouse(tmp_path_factory.mktemp("house"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, house: RunningHouse
) -> Iterator[Callable[..., Visitor]]:
    """Makes people: `visit(width=PHONE, dark=True, scripts=False)`. Trouble fails the test, and
    what each of them sees when a test fails is kept in test-results/.
    """
    people: list[Visitor] = []

    def arrive(**manner: object) -> Visitor:
        people.append(visitor(browser, house.url, **manner))  # type: ignore[arg-type]
        return people[-1]

    yield arrive
    for number, person in enumerate(people):
        if request.node.stash.get(FAILED, False):
            person.picture(f"test-results/{request.node.name}-{number}")
        person.context.close()
    assert not [trouble for person in people for trouble in person.troubles]
