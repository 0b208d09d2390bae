"""A house moves from SQLite into PostgreSQL, and is served from there."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from inglenook.archive.tests.houses import founded, inside, large_export, rows
from inglenook.site.backup.tests.backed_up import backed_up, contents, manifest_of, on_sqlite
from tests.journeys.running import COMMAND, RunningHouse

pytestmark = pytest.mark.postgres_only
COUNTED = """
from inglenook.accounts.models import Session, Person
from inglenook.foundation.audit import AuditEntry
from inglenook.foundation import audit
top = max(AuditEntry.objects.values_list("pk", flat=True))
audit.note(None, "test")
print(AuditEntry.objects.latest("pk").pk - top)
"""
FOUND = """
from inglenook.foundation import fulltext
print(len(fulltext.match(fulltext.parse("kettle"), limit=5000)))
"""


@pytest.fixture
def target(tmp_path: Path) -> dict[str, str]:
    """The engines of an empty place on the servers of the tests."""
    house = RunningHouse(tmp_path / "target")
    return {name: house.environment[name] for name in ("DATABASE_URL", "VALKEY_URL")}


@pytest.fixture
def house(tmp_path: Path) -> RunningHouse:
    """A house on SQLite."""
    made = founded_on_sqlite(tmp_path)
    export = large_export(tmp_path / "export.zip", 700)
    made.command("import", "slack", str(export), "--community", "racket", "--yes")
    return made


def founded_on_sqlite(folder: Path) -> RunningHouse:
    kept = {name: os.environ.pop(name) for name in ("DATABASE_URL", "VALKEY_URL")}
    try:
        return on_sqlite(founded(folder / "home"))
    finally:
        os.environ.update(kept)


def moving(house: RunningHouse) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "move-to-postgres"],
        env=house.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_everything_moves_and_the_house_goes_on_there(
    house: RunningHouse, target: dict[str, str], tmp_path: Path
) -> None:
    before = contents(manifest_of(tmp_path / backed_up(house, tmp_path)))
    found, stats = inside(house, FOUND), house.json("stats", "--community", "racket")
    house.environment |= target
    done = moving(house)
    assert done.returncode == 0, done.stderr
    assert not (house.home / "inglenook.sqlite3").exists()
    assert (house.home / "inglenook.sqlite3.moved").stat().st_size > 100_000
    assert contents(manifest_of(tmp_path / backed_up(house, tmp_path))) == before
    assert int(found) > 50 and inside(house, FOUND) == found
    assert house.json("stats", "--community", "racket") == stats
    assert int(inside(house, COUNTED)) == 1
    house.start()
    house.stop()


def test_a_place_that_is_not_empty_or_a_house_that_runs_is_refused(
    house: RunningHouse, target: dict[str, str]
) -> None:
    house.environment |= {"PORT": str(house.port)}
    done = moving(house)
    assert done.returncode == 2 and "Name the empty PostgreSQL database" in done.stderr
    house.start()
    house.environment |= target
    done = moving(house)
    assert done.returncode == 2 and "already runs on" in done.stderr
    house.stop(signal.SIGTERM)
    with psycopg.connect(target["DATABASE_URL"], autocommit=True) as connection:
        assert not connection.execute(_TABLES).fetchall()
        connection.execute("CREATE TABLE somebodys (id integer)")
    done = moving(house)
    assert done.returncode == 2 and "is not empty" in done.stderr
    assert (house.home / "inglenook.sqlite3").exists()
    with psycopg.connect(target["DATABASE_URL"]) as connection:
        assert connection.execute(_TABLES).fetchall() == [("somebodys",)]


def test_a_row_that_postgresql_cannot_hold_leaves_both_as_they_were(
    house: RunningHouse, target: dict[str, str]
) -> None:
    inside(house, _WITH_A_NULL)
    assert rows(house, "SELECT count(*) FROM foundation_housetext") == [(1,)]
    house.environment |= target
    done = moving(house)
    assert done.returncode == 2, done.stderr
    assert "A row of foundation_housetext is nothing that PostgreSQL can hold" in done.stderr
    assert (house.home / "inglenook.sqlite3").exists()
    with psycopg.connect(target["DATABASE_URL"]) as connection:
        assert not connection.execute(_TABLES).fetchall()


_TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
_WITH_A_NULL = """
from inglenook.foundation.house_text import HouseText
HouseText.objects.create(page="legal", markdown="a\\0b")
"""
