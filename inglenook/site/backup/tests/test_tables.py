"""Every table and column of the house has its place in a backup."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from hypothesis import given
from hypothesis import strategies as st

from inglenook.foundation.activity import Activity
from inglenook.foundation.delivery import Delivery
from inglenook.foundation.stored import declared_files
from inglenook.site.backup import loading, snapshot, tables, values
from inglenook.site.backup.snapshot import Tally
from inglenook.site.backup.tables import Column, Table
from tests.cast import Cast

MOMENTS = [
    datetime(2026, 11, 24, 3, 5, tzinfo=UTC),
    datetime(2026, 11, 24, 3, 5, 7, 120, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]


@pytest.mark.django_db
def test_every_table_is_kept_or_made_anew() -> None:
    found, migrations = tables.applied(connection)
    assert {table.name for table in found} == {table.name for table in of_today()}
    there = set(connection.introspection.table_names()) - {"django_migrations"}
    left_out = {name for name in there if name.startswith(tables.DERIVED)}
    assert left_out and there - left_out == {table.name for table in found}
    assert len(migrations) > 20


def of_today() -> list[Table]:
    return tables.of_models(apps.get_models(include_auto_created=True))


def test_a_column_that_no_backup_knows_is_refused() -> None:
    with pytest.raises(TypeError, match="DurationField"):
        tables.kind_of(models.DurationField())


def test_every_migration_can_be_taken_back_with_the_rest() -> None:
    loader = MigrationLoader(connection=None)
    assert not [key for key, found in loader.disk_migrations.items() if found.atomic is False]


def test_every_column_that_names_files_is_there() -> None:
    columns = {table.name: {column.name for column in table.columns} for table in of_today()}
    assert len(declared_files()) >= 2
    for named in declared_files():
        assert named.column in columns[named.table]


@pytest.mark.django_db
def test_rows_come_out_alike_after_they_went_through_the_common_form(cast: Cast) -> None:
    for number, moment in enumerate(MOMENTS):
        Delivery.objects.create(
            channel="mail", recipient="é\n\t\\N\"'", bundle=str(number), activity_ids=[3, 1],
            identity=UUID(int=number + 1), created_at=moment, done_at=None,
        )  # fmt: skip
    Activity.objects.update(numbers={"b": [1, 2.5, None], "a": {"ü": True}})
    tried = [t for t in of_today() if t.name in ("foundation_delivery", "foundation_activity")]
    before = {table.name: list(snapshot.of_open(connection).lines(table)) for table in tried}
    assert len(before["foundation_delivery"]) == 3 and len(before["foundation_activity"]) > 3
    with transaction.atomic():
        rows = {label: list(found.all()) for label, found in in_order().items()}
        loading.clear(tried)
        for table in tried:
            loading.load(table, list(table.columns), before[table.name])
            assert list(snapshot.of_open(connection).lines(table)) == before[table.name]
    assert {label: list(found.all()) for label, found in in_order().items()} == rows
    assert set(Delivery.objects.values_list("created_at", flat=True)) == set(MOMENTS)


def in_order() -> dict[str, Any]:
    models: dict[str, Any] = {"delivery": Delivery, "activity": Activity}
    return {label: model.objects.order_by("pk").values_list() for label, model in models.items()}


@pytest.mark.django_db
def test_a_difference_is_noticed(cast: Cast) -> None:
    (table,) = [t for t in of_today() if t.name == "communities_membership"]
    tally = Tally()
    for _line in snapshot.of_open(connection).lines(table, tally):
        pass
    wanted = {table.name: (tally.rows, tally.digest.hexdigest())}
    loading.compare([table], wanted)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE communities_membership SET bio = 'otherwise'")
    with pytest.raises(loading.BackupRefused, match="communities_membership"):
        loading.compare([table], wanted)


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False, width=32),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)  # fmt: skip


@given(_json)
def test_json_is_written_in_one_way_whatever_the_engine_made_of_it(value: Any) -> None:
    once = values.ordered_json(json.dumps(value))
    assert values.ordered_json(once) == once
    assert values.ordered_json(json.dumps(value, indent=2, ensure_ascii=False)) == once
    assert json.loads(once) == value


@given(st.lists(st.text() | st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_a_line_is_read_as_it_was_written(row: list[Any]) -> None:
    columns = [Column(f"c{n}", tables.TEXT) for n in range(len(row))]
    line = values.encoder(columns)(row)
    assert line.count(b"\n") == 1
    assert values.decoder(columns, "sqlite")(line.removesuffix(b"\n")) == row
