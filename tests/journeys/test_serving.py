"""`inglenook up` serves a house that a browser can open, and stops when it is told to."""

import signal
from collections.abc import Callable

import pytest

from tests.journeys.running import RunningHouse
from tests.journeys.visiting import Visitor


@pytest.fixture(scope="module")
def house(own_house: RunningHouse) -> RunningHouse:
    """One that may be stopped."""
    return own_house


@pytest.mark.both_engines
def test_house_answers_a_browser(house: RunningHouse, visit: Callable[..., Visitor]) -> None:
    page = visit().open("/healthz")
    assert page.inner_text("body").strip() == "ok"


@pytest.mark.both_engines
def test_house_stops_and_starts_again(house: RunningHouse, visit: Callable[..., Visitor]) -> None:
    house.stop(signal.SIGINT)
    house.start()
    assert visit().open("/healthz").inner_text("body").strip() == "ok"
