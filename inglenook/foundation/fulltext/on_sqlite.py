"""The statements for SQLite's FTS5 (sqlite.org/fts5.html)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from .query import Query, Term
from .table import TABLE
from .words import words

if TYPE_CHECKING:
    from .engine import Document

KEY = "rowid"
# A contentless table with contentless_delete takes REPLACE, and finds the old row by itself.
WRITE = f"INSERT OR REPLACE INTO {TABLE} (rowid, title, body, scope) VALUES (%s, %s, %s, %s)"
CLEAR = f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')"
TIDY = f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"


def row(document: Document) -> tuple[int, str, str, str]:
    """The values for WRITE."""
    return (
        document.id,
        " ".join(words(document.title)),
        " ".join(words(document.body)),
        " ".join(document.scope),
    )


def newest(
    query: Query,
    scope_all: Collection[str],
    scope_any: Sequence[Collection[str]],
    within: tuple[int, int],
    limit: int,
) -> tuple[str, list[object]]:
    """Newest first: FTS5 reads its lists backwards and stops at the limit."""
    parts = [_text(query)] if query.terms else []
    parts += [_scope([token]) for token in scope_all]
    parts += [_scope(group) for group in scope_any]
    statement = (
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid >= %s AND rowid < %s "
        "ORDER BY rowid DESC LIMIT %s"
    )
    return statement, [" AND ".join(parts), *within, limit]


def best(query: Query, ids: Sequence[int]) -> tuple[str, list[object]]:
    """Best of some ids.

    The scope is left out, as bm25() would count how often each of its tokens stands in the whole
    table. The plus keeps SQLite from one search per id, which would count the words as often.
    """
    marks = ", ".join(["%s"] * len(ids))
    statement = (
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s "
        f"AND +rowid IN ({marks}) ORDER BY bm25({TABLE}, 4.0, 1.0, 0.0), rowid DESC"
    )
    return statement, [_text(query), min(ids), max(ids), *ids]


def _text(query: Query) -> str:
    return "{title body} : (" + " AND ".join(_term(term) for term in query.terms) + ")"


def _term(term: Term) -> str:
    # Words hold letters and digits only, so that nothing of FTS5's language is in the quotes.
    quoted = '"' + " ".join(term.words) + '"'
    return quoted + " *" if term.prefix else quoted


def _scope(tokens: Collection[str]) -> str:
    joined = " OR ".join('"' + token.replace('"', "") + '"' for token in tokens)
    return f"scope : ({joined})"
