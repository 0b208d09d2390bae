"""The wheel in an empty virtual environment: it serves, imports, and goes on when upgraded."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inglenook import __version__
from inglenook.archive.tests.moving import archive
from inglenook.site.tests import processes
from tools import wheel

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).resolve().parents[2]


class Installed:
    """A virtual environment without the checkout, and a data folder."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "venv/bin/python"
        self.folder = folder
        self.home = folder / "home"
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)

    def pip(self, *words: str) -> None:
        """Installs something."""
        command = [str(self.python), "-m", "pip", "install", "--quiet"]
        command += ["--disable-pip-version-check", *words]
        subprocess.run(command, check=True, cwd=self.folder)

    def environ(self, **more: str) -> dict[str, str]:
        """Without a way back to the checkout."""
        found = processes.environ_of(self.home, **more)
        return {k: v for k, v in found.items() if k not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")}

    def command(self, *words: str) -> str:
        """What `inglenook WORDS` prints."""
        done = subprocess.run(
            [str(self.python.with_name("inglenook")), *words],
            env=self.environ(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serves(self) -> bool:
        """Whether `inglenook up` comes to answer pages here."""
        port = processes.free_port()
        process = subprocess.Popen(
            [str(self.python.with_name("inglenook")), "up"],
            env=self.environ(PORT=str(port)),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return processes.until(lambda: processes.answers(port))
        finally:
            process.terminate()
            process.wait(processes.WAIT)

    def bring(self, path: Path) -> dict[str, Any]:
        """Import an archive; what the command counts."""
        words = ("import", "slack", str(path), "--community", "garage", "--yes", "--json")
        told: dict[str, Any] = json.loads(self.command(*words))
        return told

    def posts(self) -> int:
        """How many posts the garage has."""
        return int(json.loads(self.command("stats", "--community", "garage", "--json"))["posts"])


@pytest.fixture(scope="module", name="installed")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    made = Installed(tmp_path_factory.mktemp("wheel"))
    made.pip("--require-hashes", "--requirement", str(ROOT / "requirements/runtime.txt"))
    yield made


def test_wheel_serves_and_imports_before_and_after_an_upgrade(
    installed: Installed, tmp_path: Path
) -> None:
    built = wheel.build(ROOT, tmp_path)
    assert not [name for name in wheel.lacking(built) if name.endswith(".mo")]
    installed.pip("--no-deps", str(built))
    assert "site-packages" in _place(installed)
    installed.command(
        *("found", "--name", "Garage", "--slug", "garage"),
        *("--host-email", "hedda@example.org", "--host-name", "Hedda"),
    )
    assert installed.serves()
    first = installed.bring(archive(tmp_path))
    assert (first["posts"], installed.posts()) == (7, 7)
    installed.pip("--no-deps", str(wheel.build(_later(tmp_path), tmp_path / "later")))
    assert json.loads(installed.command("doctor", "--json"))["versions"]["inglenook"] == "9.9.9"
    assert installed.serves()
    installed.bring(archive(tmp_path))
    assert installed.posts() == 7


def _place(installed: Installed) -> str:
    """Where the installed package lies."""
    command = [str(installed.python), "-c", "import inglenook; print(inglenook.__file__)"]
    return subprocess.check_output(
        command, text=True, env=installed.environ(), cwd=installed.folder
    )


def _later(folder: Path) -> Path:
    """A copy of the sources that says it is a later release."""
    copy = folder / "sources"
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, copy)
    shutil.copytree(ROOT / "inglenook", copy / "inglenook")
    for name in ("pyproject.toml", "inglenook/__init__.py"):
        text = (copy / name).read_text(encoding="utf-8")
        assert f'version__ = "{__version__}"' in text or f'version = "{__version__}"' in text
        (copy / name).write_text(text.replace(f'= "{__version__}"', '= "9.9.9"', 1), "utf-8")
    return copy
