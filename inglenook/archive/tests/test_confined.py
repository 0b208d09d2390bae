"""The same archive, read in a child process with limits."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from inglenook.archive import confined, limits
from inglenook.archive.confined import open_confined
from inglenook.archive.errors import ArchiveError, Flaw
from inglenook.archive.slack import open_slack
from inglenook.archive.survey import survey

from .exports import DMS, PAIR, export, said, write_zip


def make(tmp_path):
    day = [
        said(1, "First <@U0MO>", reactions=[{"name": "wave", "users": ["U0MO"]}]),
        said(2, "Answer", thread=1),
        said(3, ""),
        said(4, "", files=[{"id": "F0A", "name": "a.bin"}]),
    ]
    more = {
        "dms.json": DMS,
        f"{PAIR}/2024-05-01.json": [said(1, "whispered")],
        "__uploads/F0A/a.bin": os.urandom(700_000),
    }
    return export(tmp_path / "export.zip", day, more=more)


@pytest.mark.parametrize("direct", [False, True])
def test_child_reads_the_same_as_the_parent_would(tmp_path, direct):
    path = make(tmp_path)
    with (
        open_slack(path, direct_messages=direct) as plain,
        open_confined("slack", path, direct_messages=direct) as child,
    ):
        assert list(child.people()) == list(plain.people())
        assert list(child.spaces()) == list(plain.spaces())
        assert list(child.chapters()) == list(plain.chapters())
        assert list(child.posts()) == list(plain.posts())
        first = plain.chapters()[0].source_id
        assert list(child.posts(after=first)) == list(plain.posts(after=first))
        assert child.names == plain.names
        assert survey(child) == survey(plain)


def test_bytes_of_a_file_come_through_and_may_be_left_unread(tmp_path):
    path = make(tmp_path)
    with open_slack(path) as plain, open_confined("slack", path) as child:
        (file,) = [f for item in child.posts() for f in getattr(item, "files", ())]
        with plain.open_file(file) as expected, child.open_file(file) as stream:
            assert stream.read(10) == expected.read(10)
        with plain.open_file(file) as expected, child.open_file(file) as stream:
            assert stream.read() == expected.read()
        assert len(list(child.people())) == 4


def test_refusal_comes_through_with_its_sentence(tmp_path):
    path = write_zip(tmp_path / "x.zip", {"notes.txt": b"hello"})
    with pytest.raises(ArchiveError) as refused:
        open_confined("slack", path)
    assert refused.value.flaw is Flaw.NOT_SLACK
    broken = export(tmp_path / "y.zip", [], more={"users.json": b"[{"})
    with pytest.raises(ArchiveError, match=r"users\.json can't be read"):
        open_confined("slack", broken)


def test_killed_child_is_an_error_with_a_sentence(tmp_path):
    with open_confined("slack", make(tmp_path)) as child:
        child._child.send_signal(signal.SIGKILL)
        child._child.wait()
        with pytest.raises(ArchiveError) as refused:
            list(child.people())
    assert refused.value.flaw is Flaw.BEYOND_LIMITS


def test_closing_ends_the_child(tmp_path):
    archive = open_confined("slack", make(tmp_path))
    assert archive._child.poll() is None
    archive.close()
    assert archive._child.poll() is not None


def test_two_answers_at_once_are_refused(tmp_path):
    with open_confined("slack", make(tmp_path)) as child:
        people = child.people()
        next(people)
        with pytest.raises(RuntimeError):
            next(child.people())


CONFINED = "from inglenook.archive.child import confine; confine(); "


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "import os; os.fork()",
        "import subprocess; subprocess.run(['true'])",
        "import pathlib; pathlib.Path('{folder}/x').write_text('x')",
        "bytearray({memory})",
    ],
)
def test_child_can_t_do_what_reading_doesn_t_need(tmp_path, deed):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = deed.format(port=port, folder=tmp_path, memory=limits.CHILD_MEMORY_BYTES)
        free = subprocess.run([sys.executable, "-c", code], check=False)
        tied = subprocess.run(
            [sys.executable, "-c", CONFINED + code], check=False, stderr=subprocess.DEVNULL
        )
    assert free.returncode == 0
    assert tied.returncode != 0


def test_child_that_takes_too_long_is_an_error_with_a_sentence(tmp_path, monkeypatch):
    folder = tmp_path / "narrow"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n"
    )
    monkeypatch.setattr(confined.sys, "path", [str(folder), *sys.path])
    with pytest.raises(ArchiveError) as refused:
        open_confined("slack", make(tmp_path))
    assert refused.value.flaw is Flaw.BEYOND_LIMITS
