"""Looks at the machine: its disk."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from inglenook.foundation import disk

from .found import Found, fine, wrong


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
