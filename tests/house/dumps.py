"""What stands in the tables, as a number for each, to see whether anything was changed."""

from __future__ import annotations

from django.apps import apps

#: Of these tables a refused request may write: whose session it is, and when it was used.
UNWATCHED = {"accounts.session"}


def dumped() -> dict[str, int]:
    """A number for the contents of each table."""
    return {
        model._meta.label_lower: hash(str(sorted(model._base_manager.values_list(), key=str)))
        for model in apps.get_models()
        if model._meta.label_lower not in UNWATCHED
    }


def changed(before: dict[str, int]) -> list[str]:
    """The tables that hold something else than they did."""
    now = dumped()
    return [table for table in before if before[table] != now[table]]
