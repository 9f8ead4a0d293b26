"""Random histories of several copies of a file, played by the journal's rules and by an oracle.

`SimFile` does what a file does: it knows other replicas only by `known`, `basis` and `seq`. The `Oracle`
remembers for every change exactly which changes the file held when it was written, and what it showed then.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

import attrs
from panhuang_desk.model.clock import absorb, next_stamp
from panhuang_desk.model.journal import (
    Change,
    Knowledge,
    KnownRow,
    Quarrel,
    RecordState,
    blank_erased,
    one_of,
    pack,
    replay,
)
from panhuang_desk.model.undo import undo_plan

Step = tuple[int, int, int, int, int]
"""What happens, in which file, to what, and two more numbers; each is taken modulo what there is."""

UNITS = {"house": {"note": "note", "status": "state", "closed_on": "state", "by": "state"}, "visit": {}}
PERSONAL = ("name", "phone")
HOUSES = ("h1", "h2")
YEAR_MS = 365 * 24 * 3600 * 1000
START_MS = 1_795_000_000_000


@attrs.define
class Oracle:
    """What every change really knew, kept as plain sets of ids."""

    seen: dict[str, frozenset[str]] = attrs.field(factory=dict)
    changes: dict[str, Change] = attrs.field(factory=dict)
    shown: dict[str, dict[str, dict[str, Any]]] = attrs.field(factory=dict)

    def note(self, change: Change, held: Iterable[str]) -> None:
        held = frozenset(held)
        self.seen[change.id], self.changes[change.id] = held, change
        self.shown[change.id] = {}
        for name, value in change.written().items():
            unit = self.unit(change, name)
            if unit not in self.shown[change.id]:
                self.shown[change.id][unit] = dict(self.unit_value(held, key(change), unit))
            self.shown[change.id][unit][name] = value

    @staticmethod
    def unit(change: Change, name: str) -> str:
        return UNITS[change.table_name].get(name, name)

    def beaten(self, change: Change, name: str, held: Iterable[str]) -> bool:
        """Whether an erasure that the change did not know took this field of it."""
        return change.op != "erase" and any(
            self.changes[e].op == "erase" and key(self.changes[e]) == key(change)
            and name in self.changes[e].written() and e not in self.seen[change.id]
            for e in held
        )  # fmt: skip

    def touching(self, held: Iterable[str], record: tuple[str, str]) -> dict[str, set[str]]:
        """Unit to the changes that count for it."""
        held = list(held)
        units: dict[str, set[str]] = {}
        for c in (self.changes[i] for i in held):
            if key(c) == record:
                for name in c.written():
                    if not self.beaten(c, name, held):
                        units.setdefault(self.unit(c, name), set()).add(c.id)
        return units

    def unbeaten(self, ids: set[str]) -> list[str]:
        heads = [i for i in ids if not any(i in self.seen[j] for j in ids)]
        return sorted(heads, key=lambda i: self.changes[i].stamp)

    def unit_value(self, held: Iterable[str], record: tuple[str, str], unit: str) -> dict[str, Any]:
        heads = self.unbeaten(self.touching(held, record).get(unit, set()))
        return self.shown[heads[-1]][unit] if heads else {}

    def values(self, held: Iterable[str], record: tuple[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for unit, ids in self.touching(held, record).items():
            values.update(self.shown[self.unbeaten(ids)[-1]][unit])
        return full(values)

    def conflicts(self, held: Iterable[str], record: tuple[str, str]) -> set[tuple[str, str, frozenset[str]]]:
        held = list(held)
        found = set()
        units = self.touching(held, record)
        for unit, ids in units.items():
            heads = self.unbeaten(ids)
            if len({repr(sorted(full(self.shown[i][unit]).items())) for i in heads}) > 1:
                found.add(("values", unit, frozenset(heads)))
        edits = {
            i for u, ids in units.items() if u != "deleted" for i in ids if self.changes[i].op != "erase"
        }
        children = self.children(held, record)
        for death in self.unbeaten(units.get("deleted", set())):
            if self.changes[death].written()["deleted"]:
                for quarrel, rivals in (("edit", edits), ("child", children)):
                    apart = {i for i in rivals if i != death and self.apart(i, death)}
                    if apart:
                        found.add((quarrel, "deleted", frozenset({death} | apart)))
        return found

    def apart(self, one: str, other: str) -> bool:
        return one not in self.seen[other] and other not in self.seen[one]

    def children(self, held: Iterable[str], record: tuple[str, str]) -> set[str]:
        """The changes by which visits that are not deleted came to the household."""
        held = list(held)
        return {
            i for i in held
            if self.changes[i].written().get("house") == record[1]
            and not self.values(held, key(self.changes[i])).get("deleted")
        }  # fmt: skip


def key(change: Change) -> tuple[str, str]:
    return change.table_name, change.record_id


def full(values: dict[str, Any]) -> dict[str, Any]:
    """Nothing and no entry are the same; a record is there unless it is deleted."""
    return {
        name: value for name, value in values.items() if value is not None and (name, value) != ("deleted", 0)
    }


@attrs.define
class SimFile:
    """One copy of the file, with the replica that writes into it."""

    replica: str
    changes: dict[tuple[str, int], Change] = attrs.field(factory=dict)
    known: set[KnownRow] = attrs.field(factory=set)
    basis: int = 0
    clock: int = START_MS
    last: str = ""

    @property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.known)

    @property
    def ids(self) -> set[str]:
        return {change.id for change in self.changes.values()}

    def heads(self) -> dict[str, int]:
        heads: dict[str, int] = {}
        for replica, seq in self.changes:
            heads[replica] = max(seq, heads.get(replica, 0))
        return heads

    def records(self) -> dict[tuple[str, str], list[Change]]:
        records: dict[tuple[str, str], list[Change]] = {}
        for change in self.changes.values():
            records.setdefault(key(change), []).append(change)
        return records

    def state(self, record: tuple[str, str], knowledge: Knowledge | None = None) -> RecordState:
        knowledge = knowledge or self.knowledge
        records = self.records()
        children = [
            change for child, changes in records.items() if child[0] == "visit"
            if not replay(changes, knowledge, UNITS).deleted
            for change in changes if change.written().get("house") == record[1]
        ]  # fmt: skip
        return replay(records.get(record, []), knowledge, UNITS, children)

    def begin_replica(self, replica: str) -> None:
        """A restored or copied file gets a new replica, which knows what the file holds."""
        self.replica, self.basis, self.last = replica, 0, ""
        self.known |= set(self.knowledge.rows_for(replica, 0, self.heads()))
        self._absorb(self.changes.values())

    def _absorb(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.last = absorb(self.last, change.stamp, self.clock)

    def write(self, oracle: Oracle, record: tuple[str, str], fields: dict[str, Any], **more: Any) -> Change:
        self.last = next_stamp(self.last, self.clock, self.replica)
        seq = self.heads().get(self.replica, 0) + 1
        name = f"{self.replica}.{seq}"
        row = {"op": "set", "undoes": None, "action_id": name} | more
        change = Change(
            id=name, replica=self.replica, seq=seq, basis=self.basis, stamp=self.last, at=str(self.clock),
            person="", table_name=record[0], record_id=record[1], fields=pack(fields), schema=1, **row,
        )  # fmt: skip
        oracle.note(change, self.ids)
        self.changes[self.replica, seq] = change
        self.blank()
        return change

    def blank(self) -> None:
        for changes in self.records().values():
            for change in blank_erased(changes, self.knowledge):
                self.changes[change.replica, change.seq] = change

    def take(self, other: SimFile) -> None:
        """Merge a copy: the union of rows, a new basis where something was new, clocks carried on."""
        new = other.heads().keys() - self.heads().keys() or any(
            seq > self.heads().get(replica, 0) for replica, seq in other.heads().items()
        )
        self.union(other)
        if new:
            self.basis += 1
            self.known |= set(self.knowledge.rows_for(self.replica, self.basis, self.heads()))
            self._absorb(other.changes.values())

    def union(self, other: SimFile) -> None:
        for place, theirs in other.changes.items():
            ours = self.changes.get(place)
            stands = theirs if ours is None else one_of(ours, theirs)
            assert stands is not None, "two different changes with one replica and number"
            self.changes[place] = stands
        self.known |= other.known
        self.blank()


class Simulation:
    """Plays steps; checks every rule along the way and at the end."""

    def __init__(self, copies: int) -> None:
        self.oracle = Oracle()
        self.replicas = 0
        self.token = 0
        self.files = [SimFile(self.new_replica())]
        self.past: list[SimFile] = []
        self.conflicts = 0
        self.fields = 0
        for house in HOUSES:
            fields = {"name": self.unique("name"), "phone": self.unique("phone"), "note": 0, "status": "open"}
            self.files[0].write(self.oracle, ("house", house), fields)
        for _ in range(copies - 1):
            self.files.append(self.copied(self.files[0]))

    def new_replica(self) -> str:
        self.replicas += 1
        return f"r{self.replicas:03d}"

    def unique(self, name: str) -> str:
        self.token += 1
        return f"<{name}{self.token}>"

    def copied(self, source: SimFile) -> SimFile:
        file = copy.deepcopy(source)
        file.begin_replica(self.new_replica())
        return file

    def play(self, steps: Sequence[Step]) -> None:
        doings: tuple[Callable[..., None], ...] = (
            self.edit, self.edit, self.edit, self.edit_unit, self.edit_unit, self.add_visit, self.delete,
            self.undo, self.erase, self.resolve, self.exchange, self.exchange, self.exchange_old,
            self.restore, self.jump, self.keep,
        )  # fmt: skip
        for what, which, a, b, c in steps:
            file = self.files[which % len(self.files)]
            file.clock += 60_000
            doings[what % len(doings)](file, a, b, c)

    def pick(self, file: SimFile, number: int) -> tuple[str, str]:
        records = sorted(file.records())
        return records[number % len(records)]

    def edit(self, file: SimFile, a: int, b: int, c: int) -> None:
        record = self.pick(file, a)
        names = ("note", "name", "phone") if record[0] == "house" else ("note", "outcome")
        name = names[b % len(names)]
        file.write(self.oracle, record, {name: self.unique(name) if name in PERSONAL else c % 3})

    def edit_unit(self, file: SimFile, a: int, b: int, c: int) -> None:
        fields = {"status": ("open", "closed")[b % 2], "closed_on": c % 3, "by": b % 3}
        some = {name: value for position, (name, value) in enumerate(fields.items()) if (c >> position) % 2}
        file.write(self.oracle, ("house", HOUSES[a % 2]), some or fields)

    def add_visit(self, file: SimFile, a: int, b: int, c: int) -> None:
        house = HOUSES[a % 2]
        self.token += 1
        file.write(self.oracle, ("visit", f"v{self.token:03d}"), {"house": house, "outcome": c % 3})

    def delete(self, file: SimFile, a: int, b: int, c: int) -> None:
        record = self.pick(file, a)
        file.write(self.oracle, record, {"deleted": 0 if file.state(record).deleted else 1})

    def erase(self, file: SimFile, a: int, b: int, c: int) -> None:
        names = (PERSONAL, PERSONAL[:1], PERSONAL[1:])[b % 3]
        file.write(self.oracle, ("house", HOUSES[a % 2]), dict.fromkeys(names), op="erase")

    def resolve(self, file: SimFile, a: int, b: int, c: int) -> None:
        record = self.pick(file, a)
        conflicts = file.state(record).conflicts
        if conflicts:
            conflict = conflicts[b % len(conflicts)]
            chosen = conflict.versions[c % len(conflict.versions)].values
            if conflict.quarrel is not Quarrel.VALUES:
                chosen = {"deleted": c % 2}
            file.write(self.oracle, record, dict(chosen), op="resolve")
            left = file.state(record).conflicts
            assert not any(one.unit == conflict.unit and one.quarrel is conflict.quarrel for one in left)

    def undo(self, file: SimFile, a: int, b: int, c: int) -> None:
        mine = sorted({change.action_id for change in file.changes.values()})
        action_id = mine[a % len(mine)]
        action = [change for change in file.changes.values() if change.action_id == action_id]
        visited = {
            ("house", change.written().get("house")) for change in file.changes.values()
            if "house" in change.written() and not file.state(key(change)).deleted
        }  # fmt: skip
        plan = undo_plan(action, file.records(), file.knowledge, UNITS, visited)
        held = file.ids
        for write in plan.writes:
            record = (write.table_name, write.record_id)
            now = self.oracle.values(held, record)
            wrote = full(
                {k: v for change in action if key(change) == record for k, v in change.written().items()}
            )
            assert write.fields.keys() <= wrote.keys() | {"deleted"} | set(UNITS["house"]) | set(PERSONAL)
            if write.fields != {"deleted": 1}:
                assert all(now.get(name) == wrote.get(name) for name in write.fields), (
                    "undid somebody's later work"
                )
            file.write(self.oracle, record, dict(write.fields), undoes=action_id)
            shown = self.oracle.values(file.ids, record)
            assert all(shown.get(name) == value for name, value in full(dict(write.fields)).items())

    def exchange(self, file: SimFile, a: int, b: int, c: int) -> None:
        file.take(self.files[a % len(self.files)])

    def exchange_old(self, file: SimFile, a: int, b: int, c: int) -> None:
        if self.past:
            file.take(self.past[a % len(self.past)])

    def keep(self, file: SimFile, a: int, b: int, c: int) -> None:
        self.past.append(copy.deepcopy(file))

    def restore(self, file: SimFile, a: int, b: int, c: int) -> None:
        """An older copy takes the file's place, or is carried on beside it; either way as a new replica."""
        older = self.copied(self.past[a % len(self.past)] if self.past else file)
        older.clock = file.clock
        if b % 2 and len(self.files) < 5:
            self.files.append(older)
        else:
            self.files[self.files.index(file)] = older

    def jump(self, file: SimFile, a: int, b: int, c: int) -> None:
        file.clock = max(0, file.clock + (b % 7 - 3) * YEAR_MS + c * 1000)

    # What must hold.

    def check(self, knowledge_of: Callable[[SimFile], Any] = lambda file: file.knowledge) -> list[str]:
        """Every difference between the journal's rules and the oracle, in all files, in words."""
        wrong = []
        for file in self.files:
            knowledge, held = knowledge_of(file), file.ids
            for record in file.records():
                state = file.state(record, knowledge)
                shown = full({**state.values, "deleted": int(state.deleted)})
                expected = self.oracle.values(held, record)
                self.fields += len(expected)
                if shown != expected:
                    wrong.append(f"{file.replica} {record}: {shown} for {expected}")
                found = {
                    (c.quarrel.value, c.unit, frozenset(v.change.id for v in c.versions))
                    for c in state.conflicts
                }
                conflicts = self.oracle.conflicts(held, record)
                self.conflicts += len(conflicts)
                if found != conflicts:
                    wrong.append(f"{file.replica} {record}: conflicts {found} for {conflicts}")
            wrong += self._erased_values_left(file)
        return wrong

    def _erased_values_left(self, file: SimFile) -> list[str]:
        """Erased values that are still in a row of the journal, or shown."""
        held = file.ids
        erased = {
            value for i in held for name, value in self.oracle.changes[i].written().items()
            if name in PERSONAL and value is not None and self.oracle.beaten(self.oracle.changes[i], name, held)
        }  # fmt: skip
        rows = "".join(change.fields for change in file.changes.values())
        states = [file.state(record) for record in file.records()]
        shown = repr([(s.values, [v.values for c in s.conflicts for v in c.versions]) for s in states])
        return [f"{file.replica}: {value} is back" for value in sorted(erased) if value in rows + shown]

    def check_convergence(self, order: Sequence[int]) -> None:
        """Merging all copies gives one state in any order and grouping, and again; and no change is lost."""
        files = [self.files[i % len(self.files)] for i in order] + self.files + self.files[:1]
        one_by_one, backwards = copy.deepcopy(files[0]), copy.deepcopy(files[-1])
        for file in files:
            one_by_one.union(file)
        for file in reversed(files):
            backwards.union(file)
        half = len(files) // 2
        left, right = copy.deepcopy(files[0]), copy.deepcopy(files[half])
        for file in files[:half]:
            left.union(file)
        for file in files[half:]:
            right.union(file)
        right.union(left)
        for merged in (backwards, right):
            assert merged.changes == one_by_one.changes
            assert merged.known == one_by_one.known
            for record in merged.records():
                assert merged.state(record) == one_by_one.state(record)
        assert one_by_one.ids == set().union(*(file.ids for file in self.files))
        for replica, head in one_by_one.heads().items():
            assert all((replica, seq) in one_by_one.changes for seq in range(1, head + 1)), "a gap"
        for file in self.files:
            mine = sorted(c.seq for c in file.changes.values() if c.replica == file.replica)
            stamps = [file.changes[file.replica, seq].stamp for seq in mine]
            assert stamps == sorted(set(stamps)), "a clock ran back"


def run(copies: int, steps: Sequence[Step], order: Sequence[int]) -> Simulation:
    """Play a history, check it on the way and at the end, and merge everything."""
    simulation = Simulation(copies)
    for begin in range(0, len(steps), 15):
        simulation.play(steps[begin : begin + 15])
        wrong = simulation.check()
        assert not wrong, "\n".join(wrong)
    simulation.check_convergence(order)
    for file in simulation.files:
        for other in simulation.files:
            file.take(other)
    wrong = simulation.check()
    assert not wrong, "\n".join(wrong)
    return simulation


def random_history(seed: int) -> tuple[int, list[Step], list[int]]:
    """Copies, steps and an order of merging, always the same for a seed."""
    random = Random(seed)
    steps = [
        (
            random.randrange(64),
            random.randrange(64),
            random.randrange(64),
            random.randrange(64),
            random.randrange(64),
        )
        for _ in range(random.randrange(5, 60))
    ]
    return random.randrange(2, 6), steps, [random.randrange(9) for _ in range(4)]
