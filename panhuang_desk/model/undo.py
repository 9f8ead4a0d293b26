"""What undoing an action has to write, and what it leaves because somebody has gone on from there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import attrs

from panhuang_desk.model.journal import DELETED, Change, Fields, Knowledge, RecordJournal, Units

RecordKey = tuple[str, str]
"""Table and id of a record."""


@attrs.frozen
class Write:
    """Fields to be written into one record, as one change with `undoes`."""

    table_name: str
    record_id: str
    fields: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen
class Kept:
    """A field that is not undone: it no longer holds what the action wrote, or it was erased.

    Named `deleted`: the record would have to go, and others refer to it. `erased`: it was erased, and stays so.
    """

    table_name: str
    record_id: str
    field: str
    erased: bool = False


@attrs.frozen
class UndoPlan:
    """What to write, and the fields to name to the person instead."""

    writes: tuple[Write, ...]
    kept: tuple[Kept, ...]


def undo_plan(
    action: Iterable[Change],
    histories: Mapping[RecordKey, Sequence[Change]],
    knowledge: Knowledge,
    units: Units,
    referred: Collection[RecordKey] = (),
) -> UndoPlan:
    """Plan the undoing of an action: its changes, and all changes of every record it touched.

    A record that the action made is deleted again, never emptied, and only if it is still as the action left
    it and not in `referred`, the records that others outside the action refer to. Undoing an undo does it again.
    """
    writes: list[Write] = []
    kept: list[Kept] = []
    ordered = sorted(action, key=lambda change: (change.table_name, change.record_id, change.seq))
    for key, group in groupby(ordered, key=lambda change: (change.table_name, change.record_id)):
        changes = list(group)
        fields, left = _undo_record(changes, histories[key], knowledge, units, key in referred)
        if fields:
            writes.append(Write(*key, fields))
        gone = _erased(changes, histories[key], knowledge, units) if left else set()
        kept += (Kept(*key, name, name in gone) for name in left)
    return UndoPlan(tuple(writes), tuple(kept))


def _undo_record(
    action: Sequence[Change], history: Sequence[Change], knowledge: Knowledge, units: Units, referred: bool
) -> tuple[Fields, list[str]]:
    """The fields to write into one record, and the names of those that stay."""
    journal = RecordJournal(history, knowledge, units)
    own = {change.id for change in action}
    held = {change.id for change in history if knowledge.knew(action[0], change)} - own
    before, after = journal.within(held), journal.within(held | own)
    now = journal.within({change.id for change in history})
    moved = sorted(name for name in now if now[name] != after.get(name, _unwritten(name)))
    if held:
        fields, kept = _put_back(action, journal, before, now, {journal.unit_of(name) for name in moved})
    elif now.get(DELETED):
        fields, kept = {}, []
    else:
        fields, kept = ({}, moved) if moved else ({DELETED: 1}, [])
    if referred and fields.get(DELETED):
        del fields[DELETED]
        kept.append(DELETED)
    return fields, kept


def _put_back(
    action: Sequence[Change], journal: RecordJournal, before: Fields, now: Fields, moved: Collection[str]
) -> tuple[Fields, list[str]]:
    """The values before the action of all fields that still hold what it wrote, and the names of the others.

    A merge unit goes back as a whole or stays. What was erased, by this action or since, stays erased.
    """
    wrote = {name for change in action for name in change.written()}
    erased = _erased_of(action, journal)
    kept = {name for name in wrote if name in erased or journal.unit_of(name) in moved}
    fields: Fields = {}
    for name in sorted(wrote - kept):
        old = before.get(name, _unwritten(name))
        if old != now.get(name):
            fields[name] = old
    return fields, sorted(kept)


def _unwritten(name: str) -> int | None:
    """What a field holds that nobody wrote: nothing, and a record that nobody deleted is there."""
    return 0 if name == DELETED else None


def _erased(
    action: Sequence[Change], history: Sequence[Change], knowledge: Knowledge, units: Units
) -> set[str]:
    """The fields that an erasure took away from what the action wrote into one record."""
    return _erased_of(action, RecordJournal(history, knowledge, units))


def _erased_of(action: Iterable[Change], journal: RecordJournal) -> set[str]:
    return {
        name for change in action for name in change.written()
        if change.op == "erase" or name not in journal.written(change)
    }  # fmt: skip
