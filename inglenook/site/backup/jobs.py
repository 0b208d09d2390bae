"""Backups by the clock and by the button.

Each step runs in a process of its own: what a backup takes of memory and processor is not the
worker's, and it ends with the worker that started it. Nothing is lost by that: a backup that was
cut off is not there, and its job is done again from its start.
"""

from __future__ import annotations

import os
import subprocess
import sys

from inglenook.foundation.jobs import job
from inglenook.foundation.schedule import periodic
from inglenook.site.backup.places import ASKED, NIGHTLY


class StepFailed(RuntimeError):
    """A step ended badly; what was wrong stands on the operator's page."""


@periodic("backup.nightly", cron="5 3 * * *")
@job(attempts=3)
def back_up_nightly() -> None:
    """Make the night's backup, and prove the newest one, the old one where there is no new."""
    _steps(f"make-{NIGHTLY}", "prove")


@job(attempts=2)
def back_up_now() -> None:
    """Make the backup that the operator asked for, and prove it."""
    _steps(f"make-{ASKED}", "prove")


def _steps(*steps: str) -> None:
    failed = [step for step in steps if _run(step) != 0]
    if failed:
        raise StepFailed(", ".join(failed))


def _run(step: str) -> int:
    command = [sys.executable, "-m", "inglenook.site.backup.child", str(os.getpid()), step]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
