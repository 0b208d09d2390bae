"""Going for good: the account, in every community of the installation."""

from __future__ import annotations

from django.db import transaction

from inglenook.accounts.actions import erase_person
from inglenook.accounts.models import Person
from inglenook.communities.actions.people import forget_person


def delete_account(person: Person) -> None:
    """Take a person out of every community, and erase address, password and sessions.

    Raises:
        Refused: while the person is the only host somewhere, or alone keeps the installation.
    """
    with transaction.atomic():
        forget_person(person)
        erase_person(person)
