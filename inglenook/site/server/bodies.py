"""Reading what a request brings, up to its limit and no longer than patience lasts."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from inglenook.foundation import disk
from inglenook.foundation.trouble import trouble_of
from inglenook.site.server.environ import Scope

type Receive = Callable[[], Awaitable[dict[str, Any]]]

# Seconds until the next piece of a body must have come.
PATIENCE = 30.0
# Bytes a second that a body must come at, once that time has passed.
SLOWEST = 8 * 1024
IN_MEMORY = 2 * 1024 * 1024
FULL = _("The disk is nearly full, so uploads are not taken now. Nothing is lost.")
SLOW = _("The request took too long to arrive.")
LARGE = _("That is too large; at most %(n)d MB are taken.")


class BodyError(Exception):
    """The body is not taken; `status` and the sentence are the answer.

    `str()` gives the sentence in the language that is active then.
    """

    def __init__(self, status: int, sentence: object, **places: object) -> None:
        """`status` is the HTTP status; `places` are filled into the lazy sentence."""
        super().__init__(sentence)
        self.status, self.sentence, self.places = status, sentence, places

    def __str__(self) -> str:
        return str(self.sentence) % self.places


class GoneError(Exception):
    """Whoever asked has hung up."""


def announced(scope: Scope) -> int | None:
    """Return the length that the request announces; None where it comes in chunks."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
        if name == b"transfer-encoding":
            return None
    return 0


async def read_body(
    scope: Scope, receive: Receive, limit: int, folder: Path
) -> tuple[IO[bytes], int]:
    """Read the body, in memory while it is small and else in a nameless file in `folder`.

    Returns it, at its start, and its length in bytes. Raises `BodyError` past `limit`, where the
    disk is nearly full, or where nothing comes for `PATIENCE` seconds.
    """
    length = announced(scope)
    if length == 0:
        return BytesIO(), 0
    if length is not None and length > limit:
        raise BodyError(413, LARGE, n=limit // 1024**2)
    if limit > IN_MEMORY and not disk.has_room(length or 0, folder):
        raise BodyError(507, FULL)
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(folder))  # noqa: SIM115
    try:
        return spool, await _fill(spool, receive, limit)
    except OSError as reason:
        spool.close()
        if trouble_of(reason):
            raise BodyError(507, FULL) from None
        raise
    except BaseException:
        spool.close()
        raise


async def _fill(spool: IO[bytes], receive: Receive, limit: int) -> int:
    size, more, began = 0, True, time.monotonic()
    while more:
        try:
            message = await asyncio.wait_for(receive(), PATIENCE)
        except TimeoutError:
            raise BodyError(408, SLOW) from None
        if message["type"] == "http.disconnect":
            raise GoneError
        piece = message.get("body", b"")
        size += len(piece)
        if size > limit:
            raise BodyError(413, LARGE, n=limit // 1024**2)
        elapsed = time.monotonic() - began
        if elapsed > PATIENCE and size < SLOWEST * elapsed:
            raise BodyError(408, SLOW)
        spool.write(piece)
        more = message.get("more_body", False)
    spool.seek(0)
    return size
