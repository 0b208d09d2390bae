"""The process that does the jobs, keeps the schedule and checkpoints the database.

Run by `inglenook up` as `python -m inglenook.site.server.worker PARENT_PID`.
"""

import os
import signal
import sys
from typing import Any

from inglenook.site.server.lifeline import die_with_parent

# Two at a time, so that a long import does not hold up a mail, nor a letter that hangs an import.
CONCURRENCY = 2
# What the process ends with where a job could not be stopped; the next one takes over.
RECYCLED = 75


def main() -> None:
    """Work until SIGTERM."""
    parent = int(sys.argv[1])
    die_with_parent(parent)
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    from inglenook.site.server.watch import Watch

    checkpointer = _checkpointer()
    watch = Watch()
    watch.start()
    worker = _worker(parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.request_stop())
    worker.run()
    watch.stop()
    if checkpointer:
        checkpointer.stop()
    if worker.recycling:
        # A job past its timeout still runs in a thread that nothing can end but the process.
        os._exit(RECYCLED)


def _worker(parent: int) -> Any:
    from inglenook.site.server.turns import HouseWorker

    return HouseWorker(
        concurrency=CONCURRENCY, poll_interval=0.5, reap_interval=5.0, parent_pid=parent
    )


def _checkpointer() -> Any:
    from django.db import connection

    from inglenook.site.server.checkpoint import Checkpointer

    if connection.vendor != "sqlite":
        return None
    thread = Checkpointer(connection.settings_dict["NAME"])
    thread.start()
    return thread


if __name__ == "__main__":
    main()
