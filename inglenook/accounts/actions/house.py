"""What whoever keeps the house writes for all of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from inglenook.accounts import policy
from inglenook.accounts.models import Person
from inglenook.foundation import audit, house_text
from inglenook.foundation.policy import require


def write_house_texts(actor: Person, texts: Mapping[str, str]) -> None:
    """Keep the installation's pages.

    Raises:
        Refused: for whoever does not keep the house.
    """
    require(policy.may_operate(actor))
    with transaction.atomic():
        for page in house_text.PAGES:
            house_text.write(page, texts.get(page, "").strip())
        audit.note(actor.pk, "house.texts")
