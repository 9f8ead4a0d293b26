"""Gives the records of a kind out as a spreadsheet that other programs open and that can come in again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.ledger import Reason
from panhuang_desk.exchange.sheets_out import Column, csv_bytes, xlsx_bytes
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Field, Type, Value
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.behind import Behind
from panhuang_desk.services.files import write_file
from panhuang_desk.services.records import title_of
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import door_order

_AS_WORDS = (Type.FLAG, Type.CHOICE, Type.CHOICES)


@attrs.frozen
class Exported:
    """A spreadsheet that was written. `personal` says that it holds names, phones or addresses, unprotected."""

    path: Path
    rows: int
    personal: bool


def export_file(
    session: Session, kind_name: str, target: Path, *, village: str = "", progress: Progress = no_progress
) -> Exported:
    """Write all records of a kind, or those of one village, as .csv or .xlsx by the target's name.

    The columns come from the kind's declaration. UserError where the kind or the ending is not one of those, or
    the file cannot be written.
    """
    make = _writer(target)
    kind = KINDS.get(kind_name)
    fields = columns_of(kind) if kind else ()
    if kind is None or not fields:
        names = "、".join(f"{known.name}（{known.label}）" for known in KINDS.values() if columns_of(known))
        raise UserError("这种记录不能导出成表格。", f"能导出的有：{names}。", code="export_kind")
    progress(0.0, "正在整理")
    records = _in_order(kind, session.store.records(kind.name, {"village": village} if village else None))
    rows = _rows(session, fields, records)
    progress(0.7, "正在写文件")
    write_file(target, make(kind.label, [Column("村（社区）", width=12), *map(Column.of, fields)], rows))
    progress(1.0, "完成")
    return Exported(target, len(rows), any(field.privacy.value != "open" for field in fields))


def export_reasons(reasons: Sequence[Reason], target: Path) -> Exported:
    """Write the cells that an import could not take, with the reasons, as .csv or .xlsx by the target's name."""
    make = _writer(target)
    columns = [Column("工作表", width=12), Column("行", Type.INTEGER, 6), Column("列", width=14),
               Column("原因", width=44)]
    rows: list[list[Value]] = [[reason.sheet, reason.row, reason.column, reason.reason] for reason in reasons]
    write_file(target, make("有问题的行", columns, rows))
    return Exported(target, len(rows), personal=False)


def export_behind(behind: Behind, target: Path) -> Exported:
    """Write the records behind a number, which name no person, as .csv or .xlsx by the target's name."""
    columns = [Column("村（社区）", width=14), Column("日期", Type.DATE, 12), Column("记录", width=30),
               Column(behind.unit or "数", Type.DECIMAL, 8)]
    rows: list[list[Value]] = [[row.village, row.day or None, row.words, row.number] for row in behind.rows]
    write_file(target, _writer(target)(behind.label, columns, rows))
    return Exported(target, len(rows), False)


def columns_of(kind: Kind) -> tuple[Field, ...]:
    """The fields that go into a spreadsheet: what is typed, what lists show, and the record it belongs to."""
    return tuple(
        field for field in kind.fields
        if field.type is not Type.JSON and (field.form or field.width or _names_parent(field))
    )


def _names_parent(field: Field) -> bool:
    return field.type is Type.REFERENCE and field.required


def _writer(target: Path) -> Callable[[str, Sequence[Column], Sequence[Sequence[Value]]], bytes]:
    if target.suffix.lower() == ".xlsx":
        return xlsx_bytes
    if target.suffix.lower() == ".csv":
        return lambda title, columns, rows: csv_bytes(columns, rows)
    raise UserError("不知道要导出成哪种表格。", "文件名请以 .xlsx 或 .csv 结尾。", code="export_ending")


def _in_order(kind: Kind, records: list[Record]) -> list[Record]:
    """Households in door order, dated records by their day, others by when they were made."""
    if "door_no" in kind.by_name:
        return sorted(records, key=lambda r: (r.village, door_order(r.number("group_no"), r.text("door_no")), r.id))
    return sorted(records, key=lambda r: (r.village, r.text(kind.dated) if kind.dated else "", r.id))


def _rows(session: Session, fields: Sequence[Field], records: Sequence[Record]) -> list[list[Value]]:
    names = {village.code: village.name for village in session.store.villages}
    lists = {field.name: session.resources.choices(field) for field in fields if field.type in _AS_WORDS}
    referred = {field.name: _titles(session, field) for field in fields if field.type is Type.REFERENCE}

    def cell(field: Field, value: Value) -> Value:
        if field.type is Type.REFERENCE:
            return referred[field.name].get(str(value), "")
        return show(field, value, lists[field.name]) if field.type in _AS_WORDS else value

    return [
        [names.get(record.village, record.village), *(cell(field, record[field.name]) for field in fields)]
        for record in records
    ]


def _titles(session: Session, field: Field) -> dict[str, str]:
    """The records that a field may refer to, in a line each."""
    return {record.id: title_of(session, record) for record in session.store.records(field.refers_to, deleted=None)}
