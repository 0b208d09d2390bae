"""`inglenook up` killed while it brings the database up: started again it comes to the same end."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from inglenook.archive.tests.houses import killed, rows
from inglenook.site.tests.processes import alive, answers, children_of, until
from tests.journeys.running import COMMAND, RunningHouse
from tests.keeping.looking import the_engine_is_sound
from tools.services import end_with_parent

DONE = "SELECT count(*) FROM django_migrations"
AT = ("django_ox",)
"""With whose first migration it is killed, between its tables and the note that it was done."""
KILL_AT = """
import os, signal
import django
django.setup()
from django.db.migrations.recorder import MigrationRecorder
from inglenook.site.server.prepare import migrate
noted = MigrationRecorder.record_applied
def record_applied(self, app, name):
    if app == {app!r}:
        os.kill(os.getpid(), signal.SIGKILL)
    noted(self, app, name)
MigrationRecorder.record_applied = record_applied
migrate()
"""


@pytest.fixture(scope="module")
def peaceful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a house holds that was brought up undisturbed."""
    house = RunningHouse(tmp_path_factory.mktemp("keeping") / "peaceful")
    assert migrated(house) == 0
    return held(house)


def migrated(house: RunningHouse, kill_at: str = "") -> int:
    """Bring the database up in a process of its own, which ends itself where asked to."""
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "inglenook.site.settings"}
    code = KILL_AT.format(app=kill_at)
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    return done.returncode


def held(house: RunningHouse) -> dict[str, Any]:
    """Tables, indexes and constraints, and which migrations were done."""
    if house.environment.get("DATABASE_URL"):
        schema = rows(
            house,
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2",
        ) + rows(
            house,
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
        )
    else:
        schema = rows(house, "SELECT name, sql FROM sqlite_master ORDER BY 1, 2")
    done = rows(house, "SELECT app, name FROM django_migrations ORDER BY 1, 2")
    return {"schema": schema, "done": done}


def killed_on_the_way(house: RunningHouse, dice: random.Random, total: int) -> None:
    """Start `up` and kill it somewhere; no page is served before all migrations are done."""
    process = subprocess.Popen(
        [COMMAND, "up"],
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    end = time.monotonic() + dice.uniform(0.5, 6.0)
    while time.monotonic() < end and not answers(house.port):
        assert process.poll() is None
        time.sleep(0.02)
    if answers(house.port):
        assert done(house) == total
    below = children_of(process.pid)
    killed(process)
    assert until(lambda: not any(map(alive, below)))
    assert done(house) in (0, total)


def done(house: RunningHouse) -> int:
    """How many migrations are noted."""
    with suppress(Exception):  # there is no file, or no table yet
        return int(rows(house, DONE)[0][0])
    return 0


def survives(house: RunningHouse, seed: int, kills: int, peaceful: dict[str, Any]) -> None:
    print(f"seed {seed}: repeat with --seed {seed}")
    dice = random.Random(seed)
    for _n in range(kills):
        killed_on_the_way(house, dice, len(peaceful["done"]))
    try:
        house.start()
        assert held(house) == peaceful
        the_engine_is_sound(house)
    finally:
        house.stop()


def test_house_killed_while_it_is_brought_up_comes_to_the_same_end(
    tmp_path: Path, peaceful: dict[str, Any], seed: int
) -> None:
    house = RunningHouse(tmp_path / "keeping-brought-up")
    for app in AT:
        assert migrated(house, app) == -signal.SIGKILL
        assert done(house) == 0
    survives(house, seed, 1, peaceful)


@pytest.mark.nightly
def test_houses_killed_while_they_are_brought_up_come_to_the_same_end(
    tmp_path: Path, peaceful: dict[str, Any], seed: int, request: pytest.FixtureRequest
) -> None:
    for number in range(request.config.getoption("--rounds") // 10 + 1):
        survives(RunningHouse(tmp_path / f"keeping-up-{number}"), seed + number, 6, peaceful)
