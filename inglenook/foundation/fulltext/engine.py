"""Write to the table of words, and ask it; the same calls on both engines."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from types import ModuleType

from django.db import connection

from . import on_postgresql, on_sqlite
from .query import Query
from .table import PRIVATE, TABLE

#: Rows of one statement.
BATCH = 500

#: One more than the largest key there can be.
_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be found. Plain text: leave out what its readers must not find.

    `id` is a 63-bit key, the larger the newer; `scope` holds tokens of ASCII letters and digits.
    What is `private` stands in a table of its own, and stays there.
    """

    id: int
    title: str
    body: str
    scope: tuple[str, ...]
    private: bool = False


def _engine() -> ModuleType:
    return on_sqlite if connection.vendor == "sqlite" else on_postgresql


def write(documents: Iterable[Document]) -> None:
    """Put documents into the table; one that is there already is replaced.

    Call it in the transaction that changes what they are made of.
    """
    engine = _engine()
    with connection.cursor() as cursor:
        for batch in batched(documents, BATCH):
            for table, private in ((TABLE, False), (PRIVATE, True)):
                rows = [engine.row(one) for one in batch if one.private == private]
                if rows:
                    cursor.executemany(engine.WRITE.format(table=table), rows)


def erase(ids: Iterable[int]) -> None:
    """Take documents out of the tables; ids that aren't there do no harm."""
    column = _engine().KEY
    with connection.cursor() as cursor:
        for batch in batched(ids, BATCH):
            marks = ", ".join(["%s"] * len(batch))
            for table in (TABLE, PRIVATE):
                cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({marks})", batch)


def clear() -> None:
    """Take everything out, before the tables are filled anew."""
    with connection.cursor() as cursor:
        for table in (TABLE, PRIVATE):
            cursor.execute(_engine().CLEAR.format(table=table))


def tidy() -> None:
    """Put the tables' parts together; worth it after a large import, on SQLite alone.

    Takes seconds for a million documents and holds the write lock meanwhile.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in (TABLE, PRIVATE):
                cursor.execute(on_sqlite.TIDY.format(table=table))


def match(
    query: Query,
    *,
    scope_all: Collection[str] = (),
    scope_any: Sequence[Collection[str]] = (),
    private: Sequence[Collection[str]] | None = None,
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

    Args:
        private: such groups for private talk, which is left out where there are none.
    """
    scope = [*([token] for token in scope_all), *scope_any]
    within = (after_id or 0, _END if before_id is None else before_id)
    parts = [
        _engine().newest(table, query, groups, within, limit)
        for table, groups in ((TABLE, scope), (PRIVATE, private or [()]))
        if (query.terms or groups) and all(groups)
    ]
    if not parts:
        return []
    statement = parts[0][0]
    if len(parts) > 1:
        each = " UNION ALL ".join(
            f"SELECT id FROM ({sql}) AS part{number}" for number, (sql, _values) in enumerate(parts)
        )
        statement = f"{each} ORDER BY 1 DESC LIMIT {limit:d}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _sql, values in parts for value in values])
        return [row[0] for row in cursor.fetchall()]
