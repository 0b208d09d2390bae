"""Hands a letter to the jobs, so that no page waits for a mail server or tells by its time."""

from __future__ import annotations

from django.db import transaction

from inglenook.foundation.jobs import enqueue
from inglenook.foundation.mail import new_message_id


def post(kind: str, to: str, facts: dict[str, str], language: str) -> None:
    """Have a letter of `letters.KINDS` sent to one address; with the caller's transaction."""
    from inglenook.accounts.jobs import send_letter

    with transaction.atomic():
        enqueue(send_letter, kind, to, facts, language, new_message_id("account"))


def post_nothing() -> None:
    """The same work as a letter, for whoever gets none."""
    post("", "", {}, "")
