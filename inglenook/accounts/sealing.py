"""Secrets that must be read again are kept sealed: a backup of the database alone opens nobody's.

The seal is made of the house's secret key; with a key that replaces it, the former one still opens.
"""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _seals() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"inglenook.accounts.sealing\0" + key.encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(made.digest())) for made in digests])


def seal(text: str) -> str:
    """The text, readable for this house alone."""
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; empty where the key of this house is another one now."""
    try:
        return _seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


class SealingAdapter(DefaultMFAAdapter):
    """Named in MFA_ADAPTER: what the library of second steps keeps is sealed."""

    def encrypt(self, text: str) -> str:
        """Called by allauth."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Called by allauth."""
        return unseal(encrypted_text)
