"""What an address or a form names, which may be anything at all."""

from __future__ import annotations

from typing import Any

ON, OFF = "on", "off"
"""What the address of a switch says in `to`: how things shall be, not that they shall change."""

LARGEST_KEY = (1 << 63) - 1
_DIGITS = len(str(LARGEST_KEY))


def number(typed: str) -> int | None:
    """A whole number from 0 to the largest key, in ASCII digits; nonsense names none.

    Python refuses to read more than 4300 digits, and databases more than 63 bits.
    """
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
        return None
    found = int(typed)
    return found if found <= LARGEST_KEY else None


def asked_to_be(request: Any, otherwise: bool) -> bool:
    """How the address of a switch wants things to be: pressed twice, it is pressed once.

    `otherwise` is for an address that doesn't say.
    """
    return {ON: True, OFF: False}.get(request.GET.get("to", ""), otherwise)


def switch(url: str, is_on: bool) -> str:
    """The address that turns to the other state what now `is_on` or not."""
    return f"{url}?to={OFF if is_on else ON}"
