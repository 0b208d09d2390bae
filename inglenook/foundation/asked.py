"""Numbers that an address or a form names, which may be anything at all."""

from __future__ import annotations

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
