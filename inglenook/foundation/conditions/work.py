"""Looks at what is done beside the pages: the worker, its jobs, its letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from .found import Found, fine, note, wrong

SILENT = timedelta(seconds=150)
"""Two looks that didn't come, and half a minute more."""
LATE = timedelta(minutes=5)
"""How long a job may wait for its turn."""


def look_at_worker() -> Found:
    """When the process that does the jobs was last seen."""
    from .kept import Condition

    last = Condition.objects.aggregate(at=Max("looked_at"))["at"]
    if last is None:
        return note(gettext_noop("The jobs have not begun yet."))
    if timezone.now() - last > SILENT:
        return wrong(
            gettext_noop("Jobs have not run since %(last_at)s: letters and imports wait."),
            gettext_noop(
                "The log tells why. Where jobs run on a machine of their own, look there; "
                "else stop the house and start it again."
            ),
            since=last,
            last_at=last.isoformat(),
        )
    return fine(gettext_noop("Seen at %(last_at)s."), last_at=last.isoformat())


def look_at_jobs() -> Found:
    """What waits for its turn, and what could not be done."""
    from django_ox.models import OxTask

    now = timezone.now()
    due = Q(status="READY") & (Q(run_after__isnull=True) | Q(run_after__lte=now - LATE))
    seen = _without_letters(OxTask.objects.all()).aggregate(
        waiting=Count("pk", filter=Q(status="READY")),
        running=Count("pk", filter=Q(status="RUNNING")),
        failed=Count("pk", filter=Q(status__in=("FAILED", "LOST"))),
        failed_at=Max("finished_at", filter=Q(status__in=("FAILED", "LOST"))),
        oldest=Min("enqueued_at", filter=due & Q(enqueued_at__lte=now - LATE)),
    )
    counts = {name: seen[name] for name in ("waiting", "running", "failed")}
    if seen["oldest"]:
        return wrong(
            gettext_noop("Waiting: %(waiting)d. The oldest has waited since %(oldest_at)s."),
            gettext_noop("Something holds the worker up; the log tells what."),
            since=seen["oldest"],
            oldest_at=seen["oldest"].isoformat(),
            **counts,
        )
    if seen["failed"] and seen["failed_at"]:
        return note(
            gettext_noop(
                "Given up: %(failed)d, the last at %(failed_at)s. Waiting: %(waiting)d, at work: "
                "%(running)d."
            ),
            gettext_noop("The log tells why. What was given up is forgotten after a week."),
            failed_at=seen["failed_at"].isoformat(),
            **counts,
        )
    return fine(gettext_noop("Waiting: %(waiting)d, at work: %(running)d."), **counts)


def look_at_letters() -> Found:
    """When the last letter went, and which wait."""
    if not settings.MAIL_LEAVES:
        return note(
            gettext_noop("No mail server is named, so letters are kept in the house."),
            gettext_noop("Set EMAIL_URL to send them."),
        )
    seen = _letters_seen()
    values: dict[str, Any] = {"waiting": seen["waiting"], "failed": seen["failed"]}
    oldest, sent = seen["oldest"], seen["sent"]
    if oldest is not None and timezone.now() - oldest > LATE:
        return wrong(
            gettext_noop(
                "Letters wait: %(waiting)d, the oldest since %(oldest_at)s. The mail server does "
                "not take them. Each is tried again for two days."
            ),
            gettext_noop("Ask `inglenook doctor` what the server answers, and check EMAIL_URL."),
            since=oldest,
            oldest_at=oldest.isoformat(),
            **values,
        )
    if sent is None:
        return fine(gettext_noop("None was to be sent lately. Waiting: %(waiting)d."), **values)
    return fine(
        gettext_noop("The last went at %(sent_at)s. Waiting: %(waiting)d, given up: %(failed)d."),
        sent_at=sent.isoformat(),
        **values,
    )


def _letters_seen() -> dict[str, Any]:
    from django_ox.models import OxTask

    waiting, given_up = Q(status__in=("READY", "RUNNING")), Q(status__in=("FAILED", "LOST"))
    seen: dict[str, Any] = _letters(OxTask.objects.all()).aggregate(
        waiting=Count("pk", filter=waiting),
        failed=Count("pk", filter=given_up),
        oldest=Min("enqueued_at", filter=waiting),
        sent=Max("finished_at", filter=Q(status="SUCCESSFUL")),
    )
    return seen


def _letters(tasks: Any) -> Any:
    from inglenook.foundation.jobs import LETTERS

    return tasks.filter(queue_name=LETTERS)


def _without_letters(tasks: Any) -> Any:
    from inglenook.foundation.jobs import LETTERS

    return tasks.exclude(queue_name=LETTERS)
