"""Parts of sentences that every language puts together in its own way."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import pgettext


def listed(names: Sequence[str]) -> str:
    """An enumeration: "", "Ingrid", "Ingrid and Priya", "Ingrid, Priya and you"."""
    if len(names) < 2:
        return "".join(names)
    comma = pgettext("between the names of an enumeration", ", ")
    pattern = pgettext("the end of an enumeration", "%(some)s and %(last)s")
    return pattern % {"some": comma.join(names[:-1]), "last": names[-1]}
