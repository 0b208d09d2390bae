"""Parts of sentences that every language puts together in its own way."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from django.utils.translation import get_language_bidi, pgettext

# First strong isolate and its end (UAX #9, 2.4): what stands between runs by its own letters.
_ISOLATE = "\u2068%s\u2069"


def isolated(name: str) -> str:
    """A name for the inside of a sentence that may run the other way than its letters.

    Without this, the figure of a time beside it would jump to the other side of the name.
    """
    turned = not name.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in name
    )
    return _ISOLATE % name if turned != get_language_bidi() else name


def listed(names: Sequence[str]) -> str:
    """An enumeration: "", "Ingrid", "Ingrid and Priya", "Ingrid, Priya and you"."""
    if len(names) < 2:
        return "".join(names)
    names = [isolated(name) for name in names]
    comma = pgettext("between the names of an enumeration", ", ")
    pattern = pgettext("the end of an enumeration", "%(some)s and %(last)s")
    return pattern % {"some": comma.join(names[:-1]), "last": names[-1]}
