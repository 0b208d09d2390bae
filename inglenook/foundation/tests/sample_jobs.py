"""Jobs for tests: they leave a line in a file, so that another process can see them."""

import os
import time
from datetime import timedelta
from pathlib import Path

from inglenook.foundation.jobs import job
from inglenook.foundation.schedule import periodic


@job()
def note(file: str, word: str) -> None:
    """Write `word` and this process's pid to `file`."""
    with Path(file).open("a") as lines:
        lines.write(f"{word} {os.getpid()}\n")


@job(attempts=3)
def note_slowly(file: str, word: str, seconds: float) -> None:
    """Write that it began, take its time, write that it is done."""
    note.call(file, f"began-{word}")
    time.sleep(seconds)
    note.call(file, f"done-{word}")


@job(attempts=2)
def fail(file: str) -> None:
    """Raise."""
    note.call(file, "failed")
    raise RuntimeError("canary")


def declare_every_second(file: str) -> None:
    """Declare a periodic job; only where a test's worker asks for it."""
    periodic("tests.tick", every=timedelta(seconds=1))(tick)
    os.environ["TICK_FILE"] = file


@job()
def tick() -> None:
    """Write a line."""
    note.call(os.environ["TICK_FILE"], "tick")
