"""The engine: the bundled SQLite, its settings, and what Django asks of it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inglenook.foundation.database.library import require_safe_sqlite
from inglenook.site import engines

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_an_unsafe_library_is_refused_with_its_cure() -> None:
    require_safe_sqlite((3, 51, 3))
    with pytest.raises(ImproperlyConfigured, match=r"3\.51\.2 can damage .* pysqlite3"):
        require_safe_sqlite((3, 51, 2))


def test_the_library_in_use_is_safe_and_searches() -> None:
    assert connection.get_database_version() >= (3, 51, 3)
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")


def test_the_connection_keeps_what_it_was_given() -> None:
    assert _pragma("foreign_keys") == 1
    assert _pragma("journal_mode") == "wal"
    assert _pragma("mmap_size") == 0
    assert _pragma("cache_size") == -8000
    assert _pragma("wal_autocheckpoint") == 4000


def test_the_house_syncs_every_commit() -> None:
    # The tests' own connection does not, so the settings are asked.
    made = engines.sqlite(Path("x"))["OPTIONS"]
    assert "synchronous=FULL" in made["init_command"]
    assert made["transaction_mode"] == "IMMEDIATE"
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] is None


def test_more_rows_than_parameters_are_written_in_batches() -> None:
    rows = [ContentType(app_label="probe", model=f"m{number}") for number in range(20_000)]
    ContentType.objects.bulk_create(rows)
    assert ContentType.objects.filter(app_label="probe").count() == 20_000
    names = [row.model for row in rows]
    assert ContentType.objects.filter(app_label="probe", model__in=names[:30_000]).exists()


def test_the_last_query_can_be_shown_with_its_parameters() -> None:
    with CaptureQueriesContext(connection) as captured:
        list(ContentType.objects.filter(model__in=[f"o'{n}" for n in range(2500)]))
    assert "'o''2499'" in captured.captured_queries[0]["sql"]
