"""How often one person, address or browser may do what costs something or can be guessed at.

Generous: nobody meets a limit who is not a program. Counted in the cache, which all workers
share; where that can't be reached, nothing is counted and nobody is kept out.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import ngettext

from inglenook.foundation.policy import Invalid

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds; `name` is that of the deed."""

    name: str
    most: int
    seconds: int


class TooOften(Invalid):
    """It was tried too often; `seconds` says when to try again. Answered with 429 by itself."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        sentence = ngettext(
            "That was very often in a short time. Try again in %(n)d second.",
            "That was very often in a short time. Try again in %(n)d seconds.",
            seconds,
        )
        super().__init__(sentence % {"n": seconds})


def spend(limit: Limit, who: object) -> None:
    """Count one time more for `who`: the id of a person, an address of the net or of mail.

    Raises:
        TooOften: when that is more than the limit allows.
    """
    now = int(time.time())
    window = now // limit.seconds
    # Addresses are nobody's business, so they are hashed; the hash fits any cache's keys.
    digest = hashlib.sha256(f"{limit.name}\0{who}\0{window}".encode()).hexdigest()
    try:
        cache.add(f"limit:{digest}", 0, limit.seconds)
        count = cache.incr(f"limit:{digest}")
    except Exception:
        log.exception("A limit could not be counted.")
        return
    if count > limit.most:
        raise TooOften((window + 1) * limit.seconds - now)
