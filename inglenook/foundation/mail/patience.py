"""How long a letter is tried for: two days, whatever is wrong with the mail server meanwhile."""

from __future__ import annotations

import logging
import random
import smtplib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.tasks import Task, TaskResult

from inglenook.foundation.jobs import LETTERS, job

ATTEMPTS = 600
"""Two days of tries, five minutes apart. The tries of a killed worker count too."""
ATTEMPTS_REFUSED = 8
"""So often is it tried where the server takes letters, but not for this address: half an hour."""
TIMEOUT = 60
"""Seconds after which a try is given up."""
log = logging.getLogger(__name__)


def letter_job[**P](function: Callable[P, None]) -> Task[P, None]:
    """Make a function that sends one letter a job of its own, done with patience.

    It is done at least once: the Message-ID must be among its arguments or follow from them.
    """
    declare: Callable[[Callable[P, None]], Task[P, None]] = job(
        attempts=ATTEMPTS, timeout=TIMEOUT, queue=LETTERS, backoff=seconds_to_wait
    )
    return declare(function)


def seconds_to_wait(reason: BaseException, tried: TaskResult[Any, Any]) -> int | None:
    """Seconds until the next try; None where there is no sense in one."""
    log.warning("A letter did not go (try %d): %s", tried.attempts, type(reason).__name__)
    if isinstance(reason, ValueError):
        return None  # the address is none
    if _refused_for_good(reason) and tried.attempts >= ATTEMPTS_REFUSED:
        return None
    first, longest = settings.LETTER_WAITS
    wait = min(first * 2 ** min(tried.attempts - 1, 20), longest)
    return int(wait * random.uniform(0.9, 1.1)) + 1  # noqa: S311 - so that not all come at once


def _refused_for_good(reason: BaseException) -> bool:
    """Whether the server answered 5xx for every address (RFC 5321, section 4.2.1)."""
    return isinstance(reason, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _said in reason.recipients.values()
    )
