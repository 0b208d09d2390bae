"""Passkeys (WebAuthn, level 3): what is asked of a browser, and whether its answer holds.

A challenge waits in the session for one purpose and one answer. Passkeys belong to the host of the
house's public address; on a machine of one's own browsers take them at `localhost` alone, since a
number is no name that a passkey could belong to.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as library
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from inglenook.accounts.models import Person
from inglenook.foundation.policy import Invalid

STATE = "passkey"
LASTS = 10 * 60
"""Seconds in which a browser's answer is taken."""
CREATE, ENTER, SECOND, AGAIN = "create", "enter", "second", "again"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_VERIFIED = UserVerificationRequirement.REQUIRED


class House(NamedTuple):
    """To whom passkeys belong: a name, and the only pages that may use them."""

    name: str
    origin: str


def house_of(request: Any) -> House | None:
    """Where passkeys belong here; None where browsers take none."""
    public = urlsplit(settings.PUBLIC_URL)
    if public.hostname not in _LOOPBACK:
        return (
            House(str(public.hostname), settings.PUBLIC_URL) if public.scheme == "https" else None
        )
    asked = request.get_host()
    return House("localhost", f"http://{asked}") if asked.partition(":")[0] == "localhost" else None


def _server(request: Any) -> Fido2Server:
    house = house_of(request)
    if house is None:
        raise Invalid(no_passkeys_here())
    shown = PublicKeyCredentialRpEntity(id=house.name, name=urlsplit(settings.PUBLIC_URL).netloc)
    return Fido2Server(shown, verify_origin=lambda origin: origin == house.origin)


def no_passkeys_here() -> str:
    """Why there are none."""
    return _(
        "Browsers take passkeys only where the house has a name and https; on your own machine, at "
        "http://localhost."
    )


def failed() -> Invalid:
    """The refusal of an answer, which tells nothing of why."""
    return Invalid(_("That didn’t work. Try again, or choose another way."))


def begin(request: Any, purpose: str, person: Person | None) -> dict[str, Any]:
    """What the browser is asked, as JSON; the challenge waits in the session.

    Raises:
        Invalid: where browsers take no passkeys.
    """
    server = _server(request)
    known = library.get_credentials(person) if person is not None else None
    asked: Any
    if purpose == CREATE and person is not None:
        user = PublicKeyCredentialUserEntity(
            id=str(person.pk).encode(), name=person.email, display_name=person.email
        )
        asked, state = server.register_begin(
            user, known, ResidentKeyRequirement.REQUIRED, _VERIFIED, extensions={"credProps": True}
        )
    else:
        asked, state = server.authenticate_begin(known or None, _VERIFIED)
    request.session[STATE] = {"state": state, "for": purpose, "at": time.time()}
    return dict(asked)


def _challenge(request: Any, purpose: str) -> Any:
    found = request.session.pop(STATE, None) or {}
    if found.get("for") != purpose or not 0 <= time.time() - found["at"] <= LASTS:
        raise failed()
    return found["state"]


def created(request: Any, credential: Any) -> dict[str, Any]:
    """A new passkey as it is kept.

    Raises:
        Invalid: when the browser's answer doesn't hold.
    """
    state, server = _challenge(request, CREATE), _server(request)
    try:
        RegistrationResponse.from_dict(credential)
        bound = server.register_complete(state, credential)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise failed() from error
    made = bound.credential_data
    if made is None or _is_known(made.credential_id):
        raise failed()
    return {"credential": credential, "sign_count": bound.counter}


def _is_known(credential_id: bytes) -> bool:
    rows = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    return any(_id_of(row) == credential_id for row in rows.iterator())


def _id_of(row: Authenticator) -> bytes:
    return websafe_decode(row.data["credential"]["rawId"])


def proved(request: Any, purpose: str, credential: Any, person: Person | None) -> Authenticator:
    """The passkey that a browser has shown; without a `person` it says itself whose it is.

    Raises:
        Invalid: when the browser's answer doesn't hold, or the passkey was copied.
    """
    state, server = _challenge(request, purpose), _server(request)
    try:
        answer = AuthenticationResponse.from_dict(credential)
        owner = person or _owner_of(answer)
        server.authenticate_complete(state, library.get_credentials(owner), credential)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise failed() from error
    return _used(owner, answer.raw_id, answer.response.authenticator_data.counter)


def _owner_of(answer: AuthenticationResponse) -> Person:
    handle = (answer.response.user_handle or b"").decode("ascii")
    person = Person.objects.filter(pk=int(handle), is_active=True).first()
    if person is None:
        raise ValueError("nobody has this passkey")
    return person


def _used(owner: Person, credential_id: bytes, counter: int) -> Authenticator:
    """Note the use. A counter that doesn't grow is that of a copy (WebAuthn, 6.1.1)."""
    with transaction.atomic():
        rows = Authenticator.objects.filter(user=owner, type=Authenticator.Type.WEBAUTHN)
        locked = rows.select_for_update()
        found = next((row for row in locked if _id_of(row) == credential_id), None)
        if found is None:
            raise failed()
        before = found.data.get("sign_count", 0)
        if (counter or before) and counter <= before:
            raise failed()
        found.data["sign_count"], found.last_used_at = counter, timezone.now()
        found.save(update_fields=["data", "last_used_at"])
    found.user = owner
    return found
