"""Every address of the house is built here."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings


def at(community: str, *parts: str | int, **query: str | int) -> str:
    """The path of something in a community: `at("racket", "t", 12)` is `/racket/t/12/`."""
    path = "/".join((community, *(str(p) for p in parts)))
    asked = {key: value for key, value in query.items() if value not in ("", None)}
    return f"/{path}/" + (f"?{urlencode(asked)}" if asked else "")


def absolute(path: str) -> str:
    """A path at the installation's public address, for mails and links that people copy."""
    return settings.PUBLIC_URL.rstrip("/") + path
