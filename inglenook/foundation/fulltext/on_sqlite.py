"""The statements for SQLite's FTS5 (sqlite.org/fts5.html)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from .query import Query, Term
from .words import words

if TYPE_CHECKING:
    from .engine import Document

KEY = "rowid"
# A contentless table with contentless_delete takes REPLACE, and finds the old row by itself.
WRITE = "INSERT OR REPLACE INTO {table} (rowid, title, body, scope) VALUES (%s, %s, %s, %s)"
CLEAR = "INSERT INTO {table} ({table}) VALUES ('delete-all')"
TIDY = "INSERT INTO {table} ({table}) VALUES ('optimize')"


def row(document: Document) -> tuple[int, str, str, str]:
    """The values for WRITE."""
    return (
        document.id,
        " ".join(words(document.title)),
        " ".join(words(document.body)),
        " ".join(document.scope),
    )


def newest(
    table: str, query: Query, groups: Sequence[Collection[str]], within: tuple[int, int], limit: int
) -> tuple[str, list[object]]:
    """Newest first: FTS5 reads its lists backwards and stops at the limit."""
    parts = [_text(query)] if query.terms else []
    parts += [_scope(group) for group in groups]
    statement = (
        f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s AND rowid >= %s AND rowid < %s "
        "ORDER BY rowid DESC LIMIT %s"
    )
    return statement, [" AND ".join(parts), *within, limit]


def _text(query: Query) -> str:
    return "{title body} : (" + " AND ".join(_term(term) for term in query.terms) + ")"


def _term(term: Term) -> str:
    # Words hold letters and digits only, so that nothing of FTS5's language is in the quotes.
    quoted = '"' + " ".join(term.words) + '"'
    return quoted + " *" if term.prefix else quoted


def _scope(tokens: Collection[str]) -> str:
    joined = " OR ".join('"' + token.replace('"', "") + '"' for token in tokens)
    return f"scope : ({joined})"
