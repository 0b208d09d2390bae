"""One open stream: what waits to be sent, and whether it goes on."""

from __future__ import annotations

import asyncio
import random
import time

from inglenook.live import events
from inglenook.live.queries.access import Claim

MOST_WAITING = 256
"""Events that wait for a slow reader; with one more the stream ends, to be opened again."""
HEARTBEAT_EVERY = 15.0
LIFETIME = 3600.0
"""Seconds after which a stream begins anew, so that what piles up for it anywhere is let go."""


class Subscriber:
    """Somebody who listens."""

    def __init__(self, number: int, claim: Claim) -> None:
        """`number` tells streams apart; `claim` is what this one was opened with."""
        self.number = number
        self.claim = claim
        self.ended = False
        self._waiting: list[bytes] = []
        self._stirred = asyncio.Event()
        self._until = time.monotonic() + LIFETIME * random.uniform(0.9, 1.1)  # noqa: S311

    def push(self, words: bytes) -> None:
        """Have words sent, or end the stream where too many wait."""
        if len(self._waiting) >= MOST_WAITING:
            self.end()
        elif not self.ended:
            self._waiting.append(words)
            self._stirred.set()

    def end(self) -> None:
        """Close the stream."""
        self.ended = True
        self._waiting.clear()
        self._stirred.set()

    async def words(self) -> bytes | None:
        """What is to be sent next, a heartbeat where nothing is; None at the end."""
        if not self._waiting and not self.ended:
            try:
                await asyncio.wait_for(self._stirred.wait(), HEARTBEAT_EVERY)
            except TimeoutError:
                return None if time.monotonic() > self._until else events.HEARTBEAT
        self._stirred.clear()
        if self.ended or time.monotonic() > self._until:
            return None
        words, self._waiting = b"".join(self._waiting), []
        return words
