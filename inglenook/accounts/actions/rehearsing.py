"""Work that is done and taken back, so that its time tells nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import transaction


def rehearse(deed: Callable[[], None]) -> None:
    """Do something to the database, and leave nothing of it."""
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)


def nobodys_address() -> str:
    """An address that nobody can have (RFC 2606)."""
    return f"{secrets.token_hex(8)}@nobody.invalid"
