"""Who may do what about the house itself and about their own account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inglenook.accounts.models import Person
from inglenook.foundation.policy import YES, Answer, No


def may_operate(person: Person | None) -> Answer:
    """Look after the installation."""
    if person is not None and person.is_operator:
        return YES
    return No(_("Only whoever runs this installation can do this."))


def may_resign(person: Person, other_operators: int) -> Answer:
    """Hand the keys of the installation back."""
    if person.is_operator and other_operators:
        return YES
    return No(_("Somebody must keep the house. Make another person an operator first."))


def may_erase(person: Person, other_operators: int, alone: bool) -> Answer:
    """Everybody may go; the last operator first hands the keys on, unless nobody is left."""
    if person.is_operator and not other_operators and not alone:
        return No(
            _(
                "You are the only one who keeps this house. Make somebody else an operator on the "
                "operator’s page, then delete your account."
            )
        )
    return YES
