"""What of the machine can be in the way of a deed, and what is said of it.

None of it is anybody's mistake and all of it passes, so it is answered with 503, a sentence, and
what was typed. That it happened is noted among the counters, for the operator's page.
"""

from __future__ import annotations

import errno
from enum import StrEnum

from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

TOLD_FOR = 300
"""Seconds for which the operator's page tells of the last refusal."""


class Trouble(StrEnum):
    """`LOCKED`: somebody else writes for too long. `FULL`: the disk. `AWAY`: the database."""

    LOCKED = "locked"
    FULL = "full"
    AWAY = "away"

    @property
    def sentence(self) -> str:
        """What is said to whoever met it."""
        if self is Trouble.FULL:
            return _("The disk of this server is full, so nothing can be saved just now.")
        if self is Trouble.AWAY:
            return _("The house can’t reach its database just now.")
        return _("The house is very busy, so nothing was saved.")


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_STATES = {
    "53100": Trouble.FULL,
    "40001": Trouble.LOCKED,
    "40P01": Trouble.LOCKED,
    "55P03": Trouble.LOCKED,
    "57014": Trouble.LOCKED,
    "53300": Trouble.AWAY,
    "57P01": Trouble.AWAY,
    "57P02": Trouble.AWAY,
    "57P03": Trouble.AWAY,
}
# https://www.sqlite.org/rescode.html; a full disk is also one on which no file can be opened.
_SAID = {
    "locked": Trouble.LOCKED,
    "disk is full": Trouble.FULL,
    "disk I/O error": Trouble.FULL,
    "unable to open database file": Trouble.FULL,
}


def trouble_of(reason: BaseException | None) -> Trouble | None:
    """Which trouble this exception tells of; None where it is a mistake of ours."""
    if isinstance(reason, OSError):
        return Trouble.FULL if reason.errno in (errno.ENOSPC, errno.EDQUOT) else None
    if isinstance(reason, InterfaceError):
        return Trouble.AWAY
    if not isinstance(reason, OperationalError):
        return None
    cause = reason.__cause__
    if type(cause).__module__.startswith("psycopg"):
        state = getattr(cause, "sqlstate", None) or "08"
        return Trouble.AWAY if state.startswith("08") else _STATES.get(state)
    return next((trouble for said, trouble in _SAID.items() if said in str(reason)), None)


def note_refusal(trouble: Trouble) -> None:
    """Remember that something could not be kept; where that can't be kept either, so be it."""
    key, now = f"refused:{trouble}", timezone.now().isoformat()
    try:
        first = (cache.get(key) or (now,))[0]
        cache.set(key, (first, now), TOLD_FOR)
    except Exception:  # noqa: S110 - the log has it
        pass


def refused_since(trouble: Trouble) -> str:
    """Since when (ISO 8601) this has been met, the last time within five minutes; else empty."""
    return str((cache.get(f"refused:{trouble}") or ("",))[0])
