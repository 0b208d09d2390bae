"""Two threads a worker: one for requests that read, one for those that write.

SQLite has one writer. With a single thread, a page that only reads waited up to five seconds
behind a reply that waited for the lock; with two, not at all.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from inglenook.foundation.readonly import stay_between_requests


class LaneFullError(Exception):
    """More requests wait for the lane than can be answered in a bearable time."""


class Lane:
    """One thread, and the line of requests before it."""

    def __init__(self, name: str, longest: int) -> None:
        """`longest` is how many may wait."""
        self._thread = ThreadPoolExecutor(1, name, initializer=stay_between_requests)
        self._longest = longest
        self._waiting = 0

    async def run[R](self, work: Callable[[], R]) -> R:
        """Run `work` in the lane's thread in its turn; raise `LaneFullError` where none comes."""
        if self._waiting >= self._longest:
            raise LaneFullError
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Finish what runs and forget what waits."""
        self._thread.shutdown(wait=False, cancel_futures=True)
