"""How much the disk still holds, and what may no longer begin when that is little."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from inglenook.foundation.policy import YES, Answer, No

#: Bytes that uploads and imports leave free, so that talk goes on.
FREE_FLOOR = 256 * 1024 * 1024
#: Bytes below which the operator is told.
LITTLE = 1024**3


def free(folder: Path | None = None) -> int:
    """Bytes that may still be written where the data folder, or another one, lies."""
    return shutil.disk_usage(folder or settings.HOME).free


def has_room(size: int = 0, folder: Path | None = None) -> Answer:
    """Whether `size` bytes more may be written; what must last is never asked."""
    if free(folder) >= FREE_FLOOR + size:
        return YES
    return No(
        _(
            "The disk of this server is nearly full, so nothing large is taken in now. "
            "Nothing is lost; tell whoever runs the server."
        )
    )
