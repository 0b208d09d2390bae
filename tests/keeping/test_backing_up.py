"""A backup and a restore that are killed: what is there is whole, and the next comes through."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from inglenook.archive.tests.houses import killed, rows
from inglenook.site.backup.tests.backed_up import backed_up, contents, filled, manifest_of
from tests.journeys.running import COMMAND, RunningHouse

FEW = 1


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> RunningHouse:
    return filled(tmp_path_factory.mktemp("keeping-backup"))


def killed_within(house: RunningHouse, seconds: float, *words: str) -> bool:
    """Run a command of the house and kill it after so many seconds; whether it hadn't ended."""
    process = subprocess.Popen(
        [COMMAND, *words],
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    in_time = process.poll() is None
    killed(process)
    return in_time


def backups_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("inglenook-*"))


def comes_through(house: RunningHouse, folder: Path, seed: int, kills: int) -> None:
    print(f"seed {seed}: repeat with --seed {seed}")
    dice = random.Random(seed)
    began = time.monotonic()
    first = folder / backed_up(house, folder)
    seconds = time.monotonic() - began
    expected = contents(manifest_of(first))
    caught = 0
    while caught < kills:
        caught += killed_within(
            house, dice.uniform(0, seconds * 1.1), "backup", "--to", str(folder)
        )
        # Whatever has the name of a backup is one; reading it raises where it isn't whole.
        assert all(contents(manifest_of(path)) == expected for path in backups_in(folder))
    last = folder / backed_up(house, folder)
    assert {path.name for path in folder.iterdir()} == {path.name for path in backups_in(folder)}
    _restored(RunningHouse(folder / f"keeping-again-{seed}"), last, dice, seconds, kills)


def _restored(
    again: RunningHouse, backup: Path, dice: random.Random, seconds: float, kills: int
) -> None:
    """Restore into one empty place, killed several times on the way."""
    for _n in range(kills):
        if not killed_within(again, dice.uniform(0, seconds * 2), "restore", str(backup)):
            break
        if (again.home / "restoring").exists():
            half = subprocess.run(
                [COMMAND, "stats"], env=again.environment, capture_output=True, check=False
            )
            assert half.returncode == 2, "a house half restored was opened"
    done = subprocess.run(
        [COMMAND, "restore", str(backup)],
        env=again.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # It may have come through just before it was killed.
    assert done.returncode == 0 or "not empty" in done.stderr, done.stderr
    assert not (again.home / "restoring").exists()
    whole = manifest_of(backup)
    posts = "SELECT count(*) FROM conversations_post"
    assert rows(again, posts) == [(whole.tables["conversations_post"].rows,)]
    folder = again.home.parent / "from-again"
    assert contents(manifest_of(folder / backed_up(again, folder))) == contents(whole)


def test_backup_and_restore_that_are_killed_leave_nothing_half(
    house: RunningHouse, tmp_path: Path, seed: int
) -> None:
    comes_through(house, tmp_path, seed, FEW)


@pytest.mark.nightly
def test_backups_and_restores_that_are_killed_often_leave_nothing_half(
    house: RunningHouse, tmp_path: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    comes_through(house, tmp_path, seed, request.config.getoption("--rounds") // 5)
