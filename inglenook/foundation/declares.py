"""What the foundation looks at, for the operator's state page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from inglenook.foundation.conditions import Check, declare
from inglenook.foundation.conditions.engines import look_at_counters, look_at_database
from inglenook.foundation.conditions.machine import look_at_clock, look_at_disk
from inglenook.foundation.conditions.work import look_at_jobs, look_at_letters, look_at_worker

declare(
    Check("database", _("Database"), look_at_database, order=10),
    Check("disk", _("Disk"), look_at_disk, order=20, each_machine=True),
    Check("clock", _("Clock"), look_at_clock, order=25),
    Check("worker", _("Worker"), look_at_worker, order=30),
    Check("jobs", _("Jobs"), look_at_jobs, order=31),
    Check("letters", _("Letters"), look_at_letters, order=40),
    Check("counters", _("Counters"), look_at_counters, order=50, each_machine=True),
    # 60 is the place of the backups.
)
