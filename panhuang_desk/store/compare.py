"""The journal against the tables: every field of every record has to be what its changes add up to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from panhuang_desk.model.journal import DELETED, Change, Knowledge, Units, merge_units, replay
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.store import columns, migrations
from panhuang_desk.store.columns import Column, Table
from panhuang_desk.store.engine import Connection

CHANGE_COLUMNS = (
    "id, replica, seq, basis, stamp, at, person, action_id, undoes, op, table_name, record_id, fields, schema,"
    " import_id"
)
_RECORD, _OP, _FIELDS = 11, 9, 12


def left_unclean(connection: Connection) -> bool:
    """Whether the last writing session was not closed: it is still open, or it crashed."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'clean'").fetchone()
    return row is not None and row[0] == "0"


def torn(connection: Connection) -> list[str]:
    """What shows that pages of two times are mixed; for a file that was not closed cleanly."""
    sound = connection.execute("PRAGMA integrity_check(5)").fetchall()
    if sound != [("ok",)]:
        return ["文件内部的索引与数据不一致。"]
    if migrations.edition(connection) < migrations.newest():
        # The tables are not yet those that the kinds declare.
        return []
    return differences(connection)


def differences(connection: Connection, progress: Progress = no_progress) -> list[str]:
    """What is wrong between journal and tables, in Chinese, without personal data."""
    knowledge = read_knowledge(connection)
    units = merge_units(KINDS.values())
    problems = []
    for number, name in enumerate(KINDS):
        progress(number / len(KINDS), "正在核对日志")
        problems += _of_kind(connection, columns.table(name), knowledge, units)
    strangers = connection.execute(
        f"SELECT count(*) FROM change WHERE table_name NOT IN ({', '.join('?' * len(KINDS))})", list(KINDS),
    ).fetchone()[0]
    if strangers:
        problems.append(f"日志里有 {strangers} 条不认识的记录种类。")
    return problems + _gaps(connection)


def read_knowledge(connection: Connection) -> Knowledge:
    """What every replica had seen, out of the file."""
    return Knowledge(connection.execute("SELECT replica, basis, other, seq FROM known").fetchall())


def _of_kind(connection: Connection, of: Table, knowledge: Knowledge, units: Units) -> list[str]:
    differing: list[str] = []
    unknown: list[str] = []
    journal = connection.execute(
        f"SELECT {CHANGE_COLUMNS} FROM change WHERE table_name = ? ORDER BY record_id", [of.kind.name])
    records = connection.execute(f"{of.select} ORDER BY id")
    row = next(records, None)
    for record_id, group in groupby(_in_batches(journal), key=itemgetter(_RECORD)):
        while row is not None and row[0] < record_id:
            unknown.append(row[0])
            row = next(records, None)
        expected = _expected(list(group), knowledge, units)
        if row is None or row[0] != record_id:
            # Where a merge was undone, later changes of its records stay in the journal without a record.
            differing += [record_id] if expected.get("village") is not None else []
            continue
        if not _agrees(of, row, expected):
            differing.append(record_id)
        row = next(records, None)
    while row is not None:
        unknown.append(row[0])
        row = next(records, None)
    label = of.kind.label
    return [
        *([f"{label}：{len(differing)} 条记录与日志不一致，例如 {differing[0]}。"] if differing else []),
        *([f"{label}：{len(unknown)} 条记录在日志里没有，例如 {unknown[0]}。"] if unknown else []),
    ]


def _in_batches(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while batch := cursor.fetchmany(2000):
        yield from batch


def _expected(changes: list[tuple[Any, ...]], knowledge: Knowledge, units: Units) -> Mapping[str, Column]:
    if len(changes) == 1 and changes[0][_OP] == "set":
        fields: dict[str, Column] = json.loads(changes[0][_FIELDS])
        return fields
    state = replay([Change(*change) for change in changes], knowledge, units)
    return {**state.values, DELETED: int(state.deleted)}


def _agrees(of: Table, row: tuple[Any, ...], expected: Mapping[str, Column]) -> bool:
    if row[1] != expected.get("village") or row[2] != expected.get(DELETED, 0):
        return False
    return all(map(_same, row[3:], map(expected.get, of.kind.columns)))


def _same(one: Column, other: Column) -> bool:
    return one == other and type(one) is type(other)


def _gaps(connection: Connection) -> list[str]:
    """A file holds a beginning of each replica without a gap, and knows every replica it holds changes of."""
    problems = []
    rows = connection.execute(
        "SELECT c.replica, count(*), min(c.seq), max(c.seq), r.id FROM change c LEFT JOIN replica r ON r.id = c.replica"
        " GROUP BY c.replica").fetchall()
    for replica, count, first, last, known in rows:
        if first != 1 or last != count:
            problems.append(f"日志不连续：副本 {replica} 应有 {last} 条，实有 {count} 条。")
        if known is None:
            problems.append(f"日志里有不认识的副本 {replica}。")
    beyond = connection.execute(
        "SELECT count(*) FROM known k WHERE k.seq > (SELECT coalesce(max(seq), 0) FROM change WHERE replica = k.other)"
        " AND k.replica NOT IN (SELECT replica FROM merge_run WHERE undone_at IS NOT NULL)",
    ).fetchone()[0]
    unknown = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT replica, basis FROM change WHERE basis > 0) c WHERE NOT EXISTS"
        " (SELECT 1 FROM known k WHERE k.replica = c.replica AND k.basis = c.basis)").fetchone()[0]
    if unknown:
        problems.append(f"日志不完整：有 {unknown} 处没有记下当时已经看到的修改。")
    if beyond:
        problems.append(f"日志不完整：有 {beyond} 处提到了文件里没有的修改。")
    return problems
