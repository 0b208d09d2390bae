"""The command line speaks as whoever runs it, also before there are settings."""

import argparse
import inspect
import json
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from inglenook.site import language
from inglenook.site.command.argparse_sentences import SENTENCES
from inglenook.site.tests import processes

pytestmark = pytest.mark.sqlite_only
GERMAN = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8", "LANGUAGE": ""}
NO_NUMBER = "%(name)s is %(given)s; give a whole number from %(least)d to %(most)d."
WITHOUT_MAIL = "no mail leaves the house"
# `inglenook` with the catalogue in the folder that is the first word.
SPEAKING = """
import sys
from pathlib import Path
from inglenook.site import language
language.LOCALE = Path(sys.argv.pop(1))
from inglenook.site.command import main
main()
"""


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a few sentences in a German of its own."""
    locale = tmp_path_factory.mktemp("locale")
    words = polib.POFile()
    words.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for said, german in {
        NO_NUMBER: "%(name)s: %(given)s zählt nicht (%(least)d bis %(most)d).",
        WITHOUT_MAIL: "kein Brief verlässt das Haus",
        "usage: ": "Aufruf: ",
        "%(prog)s: error: %(message)s\n": "%(prog)s: Fehler: %(message)s\n",
        "the following arguments are required: %s": "es fehlt: %s",
    }.items():
        words.append(polib.POEntry(msgid=said, msgstr=german))
    folder = locale / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words.save_as_mofile(str(folder / "django.mo"))
    return locale


def speak(locale: Path, home: Path, *words: str, **more: str) -> tuple[str, str]:
    """What `inglenook WORDS` writes with that catalogue, on both streams."""
    done = subprocess.run(
        [sys.executable, "-c", SPEAKING, str(locale), *words],
        env=processes.environ_of(home, **more),
        capture_output=True,
        text=True,
        timeout=processes.WAIT,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "es_MX"}, "es"),
        ({"LANG": "de_AT.UTF-8@euro"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "es_ES.UTF-8", "LANG": "de_DE.UTF-8"}, "es"),
        ({"LC_ALL": "de_DE.UTF-8", "LC_MESSAGES": "es_ES.UTF-8"}, "de"),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:es:de"}, "es"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:de"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}, "en"),
        ({"LC_ALL": "POSIX", "LANGUAGE": "es"}, "en"),
        ({"LANG": "../../de"}, "en"),
    ],
)
def test_language_is_the_first_of_the_environment_that_the_house_has(
    environ: dict[str, str], expected: str
) -> None:
    assert language.chosen(environ) == expected


def test_wrong_setting_is_told_in_the_language_of_whoever_runs_it(
    locale: Path, tmp_path: Path
) -> None:
    for more, told in (
        (GERMAN, "PORT: 'x' zählt nicht (1 bis 65535)."),
        ({"LC_ALL": "C"}, "PORT is 'x'; give a whole number from 1 to 65535."),
    ):
        words = ("stats", "--community", "racket")
        out, err = speak(locale, tmp_path, *words, **more, PORT="x")
        assert (out, err) == ("", f"inglenook: {told}\n")


def test_wrong_setting_ends_well_with_the_catalogue_of_the_house(tmp_path: Path) -> None:
    done = processes.run(tmp_path, "stats", "--community", "racket", PORT="x", **GERMAN)
    assert done.returncode == 2 and done.stderr.startswith("inglenook: ") and "PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_argparse_speaks_the_same(locale: Path, tmp_path: Path) -> None:
    _, err = speak(locale, tmp_path, "stats", **GERMAN)
    assert err.startswith("Aufruf: inglenook stats")
    assert err.endswith("inglenook stats: Fehler: es fehlt: --community\n")
    _, err = speak(locale, tmp_path, "stats", LC_ALL="C", LANGUAGE="de")
    assert err.startswith("usage: ") and err.endswith("required: --community\n")


def test_sentences_of_argparse_are_its_own() -> None:
    source = inspect.getsource(argparse)
    assert [said for said in SENTENCES if repr(said)[1:-1] not in source] == []


def test_what_a_room_refuses_is_told_in_the_same_language(tmp_path: Path) -> None:
    told = {
        name: processes.run(tmp_path, "stats", "--community", "racket", **more).stderr
        for name, more in (("German", GERMAN), ("English", {"LC_ALL": "C"}))
    }
    assert told["English"].startswith("inglenook: There is no community “racket” here.")
    assert told["German"].startswith("inglenook: Eine Gemeinschaft „racket“ gibt es hier nicht.")


def test_json_is_the_same_in_every_language(locale: Path, tmp_path: Path) -> None:
    more = {**GERMAN, "PORT": str(processes.free_port())}
    out, _ = speak(locale, tmp_path, "doctor", **more)
    assert "kein Brief verlässt das Haus" in out
    out, _ = speak(locale, tmp_path, "doctor", "--json", **more)
    found = {check["name"]: check["found"] for check in json.loads(out)["checks"]}
    assert found["mail"] == WITHOUT_MAIL


def test_terminal_without_umlauts_gets_no_traceback(locale: Path, tmp_path: Path) -> None:
    out, _ = speak(locale, tmp_path, "doctor", **GERMAN, PYTHONIOENCODING="ascii")
    assert "kein Brief verl?sst das Haus" in out
