"""Eight writers number their posts while the house is killed under them, and nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.journeys.running import RunningHouse
from tests.keeping import killing
from tests.keeping.killing import Kind
from tests.keeping.looking import look
from tests.keeping.rounds import begun

FEW = (killing.everything, killing.workers, killing.jobs)


def write_through(home: Path, seed: int, rounds: int, kinds: Sequence[Kind] = ()) -> None:
    """So many kills, then a look at everything; says how to have the same dice again."""
    print(f"seed {seed}: repeat with --seed {seed}")
    house = RunningHouse(home)
    try:
        course = begun(house, seed, rounds)
        for number in range(1, rounds + 1):
            course.round(kinds[number - 1] if kinds else course.dice.choice(killing.KINDS))
            print(f"round {number}: {course.answered} posts answered, {dict(course.killed)}")
        look(course)
        course.listener.stop()
        tries = sum(a.tries > 1 for writer in course.writers for a in writer.answered)
        print(
            f"{course.answered} posts, {tries} sent more than once, {course.listener.breaks} breaks"
        )
    except BaseException:
        print("".join(house.output[-200:]))
        raise
    finally:
        house.stop()


def test_what_was_answered_is_kept_through_a_few_kills(tmp_path: Path, seed: int) -> None:
    write_through(tmp_path / "keeping-few", seed, len(FEW), FEW)


@pytest.mark.nightly
def test_what_was_answered_is_kept_through_many_kills(
    tmp_path: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    write_through(tmp_path / "keeping-many", seed, request.config.getoption("--rounds"))
