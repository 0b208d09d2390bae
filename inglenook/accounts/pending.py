"""Whose sign-in or new password waits in a session that is nobody's yet.

A code that was mailed before somebody changed their password, or signed out everywhere, must not
open the account afterwards: such a session carries the access version of whoever it waits for.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY as RESET,
)
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY as LOGIN
from django.utils.http import base36_to_int

NOBODY = 0
"""What is begun for an address without an account costs the same looks."""


def pending_in(data: dict[str, Any]) -> int | None:
    """The id of the person for whom something waits, NOBODY, or None where nothing waits."""
    if not (LOGIN in data or RESET in data):
        return None
    login, reset = data.get(LOGIN) or {}, data.get(RESET) or {}
    if login.get("user_pk"):
        # In base 36, as in the addresses of allauth's links; the other one is decimal.
        return base36_to_int(login["user_pk"])
    return int(reset.get("user_id") or NOBODY)


def forget_pending(data: dict[str, Any]) -> None:
    """Take out what waits."""
    data.pop(LOGIN, None)
    data.pop(RESET, None)
