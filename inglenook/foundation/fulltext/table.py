"""The table of words, made by a migration on either engine."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

TABLE = "fulltext_document"

# The text comes folded and cut into words, so the tokenizer need only cut at spaces: `ascii`
# takes every letter beyond ASCII as part of a word. Whatever a newer Unicode brings, both
# engines then cut alike.
_SQLITE = f"""
    CREATE VIRTUAL TABLE {TABLE} USING fts5(
        title, body, scope,
        content='', contentless_delete=1, prefix='2 3', tokenize='ascii'
    )
"""

_POSTGRESQL = (
    f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, tsv tsvector NOT NULL, scope text[] NOT NULL)",
    f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (tsv)",
    f"CREATE INDEX {TABLE}_scope ON {TABLE} USING gin (scope)",
)


def create(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_SQLITE)
        return
    for statement in _POSTGRESQL:
        schema_editor.execute(statement)


def drop(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the table away."""
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def operation() -> RunPython:
    """The migration's operation that makes the table, and takes it away on the way back."""

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        create(schema_editor)

    def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        drop(schema_editor)

    return RunPython(forwards, backwards, elidable=False)
