"""A worker that is told to end lets go of its streams, which would else hold it up for seconds."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType


def when_told_to_end(deed: Callable[[], object]) -> None:
    """Have `deed` done on the running loop at SIGTERM, besides what the server does then.

    The server's own handler hangs on the loop's wakeup descriptor, which is written to whatever
    function stands here; where nobody handles the signal, it is left alone.
    """
    before = signal.getsignal(signal.SIGTERM)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()

    def on_term(number: int, frame: FrameType | None) -> None:
        before(number, frame)
        loop.call_soon_threadsafe(deed)

    signal.signal(signal.SIGTERM, on_term)
