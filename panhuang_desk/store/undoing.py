"""Undo and history, read out of the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

import attrs

from panhuang_desk.model.fields import Type, Value
from panhuang_desk.model.journal import Change, merge_units
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import Kept, RecordKey, undo_plan
from panhuang_desk.model.values import Changes
from panhuang_desk.store import columns, compare
from panhuang_desk.store.action import Action
from panhuang_desk.store.columns import Column, Table
from panhuang_desk.store.engine import Connection


@attrs.frozen
class HistoryEntry:
    """What one action did to a record: when, by whom, and of each field what it was before and after.

    An erasure took away since what the fields named in `erased` held; the entry whose `op` is "erase" is the erasure.
    `undoes` is the action that it took back, empty for none.
    """

    at: str
    person: str
    op: str
    fields: dict[str, tuple[Value, Value]]
    action_id: str
    erased: frozenset[str] = frozenset()
    undoes: str = ""


@attrs.frozen
class Undone:
    """What an undo changed, and the fields that it left alone."""

    changes: Changes
    kept: tuple[Kept, ...]


def history(connection: Connection, kind: str, record_id: str) -> list[HistoryEntry]:
    """What happened to a record, newest first."""
    of = columns.table(kind)
    now: dict[str, Column] = {}
    entries: list[HistoryEntry] = []
    changes = _changes(connection, kind, record_id)
    for change, gone in zip(changes, _gone_later(changes), strict=True):
        fields, erasing = change.written(), change.op == "erase"
        steps = {
            name: (_value(of, name, now.get(name)), _value(of, name, value))
            for name, value in fields.items() if now.get(name) != value or (name not in now and not erasing)
        }
        erased = frozenset(name for name, value in fields.items() if not erasing and value is None and name in gone)
        now.update(fields)
        last = entries[-1] if entries else None
        if last and last.op == "erase" and last.action_id == change.action_id:
            # What an erasure notes about itself belongs to it.
            entries[-1] = attrs.evolve(last, fields={**last.fields, **steps})
        else:
            entries.append(HistoryEntry(
                change.at, change.person, change.op, steps, change.action_id, erased, change.undoes or ""))
    return entries[::-1]


def _gone_later(changes: Sequence[Change]) -> list[frozenset[str]]:
    """For each change the fields that an erasure, this one or one after it, took away."""
    gone: frozenset[str] = frozenset()
    found = []
    for change in reversed(changes):
        gone |= frozenset(change.written()) if change.op == "erase" else frozenset()
        found.append(gone)
    return found[::-1]


def undo(connection: Connection, action: Action, action_id: str) -> tuple[Kept, ...]:
    """Write the changes that take an action back; the fields that stay as they are, named.

    KeyError for an action that is not in the journal.
    """
    changes = [Change(*row) for row in connection.execute(
        f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE (table_name, record_id) IN"
        " (SELECT table_name, record_id FROM change WHERE action_id = ?)", [action_id]).fetchall()]
    if not changes:
        raise KeyError(action_id)
    histories: dict[RecordKey, list[Change]] = {}
    for change in changes:
        histories.setdefault((change.table_name, change.record_id), []).append(change)
    own = [change for change in changes if change.action_id == action_id]
    plan = undo_plan(own, histories, compare.read_knowledge(connection), merge_units(KINDS.values()),
                     _referred(connection, histories))
    for write in plan.writes:
        of = columns.table(write.table_name)
        row = action.row(of, write.record_id)
        if row is not None:
            action.write(of, write.record_id, row, dict(write.fields))
    return plan.kept


def _referred(connection: Connection, inside: Collection[RecordKey]) -> set[RecordKey]:
    """Those records that records outside refer to, deleted ones apart."""
    referred = set()
    for kind, record_id in inside:
        for child, condition in _references()[kind]:
            rows = connection.execute(
                f"SELECT id FROM {child} WHERE deleted = 0 AND {condition}", {"id": record_id}).fetchall()
            if any((child, row[0]) not in inside for row in rows):
                referred.add((kind, record_id))
    return referred


@cache
def _references() -> dict[str, list[tuple[str, str]]]:
    """For each kind, the tables that may refer to it and the condition on which a row does."""
    references: dict[str, list[tuple[str, str]]] = {
        name: [("follow_up", f"source_table = '{name}' AND source_id = :id")] for name in KINDS}
    for kind in KINDS.values():
        for field in kind.fields:
            if field.type is Type.REFERENCE:
                references[field.refers_to].append((kind.name, f"{field.name} = :id"))
    return references


def _changes(connection: Connection, kind: str, record_id: str) -> list[Change]:
    rows = connection.execute(
        f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE table_name = ? AND record_id = ? ORDER BY stamp, seq",
        [kind, record_id]).fetchall()
    return [Change(*row) for row in rows]


def _value(of: Table, name: str, column: Column) -> Value:
    return columns.to_value(of, name, column)
