"""Queries of the hot pages, built once: building one costs Django ten times what SQLite needs.

`@prepared` stands before a function that returns a `values_list`. It is called once for each
*shape* of its arguments, with marks in the place of numbers; what the ORM makes of it is kept as
SQL, and from then on the numbers take the places of the marks. So the predicate and every filter
are still written once, in the ORM, and a test compares both ways for everybody of the cast.

A number may only be compared: whoever asks "is it larger than" or slices by it in Python would
ask that of a mark. Whatever decides which query it is (a role, a flag, None or not, how many ids
there are) belongs to the shape by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.fetch_modes import FETCH_RAISE

type Row = tuple[Any, ...]

_MARK = 4_611_686_018_427_000_000
"""The first mark: far above every id and key, and within 64 bits."""
_TEXT_MARK = "\ufdd0mark"
_PLAIN = (int, str, float, bool, date, type(None))
MOST_SHAPES = 256
"""Shapes kept of one query; beyond them it is built anew each time."""


class Text(str):
    """An argument whose letters are only compared, like the hash of a key; not part of a shape."""

    __slots__ = ()


class NotPreparedError(TypeError):
    """A programming error: the query holds a mark where no number can take its place."""


class Prepared:
    """A query that is built once for each shape; see the module."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self.build = build
        self._plans: dict[Any, Plan | None] = {}

    def __call__(self, *arguments: Any) -> list[Row]:
        """The rows for these arguments; one query, or none where nothing can fit."""
        plan, values = self.planned(arguments)
        return [] if plan is None else plan.rows(values)

    def planned(self, arguments: tuple[Any, ...]) -> tuple[Plan | None, list[Any]]:
        """The plan for arguments of this shape, and what takes the places of its marks."""
        shape: list[Any] = [connection.vendor]
        values: list[Any] = []
        for argument in arguments:
            _take_apart(argument, shape, values)
        key = tuple(shape)
        try:
            return self._plans[key], values
        except KeyError:
            marks = _marks(values)
            plan = self.plan(self.build(*(_marked(a, marks) for a in arguments)))
            if len(self._plans) < MOST_SHAPES:
                self._plans[key] = plan
            return plan, values

    def plan(self, built: Any) -> Plan | None:
        """What is kept of the query that `build` made."""
        return plan_of(built)


prepared = Prepared


def _take_apart(argument: Any, shape: list[Any], values: list[Any]) -> None:
    """Put what may change from call to call into `values`, and all else into `shape`."""
    kind = type(argument)
    if kind is int or kind is Text:
        shape.append(kind)
        values.append(argument)
    elif _is_ids(argument):
        size = _room(len(argument))
        shape.append(size)
        values += argument
        # The same id once more changes no answer.
        values += [values[-1]] * (size - len(argument)) if argument else ()
    elif is_dataclass(argument):
        of_it, in_it = _parts_of(argument)
        shape += of_it
        values += in_it
    else:
        shape.append(argument)


_recent: dict[int, tuple[Any, list[Any], list[Any]]] = {}
"""Frozen values taken apart lately: a page asks several questions for one viewer."""


def _parts_of(value: Any) -> tuple[list[Any], list[Any]]:
    known = _recent.get(id(value))
    if known is not None and known[0] is value:
        return known[1], known[2]
    shape: list[Any] = []
    values: list[Any] = []
    for field in fields(value):
        _take_apart(getattr(value, field.name), shape, values)
    if len(_recent) >= 16:
        _recent.clear()
    _recent[id(value)] = (value, shape, values)
    return shape, values


def _is_ids(argument: Any) -> bool:
    return type(argument) in (frozenset, tuple) and all(type(one) is int for one in argument)


def _room(count: int) -> int:
    """The next power of two, so that a list grown by one is seldom another shape."""
    return 1 << (count - 1).bit_length() if count else 0


def _marks(values: list[Any]) -> Iterator[Any]:
    for number, value in enumerate(values):
        yield Text(f"{_TEXT_MARK}{number}") if type(value) is Text else _MARK + number


def _marked(argument: Any, marks: Iterator[Any]) -> Any:
    """The argument with marks in the place of its values, in the order of `_take_apart`."""
    kind = type(argument)
    if kind is int or kind is Text:
        return next(marks)
    if _is_ids(argument):
        return kind(next(marks) for _ in range(_room(len(argument))))
    if is_dataclass(argument):
        parts = {f.name: _marked(getattr(argument, f.name), marks) for f in fields(argument)}
        return kind(**parts)
    return argument


class Plan:
    """One query as SQL, with the places of its values and what turns columns into Python."""

    def __init__(self, sql: str, parameters: list[Any], converters: list[Any]) -> None:
        self.sql = sql
        # Members of an enumeration are texts that a driver looks at twice.
        self.parameters = [
            str.__str__(p) if isinstance(p, str) and not isinstance(p, Text) else p
            for p in parameters
        ]
        # Psycopg is told the width of a number by a type of its own.
        self.places = [
            (place, number, type(parameter))
            for place, parameter in enumerate(parameters)
            if (number := _number(parameter)) >= 0
        ]
        self.converters = converters

    def rows(self, values: list[Any]) -> list[Row]:
        """Ask the database."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(values))
            rows: list[Row] = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def changed(self, values: list[Any]) -> int:
        """Carry out an update; how many rows it reached."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(values))
            return int(cursor.rowcount)

    def _filled(self, values: list[Any]) -> list[Any]:
        parameters = self.parameters.copy()
        for place, number, kind in self.places:
            parameters[place] = kind(values[number])
        return parameters

    def _converted(self, row: Row) -> Row:
        cells = list(row)
        for place, functions, expression in self.converters:
            for function in functions:
                cells[place] = function(cells[place], expression, connection)
        return tuple(cells)


def _number(parameter: Any) -> int:
    """Which value a parameter stands for; -1 for one that never changes."""
    if isinstance(parameter, int) and parameter >= _MARK:
        return int(parameter) - _MARK
    if isinstance(parameter, str) and parameter.startswith(_TEXT_MARK):
        return int(parameter.removeprefix(_TEXT_MARK))
    return -1


def plan_of(queryset: models.QuerySet[Any, Any]) -> Plan | None:
    """None where nothing can ever fit, as in `filter(pk__in=[])`.

    Raises:
        NotPreparedError: where a mark stands in the SQL itself or within another value.
    """
    require_clearance(queryset)
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    require_places(queryset, sql, parameters)
    found = compiler.get_converters([row[0] for row in compiler.select[: compiler.col_count]])
    converters = [(place, made, expression) for place, (made, expression) in found.items()]
    return Plan(sql, list(parameters), converters)


def require_clearance(queryset: models.QuerySet[Any, Any]) -> None:
    """What is compiled past the queryset is asked first for whom, or why for nobody."""
    clearance = getattr(queryset, "_require_clearance", None)
    if clearance is not None:
        clearance()


def require_places(queryset: Any, sql: str, parameters: Sequence[Any]) -> None:
    """Every mark stands by itself, where a number can take its place; see `plan_of`."""
    mark = str(_MARK)[:13]
    strange = [
        p for p in parameters if not isinstance(p, _PLAIN) or (isinstance(p, str) and mark in p)
    ]
    if strange or mark in sql:
        raise NotPreparedError(f"{queryset.model.__name__}: {strange or sql}")


class Instances:
    """Makes rows of a model, with rows that they belong to, from the columns of one query."""

    def __init__(self, model: type[models.Model], *relations: str) -> None:
        """`relations` as in `select_related`, each after those that it goes through."""
        self._parts = [("", model, _columns(model))]
        for path in relations:
            target = model
            for name in path.split("__"):
                target = target._meta.get_field(name).related_model  # type: ignore[assignment]
            self._parts.append((path, target, _columns(target)))

    @property
    def columns(self) -> list[str]:
        """What `values_list` must be asked for."""
        return [
            f"{path}__{name}" if path else name
            for path, _model, names in self._parts
            for name in names
        ]

    def made_of(self, row: Row) -> Any:
        """The instance for one row; as from a query of the house, nothing loads lazily."""
        made: dict[str, Any] = {}
        start = 0
        for path, model, names in self._parts:
            cells = row[start : start + len(names)]
            start += len(names)
            if path and cells[0] is None:
                continue
            one = model.from_db(connection.alias, names, cells, fetch_mode=FETCH_RAISE)
            made[path] = one
            if path:
                parent, _, name = path.rpartition("__")
                setattr(made[parent], name, one)
        return made[""]


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    """All columns, the key first, which tells whether there is a row at all."""
    names = tuple(field.attname for field in model._meta.concrete_fields)
    if names[0] != model._meta.pk.attname:
        raise NotPreparedError(f"{model.__name__}: its key isn't its first column")
    return names
