"""Hands a letter to the jobs, so that no page waits for a mail server or tells by its time."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from inglenook.foundation.jobs import enqueue

_HOST = re.compile(r"[A-Za-z0-9.-]+")


def post(kind: str, to: str, facts: dict[str, str], language: str) -> None:
    """Have a letter of `letters.KINDS` sent to one address; with the caller's transaction."""
    from inglenook.accounts.jobs import send_letter

    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    host = host if _HOST.fullmatch(host) else "localhost"
    message_id = f"<account.{secrets.token_hex(12)}@{host}>"
    with transaction.atomic():
        enqueue(send_letter, kind, to, facts, language, message_id)


def post_nothing() -> None:
    """The same work as a letter, for whoever gets none."""
    post("", "", {}, "")
