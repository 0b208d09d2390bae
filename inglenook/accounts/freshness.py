"""Whether somebody has lately shown who they are: grave acts ask again after a while."""

from __future__ import annotations

import hmac
import json
import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError

from inglenook.accounts import passkeys
from inglenook.accounts.actions.second_steps import use_code, wrong_code
from inglenook.accounts.models import Person
from inglenook.accounts.rates import PROOF_LETTERS, PROVING
from inglenook.accounts.sessions import hashed
from inglenook.foundation.limits import spend
from inglenook.foundation.policy import Invalid

PROVED_AT, WAITING = "proved_at", "proof_code"
CODE_LASTS = 15 * 60
TRIES = 3


def is_fresh(request: Any) -> bool:
    """Whether whoever sits there has signed in, or shown it again, a short time ago."""
    age = time.time() - request.session.get(PROVED_AT, 0)
    return 0 <= age <= settings.FRESH_FOR_SECONDS


def note_proof(request: Any) -> None:
    """From now on they have."""
    request.session[PROVED_AT] = time.time()
    request.session.pop(WAITING, None)


def _on_sign_in(sender: object, request: Any, **kwargs: Any) -> None:
    if request is not None:
        note_proof(request)


user_logged_in.connect(_on_sign_in, dispatch_uid="inglenook.accounts.freshness")


def mail_code(request: Any, person: Person) -> None:
    """Mail a code that shows who they are; it waits in this session alone.

    Raises:
        TooOften: when many were asked for.
    """
    spend(PROOF_LETTERS, f"p{person.pk}")
    code = get_adapter().generate_login_code()
    kept = {"hash": hashed(_plain(code)), "at": time.time(), "left": TRIES}
    request.session[WAITING] = kept
    get_adapter().send_mail("accounts/again", person.email, {"code": code})


def code_waits(request: Any) -> bool:
    """Whether a mailed code can be typed."""
    kept = request.session.get(WAITING)
    return bool(kept) and kept["left"] > 0 and 0 <= time.time() - kept["at"] <= CODE_LASTS


def prove(request: Any, person: Person, given: Any) -> None:
    """Take one proof of those that a form holds: passkey, mailed code, app's code, password.

    Raises:
        Invalid: when it is none.
        TooOften: when the account was tried often.
    """
    spend(PROVING, f"p{person.pk}")
    if given.get("credential"):
        answer = read_credential(given["credential"])
        passkeys.proved(request, passkeys.AGAIN, answer, person)
    elif given.get("mailed_code"):
        _take_mailed(request, given["mailed_code"])
    elif given.get("app_code"):
        use_code(person, given["app_code"])
    else:
        _take_password(person, given.get("password", ""))
    note_proof(request)


def read_credential(text: str) -> Any:
    """What the browser's script has put into a form.

    Raises:
        Invalid: when it is nothing of the kind.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise passkeys.failed()
    return found


def _take_mailed(request: Any, code: str) -> None:
    if not code_waits(request):
        raise Invalid(wrong_code())
    kept = dict(request.session[WAITING])
    kept["left"] -= 1
    request.session[WAITING] = kept
    if not hmac.compare_digest(kept["hash"], hashed(_plain(code))):
        raise Invalid(wrong_code())


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _take_password(person: Person, password: str) -> None:
    adapter = get_adapter()
    try:
        right = bool(password) and adapter.reauthenticate(person, password)
    except ValidationError as tired:
        raise Invalid(tired.messages[0]) from None
    if not right:
        raise Invalid(adapter.error_messages["incorrect_password"])
