"""The one thread in which streams ask the database; the event loop never does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, InterfaceError, connection

from inglenook.foundation.readonly import set_read_only, stay_between_requests

LONGEST_LINE = 256


class LaneFullError(Exception):
    """More want to be asked for than can be answered in a bearable time."""


class Lane:
    """One thread with a connection that refuses to write."""

    def __init__(self) -> None:
        """The thread starts with the first work."""
        self._thread = ThreadPoolExecutor(1, "live", initializer=_read_only)
        self._waiting = 0

    async def run[R](self, work: Callable[[], R]) -> R:
        """Run `work` in the thread, in its turn.

        Raises:
            LaneFullError: where too many wait.
            django.db.DatabaseError: the next work gets a new connection then.
        """
        if self._waiting >= LONGEST_LINE:
            raise LaneFullError
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, _asked, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let go of the connection and the thread, once what runs is done."""
        self._thread.submit(_let_go)
        self._thread.shutdown()


def _read_only() -> None:
    stay_between_requests()
    set_read_only(True)


def _let_go() -> None:
    connection.close()


def _asked[R](work: Callable[[], R]) -> R:
    try:
        return work()
    except (DatabaseError, InterfaceError):
        connection.close()
        raise
