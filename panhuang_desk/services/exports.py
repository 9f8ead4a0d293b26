"""Gives the records of a kind out as a spreadsheet that other programs open and that can come in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.headings import MASKED_SUFFIX, RECORD_HEADING, VILLAGE_HEADING
from panhuang_desk.exchange.sheets_out import Column, csv_bytes
from panhuang_desk.exchange.xlsx_out import xlsx_bytes
from panhuang_desk.model.fields import Field, Privacy, Type, Value
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.masking import masked as covered
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.behind import Behind
from panhuang_desk.services.cells import AS_WORDS, cell
from panhuang_desk.services.figures import scope
from panhuang_desk.services.files import write_file
from panhuang_desk.services.plots import given_out
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session
from panhuang_desk.store.register import door_key

_NEVER_COVERED = ("door_no",)
"""Without its door a household cannot be found, and the list would be of no use."""

_NO_TABLE = ("photo",)
"""Of a photo a table could only hold the caption, which says nothing without the picture."""


MOST_OF_A_CELL = 32_767
"""The characters that a cell of a workbook holds."""


@attrs.frozen
class Computed:
    """A column that a list shows beside what the records hold, such as 上次见到: its cells by the record's id."""

    heading: str
    cells: Mapping[str, Value]
    type: Type = Type.TEXT
    width: int = 10


Shown: TypeAlias = "str | Computed"
"""A column to give out: a field's name, or one that the list computed."""


@attrs.frozen
class Exported:
    """A spreadsheet that was written.

    `personal` says that names, phones or notes stand in it for anybody to read; `masked` that they were covered, and
    `left_out` which columns were not given out for it. `missing` says in words what else is not in it.
    """

    path: Path
    rows: int
    personal: bool = False
    masked: bool = False
    left_out: tuple[str, ...] = ()
    missing: str = ""


def export_table(
    session: Session, kind_name: str, target: Path, *, columns: Sequence[Shown] | None = None,
    ids: Sequence[str] | None = None, village: str = "", masked: bool = True, progress: Progress = no_progress,
) -> Exported:
    """Write records of a kind as .csv or .xlsx by the target's name; `import_file` reads it back unchanged.

    `ids` says which records, in which order; without it all of the file, or of one village, in their usual order.
    `columns` are those to give out, in their order; without it all that the declaration has. `masked` covers names and
    phones, says so in the heading, and leaves free text about people out. The village stands first, the record's
    number last. UserError where the kind, the ending or the village is none of those, or the file cannot be written.
    """
    make = writer(target)
    kind = KINDS.get(kind_name)
    if kind is None or not columns_of(kind):
        names = "、".join(f"{known.name}（{known.label}）" for known in KINDS.values() if columns_of(known))
        raise UserError("这种记录不能导出成表格。", f"能导出的有：{names}。", code="export_kind")
    scope(session.store, village)
    progress(0.0, "正在整理")
    wanted = [_field(kind, name) for name in columns] if columns is not None else list(columns_of(kind))
    given = [item for item in wanted if isinstance(item, Computed) or not (masked and _left_out(item))]
    records = [as_given_out(record) for record in chosen_records(session, kind, ids, village)]
    table = _Table(session, given, masked, short=target.suffix.lower() == ".xlsx")
    progress(0.2, "正在整理")
    rows = [table.row(record) for record in records]
    write_file(target, make(kind.label, table.headings(), rows, progress))
    progress(1.0, "完成")
    declared = [item for item in wanted if isinstance(item, Field)]
    return Exported(
        target, len(rows), personal=not masked and any(field.privacy is not Privacy.OPEN for field in declared),
        masked=masked and any(field.privacy is not Privacy.OPEN for field in declared),
        left_out=tuple(field.label for field in declared if masked and _left_out(field)),
        missing=_missing(records, target))


def export_behind(behind: Behind, target: Path) -> Exported:
    """Write the records behind a number, which name no person, as .csv or .xlsx by the target's name."""
    columns = [Column("村（社区）", width=14), Column("日期", Type.DATE, 12), Column("记录", width=30),
               Column(behind.unit or "数", Type.DECIMAL, 8)]
    rows: list[list[Value]] = [[row.village, row.day or None, row.words, row.number] for row in behind.rows]
    write_file(target, writer(target)(behind.label, columns, rows, no_progress))
    return Exported(target, len(rows))


def columns_of(kind: Kind) -> tuple[Field, ...]:
    """The fields that go into a spreadsheet: what is typed, what lists show, and the record it belongs to."""
    return () if kind.name in _NO_TABLE else tuple(
        field for field in kind.fields
        if field.width or _names_parent(field) or (field.form and field.type is not Type.JSON)
    )


def chosen_records(session: Session, kind: Kind, ids: Sequence[str] | None, village: str) -> list[Record]:
    """The records to give out; without `ids` none that was found to be another one, as that one has its place."""
    records = session.store.records(kind.name, {"village": village} if village else None)
    if ids is not None:
        by_id = {record.id: record for record in records}
        return [by_id[id] for id in ids if id in by_id]
    records = [record for record in records if not record["merged_into"]]
    if "door_no" in kind.by_name:
        return sorted(records, key=lambda r: (r.village, r.number("group_no"), door_key(r.text("door_no")), r.id))
    return sorted(records, key=lambda r: (r.village, r.text(kind.dated) if kind.dated else "", r.id))


def as_given_out(record: Record) -> Record:
    """A record as a table says it."""
    return given_out(record) if record.kind == "plot" else record


def about_people(kind_name: str) -> bool:
    """Whether a table of this kind shows names and phones, or what was written about people."""
    return any(_covers(field) or _left_out(field) for field in columns_of(KINDS[kind_name]))


def file_name(session: Session, kind_name: str, *, masked: bool = True, ending: str = ".xlsx") -> str:
    """The name that is proposed for a table; it says where names and phones are covered."""
    tail = MASKED_SUFFIX if masked and any(_covers(field) for field in columns_of(KINDS[kind_name])) else ""
    return f"{session.place}_{KINDS[kind_name].label}_{session.today_iso}{tail}{ending}"


def told(exported: Exported) -> str:
    """What a person should know about the table that was written: whether it shows people, and what is not in it."""
    if exported.personal:
        return "里面有姓名、电话等个人信息，没有加密，谁拿到都能打开；请妥善保管，用完删除。"
    if not exported.masked:
        return exported.missing
    missing = f"，{'、'.join(exported.left_out)}没有导出" if exported.left_out else ""
    return f"姓名、电话已遮盖{missing}；表格没有加密，门牌还在，请妥善保管。"


Writer: TypeAlias = Callable[[str, Sequence[Column], Sequence[Sequence[Value]], Progress], bytes]
"""Makes a file of a title, columns and rows."""


def writer(target: Path) -> Writer:
    """What makes the file that the target's name asks for; UserError for another ending than .csv and .xlsx."""
    if target.suffix.lower() == ".xlsx":
        return xlsx_bytes
    if target.suffix.lower() == ".csv":
        return lambda title, columns, rows, progress: csv_bytes(columns, rows, progress)
    raise UserError("不知道要导出成哪种表格。", "文件名请以 .xlsx 或 .csv 结尾。", code="export_ending")


def _too_long(value: Value) -> bool:
    return isinstance(value, str) and len(value) > MOST_OF_A_CELL


def _missing(records: Sequence[Record], target: Path) -> str:
    """What a workbook could not hold, in words."""
    count = sum(_too_long(record["outline"]) for record in records) if target.suffix.lower() == ".xlsx" else 0
    return f"有 {count} 块的边界点太多，表格的一格放不下，没有导出；要边界请导出 GeoJSON。" if count else ""


def _names_parent(field: Field) -> bool:
    return field.type is Type.REFERENCE and field.required


def _field(kind: Kind, column: Shown) -> Field | Computed:
    return column if isinstance(column, Computed) else kind.by_name[column]


def _subject(field: Field) -> list[Field]:
    """The fields that a cell says of the record which the field refers to."""
    kind = KINDS[field.refers_to]
    return [kind.by_name[name] for name in kind.subject]


def _covers(field: Field) -> bool:
    """Whether a masked table shows the field covered."""
    return field.privacy is Privacy.PERSONAL and field.name not in _NEVER_COVERED


def _left_out(field: Field) -> bool:
    """Whether a masked table does without the field: what was written about people cannot be covered by halves."""
    return field.privacy is Privacy.SENSITIVE


class _Table:
    """The columns that are given out, and what each record's cells hold."""

    def __init__(self, session: Session, given: Sequence[Field | Computed], masked: bool, *, short: bool) -> None:
        self._session, self._given, self._masked, self._short = session, given, masked, short
        self._villages = {village.code: village.name for village in session.store.villages}
        fields = [item for item in given if isinstance(item, Field)]
        self._choices = {
            field.name: session.resources.known_choices(field) for field in fields if field.type in AS_WORDS}
        self._titles = {field.name: self._titles_of(field) for field in fields if field.type is Type.REFERENCE}

    def headings(self) -> list[Column]:
        """The columns with their headings and widths."""
        return [Column(VILLAGE_HEADING, width=12), *map(self._column, self._given), Column(RECORD_HEADING, width=36)]

    def row(self, record: Record) -> list[Value]:
        """The cells of a record."""
        village = self._villages.get(record.village, record.village)
        return [village, *(self._cell(item, record) for item in self._given), record.id]

    def _column(self, item: Field | Computed) -> Column:
        if isinstance(item, Computed):
            return Column(item.heading, item.type, item.width)
        if self._masked and item.type is Type.REFERENCE and any(map(_covers, _subject(item))):
            return Column(f"{item.label}（姓名已遮盖）", width=max(item.width, 24))
        if self._masked and _covers(item):
            return Column(item.label + MASKED_SUFFIX, width=max(item.width, len(item.label) * 2 + 10))
        return Column.of(item)

    def _cell(self, item: Field | Computed, record: Record) -> Value:
        if isinstance(item, Computed):
            return item.cells.get(record.id)
        if item.type is Type.REFERENCE:
            return self._titles[item.name].get(record.text(item.name), "")
        if self._masked and _covers(item):
            return covered(record.text(item.name))
        if self._short and _too_long(record[item.name]):
            return None
        return cell(item, record[item.name], self._choices.get(item.name, ()))

    def _titles_of(self, field: Field) -> dict[str, str]:
        """The records that a field may refer to, in a line each."""
        return {record.id: self._title(record) for record in self._session.store.records(field.refers_to, deleted=None)}

    def _title(self, record: Record) -> str:
        kind = KINDS[record.kind]
        words = []
        for name in kind.subject:
            shown = shown_value(self._session, record.kind, name, record[name])
            hidden = self._masked and _covers(kind.by_name[name])
            if shown and not (self._masked and _left_out(kind.by_name[name])):
                words.append(covered(shown) if hidden else shown)
        return " ".join(words) or kind.label
