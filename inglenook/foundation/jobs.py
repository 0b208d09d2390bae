"""Work that is done after the page was answered, by django-ox on Django's tasks.

A job is enqueued inside the action's transaction: it exists if, and only if, what called for it
does. It is run *at least once*: where a worker was killed, its lease runs out after `LEASE`
seconds and another does the job again from its start. So a job must bear being done twice, and
one that takes long keeps its progress in rows of its own.

Once a job is over its arguments are erased: among them are addresses and mailed codes, which are
kept nowhere else as they are. Its row stays a week, to tell that it was done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.tasks import Task, TaskResult, task
from django.tasks.signals import task_finished
from django.utils import timezone

# Seconds until a job of a killed worker may be taken up again. A living worker renews its leases
# three times as often.
LEASE = 20.0
# How often a job is tried where it says nothing else.
ATTEMPTS = 5
# The queue of what speaks to the mail server: the worker does one of these at a time, so that a
# server which hangs holds up nothing else.
LETTERS = "letters"

type Backoff = Callable[[BaseException, TaskResult[Any, Any]], int | None]


def _forget_arguments(sender: object, task_result: Any, **more: object) -> None:
    from django_ox.models import OxTask

    OxTask.objects.filter(pk=task_result.id).update(args=[], kwargs={})


task_finished.connect(_forget_arguments, dispatch_uid="inglenook.foundation.jobs")


def job[**P](
    *,
    attempts: int = ATTEMPTS,
    timeout: int | None = None,
    queue: str = "default",
    backoff: Backoff | None = None,
) -> Callable[[Callable[P, None]], Task[P, None]]:
    """Make a function of a room's `jobs.py` a job.

    `attempts` counts the killed ones too: a long job that resumes where it stopped wants many.
    `timeout` is in seconds; past it an attempt is given up. `backoff` says after how many seconds
    a failed attempt is made again, or None for never; else it is twice as long each time, from 5
    seconds to ten minutes. What speaks to the mail server is in
    the queue `LETTERS`. Arguments are JSON: ids, not rows.
    """

    def declare(function: Callable[P, None]) -> Task[P, None]:
        options: dict[str, Any] = {
            "max_attempts": attempts,
            "timeout": timeout,
            "queue_name": queue,
            "backoff": backoff,
        }
        declared: Task[P, None] = task(**options)(function)
        return declared

    return declare


def enqueue[**P](work: Task[P, None], *args: P.args, **kwargs: P.kwargs) -> str:
    """Have `work` done once this transaction is committed; return the job's id.

    Raises `RuntimeError` outside a transaction, where a crash could part a job from what called
    for it.
    """
    return _enqueue(work, args, kwargs)


def enqueue_later[**P](
    delay: timedelta, work: Task[P, None], *args: P.args, **kwargs: P.kwargs
) -> str:
    """Have `work` done, but not before `delay` has passed; else as `enqueue`."""
    return _enqueue(work.using(run_after=timezone.now() + delay), args, kwargs)


def _enqueue(work: Task[Any, None], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{work.name} must be enqueued inside the transaction it belongs to.")
    return str(work.get_backend().enqueue(work, list(args), kwargs).id)
