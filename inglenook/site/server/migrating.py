"""Bring the database up to this release: all of the way, or not at all."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError


class UpgradeFailed(MendableError):
    """A migration failed, and the database is as it was before the first of them."""


def apply_all() -> None:
    """Apply every migration that is missing, in one transaction.

    Raises `UpgradeFailed`, and then nothing was changed. A migration that asks for no transaction
    (`atomic = False`) ends that promise, so a house test knows of none.
    """
    at: list[str] = []

    def watch(action: str, migration: Any = None, fake: bool = False, /) -> None:
        if action == "apply_start":
            at[:] = [f"{migration.app_label}.{migration.name}"]
        elif action == "apply_success" and connection.in_atomic_block:
            # PostgreSQL alters no table while it owes a look at the keys of rows in it.
            connection.check_constraints()

    watched: Any = watch  # of the three ways in which Django calls it, the stubs know one
    executor = MigrationExecutor(connection, watched)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    whole = all(migration.atomic is not False for migration, _ in plan)
    try:
        with _unchecked(), transaction.atomic() if whole else nullcontext():
            _migrate(executor, targets, plan)
    except Exception as reason:
        said = " ".join(str(reason).split())[:300] or type(reason).__name__
        sentence = _(
            "The upgrade failed at %(step)s, and the house is as it was: %(why)s. Start the "
            "release that you had before."
        )
        raise UpgradeFailed(sentence % {"step": at[0] if at else "?", "why": said}) from reason


def _migrate(executor: MigrationExecutor, targets: Any, plan: Any) -> None:
    before = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
    emit_pre_migrate_signal(0, False, DEFAULT_DB_ALIAS, apps=before.apps, plan=plan)
    after = executor.migrate(targets, plan=plan, state=before.clone())
    after.clear_delayed_apps_cache()
    emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS, apps=after.apps, plan=plan)


class _unchecked:  # noqa: N801 - it reads as a word of the sentence
    """SQLite changes tables only while it doesn't look at keys, and can't stop in a transaction."""

    def __enter__(self) -> None:
        self._off = (
            connection.vendor == "sqlite"
            and not connection.in_atomic_block
            and connection.disable_constraint_checking()
        )

    def __exit__(self, *problem: object) -> None:
        if self._off:
            connection.enable_constraint_checking()
