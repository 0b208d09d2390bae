"""Where backups lie takes one whole or not at all, and keeps what the rotation keeps."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest
from moto.server import ThreadedMotoServer

from inglenook.site.backup import naming, rotation
from inglenook.site.backup.bucket import PART, Bucket
from inglenook.site.backup.places import ASKED, NIGHTLY, UPGRADE, Folder, Place, name_for
from inglenook.site.problems import SettingError

pytestmark = pytest.mark.sqlite_only
NAME = "inglenook-2026-11-24-030500-nightly.tar.zst"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def address(server: str) -> str:
    options = {"aws_access_key_id": "house", "aws_secret_access_key": "no secret at all"}
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1", **options)
    bucket = f"backups-{datetime.now(UTC):%H%M%S%f}"
    client.create_bucket(Bucket=bucket)
    given = f"house:{quote('no secret at all')}@127.0.0.1/{bucket}/hearth"
    return f"s3://{given}?endpoint_url={quote(server)}"


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return naming.place(str(tmp_path / "backups"))
    return naming.place(request.getfixturevalue("address"))


def test_what_was_taken_is_listed_and_handed_out(place: Place) -> None:
    with place.create(NAME) as sink:
        sink.write(b"first ")
        sink.write(b"second")
    assert place.names() == [NAME]
    with place.open(NAME) as source:
        assert source.read() == b"first second"
    place.remove(NAME)
    assert place.names() == []
    with pytest.raises(FileNotFoundError):
        place.open(NAME)


def test_what_fails_in_the_middle_is_not_there(place: Place) -> None:
    with pytest.raises(RuntimeError), place.create(NAME) as sink:
        sink.write(b"x" * (PART + 1))
        raise RuntimeError
    assert place.names() == []


def test_a_killed_one_in_a_folder_is_not_there_and_cleared_up(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from inglenook.site.backup.places import Folder
with Folder(Path({str(tmp_path)!r})).create({NAME!r}) as sink:
    sink.write(b"x" * 1_000_000)
    print("half", flush=True)
    input()
"""
    command = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout and process.stdout.readline() == "half\n"
        process.send_signal(signal.SIGKILL)
    folder = Folder(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1 and folder.names() == []
    folder.clear_leftovers()
    assert not list(tmp_path.iterdir())


def test_a_killed_one_in_a_bucket_is_not_there_and_cleared_up(address: str) -> None:
    bucket = naming.place(address)
    assert isinstance(bucket, Bucket)
    key = f"{bucket.prefix}/{NAME}"
    begun = bucket.client.create_multipart_upload(Bucket=bucket.bucket, Key=key)
    named = {"Bucket": bucket.bucket, "Key": key, "UploadId": begun["UploadId"]}
    bucket.client.upload_part(**named, PartNumber=1, Body=b"half")
    assert bucket.names() == []
    bucket.clear_leftovers()
    left = bucket.client.list_multipart_uploads(Bucket=bucket.bucket)
    assert not left.get("Uploads")


def test_a_full_disk_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    """The kernel refuses to let the file grow, as a full disk does."""
    code = f"""
import resource, signal
from pathlib import Path
from inglenook.site.backup.places import Folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
with Folder(Path({str(tmp_path)!r})).create({NAME!r}) as sink:
    for _ in range(1000):
        sink.write(b"x" * 1000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "File too large" in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_address_never_shows_its_secret(address: str) -> None:
    place = naming.place(address)
    assert "secret" not in place.shown and place.shown.endswith("/hearth")
    whole, name = naming.backup(address.replace("/hearth?", f"/hearth/{NAME}?"))
    assert (whole.shown, name) == (place.shown, NAME)


@pytest.mark.parametrize(
    "text", ["s3://host/bucket", "s3://key:canary@host", "ftp://key:canary@host/b", "s3://[x"]
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SettingError) as problem:
        naming.place(text)
    assert "BACKUP_TO" in str(problem.value) and "canary" not in str(problem.value)


def names(kind: str, count: int, apart: timedelta) -> list[str]:
    """`count` names, the newest first."""
    newest = datetime(2026, 11, 29, 3, 5, tzinfo=UTC)
    return [name_for(kind, newest - n * apart, is_locked=n % 2 == 0) for n in range(count)]


def test_seven_days_and_four_weeks_stay() -> None:
    nights = names(NIGHTLY, 60, timedelta(days=1))
    stay = rotation.kept(nights)
    assert set(nights[:7]) <= stay and len(stay) == 7 + 3
    assert sorted(nights.index(name) for name in stay)[7:] == [7, 14, 21]
    twice = [*nights[:3], nights[0].replace("030500", "010500")]
    assert rotation.kept(twice) == set(nights[:3])


def test_others_stay_by_their_number() -> None:
    asked, upgrades = (names(kind, 9, timedelta(hours=1)) for kind in (ASKED, UPGRADE))
    assert rotation.kept([*asked, *upgrades]) == {*asked[:5], *upgrades[:3]}


def test_the_newest_proven_one_and_what_is_not_ours_stay(tmp_path: Path) -> None:
    nights = names(NIGHTLY, 60, timedelta(days=1))
    for name in (*nights, "holiday.tar.zst"):
        (tmp_path / name).touch()
    gone = rotation.rotate(Folder(tmp_path), always=nights[40])
    assert len(gone) == 49 and (tmp_path / nights[40]).exists()
    assert (tmp_path / "holiday.tar.zst").exists() and not (tmp_path / nights[41]).exists()
