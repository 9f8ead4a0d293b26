"""Recognises a ledger inside a spreadsheet and converts its rows, by the declaration of a record kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.headings import RECORD_COLUMN, VILLAGE_COLUMN, Layout, plain, recognise
from panhuang_desk.exchange.tables import NO_RESULT, Row, Sheet
from panhuang_desk.model.characters import NUMERAL_CHARACTERS, chinese_number, to_halfwidth
from panhuang_desk.model.entry import EntryError, read
from panhuang_desk.model.fields import Choice, Field, Type, Value
from panhuang_desk.model.kind import Kind

_TOTAL = re.compile(r"(本页|本组|全组|全村|全社区|总)?(合计|小计|总计|共计|总数|总户数)([:：].*)?")
_FOOTER = re.compile(r"((填表|填报|制表|审核)(人|日期|单位)?|负责人|说明|备注|注)[:：].*")
_IN_GROUP = re.compile(rf"(?:.*?[^\d{NUMERAL_CHARACTERS}])?(\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})(?:村民)?小?组")
_EMPTY_SIGNS = frozenset({"/", "\\", "-", "--", "—", "——", "*"})
_EMPTY_WORDS = frozenset({"无", "暂无", "没有", "未填", "不详"})
_BROKEN = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|##+)", re.IGNORECASE)


@attrs.frozen
class Reason:
    """Why a cell cannot be taken: the row as the spreadsheet program numbers it, the heading, the words."""

    row: int
    column: str
    reason: str
    sheet: str = ""


@attrs.frozen
class LedgerRow:
    """One row of the ledger: what could be read and why the rest could not. `village` is as written.

    `record_id` is the record's number where the row carries one. `values` leaves out what the record holds already.
    """

    number: int
    sheet: str
    values: Mapping[str, Value] = attrs.field(factory=dict)
    reasons: tuple[Reason, ...] = ()
    village: str = ""
    record_id: str = ""
    cells: tuple[str, ...] = ()


@attrs.frozen
class Ledger:
    """What was recognised: the rows of every sheet that has a layout, in order."""

    layouts: tuple[Layout, ...]
    rows: tuple[LedgerRow, ...]

    @property
    def columns(self) -> dict[str, str]:
        """The heading of each field."""
        found: dict[str, str] = {}
        for layout in self.layouts:
            for position, name in layout.taken.items():
                found.setdefault(name, layout.headings[position])
        return found

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings that no field takes."""
        return tuple(dict.fromkeys(heading for layout in self.layouts for heading in layout.ignored))


def _knows_nothing(record_id: str) -> Mapping[str, str]:
    return {}


@attrs.frozen
class Reading:
    """How rows are read: the kind, today's ISO date, the lists of fields that take them from a checklist, and what the
    cells of a record with a given number say as they stand in the file (nothing of one that is not there).
    """

    kind: Kind
    today: str
    choices: Mapping[str, Sequence[Choice]] = attrs.field(factory=dict)
    known: Callable[[str], Mapping[str, str]] = _knows_nothing


def recognise_all(
    sheets: Sequence[Sheet], kind: Kind, keys: Sequence[str] = (), remembered: Mapping[str, str] | None = None
) -> tuple[Layout, ...]:
    """The layout of every sheet; `keys` are the fields that tell its rows apart, the last one must have a column."""
    needed = (keys[-1] if keys else kind.subject[-1],)
    return tuple(recognise(sheet, kind, needed, remembered) for sheet in sheets)


def read_ledger(
    sheets: Sequence[Sheet], reading: Reading, keys: Sequence[str] = (), layouts: Sequence[Layout] | None = None,
) -> Ledger:
    """The rows of every sheet that has the kind's columns, or of those that `layouts` are given of.

    Title lines, blank lines, repeated headings, total rows and footers are passed over; headings may take two
    lines. UserError where no sheet is a ledger.
    """
    kind = reading.kind
    layouts = recognise_all(sheets, kind, keys) if layouts is None else layouts
    layouts = tuple(layout for layout in layouts if layout.recognised)
    if not layouts:
        wanted = kind.by_name[keys[-1] if keys else kind.subject[-1]].label
        door = "写在门牌号里，或者" if "door_no" in keys else ""
        group = f"组别可以另有一列，也可以{door}是工作表的名字。" if "group_no" in keys else ""
        raise UserError(
            f"没有找到{kind.label}台账的表头。", f"表头里至少要有一列是{wanted}。{group}", code="ledger_header"
        )
    by_name = {sheet.name: sheet for sheet in sheets}
    rows = tuple(row for layout in layouts for row in rows_of(by_name[layout.sheet], layout, reading))
    return Ledger(layouts, rows)


def door_key(door: str, group_no: object = None) -> str:
    """A door number in the form that tells doors apart; 3-8, ３－８号 and 某村三组8号 are one door.

    Where the group is known its number at the head says nothing more: 3-8 in group 3 is 8.
    """
    plain = re.sub(r"\s", "", to_halfwidth(door)).lower()
    plain = _IN_GROUP.sub(lambda match: f"{_number(match[1])}-", plain, count=1)
    plain = re.sub(r"[号户室]$", "", plain).strip("-")
    return re.sub(rf"^{group_no}-(?=.)", "", plain)


def rows_of(sheet: Sheet, layout: Layout, reading: Reading) -> Iterator[LedgerRow]:
    """The rows under the headings of a sheet, read one by one as they are asked for."""
    by_name = reading.kind.by_name
    repeated = {name for name in layout.fields if name in by_name and by_name[name].repeat}
    for row in sheet.rows:
        if row.number <= layout.last_line:
            continue
        texts = {
            name: row.cells[position]
            for position, name in layout.taken.items()
            if position < len(row.cells) and row.cells[position]
        }
        if RECORD_COLUMN in texts or not (
            set(texts) <= repeated | {VILLAGE_COLUMN} or _is_furniture(row, layout)
        ):
            yield _convert(row, layout, texts, reading)


def is_closing(row: Row) -> bool:
    """Whether a row that is not blank is a total or a footer, by its first cell."""
    first = re.sub(r"\s", "", next(cell for cell in row.cells if cell))
    return bool(_TOTAL.fullmatch(first) or _FOOTER.fullmatch(first))


def _is_furniture(row: Row, layout: Layout) -> bool:
    """Whether a row is a total, a footer, a title across the table or the heading once more."""
    cells = [cell for cell in row.cells if cell]
    if is_closing(row):
        return True
    if len(cells) >= 3 and len(set(cells)) == 1 and not cells[0].isdigit():
        return True
    same = sum(
        bool(heading) and plain(cell) == plain(heading)
        for cell, heading in zip(row.cells, layout.headings, strict=False)
    )
    return same >= max(2, len(layout.taken) // 2)


def _convert(row: Row, layout: Layout, texts: Mapping[str, str], reading: Reading) -> LedgerRow:
    """Read every cell of a row by its field's type; what the row's record says already is not read again."""
    values: dict[str, Value] = {}
    reasons: list[Reason] = []
    record_id = texts.get(RECORD_COLUMN, "")
    known = reading.known(record_id) if record_id else {}
    for name, text in texts.items():
        field = reading.kind.by_name.get(name)
        if field is None or known.get(name) == text or _is_nothing(field, text):
            continue
        try:
            value = _value(field, text, reading)
        except EntryError as error:
            reasons.append(Reason(row.number, layout.heading_of(name), error.message, layout.sheet))
            continue
        if value is not None:
            values[name] = value
    told = {reason.column for reason in reasons}
    if "group_no" in reading.kind.by_name and not known and "group_no" not in values and (
        layout.heading_of("group_no") or "\0"
    ) not in told:
        group = _group_of(str(values.get("door_no", "")), layout.sheet)
        if group:
            values["group_no"] = group
    return LedgerRow(row.number, layout.sheet, values, tuple(reasons), texts.get(VILLAGE_COLUMN, ""), record_id,
                     row.cells)


def _is_nothing(field: Field, text: str) -> bool:
    return text in _EMPTY_SIGNS or (field.type is not Type.FLAG and text in _EMPTY_WORDS)


def _value(field: Field, text: str, reading: Reading) -> Value:
    """The value of a cell; EntryError says why there is none."""
    if text == NO_RESULT:
        raise EntryError("这一格是公式，文件里没有存它的结果；请用 WPS 打开、保存一次，或改成写好的内容。")
    if _BROKEN.fullmatch(text):
        raise EntryError("表格里的公式出错或列太窄，请改好这一格。")
    return read(field, _as_meant(field, text), reading.today, reading.choices.get(field.name, ()))


def _as_meant(field: Field, text: str) -> str:
    """The text before the spreadsheet program took a door number for a date: 3月8日 was 3-8."""
    if field.type is Type.TEXT:
        match = re.fullmatch(r"(?:\d{4}-)?0?(\d{1,2})[-月]0?(\d{1,2})日?", text)
        if match and (text.endswith("日") or re.match(r"\d{4}-", text)):
            return f"{match[1]}-{match[2]}"
        if field.name.endswith("_no"):
            return re.sub(r"\s", "", to_halfwidth(text))
    return text


def _group_of(door: str, sheet_name: str) -> int | None:
    """The group that a door number (3-8, 3组8号) or else the sheet's name (三组) tells."""
    plain = re.sub(r"\s", "", to_halfwidth(door))
    match = re.match(r"(\d{1,2})-", plain) or _IN_GROUP.match(plain) or _IN_GROUP.match(to_halfwidth(sheet_name))
    return _number(match[1]) if match else None


def _number(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else chinese_number(numeral)
