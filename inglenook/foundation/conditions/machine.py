"""Looks at the machine: its disk and its clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from inglenook.foundation import disk

from .found import Found, fine, wrong

AHEAD = timedelta(minutes=2)
"""How far two machines may differ."""


def look_at_clock() -> Found:
    """Whether anything is written down as of a time that is still to come."""
    from inglenook.foundation.activity import Activity

    from .kept import Condition

    latest = Activity.objects.order_by("-pk").values_list("at", flat=True).first()
    seen = Condition.objects.order_by("-looked_at").values_list("looked_at", flat=True).first()
    newest = max((at for at in (latest, seen) if at is not None), default=None)
    if newest is None or newest <= timezone.now() + AHEAD:
        return fine(gettext_noop("Nothing is from the future."))
    return wrong(
        gettext_noop("The clock went back: something here is already from %(newest_at)s."),
        gettext_noop("Let the machine’s clock follow a time server (`timedatectl` tells)."),
        newest_at=newest.isoformat(),
    )


def look_at_disk() -> Found:
    """What is free where the data folder lies."""
    free = disk.free()
    if free >= disk.LITTLE:
        return fine(gettext_noop("%(free_bytes)s are free."), free_bytes=free)
    if free >= disk.FREE_FLOOR:
        return wrong(
            gettext_noop("Only %(free_bytes)s are free."),
            gettext_noop(
                "Make room on the disk that holds the data folder. Below %(floor_bytes)s, "
                "uploads and imports are no longer taken."
            ),
            free_bytes=free,
            floor_bytes=disk.FREE_FLOOR,
        )
    return wrong(
        gettext_noop("The disk is nearly full: %(free_bytes)s are free. Uploads are not taken."),
        gettext_noop(
            "Make room on the disk that holds the data folder. Reading goes on, and what can’t be "
            "kept is given back to whoever wrote it."
        ),
        free_bytes=free,
    )
