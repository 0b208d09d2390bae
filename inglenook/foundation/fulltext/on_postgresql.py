"""The statements for PostgreSQL (postgresql.org/docs/current/datatype-textsearch.html)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from .query import Query, Term
from .words import words

if TYPE_CHECKING:
    from .engine import Document

KEY = "id"
# The words are cut already: PostgreSQL's own parser would make others of addresses and hyphens.
WRITE = (
    "INSERT INTO {table} (id, tsv, scope) VALUES (%s, %s::tsvector, %s) "
    "ON CONFLICT (id) DO UPDATE SET tsv = excluded.tsv, scope = excluded.scope"
)
CLEAR = "TRUNCATE {table}"

# What PostgreSQL keeps: positions up to this one, and so many of one word.
_LAST_POSITION = 16383
_POSITIONS = 255


def row(document: Document) -> tuple[int, str, list[str]]:
    """The values for WRITE."""
    return document.id, _vector(words(document.title), words(document.body)), list(document.scope)


def _vector(title: list[str], body: list[str]) -> str:
    """A tsvector as text; a gap after the title, so that no phrase reaches across."""
    places: dict[str, list[str]] = {}
    for position, word in enumerate(title, 1):
        places.setdefault(word, []).append(f"{min(position, _LAST_POSITION)}A")
    for position, word in enumerate(body, len(title) + 3):
        places.setdefault(word, []).append(str(min(position, _LAST_POSITION)))
    return " ".join(f"'{word}':{','.join(at[:_POSITIONS])}" for word, at in places.items())


def newest(
    table: str, query: Query, groups: Sequence[Collection[str]], within: tuple[int, int], limit: int
) -> tuple[str, list[object]]:
    """Newest first."""
    conditions, values = ["id >= %s", "id < %s"], list[object](within)
    if query.terms:
        conditions.append("tsv @@ %s::tsquery")
        values.append(_text(query))
    for group in groups:
        conditions.append("scope && %s::text[]")
        values.append(list(group))
    statement = f"SELECT id FROM {table} WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT %s"
    return statement, [*values, limit]


def _text(query: Query) -> str:
    return " & ".join(_term(term) for term in query.terms)


def _term(term: Term) -> str:
    # Words hold letters and digits only, so that nothing of tsquery's language is in the quotes.
    quoted = [f"'{word}'" for word in term.words]
    if term.prefix:
        quoted[-1] += ":*"
    return "(" + " <-> ".join(quoted) + ")"
