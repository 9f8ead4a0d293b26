"""What nobody has decided yet: found when copies come together, kept by name, put together anew to be shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache

import attrs

from panhuang_desk.model.fields import Type
from panhuang_desk.model.journal import Change, Conflict, Knowledge, RecordJournal, merge_units
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import RecordKey
from panhuang_desk.store import compare
from panhuang_desk.store.engine import Connection

_AT_ONCE = 1000
_ANYTHING = ("follow_up", "photo")
"""The kinds that may belong to a record of any kind."""


@attrs.frozen
class OpenConflict:
    """A conflict that stands open, with the record that it is about."""

    kind: str
    id: str
    village: str
    conflict: Conflict


def look_again(connection: Connection, keys: Collection[RecordKey]) -> int:
    """Bring the list of open conflicts up to date for some records; how many of theirs there are."""
    count, ordered = 0, sorted(keys)
    for first in range(0, len(ordered), _AT_ONCE):
        part = ordered[first:first + _AT_ONCE]
        connection.execute("DELETE FROM open_conflict WHERE (table_name, record_id) IN"
                           " (SELECT value ->> 0, value ->> 1 FROM json_each(?))", [json.dumps(part)])
        found = [(*key, each.quarrel.value, each.unit) for key, those in of_records(connection, part).items()
                 for each in those]
        connection.executemany("INSERT OR IGNORE INTO open_conflict VALUES (?, ?, ?, ?)", found)
        count += len(found)
    return count


def listed(connection: Connection) -> set[tuple[str, str, str, str]]:
    """The list of open conflicts: kind, record, quarrel, unit."""
    return set(connection.execute("SELECT table_name, record_id, quarrel, unit FROM open_conflict").fetchall())


def of_records(connection: Connection, keys: Sequence[RecordKey]) -> dict[RecordKey, tuple[Conflict, ...]]:
    """The conflicts of some records as the journal has them."""
    knowledge, units = compare.read_knowledge(connection), merge_units(KINDS.values())
    found: dict[RecordKey, list[Change]] = {key: [] for key in keys}
    for row in connection.execute(
            f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE (table_name, record_id) IN"
            " (SELECT value ->> 0, value ->> 1 FROM json_each(?))", [json.dumps(list(keys))]).fetchall():
        change = Change(*row)
        found[change.table_name, change.record_id].append(change)
    return {key: _of(connection, key, changes, knowledge, units) for key, changes in found.items() if changes}


def open_conflicts(connection: Connection) -> list[OpenConflict]:
    """Every conflict that stands open, by kind and record."""
    keys = [(str(kind), str(record_id)) for kind, record_id in connection.execute(
        "SELECT DISTINCT table_name, record_id FROM open_conflict ORDER BY 1, 2").fetchall()]
    found = []
    for first in range(0, len(keys), _AT_ONCE):
        for key, those in of_records(connection, keys[first:first + _AT_ONCE]).items():
            row = connection.execute(f"SELECT village FROM {key[0]} WHERE id = ?", [key[1]]).fetchone()
            found += [OpenConflict(*key, str(row[0]) if row else "", each) for each in those]
    return found


@cache
def parents_of(kind: str) -> tuple[tuple[str, str, str], ...]:
    """What a kind's records may belong to: the parent's kind, the field that names it, and a condition on `c`."""
    fields = [(field.refers_to, field.name, "") for field in KINDS[kind].fields if field.type is Type.REFERENCE]
    if kind in _ANYTHING:
        fields += [(name, "source_id", f" AND c.source_table = '{name}'") for name in KINDS]
    return tuple(fields)


def _of(connection: Connection, key: RecordKey, changes: Sequence[Change], knowledge: Knowledge,
        units: Mapping[str, Mapping[str, str]]) -> tuple[Conflict, ...]:
    journal = RecordJournal(changes, knowledge, units)
    replicas = {change.replica for change in changes}
    deleted = any("deleted" in change.written() for change in changes)
    children = _children(connection, key) if deleted else []
    if len(replicas) == 1 and not children:
        return ()
    return journal.state(children).conflicts


def _children(connection: Connection, key: RecordKey) -> list[Change]:
    """The changes by which other records, themselves not deleted, came to refer to a record."""
    kind, record_id = key
    found: list[Change] = []
    for child in KINDS:
        for parent, field, condition in parents_of(child):
            if parent == kind:
                found += [Change(*row) for row in connection.execute(
                    f"SELECT {', '.join(f'j.{name.strip()}' for name in compare.CHANGE_COLUMNS.split(','))}"
                    f" FROM {child} c JOIN change j ON j.table_name = '{child}' AND j.record_id = c.id"
                    f" WHERE c.{field} = ? AND c.deleted = 0{condition} AND j.fields ->> '$.{field}' = ?",
                    [record_id, record_id]).fetchall()]
    return found
