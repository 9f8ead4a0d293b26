"""Two copies of a file that are written apart and brought together, for tests of what an edition knew."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from pathlib import Path
from typing import Any

from panhuang_desk.model.journal import Change, merge_units, replay
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import Store, columns, compare, replicas

from ..store.helpers import PASSPHRASE, Desk
from .figure_data import ORDER, A, B, file_of

KEPT = ("change", "replica", "known")


class Copy:
    """One copy of a file on a machine of its own."""

    def __init__(self, folder: Path, name: str, template: Path) -> None:
        folder.mkdir()
        self.machine = Desk(folder, name)
        self.path = Path(shutil.copy(template, folder / "file.phdb"))
        self._ids = (f"{number:012x}{name[:4]}" for number in itertools.count())
        self.store = self._open()

    def reopen(self) -> None:
        self.store.close()
        self.store = self._open()

    def _open(self) -> Store:
        """With ids that are the same in every run, as stamps end in the replica's."""
        return Store.open(self.path, PASSPHRASE, settings=self.machine.settings, now=self.machine.clock,
                          device=self.machine.name, new_id=lambda: next(self._ids))

    def work(self, rng: random.Random, steps: int) -> None:
        """Save, change, delete and bring back records of all kinds that figures look at."""
        data = file_of(rng)
        rows = [(kind, row) for kind in ORDER for row in data[kind]]
        for kind, row in sorted(rng.sample(rows, min(steps, len(rows))), key=lambda each: ORDER.index(each[0])):
            self._save(kind, row, rng)
        for _ in range(steps // 3):
            self._change(rng, data)

    def _save(self, kind: str, row: dict[str, Any], rng: random.Random) -> None:
        values = {name: value for name, value in row.items() if name not in columns.COMMON}
        for field in KINDS[kind].fields:
            if field.refers_to and values.get(field.name) and not self.store.get(field.refers_to, values[field.name]):
                others = self.store.records(field.refers_to)
                values[field.name] = rng.choice(others).id if others and field.required else None
                if field.required and not others:
                    return
        with self.store.action() as action:
            action.save(kind, values, id=row["id"], village=row["village"])

    def _change(self, rng: random.Random, data: Any) -> None:
        kind = rng.choice([each for each in ORDER if self.store.count(each, deleted=None)])
        record = rng.choice(self.store.records(kind, deleted=None))
        what = rng.choice(("delete", "restore", "change", "change", "change", "undo"))
        if what == "change" and data[kind]:
            like = rng.choice(data[kind])
            names = [field.name for field in KINDS[kind].fields if not field.refers_to and field.name in like]
            with self.store.action() as action:
                action.save(kind, {name: like[name] for name in rng.sample(names, min(2, len(names)))}, id=record.id)
        elif what == "undo":
            rows = self.store.read("SELECT DISTINCT action_id FROM change WHERE table_name = ? AND record_id = ?",
                                   [kind, record.id])
            self.store.undo(rng.choice(rows)[0])
        elif what in ("delete", "restore"):
            with self.store.action() as action:
                (action.delete if what == "delete" else action.restore)(kind, record.id)

    def take_in(self, other: Copy) -> None:
        """Hold all that another copy holds, by the rules of the journal."""
        own = self.store.own_replicas()[0]
        mine, theirs = self.store._connection, other.store._connection
        with self.store._transaction():
            mine.execute("PRAGMA defer_foreign_keys = ON")
            for table in KEPT:
                rows = theirs.execute(f"SELECT * FROM {table}").fetchall()
                if rows:
                    mine.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
            knowledge = compare.read_knowledge(mine)
            basis = replicas._basis(mine, own) + 1
            heads = {replica: seq for replica, seq, _ in replicas.heads(mine)}
            mine.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", knowledge.rows_for(own, basis, heads))
            self._replay()
        self.store.rebuild_search()
        self.store.rebuild_tally()
        self.reopen()
        assert compare.differences(self.store._connection) == []

    def _replay(self) -> None:
        """Bring every table to what the journal adds up to."""
        connection = self.store._connection
        knowledge, units = compare.read_knowledge(connection), merge_units(KINDS.values())
        for kind in KINDS:
            of = columns.table(kind)
            journal: dict[str, list[Change]] = {}
            for row in connection.execute(
                    f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE table_name = ?", [kind]).fetchall():
                journal.setdefault(row[11], []).append(Change(*row))
            for record_id, changes in journal.items():
                state = replay(changes, knowledge, units)
                row = [record_id, state.values.get("village"), int(state.deleted),
                       *(state.values.get(name) for name in of.kind.columns)]
                connection.execute(f"INSERT OR REPLACE INTO {kind} ({', '.join(of.columns)}) VALUES"
                                   f" ({', '.join('?' * len(of.columns))})", row)


def template(folder: Path) -> Path:
    """A file of two villages without records."""
    machine = Desk(folder, "出厂")
    machine.create(villages=[A, B], home="").close()
    return machine.path


def everything(store: Store) -> str:
    """All records of a file as text, to see that nothing of it changed."""
    return json.dumps([[record.kind, record.id, record.deleted, dict(record.values)] for kind in KINDS
                       for record in store.records(kind, deleted=None)], default=str)
