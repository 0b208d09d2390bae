"""The page that asks who sits there before a grave act, and goes on with what was sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from inglenook.accounts import freshness, passkeys, queries
from inglenook.accounts.models import Person
from inglenook.foundation.kept import kept_fields
from inglenook.foundation.limits import TooOften
from inglenook.foundation.policy import Invalid

View = Callable[..., HttpResponse]

_OWN = (
    "again",
    "mail_me",
    "mailed_code",
    "app_code",
    "credential",
    "password",
    "csrfmiddlewaretoken",
)
"""Fields of this page; every other one is of the form that it stands before."""


def fresh(view: View) -> View:
    """Asks anew who sits there, where they signed in more than a short time ago.

    What was sent goes on afterwards as it was; nothing of it is kept on the server.
    """

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.session.person
        if person is None or freshness.is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            # A page may take no form, so that another one asks and leads back.
            return redirect(f"{reverse('again')}?{urlencode({'next': request.get_full_path()})}")
        return ask(request, person, lambda: view(request, *args, **kwargs))

    return _marked(door)


def fresh_when_sent(view: View) -> View:
    """The same for what is sent alone: whoever only looks isn't asked."""
    asked = fresh(view)

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return (asked if request.method == "POST" else view)(request, *args, **kwargs)

    return _marked(door)


def fresh_without_password(view: View) -> View:
    """The same, for whoever has no password: the form behind asks all others for theirs."""
    asked = fresh(view)

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.session.person
        has_one = person is not None and person.has_usable_password()
        return (view if has_one else asked)(request, *args, **kwargs)

    return _marked(door)


def _marked(door: View) -> View:
    door.asks_anew = True  # type: ignore[attr-defined]
    return door


def ask(request: Any, person: Person, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    """Take a proof that was sent and go on, or ask for one."""
    problem = ""
    try:
        if "mail_me" in request.POST:
            freshness.mail_code(request, person)
        elif "again" in request.POST:
            freshness.prove(request, person, request.POST)
            return go_on()
    except TooOften:
        raise
    except Invalid as refused:
        problem = refused.sentence
    return _page(request, person, problem)


def _page(request: Any, person: Person, problem: str) -> HttpResponse:
    types = queries.kinds_of_steps(person)
    kept = [(name, value) for name, value in kept_fields(request) if name not in _OWN]
    page = {
        "action": request.get_full_path(),
        "fields": kept,
        "has_password": person.has_usable_password(),
        "has_app": Authenticator.Type.TOTP in types,
        "has_codes": Authenticator.Type.RECOVERY_CODES in types,
        "has_passkey": Authenticator.Type.WEBAUTHN in types
        and passkeys.house_of(request) is not None,
        "code_mailed_to": person.email if freshness.code_waits(request) else "",
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "account/again.html", {"page": page}, status=status)
