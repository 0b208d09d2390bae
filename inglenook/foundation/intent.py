"""One deed for one press of a button, however often the form arrives.

A page carries one token. A form sent again with the same body is answered with the address of
the first result; another body is a new submission; a refused form uses nothing up.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from inglenook.foundation.guarded import house_manager

KEPT_FOR = timedelta(days=7)


class Intent(models.Model):
    """That a form was carried out, and where its result stands."""

    key = models.CharField(max_length=64, unique=True)
    location = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = house_manager()

    def __str__(self) -> str:
        return self.location


def new_token() -> str:
    """A token for one page, 128 bit."""
    return secrets.token_urlsafe(16)


def once(owner: str, token: str, deed: str, body: str, do: Callable[[], str]) -> str:
    """Carry out `do` once for this owner, token, deed and body; returns the result's address.

    Args:
        owner: the person or session, so that one's token is nothing to another.
        deed: the action and the object it is done to, such as "reply:17".
        do: makes the change and returns the address of the result.
    """
    if not token:
        return do()
    key = hashlib.sha256(f"{owner}\0{token}\0{deed}\0{body}".encode()).hexdigest()
    try:
        with transaction.atomic():
            intent = Intent.objects.create(key=key, location="")
            intent.location = do()
            intent.save(update_fields=["location"])
            return str(intent.location)
    except IntegrityError:
        done = Intent.objects.filter(key=key).values_list("location", flat=True).first()
        if done is None:
            raise
        return str(done)


def prune() -> int:
    """Forget tokens older than a week; returns how many."""
    return Intent.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
