"""Real workers for tests, on a house of their own, with waits so short that a test can sit by."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inglenook.site.tests import processes

PRELUDE = "import django; django.setup(); from django.db import transaction\n"
SHORT = "inglenook.foundation.tests.settings_short"
_WORKER = """
import sys
from inglenook.foundation.tests import sample_jobs
if sys.argv[2]:
    sample_jobs.declare_every_second(sys.argv[2])
from inglenook.site.server import worker
worker.main()
"""


def new_house(folder: Path) -> Path:
    """A data folder with an empty, migrated database."""
    done = processes.run(folder, "manage", "migrate", "-v0", "--skip-checks")
    assert done.returncode == 0, done.stderr
    return folder


def python(home: Path, code: str, *words: str, **more: str) -> str:
    """Run code in the house; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code, *words],
        env=processes.environ_of(home, DJANGO_SETTINGS_MODULE=SHORT, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def worker(home: Path, ticks: str = "", **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker at work; `ticks` is the file of a job that comes every second."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(os.getpid()), ticks],
        env=processes.environ_of(home, DJANGO_SETTINGS_MODULE=SHORT, **more),
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def lines(file: Path) -> list[str]:
    """What the jobs have noted."""
    return file.read_text().splitlines() if file.exists() else []
