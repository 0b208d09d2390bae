"""A backup of a real house, restored into an empty place by the commands that hosts use."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from inglenook.archive.tests.houses import rows
from inglenook.site.backup.tests.backed_up import (
    PASSPHRASE,
    backed_up,
    contents,
    empty_house,
    filled,
    manifest_of,
    on_sqlite,
)
from tests.journeys.running import COMMAND, RunningHouse


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> RunningHouse:
    return filled(tmp_path_factory.mktemp("backedup"))


@pytest.fixture(scope="module")
def backup(house: RunningHouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    return folder / backed_up(house, folder)


def tried(house: RunningHouse, backup: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`inglenook restore` as typed, whatever comes of it."""
    return subprocess.run(
        [COMMAND, "restore", str(backup), *words],
        env=house.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_what_comes_back_is_what_went_in(house: RunningHouse, backup: Path, tmp_path: Path) -> None:
    before = manifest_of(backup)
    assert before.posts > 1_000 and len(before.files) >= 2 and not before.lost
    again = empty_house(tmp_path / "again")
    done = again.json("restore", str(backup))
    assert (done["rows"], done["posts"]) == (before.rows, before.posts)
    after = manifest_of(tmp_path / backed_up(again, tmp_path))
    assert contents(after) == contents(before) and set(after.files) == set(before.files)
    assert rows(again, "SELECT count(*) FROM fulltext_document") == rows(
        house, "SELECT count(*) FROM fulltext_document"
    )
    assert (again.home / "secret_key").read_bytes() == (house.home / "secret_key").read_bytes()
    assert (again.home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert rows(again, "SELECT count(*) FROM foundation_auditentry WHERE deed = 'backup.restore'")
    assert not (again.home / "restoring").exists()
    again.start()
    again.stop()


@pytest.mark.postgres_only
def test_rows_of_postgresql_come_back_on_sqlite(backup: Path, tmp_path: Path) -> None:
    again = on_sqlite(empty_house(tmp_path / "again"))
    again.json("restore", str(backup))
    assert (again.home / "inglenook.sqlite3").exists()
    after = manifest_of(tmp_path / backed_up(again, tmp_path))
    assert contents(after) == contents(manifest_of(backup))


def test_a_place_that_is_not_empty_is_left_alone(
    house: RunningHouse, backup: Path, tmp_path: Path
) -> None:
    before = {path for path in house.home.iterdir() if path.name != "up.lock"}
    done = tried(house, backup)
    assert done.returncode == 2 and "is not empty" in done.stderr
    assert {path for path in house.home.iterdir() if path.name != "up.lock"} == before
    home = tmp_path / "other"
    if house.environment.get("DATABASE_URL"):
        done = tried(house, backup, "--into", str(home))
        assert done.returncode == 2 and "is not empty" in done.stderr
        assert not [path for path in home.iterdir() if path.name != "up.lock"]


@pytest.mark.sqlite_only
def test_a_passphrase_locks_it_and_another_does_not_open_it(
    house: RunningHouse, tmp_path: Path
) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(f"{PASSPHRASE}\n")
    wrong.write_text("eight lamps under the stairs\n")
    name = backed_up(house, tmp_path, "--passphrase-file", str(right))
    backup = tmp_path / name
    assert name.endswith(".locked") and b"conversations_post" not in backup.read_bytes()
    again = on_sqlite(empty_house(tmp_path / "again"))
    done = tried(again, backup, "--passphrase-file", str(wrong))
    assert done.returncode == 2 and "does not open this backup" in done.stderr
    assert not [path for path in again.home.iterdir() if path.name != "up.lock"]
    done = tried(again, backup, "--passphrase-file", str(right), "--json")
    assert json.loads(done.stdout)["posts"] == manifest_of(backup, PASSPHRASE).posts
