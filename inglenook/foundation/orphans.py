"""Files of the store that no row names: erased once they are old enough to be nobody's.

A file is written before the row that names it and erased after, so a process that dies in between
leaves one behind; so does an import that is stopped. Names are random and never used again, so
what no row names today, no row will name tomorrow.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from inglenook.foundation.stored import NamedFiles, declared_files

OLD = timedelta(days=1)
"""How long a file may wait for its row. A step of an import takes minutes."""
_BATCH = 500


def sweep() -> int:
    """Erase what no row names and is older than a day; returns how many files that were."""
    return sum(_sweep(folder, kinds) for folder, kinds in _folders().items())


def sweep_uploads() -> int:
    """Erase what a killed process left of uploads under way; returns how many files that were."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    old = time.time() - OLD.total_seconds()
    gone = [
        file
        for file in (folder.iterdir() if folder.is_dir() else ())
        if file.is_file() and file.stat().st_mtime < old
    ]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _folders() -> dict[str, list[tuple[NamedFiles, str]]]:
    """What may lie in each folder of the store: by whom it is named, and how."""
    found: dict[str, list[tuple[NamedFiles, str]]] = defaultdict(list)
    for kind in declared_files():
        for place in kind.places:
            folder, _, pattern = place.rpartition("/")
            found[folder].append((kind, pattern))
    return found


def _sweep(folder: str, kinds: Collection[tuple[NamedFiles, str]]) -> int:
    count = 0
    for names in batched(_listed(folder), _BATCH):
        unnamed = set(names) - _named(names, kinds)
        for name in sorted(unnamed):
            place = f"{folder}/{name}"
            if default_storage.get_modified_time(place) < timezone.now() - OLD:
                default_storage.delete(place)
                count += 1
    return count


def _listed(folder: str) -> Iterator[str]:
    try:
        yield from default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return


def _named(names: Collection[str], kinds: Collection[tuple[NamedFiles, str]]) -> set[str]:
    """Those of the names that rows give, one query a kind."""
    found: set[str] = set()
    for kind, pattern in kinds:
        before, after = map(re.escape, pattern.split("{}"))
        matches = (re.fullmatch(f"{before}(.+){after}", name) for name in names)
        values = {match[1]: match[0] for match in matches if match}
        found |= {values[value] for value in _in_rows(kind, values)}
    return found


def _in_rows(kind: NamedFiles, values: Collection[str]) -> list[str]:
    if not values:
        return []
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(values))
    statement = (
        f"SELECT {quote(kind.column)} FROM {quote(kind.table)}"
        f" WHERE {quote(kind.column)} IN ({marks})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return [row[0] for row in cursor.fetchall()]
