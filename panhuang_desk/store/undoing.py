"""Undo and history, read out of the journal."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import attrs

from panhuang_desk.model.fields import Type, Value
from panhuang_desk.model.journal import Change, merge_units
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import Kept, RecordKey, UndoPlan, undo_plan
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.store import columns, compare
from panhuang_desk.store.action import Action
from panhuang_desk.store.columns import Column, Table
from panhuang_desk.store.engine import Connection

_AT_ONCE = 500
"""Records that are read and written together, before the next word of progress."""


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


def undo(
    connection: Connection, action: Action, action_id: str, progress: Progress = no_progress,
) -> tuple[Kept, ...]:
    """Write the changes that take an action back; the fields that stay as they are, named.

    KeyError for an action that is not in the journal.
    """
    touched: list[RecordKey] = connection.execute(
        "SELECT DISTINCT table_name, record_id FROM change WHERE action_id = ? ORDER BY table_name, record_id",
        [action_id]).fetchall()
    if not touched:
        raise KeyError(action_id)
    inside, knowledge = frozenset(touched), compare.read_knowledge(connection)
    (since,) = connection.execute("SELECT max(stamp) FROM change WHERE action_id = ?", [action_id]).fetchone()
    kept: list[Kept] = []
    for first in range(0, len(touched), _AT_ONCE):
        progress(first / len(touched), f"{first} / {len(touched)} 条")
        histories = _histories(connection, touched[first:first + _AT_ONCE])
        own = [change for changes in histories.values() for change in changes if change.action_id == action_id]
        plan = undo_plan(own, histories, knowledge, merge_units(KINDS.values()),
                         set(_referred(connection, histories, inside, since)))
        _write(action, plan)
        kept += plan.kept
    return tuple(kept)


def _histories(connection: Connection, keys: Sequence[RecordKey]) -> dict[RecordKey, list[Change]]:
    """All changes of some records."""
    histories: dict[RecordKey, list[Change]] = {key: [] for key in keys}
    for row in connection.execute(
            f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE (table_name, record_id) IN"
            " (SELECT value ->> 0, value ->> 1 FROM json_each(?))", [json.dumps(keys)]).fetchall():
        change = Change(*row)
        histories[change.table_name, change.record_id].append(change)
    return histories


def _write(action: Action, plan: UndoPlan) -> None:
    for write in plan.writes:
        of = columns.table(write.table_name)
        row = action.row(of, write.record_id)
        if row is not None:
            action.write(of, write.record_id, row, dict(write.fields))


def _referred(
    connection: Connection, keys: Collection[RecordKey], inside: Collection[RecordKey], since: str,
) -> Iterator[RecordKey]:
    """Those of the records that others, which are not among those inside, refer to, deleted ones apart.

    Only others that were written after the stamp `since`: what referred to a record before it was deleted does not
    stand against deleting it again.
    """
    for kind, record_id in keys:
        for child, condition in _references()[kind]:
            rows = connection.execute(
                f"SELECT id FROM {child} WHERE deleted = 0 AND {condition} AND EXISTS (SELECT 1 FROM change"
                f" WHERE table_name = '{child}' AND record_id = {child}.id AND stamp > :since)",
                {"id": record_id, "since": since}).fetchall()
            if any((child, row[0]) not in inside for row in rows):
                yield kind, record_id


@cache
def _references() -> dict[str, list[tuple[str, str]]]:
    """For each kind, the tables that may refer to it and the condition on which a row does."""
    references: dict[str, list[tuple[str, str]]] = {
        name: [(child, f"source_table = '{name}' AND source_id = :id") for child in ("follow_up", "photo")]
        for name in KINDS}
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
