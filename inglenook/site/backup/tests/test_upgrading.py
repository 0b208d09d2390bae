"""An upgrade makes a backup first, can go back, and changes nothing where it fails."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from inglenook.archive.tests.houses import founded, inside, rows
from inglenook.site.backup.tests.backed_up import empty_house, manifest_of
from tests.journeys.running import COMMAND, RunningHouse

APPLIED = "SELECT app, name FROM django_migrations ORDER BY app, name"
#: In the database of the older release these two are missing, so an upgrade applies them in turn.
STEPS_BACK = (("archive", "0002"), ("backup", "zero"))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> RunningHouse:
    """A house whose database is that of an older release."""
    house = founded(tmp_path_factory.mktemp("older") / "home")
    for app, step in STEPS_BACK:
        house.command("manage", "migrate", app, step, "-v0")
    return house


def stats(house: RunningHouse) -> subprocess.CompletedProcess[str]:
    """A command that brings the database up to the release first."""
    return subprocess.run(
        [COMMAND, "stats", "--community", "racket", "--json"],
        env=house.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def upgrades(house: RunningHouse) -> list[Path]:
    return sorted((house.home / "backups").glob("*-upgrade.tar.zst"))


def test_a_failing_upgrade_leaves_the_house_as_it_was(old: RunningHouse) -> None:
    before = rows(old, APPLIED)
    inside(old, _IN_THE_WAY.format("CREATE TABLE backup_backuptrouble (step integer)"))
    done = stats(old)
    inside(old, _IN_THE_WAY.format("DROP TABLE backup_backuptrouble"))
    assert done.returncode == 2, done.stderr
    assert "The upgrade failed at backup.0001_initial, and the house is as it was" in done.stderr
    assert "Traceback" not in done.stderr and len(upgrades(old)) == 1
    assert rows(old, APPLIED) == before
    assert "there" not in inside(old, _COLUMNS).split()


def test_an_upgrade_backs_up_first_and_can_go_back(old: RunningHouse, tmp_path: Path) -> None:
    before, earlier = rows(old, APPLIED), upgrades(old)
    done = stats(old)
    assert done.returncode == 0, done.stderr
    (made,) = set(upgrades(old)) - set(earlier)
    assert f"A backup was made first: {made}" in done.stderr
    assert json.loads(done.stdout)["members"] == 1
    assert len(rows(old, APPLIED)) > len(before) and "there" in inside(old, _COLUMNS).split()
    manifest = manifest_of(made)
    assert manifest.migrations == sorted(f"{app}.{name}" for app, name in before)
    assert rows(old, "SELECT kind FROM backup_backup") == [("upgrade",)]
    again = empty_house(tmp_path / "again")
    told = again.json("restore", str(made))
    assert told["upgraded"] and "there" in inside(again, _COLUMNS).split()
    assert json.loads(stats(again).stdout) == json.loads(done.stdout)


@pytest.mark.sqlite_only
def test_no_room_for_the_backup_stops_the_upgrade(old: RunningHouse, tmp_path: Path) -> None:
    old.command("manage", "migrate", "backup", "zero", "-v0")
    before = rows(old, APPLIED)
    taken = tmp_path / "file"
    taken.touch()
    old.environment["BACKUP_TO"] = str(taken)
    done = stats(old)
    assert done.returncode == 2 and "Before an upgrade a backup is made" in done.stderr
    assert rows(old, APPLIED) == before
    del old.environment["BACKUP_TO"]


@pytest.mark.sqlite_only
def test_a_fresh_house_needs_no_backup(tmp_path: Path) -> None:
    house = founded(tmp_path / "home")
    assert not upgrades(house)


_IN_THE_WAY = """
from django.db import connection
connection.cursor().execute("{}")
"""
_COLUMNS = """
from django.db import connection
with connection.cursor() as cursor:
    for column in connection.introspection.get_table_description(cursor, "archive_import"):
        print(column.name)
"""
