"""Who of the waiting jobs comes next: letters never take all of the worker's threads."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.worker import Worker

from inglenook.foundation.jobs import LETTERS

#: A mail server that hangs holds a thread for a minute, and there may be hundreds of letters.
LETTERS_AT_ONCE = 1


class HouseWorker(Worker):
    """django-ox's worker, which leaves letters alone while it has enough of them in hand."""

    def __init__(self, **options: Any) -> None:
        """As django-ox's."""
        super().__init__(**options)
        self._letters = 0
        self._counting = Lock()

    def claim_filter_q(self) -> Q | None:
        """What may be taken now, for SQLite."""
        return ~Q(queue_name=LETTERS) if self._letters >= LETTERS_AT_ONCE else None

    def claim_filter_sql(self) -> tuple[str, dict[str, Any]]:
        """The same for PostgreSQL."""
        if self._letters < LETTERS_AT_ONCE:
            return "", {}
        return ' AND "queue_name" <> %(letters)s', {"letters": LETTERS}

    def claim_one(self) -> OxTask | None:
        """Take the next job."""
        taken = super().claim_one()
        if taken is not None and taken.queue_name == LETTERS:
            self._count(1)
        return taken

    def execute(self, db_task: OxTask, *, inline: bool = False) -> None:
        """Do it."""
        try:
            super().execute(db_task, inline=inline)
        finally:
            if db_task.queue_name == LETTERS:
                self._count(-1)

    def reap(self) -> int:
        """Take up what dead workers left; a lease from a clock that was ahead is cut to size.

        A living worker renews it long before it ends then, and a dead one's ends.
        """
        now, lease = timezone.now(), timedelta(seconds=self.lock_timeout)
        ahead = OxTask.objects.filter(status="RUNNING", lease_expires_at__gt=now + 2 * lease)
        ahead.update(lease_expires_at=now + lease, locked_at=now)
        return int(super().reap())

    def _count(self, more: int) -> None:
        with self._counting:
            self._letters += more
