"""Between a record's values and the columns of its table; the SQL of each kind, put together once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import attrs

from panhuang_desk.model.fields import Field, Type, Value, Values
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import KINDS

Column: TypeAlias = "str | int | float | None"
"""A value as its column and the journal hold it."""

COMMON = ("id", "village", "deleted")
"""The columns that every record table begins with."""


@attrs.frozen
class Table:
    """The statements of one kind's table."""

    kind: Kind
    columns: tuple[str, ...]
    select: str
    insert: str
    lists: frozenset[str]
    sql: Mapping[str, str]
    searchable: tuple[Field, ...]
    indexed: frozenset[str]
    """The columns whose change the search index has to follow."""
    units: Mapping[str, tuple[str, ...]]
    """For each field that shares its merge unit, all fields of that unit."""


@cache
def table(name: str) -> Table:
    """The table of a kind; KeyError for a name that is none."""
    kind = KINDS[name]
    columns = (*COMMON, *kind.columns)
    return Table(
        kind=kind,
        columns=columns,
        select=f"SELECT {', '.join(columns)} FROM {name}",
        insert=f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        lists=frozenset(f.name for f in kind.fields if f.type is Type.CHOICES),
        sql={f.name: f.type.sql for f in kind.fields},
        searchable=tuple(f for f in kind.fields if f.searchable),
        indexed=frozenset({"village", "deleted", *(f.name for f in kind.fields if f.searchable)}),
        units={name: unit for unit in kind.merge_units.values() if len(unit) > 1 for name in unit},
    )


def to_columns(of: Table, values: Values) -> dict[str, Column]:
    """Values as the columns hold them: lists of codes as JSON text, flags 0 or 1, decimals as decimals.

    Empty text and an empty list are the same as nothing. KeyError for a field that the kind does not have.
    """
    by_name = of.kind.by_name
    columns: dict[str, Column] = {}
    for name, value in values.items():
        if name not in by_name:
            raise KeyError(f"{of.kind.name}.{name}")
        columns[name] = to_column(of, name, value)
    return columns


def to_column(of: Table, name: str, value: Value) -> Column:
    """One value as its column holds it; TypeError where it is of another type than the field."""
    if value is None or value == "" or value == ():
        return None
    if isinstance(value, (tuple, list)) and name in of.lists:
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))
    sql = of.sql[name]
    if sql == "TEXT" and isinstance(value, str) and name not in of.lists:
        return value
    if sql == "INTEGER" and isinstance(value, int):
        return int(value)
    if sql == "REAL" and isinstance(value, (int, float)):
        return float(value)
    raise TypeError(f"{of.kind.name}.{name}: {type(value).__name__}")


def to_value(of: Table, name: str, column: Column) -> Value:
    """A column's value as the record holds it."""
    return tuple(json.loads(str(column))) if column is not None and name in of.lists else column


def to_record(of: Table, row: Sequence[Any]) -> Record:
    """A record out of a row of all columns in declared order."""
    values: dict[str, Value] = dict(zip(of.kind.columns, row[len(COMMON):], strict=True))
    for name in of.lists:
        values[name] = to_value(of, name, row[of.columns.index(name)])
    return Record(of.kind.name, row[0], row[1], values, bool(row[2]))


def whole_units(of: Table, changed: Mapping[str, Column], row: Mapping[str, Column]) -> dict[str, Column]:
    """The fields that a change row holds: the changed ones and, where one shares its merge unit, all of the unit."""
    fields = dict(changed)
    for name in changed:
        for sister in of.units.get(name, ()):
            fields.setdefault(sister, row.get(sister))
    return fields
