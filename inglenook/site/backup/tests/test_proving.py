"""The night's work in real processes: made, restored beside the house, compared, and told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inglenook.archive.tests.houses import founded, inside, rows
from inglenook.site.tests.processes import until
from tests.journeys.running import RunningHouse

PROVEN = "SELECT name, kind, posts FROM backup_backup WHERE proven_at IS NOT NULL ORDER BY name"
TROUBLE = "SELECT step, problem FROM backup_backuptrouble"
PATIENCE = 120.0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> RunningHouse:
    return founded(tmp_path_factory.mktemp("nights") / "home")


def step(house: RunningHouse, name: str) -> int:
    """One step in a process of its own, as the job has it done."""
    command = [sys.executable, "-m", "inglenook.site.backup.child", str(os.getpid()), name]
    return subprocess.run(command, env=house.environment, check=False).returncode


def newest(house: RunningHouse) -> Path:
    return max((house.home / "backups").iterdir())


def test_the_worker_makes_and_proves_what_the_button_asked_for(house: RunningHouse) -> None:
    house.start()
    inside(house, _ASK)
    try:
        assert until(lambda: rows(house, PROVEN), PATIENCE), house.output
    finally:
        house.stop()
    assert [row[1] for row in rows(house, PROVEN)] == ["asked"] and not rows(house, TROUBLE)
    deeds = {deed for (deed,) in rows(house, "SELECT deed FROM foundation_auditentry")}
    assert {"backup.ask", "backup.make", "backup.prove"} <= deeds
    assert not list((house.home / "tmp").glob("proof-*"))


@pytest.mark.sqlite_only
def test_a_backup_that_rots_is_told_until_another_is_proven(house: RunningHouse) -> None:
    assert step(house, "make-nightly") == 0
    path = newest(house)
    whole = path.read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    assert step(house, "prove") == 1
    ((kind, problem),) = rows(house, TROUBLE)
    assert kind == "prove" and "is damaged or not whole" in problem and path.name in problem
    assert len(rows(house, PROVEN)) == 1
    assert step(house, "make-nightly") == 0 and step(house, "prove") == 0
    assert not rows(house, TROUBLE) and len(rows(house, PROVEN)) == 2


@pytest.mark.sqlite_only
def test_what_keeps_it_from_being_made_is_told(house: RunningHouse, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.touch()
    house.environment["BACKUP_TO"] = str(taken)
    assert step(house, "make-nightly") == 1
    assert [kind for kind, _ in rows(house, TROUBLE)] == ["make"]
    del house.environment["BACKUP_TO"]
    assert step(house, "make-nightly") == 0 and not rows(house, TROUBLE)


_ASK = """
from inglenook.site.backup.actions import ask_for_backup
ask_for_backup(None)
"""
