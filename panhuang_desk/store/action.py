"""One action of a person: what it saves, in the same transaction the journal, search index, register and tally."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from panhuang_desk.model import clock
from panhuang_desk.model.fields import Values
from panhuang_desk.model.journal import pack
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Changes
from panhuang_desk.store import columns, replicas
from panhuang_desk.store.columns import Column, Table
from panhuang_desk.store.engine import Connection
from panhuang_desk.store.register import Register
from panhuang_desk.store.replicas import Pen
from panhuang_desk.store.search import Index
from panhuang_desk.store.tally import Tally

CHINA = dt.timezone(dt.timedelta(hours=8))
"""The time zone of a moment that names none."""

_CHANGE = (
    "INSERT INTO change (id, replica, seq, basis, stamp, at, person, action_id, undoes, op, table_name, record_id,"
    " fields, schema) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Action:
    """What `Store.action` hands out: saves, deletions and restorations under one action id.

    `changes` is filled when the action is committed, or inside `Store.bulk` when it ends.
    """

    def __init__(
        self, connection: Connection, pen: Pen, index: Index, register: Register, tally: Tally, *, home: str,
        now: Callable[[], dt.datetime], new_id: Callable[[], str], schema: int, undoes: str | None = None,
    ) -> None:
        self.id = new_id()
        self.changes = Changes()
        self._connection = connection
        self._pen = pen
        self._index = index
        self._register = register
        self._tally = tally
        self._home = home
        self._now = now
        self._new_id = new_id
        self._schema = schema
        self._undoes = undoes
        self._at = ""
        self._wall_ms = 0
        self._touched: dict[tuple[str, str], None] = {}

    def at(self, moment: dt.datetime) -> None:
        """Let the following saves happen at this moment; one without a time zone is China's time."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        self._wall_ms = int(aware.timestamp() * 1000)
        self._at = aware.isoformat(timespec="seconds")

    def save(self, kind: str, values: Values, id: str | None = None, village: str | None = None) -> Record:
        """Save a new record, or those values of an old one that differ; the record as it is then.

        A new record belongs to `village`, else to the worker's own. Nothing is written where nothing differs.
        KeyError and TypeError for values that do not fit the kind.
        """
        of = columns.table(kind)
        given = columns.to_columns(of, values)
        row = self.row(of, id) if id else None
        if row is None:
            return self._insert(of, id or self._new_id(), village or self._home, given)
        if village:
            given["village"] = village
        self.write(of, str(id), row, given)
        return columns.to_record(of, tuple(row.values()))

    def delete(self, kind: str, id: str) -> None:
        """Mark a record deleted; its values stay in the file, so that it can be brought back."""
        self._flag(kind, id, 1)

    def restore(self, kind: str, id: str) -> None:
        """Bring a deleted record back."""
        self._flag(kind, id, 0)

    def erase(self, kind: str, id: str, fields: Mapping[str, Column]) -> None:
        """Write these fields for good: what anybody wrote there without knowing of it counts no more, also later.

        The older rows of the journal still hold the values until they are blanked. KeyError where the record is not.
        """
        of = columns.table(kind)
        row = self.row(of, id)
        if row is None:
            raise KeyError(id)
        changed = {name: value for name, value in fields.items() if row[name] != value}
        if changed:
            self._put(of, id, row, changed)
        self._note(kind, id, fields, "erase")

    def settle(self, kind: str, id: str, fields: Mapping[str, Column]) -> None:
        """Write these fields as a choice between values that did not know each other, also where they stand already.

        KeyError where the record is not.
        """
        of = columns.table(kind)
        row = self.row(of, id)
        if row is None:
            raise KeyError(id)
        changed = {name: value for name, value in fields.items() if row[name] != value}
        if changed:
            self._put(of, id, row, changed)
        self._note(kind, id, columns.whole_units(of, fields, row), "resolve")

    def row(self, of: Table, record_id: str) -> dict[str, Column] | None:
        """A record's columns as they are now."""
        found = self._connection.execute(f"{of.select} WHERE id = ?", [record_id]).fetchone()
        return dict(zip(of.columns, found, strict=True)) if found else None

    def write(self, of: Table, record_id: str, row: dict[str, Column], given: Mapping[str, Column]) -> None:
        """Bring the columns of a record to what is given, and `row` with them; only what differs is written."""
        changed = {name: value for name, value in given.items() if row[name] != value}
        if not changed:
            return
        self._put(of, record_id, row, changed)
        self._note(of.kind.name, record_id, columns.whole_units(of, changed, row))

    def close(self) -> None:
        """Fill `changes`, once all is written."""
        if self._touched:
            kinds = frozenset(kind for kind, _ in self._touched)
            self.changes = Changes(kinds, self.id, tuple(self._touched))

    def _insert(self, of: Table, record_id: str, village: str, given: dict[str, Column]) -> Record:
        if not village:
            raise ValueError(f"a new {of.kind.name} needs a village")
        row: dict[str, Column] = {"id": record_id, "village": village, "deleted": 0}
        for name in of.kind.columns:
            row[name] = given.get(name)
        self._connection.execute(of.insert, tuple(row.values()))
        filled = {name: value for name, value in given.items() if value is not None}
        self._note(of.kind.name, record_id, {"village": village, **columns.whole_units(of, filled, row)})
        self._index.put(of, record_id, village, row, fresh=True)
        self._register.note(of.kind.name, row, {})
        self._tally.note(of.kind.name, row)
        return columns.to_record(of, tuple(row.values()))

    def _put(self, of: Table, record_id: str, row: dict[str, Column], changed: Mapping[str, Column]) -> None:
        """Write columns that differ, and let the search index, the register and the tally follow."""
        self._register.note(of.kind.name, {**row, **changed}, {name: row[name] for name in changed})
        row.update(changed)
        self._tally.note(of.kind.name, row)
        self._connection.execute(
            f"UPDATE {of.kind.name} SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?",
            [*changed.values(), record_id])
        if row["deleted"]:
            self._index.drop(of.kind.name, record_id)
        elif not changed.keys().isdisjoint(of.indexed):
            self._index.put(of, record_id, str(row["village"]), row)

    def _flag(self, kind: str, record_id: str, deleted: int) -> None:
        of = columns.table(kind)
        row = self.row(of, record_id)
        if row is None:
            raise KeyError(record_id)
        self.write(of, record_id, row, {"deleted": deleted})

    def _note(self, table: str, record_id: str, fields: Mapping[str, Column], op: str = "set") -> None:
        """Write the change into the journal."""
        pen = self._pen
        if not self._at:
            self.at(self._now())
        if not pen.replica:
            pen.begin(self._connection, self._at)
        if not pen.stamp:
            pen.seq = replicas.last_seq(self._connection, pen.replica)
            pen.stamp = replicas.last_stamp(self._connection, pen.replica, self._wall_ms)
        pen.stamp = clock.next_stamp(pen.stamp, self._wall_ms, pen.replica)
        pen.seq += 1
        self._connection.execute(_CHANGE, (
            self._new_id(), pen.replica, pen.seq, pen.basis, pen.stamp, self._at, pen.person, self.id, self._undoes,
            op, table, record_id, pack(fields), self._schema,
        ))
        self._touched[(table, record_id)] = None
