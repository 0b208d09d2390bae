"""Write to the table of words, and ask it; the same calls on both engines."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from types import ModuleType

from django.db import connection

from . import on_postgresql, on_sqlite
from .query import Query
from .table import TABLE

#: "Best first" weighs so many of the newest matches: to weigh all took up to a second.
NEWEST_TO_RANK = 300

#: Rows of one statement.
BATCH = 500

#: One more than the largest key there can be.
_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be found. Plain text: leave out what its readers must not find.

    `id` is a 63-bit key, the larger the newer; `scope` holds tokens of ASCII letters and digits.
    """

    id: int
    title: str
    body: str
    scope: tuple[str, ...]


def _engine() -> ModuleType:
    return on_sqlite if connection.vendor == "sqlite" else on_postgresql


def write(documents: Iterable[Document]) -> None:
    """Put documents into the table; one that is there already is replaced.

    Call it in the transaction that changes what they are made of.
    """
    engine = _engine()
    with connection.cursor() as cursor:
        for batch in batched(documents, BATCH):
            cursor.executemany(engine.WRITE, [engine.row(document) for document in batch])


def erase(ids: Iterable[int]) -> None:
    """Take documents out of the table; ids that aren't there do no harm."""
    column = _engine().KEY
    with connection.cursor() as cursor:
        for batch in batched(ids, BATCH):
            marks = ", ".join(["%s"] * len(batch))
            cursor.execute(f"DELETE FROM {TABLE} WHERE {column} IN ({marks})", batch)


def clear() -> None:
    """Take everything out, before the table is filled anew."""
    with connection.cursor() as cursor:
        cursor.execute(_engine().CLEAR)


def tidy() -> None:
    """Put the table's parts together; worth it after a large import, on SQLite alone.

    Takes seconds for a million documents and holds the write lock meanwhile.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(on_sqlite.TIDY)


def match(
    query: Query,
    *,
    scope_all: Collection[str] = (),
    scope_any: Sequence[Collection[str]] = (),
    before_id: int | None = None,
    after_id: int | None = None,
    limit: int = 20,
) -> list[int]:
    """Ids of documents with all of the query's terms, the newest first.

    A document's scope has all of `scope_all`, and one at least of each group of `scope_any` (an
    empty group finds nothing). Ids are at least `after_id` and below `before_id`, the last one
    seen when turning a page. The rest of the query (`senders`, `before` and so on) is for the
    caller to turn into these.

    These are candidates: fetch them through the guarded queryset, and ask again below the last
    one where too few remain.
    """
    if not (query.terms or scope_all or scope_any) or not all(scope_any):
        return []
    within = (after_id or 0, _END if before_id is None else before_id)
    statement, values = _engine().newest(query, scope_all, scope_any, within, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def rank(query: Query, ids: Sequence[int]) -> list[int]:
    """The same ids, best first: rare words and words of the title weigh more.

    Meant for the NEWEST_TO_RANK newest that the reader may see. Ids without all of the terms are
    left out.
    """
    if not query.terms or not ids:
        return list(ids)
    statement, values = _engine().best(query, ids[:NEWEST_TO_RANK])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
