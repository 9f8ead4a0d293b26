"""Undo and history, read out of the journal."""

from __future__ import annotations

import json
from typing import Any

import attrs

from panhuang_desk.model.fields import Value
from panhuang_desk.model.values import Changes
from panhuang_desk.store import columns
from panhuang_desk.store.action import Action
from panhuang_desk.store.columns import Column, Table
from panhuang_desk.store.engine import Connection


@attrs.frozen
class HistoryEntry:
    """One change of a record: when, by whom, and of each field what it was before and after."""

    at: str
    person: str
    op: str
    fields: dict[str, tuple[Value, Value]]
    action_id: str


@attrs.frozen
class Kept:
    """A field that an undo left alone, because it no longer holds what the action wrote."""

    kind: str
    id: str
    field: str


@attrs.frozen
class Undone:
    """What an undo changed, and the fields that it left alone."""

    changes: Changes
    kept: tuple[Kept, ...]


def history(connection: Connection, kind: str, record_id: str) -> list[HistoryEntry]:
    """What happened to a record, newest first."""
    of = columns.table(kind)
    now: dict[str, Column] = {}
    entries = []
    for _, at, person, op, action_id, fields in _changes(connection, kind, record_id):
        steps = {
            name: (_value(of, name, now.get(name)), _value(of, name, value))
            for name, value in fields.items() if now.get(name) != value or name not in now
        }
        now.update(fields)
        entries.append(HistoryEntry(at, person, op, steps, action_id))
    return entries[::-1]


def undo(connection: Connection, action: Action, action_id: str) -> tuple[Kept, ...]:
    """Write the changes that take an action back; the fields that stay as they are, named.

    KeyError for an action that is not in the journal.
    """
    touched = connection.execute(
        "SELECT DISTINCT table_name, record_id FROM change WHERE action_id = ? ORDER BY seq DESC", [action_id],
    ).fetchall()
    if not touched:
        raise KeyError(action_id)
    kept: list[Kept] = []
    for kind, record_id in touched:
        kept.extend(_undo_record(connection, action, action_id, kind, record_id))
    return tuple(kept)


def _undo_record(
    connection: Connection, action: Action, action_id: str, kind: str, record_id: str,
) -> list[Kept]:
    of = columns.table(kind)
    row = action.row(of, record_id)
    if row is None:
        return []
    before: dict[str, Column] = {}
    written: dict[str, Column] = {}
    blank: set[str] = set()
    created = False
    seen: dict[str, Column] = {}
    for _, _, _, op, by, fields in _changes(connection, kind, record_id):
        if op == "erase":
            blank.update(fields)
        if by == action_id:
            created = created or not seen
            for name, value in fields.items():
                if name not in written:
                    before[name] = seen.get(name)
                written[name] = value
        seen.update(fields)
    if created:
        action.write(of, record_id, row, {"deleted": 1})
        return []
    changed = {name for name in written if before[name] != written[name]}
    held = {name for name in changed if row[name] == written[name] and name not in blank}
    # Fields of one merge unit go back together or not at all.
    for name in changed - held:
        held.difference_update(of.units.get(name, ()))
    defaults: dict[str, Column] = {"deleted": 0}
    action.write(of, record_id, row, {
        name: defaults.get(name) if before[name] is None else before[name] for name in of.columns if name in held})
    return [Kept(kind, record_id, name) for name in of.columns if name in changed - held]


def _changes(connection: Connection, kind: str, record_id: str) -> list[tuple[int, str, str, str, str, dict[str, Any]]]:
    rows = connection.execute(
        "SELECT seq, at, person, op, action_id, fields FROM change WHERE table_name = ? AND record_id = ?"
        " ORDER BY stamp, seq", [kind, record_id]).fetchall()
    return [(*row[:5], json.loads(row[5])) for row in rows]


def _value(of: Table, name: str, column: Column) -> Value:
    return columns.to_value(of, name, column)
