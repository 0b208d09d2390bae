"""How often the doors of the entrance open; the library of sign-in counts accounts beside this.

Its counters (`ACCOUNT_RATE_LIMITS`) are asked here for the seconds that somebody has to wait.
"""

from __future__ import annotations

import math
import time
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError

from inglenook.foundation.limits import Limit, wait

ENTERING = Limit("enter", 30, 60)
SIGNING_UP = Limit("sign up", 20, 60)
ASKING_CODES = Limit("ask for a code", 20, 60)
TYPING_CODES = Limit("type a code", 30, 60)
RESETTING = Limit("reset", 20, 60)
KEYS = Limit("change a key", 60, 600)
LEAVING = Limit("sign out", 300, 600)
PROVING = Limit("prove", 10, 300)
"""Codes, passwords and passkeys with which one account is tried a second time."""
PROOF_LETTERS = Limit("proof letter", 5, 600)

#: What the library calls a try too many, and seconds where its counter has none to tell.
TIRED, UNKNOWN = "too_many_login_attempts", 10


def seconds_left(request: Any, action: str, key: str) -> int:
    """Seconds until the library takes one more try of `action` for this key (or network)."""
    found, now = UNKNOWN if action == "confirm_email" else 1, time.time()
    for rate in ratelimit.get_rates(app="allauth.account", action=action):
        at = ratelimit.get_cache_key(
            request, app="allauth.account", action=action, rate=rate, key=key
        )
        tries = cache.get(at, [])
        if len(tries) >= rate.amount:
            found = max(found, math.ceil(tries[rate.amount - 1] + rate.duration - now))
    return found


def tired(request: Any, action: str, key: str, besides: str = "") -> ValidationError:
    """The refusal of a try too many, with its seconds; `besides` is a sentence after it."""
    seconds = seconds_left(request, action, key)
    sentence = " ".join(filter(None, (wait(seconds), besides)))
    return ValidationError(sentence, code=TIRED, params={"seconds": seconds})


def seconds_told(form: Any) -> int:
    """The seconds that a refused form tells to wait; 0 where it isn't refused for that."""
    errors = [error for found in form.errors.as_data().values() for error in found]
    tired_ones = [error for error in errors if error.code == TIRED]
    return max((int((e.params or {}).get("seconds", UNKNOWN)) for e in tired_ones), default=0)
