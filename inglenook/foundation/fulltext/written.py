"""A term of a query as it stands in folded text."""

import re
from functools import lru_cache

from .query import Term
from .words import ALONE, LONGEST

_ALONE = re.compile(f"[{ALONE}]")
_LETTER = r"[^\W_]"


@lru_cache(maxsize=512)
def pattern(term: Term) -> re.Pattern[str]:
    """The words one after the other, each a whole one, the last perhaps only begun."""
    last = len(term.words) - 1
    parts = [
        _word(word, begun=term.prefix and number == last) for number, word in enumerate(term.words)
    ]
    return re.compile(r"[\W_]*".join(parts))


def _word(word: str, *, begun: bool) -> str:
    if _ALONE.match(word):
        return word
    end = f"{_LETTER}*" if begun or len(word) >= LONGEST else f"(?!{_LETTER})"
    return f"(?<!{_LETTER}){re.escape(word)}{end}"
