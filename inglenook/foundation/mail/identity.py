"""The Message-ID of a letter, which it keeps however often it is sent (RFC 5322, section 3.6.4)."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from django.conf import settings

_HOST = re.compile(r"[A-Za-z0-9.-]+")


def message_id(kind: str, key: str) -> str:
    """The one of a row or a job; `key` is unique among its kind."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    return f"<{kind}.{key}@{host if _HOST.fullmatch(host) else 'localhost'}>"


def new_message_id(kind: str) -> str:
    """A fresh one, to be kept among the arguments of the job that sends the letter."""
    return message_id(kind, secrets.token_hex(12))
