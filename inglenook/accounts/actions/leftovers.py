"""What is forgotten by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from inglenook.accounts.models import OneTimeLink, Person, Session
from inglenook.foundation import mail

UNPROVED_FOR = timedelta(days=3)
LINKS_FOR = timedelta(days=7)
LETTERS_FOR_DAYS = 30


def forget_leftovers() -> None:
    """Erase sessions and links that are over, accounts whose address nobody proved, old letters.

    An account that was never signed in to within three days is nobody's, and keeps the address
    from its owner.
    """
    now = timezone.now()
    Session.objects.filter(expires_at__lt=now).delete()
    OneTimeLink.objects.filter(
        Q(used_at__lt=now - LINKS_FOR) | Q(expires_at__lt=now - LINKS_FOR)
    ).delete()
    Person.objects.filter(
        last_login__isnull=True,
        is_operator=False,
        joined_at__lt=now - UNPROVED_FOR,
        emailaddress__verified=False,
        emailaddress__primary=True,
    ).delete()
    mail.forget(LETTERS_FOR_DAYS)
