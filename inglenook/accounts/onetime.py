"""Codes of an authenticator app (TOTP, RFC 6238): 30 seconds, six figures."""

from __future__ import annotations

import base64
import time
from io import BytesIO
from urllib.parse import quote, urlencode, urlsplit

import qrcode
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare
from qrcode.image.svg import SvgPathFillImage

from inglenook.accounts.models import Person
from inglenook.accounts.sealing import seal, unseal

PERIOD = 30
TOLERANCE = 1
"""Steps that a clock may be off, either way."""
OFFER_LASTS = 30 * 60
"""Seconds in which an offered key is taken."""
_SALT = "inglenook.accounts.onetime"


def offer(person: Person) -> tuple[str, str]:
    """A fresh key, and the same sealed for this person's form: a GET keeps nothing."""
    secret = generate_totp_secret()
    return secret, signing.dumps([person.pk, seal(secret)], salt=_SALT)


def offered(person: Person, token: str) -> str:
    """The key of such a form; empty where it is old, another's or none of ours."""
    try:
        owner, sealed = signing.loads(token, salt=_SALT, max_age=OFFER_LASTS)
    except (signing.BadSignature, ValueError):
        return ""
    return unseal(sealed) if owner == person.pk else ""


def step_of(secret: str, code: str) -> int | None:
    """The step of time that a code belongs to, RFC 6238, 4.2; None where it is none of now."""
    typed = "".join(code.split())
    now = int(time.time()) // PERIOD
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if constant_time_compare(typed, format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def address_of(person: Person, secret: str) -> str:
    """What an app reads from the picture."""
    host = urlsplit(settings.PUBLIC_URL).netloc
    asked = urlencode({"secret": secret, "issuer": host}, quote_via=quote)
    return f"otpauth://totp/{quote(host)}:{quote(person.email)}?{asked}"


def picture_of(address: str) -> str:
    """The same as an image for `src`."""
    made = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, border=2).save(made)
    return "data:image/svg+xml;base64," + base64.b64encode(made.getvalue()).decode()


def grouped(secret: str) -> str:
    """A key as people type it: in groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
