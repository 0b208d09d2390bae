"""What the command line shows, refuses and prints."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from inglenook.archive.models import Import
from inglenook.archive.tests.exports import CHANNELS, USERS, said, write_zip
from inglenook.archive.tests.moving import COUNTS, PRIVATE, archive, numbers, posts
from inglenook.site.command import importing, parser
from inglenook.site.problems import MendableError
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Command = Callable[..., int]


@pytest.fixture
def command(cast: Cast) -> Command:
    """`inglenook import slack FILE --community garage …`, in this process."""

    def run(path: Path, *words: str, community: str = "garage") -> int:
        words = ("import", "slack", str(path), "--community", community, *words)
        parsed: argparse.Namespace = parser().parse_args(words)
        return importing.run(parsed)

    return run


def refused(command: Command, *words: Any, **how: str) -> str:
    """The sentence with which it refuses."""
    with pytest.raises(MendableError) as refusal:
        command(*words, **how)
    return str(refusal.value)


def test_json_is_alone_on_standard_output(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(archive(tmp_path), "--yes", "--json") == 0
    said_so = capsys.readouterr()
    assert json.loads(said_so.out) == COUNTS
    assert said_so.err == ""


def test_without_yes_it_shows_the_dry_run_and_brings_nothing(
    cast: Cast, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, known = numbers(cast.garage), Import.objects.count()
    assert "add --yes" in refused(command, archive(tmp_path))
    shown = capsys.readouterr().out
    assert "7  posts" in shown and "2  threads" in shown
    assert numbers(cast.garage) == before and Import.objects.count() == known


def test_dry_run_tells_what_comes_to_the_letter(
    command: Command,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: "y")
    path = archive(tmp_path, more=PRIVATE)
    assert command(path) == 0
    dry = capsys.readouterr().out
    assert command(path, "--yes", "--with-direct-messages", "--json") == 0
    real = json.loads(capsys.readouterr().out)
    assert (real["spaces"], real["posts"], real["skipped"]) == (4, 11, {})
    assert dry.count("8  posts") == 2
    assert dry.count("3  direct_message") == 2


def test_run_again_it_adds_nothing_and_says_the_same(
    cast: Cast, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path)
    command(path, "--yes", "--json")
    there = numbers(cast.garage)
    assert command(path, "--yes", "--json") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    assert numbers(cast.garage) == there


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"letter.txt": b"Dear diary"}, "not a Slack export"),
        ({"channels.json": CHANNELS}, "users.json is missing"),
        ({"users.json": b"[{", "channels.json": CHANNELS}, "users.json can't be read"),
        ({"users.json": USERS, "channels.json": CHANNELS, "../x": b""}, "points outside"),
        ({"users.json": bytes(50 << 20), "channels.json": CHANNELS}, "unpacks to far more"),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(
    cast: Cast, command: Command, tmp_path: Path, files: dict[str, Any], sentence: str
) -> None:
    before, known = numbers(cast.garage), Import.objects.count()
    path = write_zip(tmp_path / "odd.zip", files)
    assert sentence in refused(command, path, "--yes", "--json")
    assert sentence in refused(command, path)
    assert numbers(cast.garage) == before and Import.objects.count() == known


def test_wrong_arguments_are_refused_with_a_sentence(command: Command, tmp_path: Path) -> None:
    assert "There is no file" in refused(command, tmp_path / "nowhere.zip", "--yes")
    path = archive(tmp_path)
    assert "no community “attic”" in refused(command, path, "--yes", community="attic")
    assert "add --yes" in refused(command, path, "--json")
    (tmp_path / "plain.zip").write_text("no zip")
    assert "not a ZIP archive" in refused(command, tmp_path / "plain.zip", "--yes")


def test_refusal_speaks_as_whoever_runs_the_command(
    command: Command, tmp_path: Path, cast: Cast
) -> None:
    path = tmp_path / "plain.zip"
    path.write_text("no zip")
    assert cast.garage.language == "en"
    assert "not a ZIP archive" in refused(command, path, "--yes")
    with translation.override("de"):
        assert "kein ZIP-Archiv" in refused(command, path, "--yes")


def test_message_without_text_or_file_is_the_only_one_left_out(
    cast: Cast, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = [said(0, "Word."), said(1, ""), said(2, "  "), said(3, "", files=[{"name": "a.txt"}])]
    command(archive(tmp_path, talk), "--yes", "--json")
    counts = json.loads(capsys.readouterr().out)
    assert (counts["posts"], counts["skipped"]) == (2, {"empty": 2})
    assert len(posts(cast.garage)) == 2
