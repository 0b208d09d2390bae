"""Keys made of time: 63-bit numbers that sort by when a thing was said.

43 bits of milliseconds since 1970 (enough until the year 2248), then 20 bits of counter.
Live posts count up within their millisecond; imported ones fold the microseconds of their
source into the counter, so that they sort where they belong among one another.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

COUNTER_BITS = 20
_COUNTER_MASK = (1 << COUNTER_BITS) - 1

_lock = threading.Lock()
_last = 0
_other_clock: ContextVar[Callable[[], int] | None] = ContextVar("_other_clock", default=None)


@contextmanager
def clock(now_ms: Callable[[], int]) -> Iterator[None]:
    """Within it, keys tell the time of another clock, in milliseconds since 1970.

    For filling a sample with what was said days ago; the clock must move on between two keys,
    since these are not kept apart from one another or from those of the present.
    """
    token = _other_clock.set(now_ms)
    try:
        yield
    finally:
        _other_clock.reset(token)


def new_key(now_ms: int | None = None) -> int:
    """A key for this moment, larger than any that this process gave before.

    Processes start their counters at a random place, so that two of them don't meet within
    one millisecond; the primary key decides where they do.

    Args:
        now_ms: milliseconds since 1970, for tests; the clock otherwise.
    """
    global _last
    other = _other_clock.get()
    if other is not None:
        return other() << COUNTER_BITS | secrets.randbits(COUNTER_BITS - 4)
    moment = int(time.time() * 1000) if now_ms is None else now_ms
    with _lock:
        _last = max(_last + 1, (moment << COUNTER_BITS) | secrets.randbits(COUNTER_BITS - 4))
        return _last


def key_at(microseconds: int, spread: int = 0) -> int:
    """The key of what was said `microseconds` after 1970; `spread` (0 to 1023) parts equals."""
    ms, rest = divmod(microseconds, 1000)
    return (ms << COUNTER_BITS) | (rest << 10) | (spread & 1023)


def key_floor(moment: datetime) -> int:
    """The smallest key that something said at `moment` can have; for `before:` and `after:`."""
    return int(moment.timestamp() * 1000) << COUNTER_BITS


def moment_of(key: int) -> datetime:
    """When the thing with this key was said, in UTC, to the millisecond."""
    return datetime.fromtimestamp((key >> COUNTER_BITS) / 1000, UTC)
