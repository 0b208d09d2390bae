"""The settings of a house that the world reaches, by Django's own list of what to look at."""

from pathlib import Path

from inglenook.site.tests import processes


def test_deployment_checks_find_nothing(tmp_path: Path) -> None:
    said = ("manage", "check", "--deploy", "--fail-level", "WARNING")
    done = processes.run(tmp_path, *said, PUBLIC_URL="https://talk.example.org")
    assert done.returncode == 0, done.stdout + done.stderr


def test_deployment_checks_would_find_something(tmp_path: Path) -> None:
    """Without https, nothing holds browsers to it: the same command says so."""
    said = ("manage", "check", "--deploy", "--fail-level", "WARNING")
    done = processes.run(tmp_path, *said, PUBLIC_URL="http://talk.example.org")
    assert done.returncode != 0 and "security.W004" in done.stdout + done.stderr
