"""The listeners of this worker, and the task that reads the log for them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from contextlib import suppress
from itertools import count

from inglenook.live import step
from inglenook.live.lane import Lane
from inglenook.live.queries.access import Claim
from inglenook.live.step import Joining, Step
from inglenook.live.subscriber import Subscriber

EVERY = 0.3
"""Seconds between two looks at the log, while anybody listens."""
CHECK_EVERY = 2.0
"""Seconds after which every claim is checked, also when nothing happens."""
UNCHECKED = 5.0
"""Seconds without a check after which all streams end, as when the database is away."""
MOST_OF_ONE = 12
MOST = 2000
log = logging.getLogger(__name__)


class TooManyError(Exception):
    """There are as many streams of this person, or in all, as there may be; or the worker ends."""


class Hub:
    """Listeners come and go; a task tails the log from the first to the last of them."""

    def __init__(self, lane: Lane) -> None:
        """`lane` is where the database is asked."""
        self._lane = lane
        self._numbers = count(1)
        self._listeners: dict[int, Subscriber] = {}
        self._joining: dict[int, Joining] = {}
        self._position: int | None = None
        self._checked = 0.0
        self._stir = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def join(self, claim: Claim, since: int | None) -> Subscriber:
        """Take in a listener, who is told of what came after the activity `since` as well.

        Raises:
            TooManyError: where there are too many streams.
        """
        if self._closed:
            raise TooManyError
        everybody = [listener.claim.person_id for listener in self._listeners.values()]
        if len(everybody) >= MOST or Counter(everybody)[claim.person_id] >= MOST_OF_ONE:
            raise TooManyError
        listener = Subscriber(next(self._numbers), claim)
        self._listeners[listener.number] = listener
        self._joining[listener.number] = Joining(claim, since)
        if self._task is None or self._task.done():
            self._position, self._checked = None, time.monotonic()
            self._task = asyncio.get_running_loop().create_task(self._tail())
        self._stir.set()
        return listener

    def leave(self, listener: Subscriber) -> None:
        """Forget a listener."""
        listener.end()
        self._listeners.pop(listener.number, None)
        self._joining.pop(listener.number, None)

    def close(self) -> None:
        """End all streams and take no more, since the worker ends."""
        self._closed = True
        self._end_all()

    def __len__(self) -> int:
        """How many listen."""
        return len(self._listeners)

    async def _tail(self) -> None:
        while self._listeners:
            more = await self._look()
            if not more:
                await self._pause()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stir.wait(), EVERY)
        self._stir.clear()

    async def _look(self) -> bool:
        """Read on in the log and tell; say whether there is more to read at once."""
        joining, self._joining = self._joining, {}
        claims = {n: s.claim for n, s in self._listeners.items() if n not in joining}
        due = time.monotonic() - self._checked >= CHECK_EVERY
        position = self._position
        try:
            done = await self._lane.run(lambda: step.look(position, claims, joining, check=due))
        except Exception:
            log.exception("The log of activities could not be read.")
            self._joining = joining | self._joining
            self._end_unchecked()
            return False
        self._tell(done)
        return done.more

    def _tell(self, done: Step) -> None:
        self._position = done.position
        if done.checked:
            self._checked = time.monotonic()
        for number in done.ended:
            if listener := self._listeners.pop(number, None):
                listener.end()
        for number, words in done.words.items():
            if listener := self._listeners.get(number):
                listener.push(words)

    def _end_unchecked(self) -> None:
        if time.monotonic() - self._checked < UNCHECKED:
            return
        self._end_all()

    def _end_all(self) -> None:
        for listener in list(self._listeners.values()):
            self.leave(listener)
