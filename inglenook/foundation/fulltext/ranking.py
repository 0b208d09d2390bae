"""Which of some texts fit a query best; the same on both engines.

Its own, in Python and over a few hundred texts: SQLite's bm25() first counts every place of each
word in the whole table, which took up to a second among a million posts, and the order of
PostgreSQL was another.
"""

import math
import re
from collections.abc import Sequence

from .query import Query
from .words import fold
from .written import pattern

#: A word of the title counts as so many of the text.
TITLE = 4

# Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, 3.4).
_SATURATION = 1.2
_BY_LENGTH = 0.75


def best_first(query: Query, texts: Sequence[tuple[int, str, str]]) -> list[int]:
    """The ids of (id, title, text), best first, then the newest.

    Often said, in a short text, is better; what is rare in these texts weighs more, and the title
    most. Texts without a word (it stood in a mention, say) come last.
    """
    if not texts:
        return []
    patterns = [pattern(term) for term in query.terms]
    sizes = [len(title) + len(text) + 1 for _id, title, text in texts]
    middle = sum(sizes) / len(sizes)
    counts = [_counts(patterns, title, text) for _id, title, text in texts]
    weights = [math.log(1 + sum(sizes) / (1 + sum(places))) for places in zip(*counts, strict=True)]
    scores = {
        one[0]: sum(
            weight * places / (places + _SATURATION * _length(size / middle))
            for weight, places in zip(weights, found, strict=True)
        )
        for one, found, size in zip(texts, counts, sizes, strict=True)
    }
    return sorted(scores, key=lambda key: (-scores[key], -key))


def _length(share: float) -> float:
    return 1 - _BY_LENGTH + _BY_LENGTH * share


def _counts(patterns: list[re.Pattern[str]], title: str, text: str) -> list[int]:
    title, text = fold(title), fold(text)
    return [
        len(found.findall(text)) + (TITLE * len(found.findall(title)) if title else 0)
        for found in patterns
    ]
