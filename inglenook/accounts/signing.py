"""Signing a person in without a form of allauth's: by a one-time link."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication

from inglenook.accounts.models import Person


def sign_in(request: Any, person: Person) -> None:
    """Make this browser's session the person's, under a new key."""
    record_authentication(request, person, method="link")
    get_adapter().login(request, person)
