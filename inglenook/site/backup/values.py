"""Rows in a form that belongs to neither engine, and back: equal rows give equal bytes.

A row is one line of JSON, an array in the order of the columns. Numbers, texts and nulls stand as
they are; a truth is 0 or 1; a time is UTC with six digits of seconds; what is JSON itself stands
as a text with its keys in order; a UUID and bytes are hexadecimal digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from inglenook.site.backup import tables
from inglenook.site.backup.tables import Column, Table

_SQLITE = {
    tables.TIME: "CASE WHEN length({c}) = 19 THEN {c} || '.000000' ELSE {c} END",
    tables.BYTES: "lower(hex({c}))",
    tables.BOOL: "CASE WHEN {c} IS NULL THEN NULL WHEN {c} THEN 1 ELSE 0 END",
    # As an expression it has no declared type, by which Django would make it a date of Python's.
    tables.DATE: "{c} || ''",
}
_POSTGRESQL = {
    tables.TIME: "to_char({c} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    tables.BYTES: "encode({c}, 'hex')",
    tables.BOOL: "{c}::int",
    tables.JSON: "{c}::text",
    tables.UUID: "replace({c}::text, '-', '')",
    tables.DATE: "{c}::text",
    tables.TEXT: "{c}::text",
}
# From this size on, one engine writes a float of JSON with its exponent and the other without.
_WIDE = 1e16
_encoder, _decoder = msgspec.json.Encoder(), msgspec.json.Decoder(list[Any])

Row = Sequence[Any]


def selection(table: Table, vendor: str) -> str:
    """The SELECT of all rows by their key, each value in the common form but for JSON."""
    forms = _SQLITE if vendor == "sqlite" else _POSTGRESQL
    chosen = ", ".join(forms.get(c.kind, "{c}").format(c=quoted(c.name)) for c in table.columns)
    order = quoted(table.key.name)
    if vendor != "sqlite" and table.key.kind == tables.TEXT:
        order += ' COLLATE "C"'
    return f"SELECT {chosen} FROM {quoted(table.name)} ORDER BY {order}"


def quoted(name: str) -> str:
    """A name of a table or column for a statement."""
    return '"' + name.replace('"', '""') + '"'


def encoder(columns: Sequence[Column]) -> Callable[[Row], bytes]:
    """What makes a line of a selected row."""
    special = [place for place, column in enumerate(columns) if column.kind == tables.JSON]
    encode = _encoder.encode
    if not special:
        return lambda row: encode(row) + b"\n"

    def line(row: Row) -> bytes:
        values = list(row)
        for place in special:
            if values[place] is not None:
                values[place] = ordered_json(values[place])
        return encode(values) + b"\n"

    return line


def decoder(columns: Sequence[Column], vendor: str) -> Callable[[bytes], list[Any]]:
    """What makes of a line the values that the engine takes; raises `ValueError`."""
    makers = [
        (place, _TAKEN[vendor, column.kind])
        for place, column in enumerate(columns)
        if (vendor, column.kind) in _TAKEN
    ]
    width = len(columns)

    def row(line: bytes) -> list[Any]:
        values = _decoder.decode(line)
        if len(values) != width:
            raise ValueError(f"a row has {len(values)} values, not {width}")
        for place, make in makers:
            if values[place] is not None:
                values[place] = make(values[place])
        return values

    return row


def ordered_json(text: str) -> str:
    """The same JSON, always written alike."""
    value = json.loads(text, parse_float=_number)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if abs(value) >= _WIDE and value.is_integer() else value


def _short_time(text: str) -> str:
    """As Django writes it into SQLite, where times are compared as texts."""
    return re.sub(r"\.000000$", "", text)


_TAKEN: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("sqlite", tables.TIME): _short_time,
    ("sqlite", tables.BYTES): bytes.fromhex,
    ("postgresql", tables.TIME): lambda text: text + "+00",
    ("postgresql", tables.BYTES): lambda text: "\\x" + text,
}
