"""The rules of the journal: who knew what, which value stands, what is in conflict, what an erasure takes.

All of it is a function of the set of changes and of `known`, so merging two copies is the union of their
rows: in any order, in any grouping, as often as one likes, the same state comes out.
"""

from __future__ import annotations

import enum
import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import attrs

from panhuang_desk.model.kind import Kind

Fields: TypeAlias = dict[str, Any]
"""What a change wrote: field names to JSON values."""

Units: TypeAlias = Mapping[str, Mapping[str, str]]
"""Kind to field to merge unit. A field that is not named is a unit of its own."""

KnownRow: TypeAlias = tuple[str, int, str, int]
"""A row of `known`: replica, basis, other, seq."""

DELETED = "deleted"
_NO_UNITS: Mapping[str, str] = {}


@attrs.frozen
class Change:
    """One row of the journal. `fields` is JSON of only what changed; `import_id` never leaves the file.

    Values are kept out of its text form, and so out of error messages and logs.
    """

    id: str
    replica: str
    seq: int
    basis: int
    stamp: str
    at: str
    person: str
    action_id: str
    undoes: str | None
    op: str
    table_name: str
    record_id: str
    fields: str = attrs.field(repr=False)
    schema: int
    import_id: str | None = None

    def written(self) -> Fields:
        """What the change wrote."""
        written: Fields = json.loads(self.fields)
        return written


def pack(fields: Mapping[str, Any]) -> str:
    """The JSON text of a change's fields; equal fields give equal text."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def merge_units(kinds: Iterable[Kind]) -> dict[str, dict[str, str]]:
    """The merge unit of every field of these kinds."""
    return {kind.name: {field.name: field.unit_of_merge for field in kind.fields} for kind in kinds}


class Knowledge:
    """What every replica had seen at each of its merges, from the rows of `known`.

    A basis holds only what changed since the one before. Basis 0 is the replica's beginning: a replica made
    for a restored or copied file knows there what the file held.
    """

    def __init__(self, rows: Iterable[KnownRow] = ()) -> None:
        self._seen: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for replica, basis, other, seq in sorted(rows):
            bases, seqs = self._seen.setdefault((replica, other), ([], []))
            bases.append(basis)
            seqs.append(seq)

    def seen(self, replica: str, basis: int, other: str) -> int:
        """The last sequence number of `other` that `replica` had seen at `basis`; 0 for none."""
        found = self._seen.get((replica, other))
        if found is None:
            return 0
        position = bisect_right(found[0], basis)
        return found[1][position - 1] if position else 0

    def knew(self, later: Change, earlier: Change) -> bool:
        """Whether `later` was written in a file that held `earlier`."""
        if later.replica == earlier.replica:
            return earlier.seq < later.seq
        return earlier.seq <= self.seen(later.replica, later.basis, earlier.replica)

    def rows_for(self, replica: str, basis: int, heads: Mapping[str, int]) -> list[KnownRow]:
        """The rows to store for a new basis of `replica` whose file holds each replica up to `heads`."""
        others = sorted(other for other in heads if other != replica)
        return [
            (replica, basis, other, heads[other])
            for other in others
            if heads[other] != self.seen(replica, basis, other)
        ]


class Quarrel(enum.Enum):
    """What a conflict is about: two values, a deletion and an edit, or a deletion and a new child."""

    VALUES = "values"
    EDIT = "edit"
    CHILD = "child"


@attrs.frozen
class Version:
    """One side of a conflict: the change, and the fields of the merge unit as its writer left them."""

    change: Change
    values: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen
class Conflict:
    """Changes of which none knew another and that do not agree.

    VALUES: the first version stands. EDIT and CHILD: the first is the deletion, the others did not know it.
    A later change of the unit that knows them all ends the conflict; `resolve` is written for that.
    """

    quarrel: Quarrel
    unit: str
    versions: tuple[Version, ...]


@attrs.frozen
class RecordState:
    """A record as its changes make it. `values` holds the fields that were ever written, `deleted` apart."""

    values: Mapping[str, Any] = attrs.field(repr=False)
    deleted: bool
    conflicts: tuple[Conflict, ...] = ()


def replay(
    changes: Sequence[Change], knowledge: Knowledge, units: Units, children: Sequence[Change] = ()
) -> RecordState:
    """The state that all changes of one record add up to, in whatever order they come.

    `children` are the changes by which other records, themselves not deleted, came to refer to this one.
    """
    chain = _chain(changes, knowledge)
    if chain is not None and not children:
        return _fold(chain)
    return RecordJournal(changes, knowledge, units).state(children)


def _chain(changes: Sequence[Change], knowledge: Knowledge) -> Sequence[Change] | None:
    """The changes in order where each knew the one before, the rule for nearly every record; else None."""
    if len(changes) <= 1:
        return changes
    replica = changes[0].replica
    if all(change.replica == replica for change in changes):
        return sorted(changes, key=_seq)
    ordered = sorted(changes, key=_stamp)
    knew = knowledge.knew
    if all(knew(later, earlier) for earlier, later in pairwise(ordered)):
        return ordered
    return None


def _fold(chain: Iterable[Change]) -> RecordState:
    values: Fields = {}
    for change in chain:
        values.update(json.loads(change.fields))
    deleted = bool(values.pop(DELETED, 0))
    return RecordState(values, deleted)


class RecordJournal:
    """The changes of one record by merge unit, with what erasures beat left out.

    An erased field is left out of every change that did not know the erasure, whatever its stamp. Knowledge
    is transitive (a merge takes over all that a copy holds), so nothing that stands is lost with it.
    """

    def __init__(self, changes: Sequence[Change], knowledge: Knowledge, units: Units) -> None:
        self._knowledge = knowledge
        self._changes = changes
        self._written = _not_erased(changes, knowledge)
        self._unit_of = units.get(changes[0].table_name, _NO_UNITS) if changes else _NO_UNITS
        self._by_unit: dict[str, dict[str, Fields]] = {}
        self._by_id = {change.id: change for change in changes}
        for change in changes:
            for name, value in self._written[change.id].items():
                parts = self._by_unit.setdefault(self.unit_of(name), {})
                parts.setdefault(change.id, {})[name] = value
        self._line = _chain(changes, knowledge)
        names = ({name for part in parts.values() for name in part} for parts in self._by_unit.values())
        self._together = [each for each in names if len(each) > 1] if self._line is not None else []

    def unit_of(self, name: str) -> str:
        """The merge unit of a field."""
        return self._unit_of.get(name, name)

    def written(self, change: Change) -> Fields:
        """What a change wrote, without what has been erased from it."""
        return self._written[change.id]

    def state(self, children: Sequence[Change] = ()) -> RecordState:
        """The values that stand, and every conflict."""
        values: Fields = {}
        conflicts = []
        for unit in self._by_unit:
            versions = tuple(Version(head, self._seen_at(unit, head)) for head in self._heads(unit))
            values.update(versions[0].values)
            if any(version.values != versions[0].values for version in versions):
                conflicts.append(Conflict(Quarrel.VALUES, unit, versions))
        conflicts += self._unaware_of_deletion(children)
        deleted = bool(values.pop(DELETED, 0))
        return RecordState(values, deleted, tuple(sorted(conflicts, key=_place)))

    def within(self, held: Collection[str]) -> Fields:
        """The values, `deleted` among them, that a file holding only the changes with these ids shows."""
        values: Fields = {}
        if self._line is not None:
            # Where each knew the one before, the rule for nearly every record, the last one counts.
            for change in self._line:
                if change.id in held:
                    values.update(self._written[change.id])
            for names in self._together:
                if not names.isdisjoint(values):
                    values.update(dict.fromkeys(names - values.keys()))
            return values
        for unit in self._by_unit:
            heads = self._heads(unit, held)
            if heads:
                values.update(self._seen_at(unit, heads[0]))
        return values

    def before(self, change: Change) -> Fields:
        """The values, `deleted` among them, that the writer of `change` saw when writing it."""
        return self.within({other.id for other in self._changes if self._knowledge.knew(change, other)})

    def _heads(self, unit: str, held: Collection[str] | None = None) -> list[Change]:
        """The changes of a unit, among those held, that no other of them knew; the greatest stamp first."""
        among = [self._by_id[i] for i in self._by_unit.get(unit, ()) if held is None or i in held]
        newest: dict[str, Change] = {}
        for change in among:
            rival = newest.get(change.replica)
            if rival is None or rival.seq < change.seq:
                newest[change.replica] = change
        knew = self._knowledge.knew
        heads = [head for head in newest.values() if not any(knew(other, head) for other in among)]
        return sorted(heads, key=_stamp, reverse=True)

    def _seen_at(self, unit: str, head: Change) -> Fields:
        """The fields of a unit as the writer of `head` left them: what it wrote, the rest as seen then.

        The fields of a unit never come from two writers who did not know each other, though a change names only
        what it changed.
        """
        parts = self._by_unit[unit]
        missing = {name for part in parts.values() for name in part}
        values: Fields = dict.fromkeys(sorted(missing))
        current: Change | None = head
        while current is not None:
            part = parts[current.id]
            values.update({name: part[name] for name in missing & part.keys()})
            missing -= part.keys()
            if not missing:
                break
            known = {i for i in parts if self._knowledge.knew(current, self._by_id[i])}
            current = next(iter(self._heads(unit, known)), None)
        return values

    def _unaware_of_deletion(self, children: Sequence[Change]) -> list[Conflict]:
        """The deletions that nobody has answered, each with the edits and new children apart from it."""
        deletions = [head for head in self._heads(DELETED) if self._written[head.id][DELETED]]
        edits = [c for c in self._changes if c.op != "erase" and self._written[c.id].keys() - {DELETED}]
        conflicts = []
        for deletion in deletions:
            for quarrel, rivals in ((Quarrel.EDIT, edits), (Quarrel.CHILD, children)):
                apart = sorted((c for c in rivals if self._apart(deletion, c)), key=_stamp, reverse=True)
                versions = (Version(c, self._written.get(c.id) or c.written()) for c in apart)
                if apart:
                    conflicts.append(Conflict(quarrel, DELETED, (Version(deletion, {DELETED: 1}), *versions)))
        return conflicts

    def _apart(self, one: Change, other: Change) -> bool:
        knew = self._knowledge.knew
        return one.id != other.id and not knew(one, other) and not knew(other, one)


def _not_erased(changes: Sequence[Change], knowledge: Knowledge) -> dict[str, Fields]:
    """What each change wrote, by its id, without the fields that an erasure unknown to it took away."""
    written = {change.id: change.written() for change in changes}
    erasures = [change for change in changes if change.op == "erase"]
    for erasure in erasures:
        gone = written[erasure.id].keys()
        for change in changes:
            if change.op != "erase" and not knowledge.knew(change, erasure):
                kept = {name: value for name, value in written[change.id].items() if name not in gone}
                written[change.id] = kept
    return written


def blank_erased(changes: Sequence[Change], knowledge: Knowledge) -> list[Change]:
    """The changes of one record that still hold what was erased, blanked; to be written over them."""
    kept = _not_erased(changes, knowledge)
    blanked = []
    for change in changes:
        written = change.written()
        fields = {name: kept[change.id].get(name) for name in written}
        if fields != written:
            blanked.append(attrs.evolve(change, fields=pack(fields)))
    return blanked


def one_of(ours: Change, theirs: Change) -> Change | None:
    """The row that stands of two with one replica and sequence number; None where they are different changes.

    They may differ only in fields that one of them has blanked: blank wins. `import_id` is each file's own.
    """
    if ours == theirs:
        return ours
    if attrs.evolve(theirs, fields=ours.fields, import_id=ours.import_id) != ours:
        return None
    mine, other = ours.written(), theirs.written()
    if mine.keys() != other.keys():
        return None
    both = {name: mine[name] if mine[name] == other[name] else None for name in mine}
    if any(both[name] is None and mine[name] is not None and other[name] is not None for name in both):
        return None
    return attrs.evolve(ours, fields=pack(both))


def _stamp(change: Change) -> str:
    return change.stamp


def _seq(change: Change) -> int:
    return change.seq


def _place(conflict: Conflict) -> tuple[str, str, str]:
    return conflict.quarrel.value, conflict.unit, conflict.versions[0].change.id
