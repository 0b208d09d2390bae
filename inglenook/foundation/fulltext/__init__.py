"""Full text: tables of words that both engines search, and the language of their queries.

A `Document` is a title, a body and *scope* tokens such as ``c3`` (community), ``s12`` (space),
``u42`` (author), ``m7`` (one of those in a private talk): what a query can be narrowed to without
a join. Private talk has a table of its own. The index holds words only, never text. It proposes
ids; whoever asks must fetch these rows through their guarded queryset, since the index knows no
audience.

Words are cut and folded here (`words.py`), for both engines alike, so that SQLite and PostgreSQL
give the same answers: lower case, no accents, each Chinese or Japanese letter a word.
"""

from .engine import Document, clear, erase, match, tidy, write
from .highlight import Fragment, highlight
from .query import Query, Term, parse
from .ranking import best_first
from .table import create, drop, operation
from .words import fold, words

__all__ = [
    "Document",
    "Fragment",
    "Query",
    "Term",
    "best_first",
    "clear",
    "create",
    "drop",
    "erase",
    "fold",
    "highlight",
    "match",
    "operation",
    "parse",
    "tidy",
    "words",
    "write",
]
