"""The tables of words, made by migrations on either engine: one of spaces, one of private talk."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

TABLE = "fulltext_document"
PRIVATE = "fulltext_private"
"""What a few say to one another stands apart: it neither slows the spaces' search nor is in it."""

# The text comes folded and cut into words, so the tokenizer need only cut at spaces: `ascii`
# takes every letter beyond ASCII as part of a word. Whatever a newer Unicode brings, both
# engines then cut alike.
_SQLITE = """
    CREATE VIRTUAL TABLE {table} USING fts5(
        title, body, scope,
        content='', contentless_delete=1, prefix='2 3', tokenize='ascii'
    )
"""

_POSTGRESQL = (
    "CREATE TABLE {table} (id bigint PRIMARY KEY, tsv tsvector NOT NULL, scope text[] NOT NULL)",
    "CREATE INDEX {table}_words ON {table} USING gin (tsv)",
    "CREATE INDEX {table}_scope ON {table} USING gin (scope)",
)


def create(schema_editor: BaseDatabaseSchemaEditor, table: str = TABLE) -> None:
    """Make a table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_SQLITE.format(table=table))
        return
    for statement in _POSTGRESQL:
        schema_editor.execute(statement.format(table=table))


def drop(schema_editor: BaseDatabaseSchemaEditor, table: str = TABLE) -> None:
    """Take a table away."""
    schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


def operation(table: str = TABLE) -> RunPython:
    """The migration's operation that makes a table, and takes it away on the way back."""

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        create(schema_editor, table)

    def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        drop(schema_editor, table)

    return RunPython(forwards, backwards, elidable=False)
