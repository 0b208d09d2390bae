"""The language of searches. Whatever a person types is a query; nothing is an error."""

import re
from dataclasses import dataclass
from datetime import date

from .words import words

#: Characters that are read of what was typed, and words that are looked for.
MAX_TEXT = 500
MAX_WORDS = 24

#: A prefix shorter than this finds half of everything, slowly.
SHORTEST_PREFIX = 2

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))
_PART = re.compile(r'(?:(?i:(from|in|before|after)):)?(?:"([^"]*)("|\Z)|([^\s"]+))')
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other; the last may be only begun."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. `senders` and `places` are names as typed: the caller knows whose.

    `after` counts from the beginning of that day, `before` up to the end of the day before; both
    in the reader's time zone, which the caller knows as well.
    """

    terms: tuple[Term, ...] = ()
    senders: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    before: date | None = None
    after: date | None = None

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.terms or self.senders or self.places or self.before or self.after)


def parse(text: str, *, typing: bool = False) -> Query:
    """Read what a person typed: words, "phrases", from:, in:, before:, after:.

    With `typing` the last word counts as begun, unless a space or a quote ended it.
    """
    text = text[:MAX_TEXT].translate(_QUOTES)
    terms: list[Term] = []
    named: dict[str, list[str]] = {"from": [], "in": []}
    dates: dict[str, date] = {}
    left = MAX_WORDS
    for part in _PART.finditer(text):
        operator = (part[1] or "").lower()
        value = part[2] if part[2] is not None else part[4]
        if operator in named and (name := value.strip().lstrip("@#")):
            named[operator].append(name)
        elif operator in ("before", "after") and (day := _day(value)):
            dates[operator] = day
        else:
            # An operator without a meaning is a word like any other.
            found = tuple(words(f"{operator} {value}"))[:left]
            begun = typing and part.end() == len(text) and not part[3]
            if found:
                terms.append(Term(found, begun and len(found[-1]) >= SHORTEST_PREFIX))
                left -= len(found)
    return Query(
        tuple(terms),
        tuple(named["from"]),
        tuple(named["in"]),
        dates.get("before"),
        dates.get("after"),
    )


def _day(text: str) -> date | None:
    found = _DATE.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
