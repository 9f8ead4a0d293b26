"""Many copies become one file: a union of journals, shown before it is done, and taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model import clock
from panhuang_desk.model.journal import DELETED, RecordJournal, merge_units
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.merge import CopyFacts, CopyResult, KindCount, MergeResult
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.store import compare, replicas, trouble
from panhuang_desk.store.columns import Column
from panhuang_desk.store.engine import Connection
from panhuang_desk.store.merging import conflicts
from panhuang_desk.store.merging.apply import Taken, Work, diverged, histories, write_record
from panhuang_desk.store.merging.conflicts import OpenConflict
from panhuang_desk.store.merging.source import Source
from panhuang_desk.store.replicas import Pen

if TYPE_CHECKING:
    from panhuang_desk.store.store import Hands, Store

_AT_ONCE = 2000


@attrs.frozen
class Run:
    """A merge that was done. `undone_at` is empty while it stands; `last` tells that it is the newest that stands."""

    id: str
    at: str
    person: str
    undone_at: str
    copies: tuple[CopyNote, ...]
    last: bool = False


@attrs.frozen
class CopyNote:
    """What is remembered of a copy that was brought in."""

    name: str
    village: str
    month: str
    made_at: str
    device: str
    person: str
    heads: Mapping[str, int]
    counts: Mapping[str, KindCount]


class _NotForGoodError(Exception):
    """Ends the transaction of a merge that was only to be shown."""


def merge(
    store: Store, sources: Sequence[Source], *, dry_run: bool = False, progress: Progress = no_progress,
) -> MergeResult:
    """Bring open copies in, in one transaction; `dry_run` shows what would come of it and writes nothing.

    A copy that cannot be taken is refused by name, the others go in. UserError for what the disk did; `Cancelled`,
    where `progress` raises it, leaves the file as it was.
    """
    run, results = store.new_id(), list[CopyResult]()
    found = MergeResult(())
    try:
        with trouble.told(store.path), store.hands() as hands:
            taken, results = _choose(store, hands.connection, sources)
            work = Work(hands.connection, hands.index, hands.register, hands.tally, run, progress)
            work.bring_in(taken)
            found = MergeResult(
                tuple(_counted(hands.connection, each, taken) for each in results),
                work.conflicts, work.erased, "" if dry_run or not taken else run)
            if dry_run:
                raise _NotForGoodError
            if taken:
                _note(store, hands, found, taken, sources)
    except _NotForGoodError:
        pass
    return found


def resolve(store: Store, kind: str, id: str, fields: Mapping[str, Column]) -> Changes:
    """Settle what is in conflict: these fields stand, for whoever gets the choice, and it does not come up again.

    `fields` are of one merge unit, or `deleted` alone with 0 or 1. KeyError where the record is not in the file.
    """
    with store.hands() as hands:
        with store.action() as action:
            action.settle(kind, id, fields)
        conflicts.look_again(hands.connection, [(kind, id)])
    return action.changes


def open_conflicts(store: Store) -> list[OpenConflict]:
    """What nobody has decided yet, by kind and record."""
    with trouble.told(store.path), store.looking() as connection:
        return conflicts.open_conflicts(connection)


def writers(store: Store) -> list[tuple[str, str]]:
    """Every replica that the file holds changes of, with the computer that it wrote on."""
    return [(str(id), str(device)) for id, device in store.read("SELECT id, device FROM replica ORDER BY id")]


def undo_merge(store: Store, run: str, progress: Progress = no_progress) -> None:
    """Take the changes that a merge brought out again and put its records together without them; no tombstones.

    Only the newest merge that stands; UserError for another one. What the villages have is not touched by it.
    """
    with trouble.told(store.path), store.hands() as hands:
        standing = [each for each in runs(store) if not each.undone_at]
        if not standing or standing[0].id != run:
            raise UserError("只能先撤销最近的一次合并。", "请从最近的一次开始，一次一次往回撤。", code="not_last")
        connection = hands.connection
        keys = [(str(kind), str(id)) for kind, id in connection.execute(
            "SELECT DISTINCT table_name, record_id FROM change WHERE substr(import_id, 1, ?) = ?",
            [len(run) + 1, f"{run}#"]).fetchall()]
        connection.execute("DELETE FROM change WHERE substr(import_id, 1, ?) = ?", [len(run) + 1, f"{run}#"])
        _forget_basis(connection, run, hands.pen)
        work = Work(connection, hands.index, hands.register, hands.tally, run, progress)
        knowledge, units = compare.read_knowledge(connection), merge_units(KINDS.values())
        for first in range(0, len(keys), _AT_ONCE):
            progress(first / len(keys), "正在撤销")
            for key, changes in histories(connection, keys[first:first + _AT_ONCE]).items():
                state = RecordJournal(changes, knowledge, units).state() if changes else None
                values = {**state.values, DELETED: int(state.deleted)} if state else {}
                write_record(work, key, values, follow=True)
        _require_no_loose_ends(connection)
        conflicts.look_again(connection, keys)
        connection.execute("UPDATE merge_run SET undone_at = ? WHERE id = ?",
                           [store.now().isoformat(timespec="seconds"), run])


def runs(store: Store) -> list[Run]:
    """The merges of this file, the newest first."""
    notes: dict[str, list[CopyNote]] = {}
    for run, name, village, month, made_at, device, person, heads, counts in store.read(
            "SELECT run, name, village, month, made_at, device, person, heads, counts FROM merge_copy"
            " ORDER BY run, number"):
        known = {kind: KindCount(*each) for kind, each in json.loads(counts).items()}
        notes.setdefault(run, []).append(
            CopyNote(name, village, month, made_at, device, person, json.loads(heads), known))
    found = [Run(id, at, person, undone or "", tuple(notes.get(id, ()))) for id, at, person, undone in store.read(
        "SELECT id, at, person, undone_at FROM merge_run ORDER BY at DESC, id DESC")]
    newest = next((each.id for each in found if not each.undone_at), "")
    return [attrs.evolve(each, last=each.id == newest) for each in found]


def _choose(store: Store, connection: Connection, sources: Sequence[Source]) -> tuple[list[Taken], list[CopyResult]]:
    """What is taken from each source; one that cannot be is refused, and the next ones do without it."""
    ours = {replica: seq for replica, seq, _ in replicas.heads(connection)}
    claimed: dict[str, tuple[int, Source | None]] = {replica: (seq, None) for replica, seq in ours.items()}
    villages = {str(row[0]) for row in connection.execute("SELECT code FROM village").fetchall()}
    taken, results = list[Taken](), list[CopyResult]()
    for number, source in enumerate(sources, start=1):
        facts = _facts(store, source)
        strangers = tuple(str(row[1]) for row in source.villages if row[0] not in villages)
        try:
            _require_alike(store, source)
            _require_agreement(connection, source, claimed)
        except UserError as problem:
            results.append(CopyResult(number, facts, strangers=strangers, refused=problem.message,
                                      hint=problem.hint, code=problem.code))
            continue
        after = {replica: claimed.get(replica, (0, None))[0] for replica, seq in source.heads.items()
                 if seq > claimed.get(replica, (0, None))[0]}
        claimed |= {replica: (source.heads[replica], source) for replica in after}
        taken.append(Taken(source, number, after))
        results.append(CopyResult(number, facts, strangers=strangers))
    return taken, results


def _facts(store: Store, source: Source) -> CopyFacts:
    wall = int(store.now().timestamp() * 1000)
    ahead = clock.stamp_ms(source.newest) - wall if source.newest and clock.is_ahead(source.newest, wall) else 0
    return CopyFacts(source.path.name, source.meta.get("home", ""), tuple(row[0] for row in source.villages),
                     source.meta.get("person", ""), _device(source), source.newest, source.schema,
                     source.meta.get("sample") == "1", ahead // 1000)


def _device(source: Source) -> str:
    rows = source.rows("SELECT device FROM replica ORDER BY created_at DESC LIMIT 1")
    return str(next(rows, ("",))[0])


def _require_alike(store: Store, source: Source) -> None:
    if (source.meta.get("sample") == "1") != store.sample:
        if store.sample:
            raise UserError("这个文件是演示数据，不能合并真实数据。", "请打开街道自己的文件再合并。", code="sample")
        raise UserError("这份副本是演示数据，不能并入真实数据。", "请核对拿来的是哪个文件。", code="sample")


def _require_agreement(
    connection: Connection, source: Source, claimed: Mapping[str, tuple[int, Source | None]],
) -> None:
    """The last change of a replica that both hold is one and the same: so are all before it."""
    for replica, seq in source.heads.items():
        held, holder = claimed.get(replica, (0, None))
        common = min(held, seq)
        if common and source.change_id(replica, common) != _change_id(connection, holder, replica, common):
            raise diverged(source)


def _change_id(connection: Connection, holder: Source | None, replica: str, seq: int) -> str:
    row = connection.execute("SELECT id FROM change WHERE replica = ? AND seq = ?", [replica, seq]).fetchone()
    if row is not None:
        return str(row[0])
    return holder.change_id(replica, seq) if holder is not None else ""


def _counted(connection: Connection, result: CopyResult, taken: Sequence[Taken]) -> CopyResult:
    """A copy's result with what it brought, and how many of its records were the same here."""
    one = next((each for each in taken if each.number == result.number), None)
    if one is None:
        return result
    counts = {}
    for kind in KINDS:
        every = int(next(one.source.rows(f"SELECT count(*) FROM {kind}"))[0])  # type: ignore[call-overload]
        found = one.counts.get(kind, KindCount())
        if every or found != KindCount():
            counts[kind] = attrs.evolve(found, same=max(every - found.new - found.changed, 0))
    return attrs.evolve(result, counts=counts, by_village=dict(one.by_village), conflicts=one.conflicts,
                        erased=one.erased)


def _note(store: Store, hands: Hands, found: MergeResult, taken: Sequence[Taken], sources: Sequence[Source]) -> None:
    """Remember the merge, and from now on write as one who knows what came with it."""
    at, pen, connection = store.now().isoformat(timespec="seconds"), hands.pen, hands.connection
    if any(one.after for one in taken):
        if not pen.replica:
            pen.begin(connection, at)
        heads = {replica: seq for replica, seq, _ in replicas.heads(connection)}
        rows = compare.read_knowledge(connection).rows_for(pen.replica, pen.basis + 1, heads)
        connection.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", rows)
        pen.basis += bool(rows)
    connection.execute("INSERT INTO merge_run VALUES (?, ?, ?, ?, ?, NULL)",
                       [found.run, at, store.person, pen.basis, pen.replica])
    for result in found.copies:
        if result.refused or result.facts is None:
            continue
        source, facts = sources[result.number - 1], result.facts
        counts = {kind: [each.new, each.changed, each.same] for kind, each in result.counts.items()}
        connection.execute(
            "INSERT INTO merge_copy VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [found.run, result.number, facts.name, facts.village, source.meta.get("month", ""),
             source.meta.get("made_at", "") or facts.newest[:19], facts.device, facts.person,
             json.dumps(dict(source.heads)), json.dumps(counts)])


def _forget_basis(connection: Connection, run: str, pen: Pen) -> None:
    """What this file knew through the merge is forgotten, unless something was written since that knew it."""
    basis, replica = connection.execute("SELECT basis, replica FROM merge_run WHERE id = ?", [run]).fetchone()
    # What other replicas knew at bases from which no change is here any more comes again with their changes.
    connection.execute("DELETE FROM known WHERE replica <> ? AND basis > (SELECT coalesce(max(basis), 0) FROM change"
                       " WHERE replica = known.replica)", [pen.replica or replica])
    if connection.execute("SELECT 1 FROM change WHERE replica = ? AND basis >= ?", [replica, basis]).fetchone():
        return
    connection.execute("DELETE FROM known WHERE replica = ? AND basis = ?", [replica, basis])
    if pen.replica == replica:
        pen.basis = replicas.last_basis(connection, replica)


def _require_no_loose_ends(connection: Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise UserError("这次合并带来的记录上，后来又记了新的内容，不能整批撤销。",
                        "请先撤销或删除后来记的那些，再撤销合并。", code="used")
