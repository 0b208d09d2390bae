"""One deed for one press of a button, however often the form arrives.

A page carries one token. A form sent again with the same body is answered with the address of
the first result; another body is a new submission; a refused form uses nothing up.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inglenook.foundation import bulk
from inglenook.foundation.guarded import house_manager
from inglenook.foundation.policy import Invalid, Refused
from inglenook.foundation.prepared import Text
from inglenook.foundation.prepared_update import prepared_update

KEPT_FOR = timedelta(days=7)
UNSAID = ("csrfmiddlewaretoken", "intent")
"""Fields that no person typed."""


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
    return once_prepared(owner, token, deed, body, lambda: None, lambda _nothing: do())


def once_prepared[T](
    owner: str, token: str, deed: str, body: str, prepare: Callable[[], T], do: Callable[[T], str]
) -> str:
    """The same for a deed with work that needs no transaction, such as rendering what was typed.

    Args:
        prepare: is called before the transaction, so that nobody's writing waits for it, and
            again where a form is sent again; it changes nothing. A form that was carried out is
            answered with its result, even where `prepare` would refuse it by now.
    """
    if not token:
        return do(prepare())
    key = hashlib.sha256(f"{owner}\0{token}\0{deed}\0{body}".encode()).hexdigest()
    try:
        ready = prepare()
        with transaction.atomic():
            # First of all, so that whoever presses at the same time waits here and does nothing.
            bulk.insert(Intent, ("key", "location"), [(key, "")])
            location = do(ready)
            _note(Text(key), Text(location))
            return location
    except (IntegrityError, Refused, Invalid):
        done = Intent.objects.filter(key=key).values_list("location", flat=True).first()
        if done is None:
            raise
        return str(done)


def of_form(request: Any, deed: str) -> tuple[str, str, str, str]:
    """Owner, token, deed and body of a form that somebody signed in has sent."""
    token = str(request.POST.get("intent", ""))[:64]
    said = sorted((name, values) for name, values in request.POST.lists() if name not in UNSAID)
    return f"p{request.session.person.pk}", token, deed, repr(said)


def pressed(request: Any, deed: str, do: Callable[[], str]) -> str:
    """`once` for a form that somebody signed in has sent."""
    return once(*of_form(request, deed), do)


def secret_of(request: Any, deed: str) -> str:
    """A key to hand out once, 128 bit: the same for the same form, and kept nowhere.

    Without a token in the form, another each time.
    """
    form = of_form(request, deed)
    if not form[1]:
        return secrets.token_urlsafe(16)
    said = "\0".join(form)
    digest = salted_hmac("inglenook.intent.secret", said, algorithm="sha256").digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@prepared_update
def _note(key: str, location: str) -> Any:
    return Intent.objects.filter(key=key), {"location": location}


def prune() -> int:
    """Forget tokens older than a week; returns how many."""
    return Intent.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
