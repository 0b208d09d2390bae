"""Updates of the hot deeds, built once like the queries of `prepared`.

`@prepared_update` stands before a function that returns a queryset and its changes. The rows and
the values are still written in the ORM; whatever decides which statement it is belongs to the
shape of the arguments, and a number may be compared or set and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import sql

from inglenook.foundation.prepared import Plan, Prepared, require_clearance, require_places


class PreparedUpdate(Prepared):
    """An update that is built once for each shape; see the module."""

    def __call__(self, *arguments: Any) -> int:  # type: ignore[override]
        """Carry it out; how many rows it reached."""
        plan, values = self.planned(arguments)
        return 0 if plan is None else plan.changed(values)

    def plan(self, built: Any) -> Plan | None:
        """The statement for a queryset and its changes.

        Raises:
            NotPreparedError: where a mark stands in the SQL itself or within another value.
        """
        rows, changes = built
        require_clearance(rows)
        query = rows.query.chain(sql.UpdateQuery)
        query.add_update_values(changes)
        try:
            statement, parameters = query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return None
        require_places(rows, statement, parameters)
        return Plan(statement, list(parameters), [])


prepared_update = PreparedUpdate
