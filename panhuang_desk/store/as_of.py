"""The file as the writer of a record knew it: without what came later, or was brought later from another copy."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.model.journal import Change, Knowledge, RecordJournal, merge_units
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import RecordKey
from panhuang_desk.store import columns
from panhuang_desk.store.columns import Column
from panhuang_desk.store.compare import CHANGE_COLUMNS

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

_AT_ONCE = 5000
"""Records whose changes are read together."""


@attrs.frozen
class Since:
    """What the writer of a record did not know: for each record touched since, the changes, in the order of their
    stamps; and in `then` its columns as they were, for those that were there. What was erased since is gone there, too.
    """

    changes: Mapping[RecordKey, tuple[Change, ...]]
    then: Mapping[RecordKey, Mapping[str, Column]] = attrs.field(repr=False)


def since(store: Store, kind: str, id: str) -> Since:
    """What was not known where a record was first written. KeyError for one that the journal has not."""
    rows = store.read(f"SELECT {CHANGE_COLUMNS} FROM change WHERE table_name = ? AND record_id = ?"
                      " ORDER BY stamp LIMIT 1", [kind, id])
    if not rows:
        raise KeyError(id)
    birth = Change(*rows[0])
    knowledge = Knowledge(store.read("SELECT replica, basis, other, seq FROM known"))
    touched = [key for key in _touched(store, birth, knowledge) if key[0] in KINDS]
    units = merge_units(KINDS.values())
    changes: dict[RecordKey, tuple[Change, ...]] = {}
    then: dict[RecordKey, Mapping[str, Column]] = {}
    for first in range(0, len(touched), _AT_ONCE):
        for key, history in _histories(store, touched[first:first + _AT_ONCE]).items():
            known = {change.id for change in history if knowledge.knew(birth, change)}
            changes[key] = tuple(sorted((each for each in history if each.id not in known), key=lambda c: c.stamp))
            if known:
                then[key] = RecordJournal(history, knowledge, units).within(known)
    return Since(changes, then)


@contextlib.contextmanager
def knowing(store: Store, unknown: Since) -> Iterator[Store]:
    """The file without what was not known, to read from; nothing of it reaches the disk. Settings are today's,
    and what is written from here on shows.

    Each table that was touched is hidden behind a view of the same name, and so is every view of the file, since a
    view looks only at tables of its own schema.
    """
    with store.sibling() as aside:
        if unknown.changes:
            for name in dict.fromkeys(kind for kind, _ in unknown.changes):
                _hide(aside, name, unknown)
            for name, sql in aside.read("SELECT name, sql FROM main.sqlite_master WHERE type = 'view'"):
                aside.scratch(f"CREATE TEMP VIEW {name}{sql[sql.index(name) + len(name):]}")
        yield aside


def _touched(store: Store, birth: Change, knowledge: Knowledge) -> list[RecordKey]:
    """The records of all changes that `birth` did not know; the record's own among them."""
    found: dict[RecordKey, None] = {}
    for replica, in store.read("SELECT id FROM replica"):
        last = birth.seq - 1 if replica == birth.replica else knowledge.seen(birth.replica, birth.basis, replica)
        found |= dict.fromkeys(store.read(
            "SELECT table_name, record_id FROM change WHERE replica = ? AND seq > ?", [replica, last]))
    return list(found)


def _histories(store: Store, keys: Sequence[RecordKey]) -> dict[RecordKey, list[Change]]:
    """All changes of some records."""
    found: dict[RecordKey, list[Change]] = {key: [] for key in keys}
    for row in store.read(f"SELECT {CHANGE_COLUMNS} FROM change WHERE (table_name, record_id) IN"
                          " (SELECT value ->> 0, value ->> 1 FROM json_each(?))", [json.dumps(keys)]):
        change = Change(*row)
        found[change.table_name, change.record_id].append(change)
    return found


def _hide(aside: Store, name: str, unknown: Since) -> None:
    """Put the rows of one table as they were in the place of those that were touched."""
    of = columns.table(name)
    then = [(record_id, values) for (kind, record_id), values in unknown.then.items() if kind == name]
    names = ", ".join(of.columns)
    aside.scratch(f"CREATE TEMP TABLE touched_{name}(id TEXT PRIMARY KEY) WITHOUT ROWID")
    aside.scratch(f"INSERT INTO touched_{name} VALUES (?)",
                  [(record_id,) for kind, record_id in unknown.changes if kind == name])
    aside.scratch(f"CREATE TEMP TABLE then_{name} AS SELECT {names} FROM main.{name} WHERE 0")
    aside.scratch(f"INSERT INTO then_{name} VALUES ({', '.join('?' * len(of.columns))})",
                  [(record_id, values.get("village"), values.get("deleted") or 0,
                    *(values.get(field) for field in of.kind.columns)) for record_id, values in then])
    aside.scratch(f"CREATE TEMP VIEW {name} AS SELECT {names} FROM main.{name} WHERE id NOT IN"
                  f" (SELECT id FROM touched_{name}) UNION ALL SELECT {names} FROM then_{name}")

