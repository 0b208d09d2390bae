"""How often one person, account or network may do what costs something or can be guessed at.

Generous: nobody meets a limit who is not a program. Every door that changes something has a rate
(`rated`), and a house test names the one that has none. Counted in the cache, which all processes
share; where that can't be reached, nothing is counted and nobody is kept out.
"""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.utils.translation import ngettext

from inglenook.foundation.policy import Invalid

log = logging.getLogger(__name__)

CROWD = 20
"""How many times as often all people of one network may do what one person may: behind one
address there can be a school, or a proxy that nobody named."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds; `name` is that of the deed."""

    name: str
    most: int
    seconds: int


ACTING = Limit("act", 1000, 600)
"""Whatever changes something and has no rate of its own."""


class TooOften(Invalid):
    """It was tried too often; `seconds` says when to try again. Answered with 429 by itself."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(wait(seconds))


def wait(seconds: int) -> str:
    """The sentence for whoever has to wait, in seconds up to two minutes, then in minutes."""
    if seconds <= 120:
        sentence = ngettext(
            "That was very often in a short time. Try again in %(n)d second.",
            "That was very often in a short time. Try again in %(n)d seconds.",
            seconds,
        )
        return sentence % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    sentence = ngettext(
        "That was very often in a short time. Try again in %(n)d minute.",
        "That was very often in a short time. Try again in %(n)d minutes.",
        minutes,
    )
    return sentence % {"n": minutes}


def rated[View: Callable[..., Any]](
    limit: Limit, *, also_get: bool = False
) -> Callable[[View], View]:
    """Give a view its rate: of what is sent to it, and with `also_get` of what is asked of it."""

    def mark(view: View) -> View:
        view.rate = limit  # type: ignore[attr-defined]
        view.rate_on_get = also_get  # type: ignore[attr-defined]
        return view

    return mark


def rate_of(view: Any, method: str) -> Limit | None:
    """What counts for a request; a view that nobody gave a rate has the ordinary one."""
    if method in ("GET", "HEAD", "OPTIONS") and not getattr(view, "rate_on_get", False):
        return None
    found: Limit = getattr(view, "rate", ACTING)
    return found


def spend_of_crowd(limit: Limit, network: object) -> None:
    """Count for the network that somebody comes from, who is counted by themselves as well."""
    spend(replace(limit, most=limit.most * CROWD), f"n{network}")


def spend(limit: Limit, who: object) -> None:
    """Count one time more for `who`: the id of a person, an address of the net or of mail.

    What is refused is not counted, so that the seconds which are told are true. The window slides:
    of the one before this, the part counts that lies within `limit.seconds`.

    Raises:
        TooOften: when that is more than the limit allows.
    """
    now = time.time()
    window, past = divmod(now, limit.seconds)
    key, before = _key(limit, who, int(window)), _key(limit, who, int(window) - 1)
    try:
        count = _counted(key, limit.seconds)
        earlier = int(cache.get(before, 0))
        seconds = _to_wait(limit, past, count, earlier)
        if seconds:
            cache.incr(key, -1)
    except Exception:
        log.exception("A limit could not be counted.")
        return
    if seconds:
        raise TooOften(seconds)


def _key(limit: Limit, who: object, window: int) -> str:
    # Addresses are nobody's business, so they are hashed; the hash fits any cache's keys.
    digest = hashlib.sha256(f"{limit.name}\0{who}\0{window}".encode()).hexdigest()
    return f"limit:{digest}"


def _counted(key: str, seconds: int) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:
        cache.add(key, 0, 2 * seconds)
        return int(cache.incr(key))


def _to_wait(limit: Limit, past: float, count: int, earlier: int) -> int:
    """Whole seconds until one more fits, the one counted last included; 0 where it fits now."""
    left = limit.seconds - past
    if earlier * left / limit.seconds + count <= limit.most:
        return 0
    if count <= limit.most:
        # The earlier window slides out of sight until there is room.
        free = limit.seconds * (1 - (limit.most - count) / earlier)
        return max(1, math.ceil(free - past))
    # Without the refused one, this window is the earlier one of the next.
    free = limit.seconds * (1 - (limit.most - 1) / (count - 1))
    return max(1, math.ceil(left + free))
