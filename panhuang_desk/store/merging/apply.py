"""Bringing copies in: the union of the journals, and the records that it adds up to.

A record whose changes all come from one copy is as that copy has it, since a copy's tables are what its journal adds
up to; every other record that is touched is put together anew from all of its changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.journal import DELETED, Change, Knowledge, RecordJournal, blank_erased, merge_units
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.merge import KindCount
from panhuang_desk.model.undo import RecordKey
from panhuang_desk.model.values import Progress
from panhuang_desk.store import columns, compare
from panhuang_desk.store.columns import Column
from panhuang_desk.store.engine import Connection
from panhuang_desk.store.merging import conflicts
from panhuang_desk.store.merging.source import Source
from panhuang_desk.store.register import Register
from panhuang_desk.store.search import Index
from panhuang_desk.store.tally import Tally

MANY = 4000
"""From how many touched records on, index, register and tally are put together anew as a whole."""
_AT_ONCE = 2000
_SEVERAL = -1


@attrs.define
class Taken:
    """What is taken from one source: replica to the last sequence number that was there before."""

    source: Source
    number: int
    after: dict[str, int]
    counts: dict[str, KindCount] = attrs.field(factory=dict)
    by_village: dict[str, KindCount] = attrs.field(factory=dict)
    conflicts: int = 0
    erased: int = 0

    def count(self, kind: str, village: str, found: KindCount) -> None:
        """Add to what this copy brought."""
        self.counts[kind] = self.counts.get(kind, KindCount()) + found
        self.by_village[village] = self.by_village.get(village, KindCount()) + found


@attrs.define
class Work:
    """A merge under way, inside a transaction of the caller."""

    connection: Connection
    index: Index
    register: Register
    tally: Tally
    run: str
    progress: Progress
    touched: dict[RecordKey, int] = attrs.field(factory=dict)
    """Record to the number of the one source that all its rows come from, or _SEVERAL."""
    brought: dict[RecordKey, set[int]] = attrs.field(factory=dict)
    """For records put together anew, and for parents of what came, the numbers of the sources that had a part in it."""
    conflicts: int = 0
    erased: int = 0

    def bring_in(self, taken: Sequence[Taken]) -> None:
        """Write what the sources have to add. UserError where two of them cannot both be true."""
        held = int(self.connection.execute("SELECT count(*) FROM change").fetchone()[0])
        coming = sum(one.source.heads[replica] - after for one in taken for replica, after in one.after.items())
        # Where more comes than is there, it is faster to sort each index once at the end.
        taken_off = self._without_indexes() if coming > max(MANY, held) else []
        for place, one in enumerate(taken):
            self.progress(0.5 * place / len(taken), one.source.path.name)
            self._journal(one)
        if held:
            self._put_back([sql for table, sql in taken_off if table == "change"])
            taken_off = [each for each in taken_off if each[0] != "change"]
            self._known_before()
        whole = len(self.touched) > MANY
        for place, one in enumerate(taken):
            self.progress(0.5 + 0.2 * place / len(taken), one.source.path.name)
            self._records(one, whole=whole)
            self._beside(one)
        self.progress(0.75, "正在整理索引")
        self._put_back([sql for _, sql in taken_off])
        mixed = [key for key, source in self.touched.items() if source == _SEVERAL]
        self._mixed(mixed, {one.number: one for one in taken}, whole=whole)
        self._look_again({*mixed, *self._parents(), *self._of_several_writers(taken)},
                         {one.number: one for one in taken})
        if whole:
            self.progress(0.9, "正在整理索引")
            self.index.rebuild()
            self.register.rebuild()
            self.tally.rebuild()

    def _without_indexes(self) -> list[tuple[str, str]]:
        """Take the secondary indexes of what is going to be filled away; their tables and how they are made again."""
        found = [(str(name), str(table), str(sql)) for name, table, sql in self.connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()]
        mine = [each for each in found if each[1] in (*KINDS, "change")]
        for name, _, _ in mine:
            self.connection.execute(f'DROP INDEX "{name}"')
        return [(table, sql) for _, table, sql in mine]

    def _put_back(self, indexes: Iterable[str]) -> None:
        for sql in indexes:
            self.connection.execute(sql)

    def _journal(self, one: Taken) -> None:
        """Add the replicas, what they knew, and the rows of the journal; note which records they touch."""
        source, connection = one.source, self.connection
        connection.executemany("INSERT OR IGNORE INTO replica VALUES (?, ?, ?, ?)",
                               source.rows("SELECT id, device, person, created_at FROM replica"))
        connection.executemany("INSERT OR IGNORE INTO village VALUES (?, ?, ?, ?, ?)", source.villages)
        self._know(source)
        marks = ", ".join("?" * 15)
        for replica, after in one.after.items():
            connection.executemany(f"INSERT INTO change ({compare.CHANGE_COLUMNS}) VALUES ({marks})",
                                   self._noted(source.changes(replica, after), one.number))

    def _know(self, source: Source) -> None:
        rows = source.known()
        ours = {(replica, basis, other): seq for replica, basis, other, seq in self.connection.execute(
            "SELECT replica, basis, other, seq FROM known").fetchall()}
        for replica, basis, other, seq in rows:
            if ours.setdefault((replica, basis, other), seq) != seq:
                raise diverged(source)
        self.connection.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?, ?)", rows)

    def _noted(self, rows: Iterator[tuple[object, ...]], number: int) -> Iterator[tuple[object, ...]]:
        touched, mark = self.touched, f"{self.run}#{number}"
        for row in rows:
            key = (str(row[10]), str(row[11]))
            # An erasure is carried through every change of its record, whoever brings them.
            if touched.setdefault(key, number) != number or row[9] == "erase":
                touched[key] = _SEVERAL
            yield (*row[:14], mark)

    def _known_before(self) -> None:
        """Records of which this file, or an undone merge, held changes before are put together anew."""
        keys = [key for key, number in self.touched.items() if number != _SEVERAL]
        for first in range(0, len(keys), _AT_ONCE):
            part = keys[first:first + _AT_ONCE]
            for key in self.connection.execute(
                    "SELECT DISTINCT table_name, record_id FROM change WHERE (table_name, record_id) IN"
                    " (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
                    " AND substr(coalesce(import_id, ''), 1, ?) <> ?",
                    [json.dumps(part), len(self.run) + 1, f"{self.run}#"]).fetchall():
                self.touched[key] = _SEVERAL

    def _records(self, one: Taken, *, whole: bool) -> None:
        """The records that come from this source alone, as it has them."""
        ids: dict[str, list[str]] = {name: [] for name in KINDS}
        for (kind, record_id), number in self.touched.items():
            if number == one.number:
                ids[kind].append(record_id)
        for kind, mine in ids.items():
            if mine:
                self._rows_of(one, kind, mine, whole=whole)

    def _rows_of(self, one: Taken, kind: str, ids: Sequence[str], *, whole: bool) -> None:
        of, villages = columns.table(kind), dict[str, int]()
        every = next(one.source.rows(f"SELECT count(*) FROM {kind}"))[0]

        def noted(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
            for row in rows:
                villages[str(row[1])] = villages.get(str(row[1]), 0) + 1
                yield row

        for part in ([None] if every == len(ids) else
                     [ids[first:first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE)]):
            rows = one.source.rows(of.select) if part is None else one.source.rows(
                f"{of.select} WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(part)])
            self.connection.executemany(of.insert, noted(rows))
        if sum(villages.values()) != len(ids):
            raise UserError(f"副本“{one.source.path.name}”里的记录和修改记录对不上，没有合并。",
                            "请让村里重新做一份。", code="torn")
        for village, count in villages.items():
            one.count(kind, village, KindCount(new=count))
        if not whole:
            self._follow(kind, ids)

    def _follow(self, kind: str, ids: Sequence[str]) -> None:
        """Let the search index, the register and the tally take in new records."""
        of = columns.table(kind)
        for record in self.connection.execute(
                f"{of.select} WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]).fetchall():
            row = dict(zip(of.columns, record, strict=True))
            self.register.note(kind, row, {})
            self.tally.note(kind, row)
            if not row["deleted"] and of.searchable:
                self.index.put(of, str(row["id"]), str(row["village"]), row)

    def _beside(self, one: Taken) -> None:
        """The pictures and files of records that the copy has and this file has not."""
        for table, content in (("photo_image", "preview, image"), ("attachment", "content")):
            ours = {row[0] for row in self.connection.execute(f"SELECT id FROM {table}").fetchall()}
            wanted = [row[0] for row in one.source.rows(f"SELECT id FROM {table}") if row[0] not in ours]
            marks = ", ".join("?" * (content.count(",") + 2))
            for first in range(0, len(wanted), 50):
                self.connection.executemany(
                    f"INSERT INTO {table} (id, {content}) VALUES ({marks})",
                    one.source.rows(f"SELECT id, {content} FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
                                    [json.dumps(wanted[first:first + 50])]))

    def _mixed(self, keys: Sequence[RecordKey], by_number: Mapping[int, Taken], *, whole: bool) -> None:
        """Put records together anew from all of their changes; what was erased is blanked in them."""
        units, knowledge = merge_units(KINDS.values()), compare.read_knowledge(self.connection)
        for first in range(0, len(keys), _AT_ONCE):
            self.progress(0.8 + 0.1 * first / len(keys), "正在合并两边都改过的记录")
            for key, changes in histories(self.connection, keys[first:first + _AT_ONCE]).items():
                brought = {int(str(each.import_id).rpartition("#")[2]) for each in changes
                           if str(each.import_id or "").startswith(f"{self.run}#")}
                is_new = all(str(each.import_id or "").startswith(f"{self.run}#") for each in changes)
                erased = self.erased
                village = self._put(key, changes, knowledge, units, follow=not whole)
                self.brought[key] = brought
                for number in brought:
                    by_number[number].count(key[0], village, KindCount(new=int(is_new), changed=int(not is_new)))
                    by_number[number].erased += self.erased - erased

    def _put(self, key: RecordKey, changes: Sequence[Change], knowledge: Knowledge,
             units: Mapping[str, Mapping[str, str]], *, follow: bool) -> str:
        """Write one record as its changes make it; the village that it belongs to."""
        blanked = blank_erased(changes, knowledge)
        for change in blanked:
            self.connection.execute("UPDATE change SET fields = ? WHERE id = ?", [change.fields, change.id])
        self.erased += bool(blanked)
        fresh = {change.id: change for change in blanked}
        state = RecordJournal([fresh.get(each.id, each) for each in changes], knowledge, units).state()
        return write_record(self, key, {**state.values, DELETED: int(state.deleted)}, follow=follow)

    def _look_again(self, keys: set[RecordKey], by_number: Mapping[int, Taken]) -> None:
        before = conflicts.listed(self.connection)
        conflicts.look_again(self.connection, keys)
        new = conflicts.listed(self.connection) - before
        self.conflicts = len(new)
        for kind, record_id, *_ in new:
            key = (kind, record_id)
            for number in self.brought.get(key, {self.touched.get(key, _SEVERAL)} - {_SEVERAL}):
                by_number[number].conflicts += 1

    def _of_several_writers(self, taken: Sequence[Taken]) -> list[RecordKey]:
        """Touched records that a copy alone brought, but that more than one had written in it."""
        return [key for one in taken if len(one.source.heads) > 1 for kind, id in one.source.rows(
                    "SELECT table_name, record_id FROM change GROUP BY 1, 2 HAVING count(DISTINCT replica) > 1")
                if (key := (str(kind), str(id))) in self.touched]

    def _parents(self) -> list[RecordKey]:
        """Deleted records that a touched record refers to: a deletion and a new child may not have known each other."""
        found: list[RecordKey] = []
        by_kind: dict[str, list[str]] = {}
        for kind, record_id in self.touched:
            by_kind.setdefault(kind, []).append(record_id)
        for kind, ids in by_kind.items():
            for parent, field, condition in conflicts.parents_of(kind):
                for above, child in self.connection.execute(
                        f"SELECT p.id, c.id FROM {kind} c JOIN {parent} p ON p.id = c.{field} WHERE p.deleted = 1"
                        f" AND c.deleted = 0{condition} AND c.id IN (SELECT value FROM json_each(?))",
                        [json.dumps(ids)]).fetchall():
                    found.append((parent, str(above)))
                    number = self.touched[kind, str(child)]
                    whose = self.brought.get((kind, str(child)), {number} - {_SEVERAL})
                    self.brought.setdefault((parent, str(above)), set()).update(whose)
        return found


def histories(connection: Connection, keys: Iterable[RecordKey]) -> dict[RecordKey, list[Change]]:
    """All changes of some records."""
    found: dict[RecordKey, list[Change]] = {key: [] for key in keys}
    for row in connection.execute(
            f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE (table_name, record_id) IN"
            " (SELECT value ->> 0, value ->> 1 FROM json_each(?))", [json.dumps(list(found))]).fetchall():
        change = Change(*row)
        found[change.table_name, change.record_id].append(change)
    return found


def write_record(work: Work, key: RecordKey, values: Mapping[str, Column], *, follow: bool) -> str:
    """Bring a record's row to these values, make it, or take it away where its changes give it no village."""
    kind, record_id = key
    of, connection = columns.table(kind), work.connection
    found = connection.execute(f"{of.select} WHERE id = ?", [record_id]).fetchone()
    old = dict(zip(of.columns, found, strict=True)) if found else {}
    village = values.get("village")
    if village is None:
        connection.execute(f"DELETE FROM {kind} WHERE id = ?", [record_id])
        work.index.drop(kind, record_id)
        if old:
            work.register.note(kind, old, {})
            work.tally.note(kind, old)
        return ""
    row: dict[str, Column] = {"id": record_id, "village": village, "deleted": values.get(DELETED) or 0}
    row |= {name: values.get(name) for name in of.kind.columns}
    if old:
        differs = {name: value for name, value in row.items() if old[name] != value}
        if differs:
            connection.execute(f"UPDATE {kind} SET {', '.join(f'{name} = ?' for name in differs)} WHERE id = ?",
                               [*differs.values(), record_id])
    else:
        connection.execute(of.insert, tuple(row.values()))
    if follow:
        work.register.note(kind, row, {name: old[name] for name in old if old[name] != row[name]})
        work.tally.note(kind, row)
        if row["deleted"]:
            work.index.drop(kind, record_id)
        elif of.searchable:
            work.index.put(of, record_id, str(village), row)
    return str(village)


def diverged(source: Source) -> UserError:
    """Two files went on writing as one and the same replica: neither may be believed to hold the other."""
    return UserError(f"副本“{source.path.name}”和已有的数据对不上：像是同一个文件被复制成两份，两边各写了各的。",
                     "请先在村里那台电脑上打开原来的文件，重新做一份副本。", code="diverged")
