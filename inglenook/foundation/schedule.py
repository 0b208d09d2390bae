"""Jobs that come round by the clock, once a period whatever the number of workers.

    @periodic("notices.digest", cron="0 7 * * *")
    @job()
    def send_digests() -> None: ...

django-ox writes one row per (name, period) in the transaction that enqueues the job, under a
unique constraint, so two workers, or one that was restarted, never start a period twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.tasks import Task
from django.utils.module_loading import autodiscover_modules
from django_ox.schedules import Schedule, schedules_from_options

from inglenook.foundation.jobs import job

_declared: dict[str, dict[str, Any]] = {}


def periodic(
    name: str, *, every: timedelta | None = None, cron: str = ""
) -> Callable[[Task[[], None]], Task[[], None]]:
    """Run a job of a room's `jobs.py` each `every`, or at the times of `cron` (in UTC).

    `name` must stay the same from release to release. A period that passed while the house was
    down is not made up for, except the latest.
    """

    def declare(work: Task[[], None]) -> Task[[], None]:
        when: dict[str, Any] = {"cron": cron} if cron else {"every": every}
        _declared[name] = {"task": work.module_path, **when}
        return work

    return declare


class DeclaredSchedules:
    """What django-ox asks for the schedules: those that the rooms' `jobs.py` declare."""

    def __init__(self, options: dict[str, Any], backend_alias: str) -> None:
        """Called by django-ox; raises `ImproperlyConfigured` for a schedule that cannot be."""
        autodiscover_modules("jobs")
        self._schedules = schedules_from_options({"SCHEDULES": _declared}, backend_alias)

    def schedules(self) -> list[Schedule]:
        """Return the schedules, which do not change while a process lives."""
        return self._schedules


@periodic("foundation.prune_jobs", cron="20 3 * * *")
@job(attempts=2)
def prune_jobs() -> None:
    """Forget what is known of jobs that were done more than a week ago."""
    call_command("ox_prune", older_than="7d", verbosity=0)


@periodic("foundation.forget", cron="30 3 * * *")
@job(attempts=3)
def forget() -> None:
    """Forget activities that every reader is past, tokens of forms, and what went out long ago."""
    from inglenook.foundation import activity, delivery, intent

    activity.prune()
    delivery.prune()
    intent.prune()


@periodic("foundation.sweep_files", cron="40 3 * * *")
@job(attempts=3)
def sweep_files() -> None:
    """Erase files of the store that no row names, and what is left of uploads that broke off."""
    from inglenook.foundation import orphans

    orphans.sweep()
    orphans.sweep_uploads()
