"""The command line: what it prints, and the sentence for what it cannot do."""

import json
from pathlib import Path

import pytest

from inglenook.site.command import COMMANDS, parser
from inglenook.site.tests import processes

pytestmark = pytest.mark.sqlite_only


def test_every_command_has_a_line_of_help() -> None:
    helped = parser().format_help()
    assert all(name in helped for name in COMMANDS)


def test_an_unknown_command_is_refused_with_the_list(tmp_path: Path) -> None:
    done = processes.run(tmp_path, "dance")
    assert done.returncode == 2 and "host-link" in done.stderr


def test_the_doctor_finds_a_fresh_folder_well(tmp_path: Path) -> None:
    done = processes.run(tmp_path / "home", "doctor", "--json", PORT=str(processes.free_port()))
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["ok"], done.stdout
    assert tuple(map(int, report["versions"]["sqlite"].split("."))) >= (3, 51, 3)
    states = {check["name"]: check["state"] for check in report["checks"]}
    assert (states["database"], states["migrations"], states["mail"]) == ("fine", "note", "note")
    assert all(check["cure"] for check in report["checks"] if check["state"] != "fine")


def test_the_doctor_names_every_wrong_setting_at_once(tmp_path: Path) -> None:
    done = processes.run(tmp_path, "doctor", "--json", WORKERS="0", EMAIL_URL="imap://u:canary@h")
    report = json.loads(done.stdout)
    wrong = {
        check["name"]: check["cure"] for check in report["checks"] if check["state"] == "wrong"
    }
    assert done.returncode == 1 and set(wrong) == {"WORKERS", "EMAIL_URL"}
    assert "from 1 to 64" in wrong["WORKERS"] and "canary" not in done.stdout


def test_the_doctor_sees_an_open_folder_and_servers_that_are_away(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    away = processes.free_port()
    done = processes.run(
        tmp_path,
        "doctor",
        EMAIL_URL=f"smtp+plain://127.0.0.1:{away}",
        VALKEY_URL=f"valkey://127.0.0.1:{away}",
        DATABASE_URL=f"postgresql://u:canary@127.0.0.1:{away}/x",
        PUBLIC_URL="http://talk.example.org",
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and "canary" not in done.stdout
    wrong = [line.split("  ")[0] for line in done.stdout.splitlines() if line.startswith("WRONG")]
    named = ["data folder", "public address", "mail", "database", "counters"]
    assert [line.removeprefix("WRONG ") for line in wrong] == named
    assert f"chmod 700 {tmp_path}" in done.stdout


def test_an_import_of_nothing_is_told(tmp_path: Path) -> None:
    done = processes.run(tmp_path, "import", "slack", "nothing.zip", "--community", "racket")
    assert done.returncode == 2
    assert done.stderr == (
        "inglenook: There is no file nothing.zip. Give the path of the exported archive.\n"
    )


def test_json_without_yes_cannot_ask(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.touch()
    done = processes.run(tmp_path, "import", "slack", str(archive), "--community", "x", "--json")
    assert done.returncode == 2 and "--yes" in done.stderr and not done.stdout
