"""Two copies of a file that are written apart and brought together, for tests of what an edition knew."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from pathlib import Path
from typing import Any

from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import Store, columns, compare, merging
from panhuang_desk.store.merging.source import open_source

from ..store.helpers import PASSPHRASE, Desk
from .figure_data import ORDER, A, B, file_of


class Copy:
    """One copy of a file on a machine of its own."""

    def __init__(self, folder: Path, name: str, template: Path) -> None:
        folder.mkdir()
        self.machine = Desk(folder, name)
        self.path = Path(shutil.copy(template, folder / "file.phdb"))
        self._ids = (f"{number:012x}{name[:4]}" for number in itertools.count())
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
        """Bring in what another copy holds."""
        copy = self.path.with_name("copy.phdb")
        copy.unlink(missing_ok=True)
        other.store.snapshot(copy)
        source = open_source(copy, self.store.key)
        try:
            found = merging.merge(self.store, [source])
        finally:
            source.close()
        assert not [each for each in found.copies if each.refused]
        assert compare.differences(self.store._connection) == []


def template(folder: Path) -> Path:
    """A file of two villages without records."""
    machine = Desk(folder, "出厂")
    machine.create(villages=[A, B], home="").close()
    return machine.path


def everything(store: Store) -> str:
    """All records of a file as text, to see that nothing of it changed."""
    return json.dumps([[record.kind, record.id, record.deleted, dict(record.values)] for kind in KINDS
                       for record in store.records(kind, deleted=None)], default=str)
