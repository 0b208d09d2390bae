"""What is not restored, and what a restore that was cut off leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest
from moto.server import ThreadedMotoServer

from inglenook.archive.tests.houses import founded, rows
from inglenook.site.backup import making
from inglenook.site.backup.container import Manifest
from inglenook.site.backup.errors import TooLittleRoom
from inglenook.site.backup.places import Folder
from inglenook.site.backup.tests.backed_up import (
    backed_up,
    empty_house,
    manifest_of,
    on_sqlite,
    rewritten,
)
from inglenook.site.tests.processes import until
from tests.journeys.running import COMMAND, RunningHouse


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> RunningHouse:
    return founded(tmp_path_factory.mktemp("refusing") / "home")


@pytest.fixture(scope="module")
def backup(house: RunningHouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    return folder / backed_up(house, folder)


def tried(house: RunningHouse, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as typed, whatever comes of it."""
    return subprocess.run(
        [COMMAND, *words], env=house.environment, capture_output=True, text=True, check=False
    )


def left_in(home: Path) -> set[str]:
    return {path.name for path in home.iterdir()} - {"up.lock"}


def of_a_newer_form(manifest: Manifest) -> None:
    manifest.format, manifest.product = 2, "9.0"


def of_newer_tables(manifest: Manifest) -> None:
    manifest.migrations.append("conversations.9999_later")
    manifest.product = "9.0"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("change", [of_a_newer_form, of_newer_tables])
def test_a_backup_of_a_newer_release_is_refused(
    backup: Path, tmp_path: Path, change: Callable[[Manifest], None]
) -> None:
    path = tmp_path / backup.name
    path.write_bytes(rewritten(backup, change))
    again = on_sqlite(empty_house(tmp_path / "again"))
    done = tried(again, "restore", str(path))
    assert done.returncode == 2 and "Inglenook 9.0" in done.stderr
    assert not left_in(again.home)


@pytest.mark.sqlite_only
def test_a_damaged_backup_leaves_the_place_empty(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    path = tmp_path / backup.name
    path.write_bytes(whole[:-2000])
    again = empty_house(tmp_path / "again")
    done = tried(again, "restore", str(path))
    assert done.returncode == 2 and "is damaged or not whole" in done.stderr
    assert not left_in(again.home)
    done = tried(again, "restore", str(tmp_path / "nothing.tar.zst"))
    assert done.returncode == 2 and "nothing.tar.zst" in done.stderr
    assert not left_in(again.home)
    again.command("restore", str(backup))
    assert rows(again, "SELECT slug FROM communities_community") == [("racket",)]


def test_a_killed_restore_starts_no_house_and_is_done_again(backup: Path, tmp_path: Path) -> None:
    again = empty_house(tmp_path / "again")
    building = again.home / "restoring"
    with subprocess.Popen([COMMAND, "restore", str(backup)], env=again.environment) as process:
        assert until(building.exists)
        os.kill(process.pid, signal.SIGKILL)
    assert building.exists()
    done = tried(again, "stats", "--community", "racket")
    assert done.returncode == 2 and "did not come to its end" in done.stderr
    again.command("restore", str(backup))
    assert not building.exists()
    assert again.json("stats", "--community", "racket")["members"] == 1


@pytest.mark.sqlite_only
def test_a_place_that_was_only_looked_at_is_empty(backup: Path, tmp_path: Path) -> None:
    again = empty_house(tmp_path / "again")
    tried(again, "doctor")
    assert "secret_key" in left_in(again.home)
    again.command("restore", str(backup))
    assert rows(again, "SELECT slug FROM communities_community") == [("racket",)]


@pytest.fixture
def bucket() -> Iterator[str]:
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    client = boto3.client(
        "s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1",
        aws_access_key_id="house", aws_secret_access_key="canary",
    )  # fmt: skip
    client.create_bucket(Bucket="backups")
    yield f"s3://house:canary@{host}/backups/hearth?endpoint_url={quote(f'http://{host}:{port}')}"
    moto.stop()


@pytest.mark.sqlite_only
def test_a_bucket_takes_a_backup_and_gives_it_back(
    house: RunningHouse, bucket: str, tmp_path: Path
) -> None:
    done = tried(house, "backup", "--to", bucket)
    assert done.returncode == 0, done.stderr
    assert "canary" not in done.stdout + done.stderr
    name = done.stdout.split()[0].rpartition("/")[2]
    again = on_sqlite(empty_house(tmp_path / "again"))
    told = again.json("restore", bucket.replace("/hearth?", f"/hearth/{name}?"))
    assert told["name"] == name and told["rows"] > 50
    assert rows(again, "SELECT slug FROM communities_community") == [("racket",)]


@pytest.mark.django_db
def test_a_disk_without_room_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Folder(tmp_path / "backups")
    making.require_room(place)
    free = place.free()
    assert free is not None
    monkeypatch.setattr(making, "FREE_FLOOR", 2 * free)
    with pytest.raises(TooLittleRoom, match="Make room"):
        making.make(place, "asked")
    assert not place.path.exists()


def test_the_secret_key_is_in_it(house: RunningHouse, backup: Path) -> None:
    assert manifest_of(backup).members["house/secret_key"][0] == 65
