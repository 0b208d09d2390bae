"""Take an uploaded picture, or say in a sentence why not."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from . import child

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = child.MAX_PIXELS
SIZES = child.SIZES

_CHILD = Path(child.__file__)
_SECONDS = 5


class PictureRefused(ValueError):
    """The file can't be a portrait; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """The same square at 96 and at 320 pixels, as WebP."""

    small: bytes
    large: bytes


class Readable(Protocol):
    """An uploaded or opened file."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""


def accept(file: Readable) -> Portrait:
    """Make a portrait of a JPEG, PNG, WebP or GIF (its first frame).

    Raises PictureRefused for other files, damaged ones, and those over MAX_BYTES or MAX_PIXELS.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PictureRefused(
            _("This picture is larger than %(most)d MB. A smaller copy of it will do.")
            % {"most": MAX_BYTES // 1024**2}
        )
    try:
        # Isolated: nothing of our environment, and no modules of the folder we stand in.
        done = subprocess.run(
            [sys.executable, "-I", _CHILD],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise PictureRefused(_damaged()) from None
    if done.returncode == child.TOO_LARGE:
        raise PictureRefused(
            _("This picture has more than %(most)d million pixels. A smaller copy of it will do.")
            % {"most": MAX_PIXELS // 1_000_000}
        )
    if done.returncode == child.UNKNOWN:
        raise PictureRefused(_("Only pictures in the forms JPEG, PNG, WebP and GIF are taken."))
    if done.returncode:
        raise PictureRefused(_damaged())
    size = int.from_bytes(done.stdout[:4])
    return Portrait(done.stdout[4 : 4 + size], done.stdout[4 + size :])


def _damaged() -> str:
    return _("This picture can’t be opened; it seems damaged. Saving it anew may help.")
