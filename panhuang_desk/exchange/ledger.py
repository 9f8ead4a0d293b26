"""Recognises a ledger inside a spreadsheet and converts its rows, by the declaration of a record kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.tables import Row, Sheet
from panhuang_desk.model.characters import NUMERAL_CHARACTERS, chinese_number, to_halfwidth
from panhuang_desk.model.entry import EntryError, read
from panhuang_desk.model.fields import Choice, Field, Type, Value
from panhuang_desk.model.kind import Kind

VILLAGE_COLUMN = "village"
"""The pseudo-field of a column that names the village."""

_VILLAGE_LABELS = ("村", "村（社区）", "社区", "村（居）", "所属村", "村名", "所在村")
_SERIAL_LABELS = ("序号", "编号", "号", "no", "行号")
_HEADER_DEPTH = 40
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
    """One row of the ledger: what could be read and why the rest could not. `village` is as written."""

    number: int
    sheet: str
    values: Mapping[str, Value] = attrs.field(factory=dict)
    reasons: tuple[Reason, ...] = ()
    village: str = ""


@attrs.frozen
class Ledger:
    """What was recognised. `columns` gives each field's heading; `ignored` the headings no field takes."""

    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: tuple[LedgerRow, ...]


@attrs.frozen
class _Header:
    """Where the columns of a sheet are: by position the field's name, and the heading as written."""

    fields: Mapping[int, str]
    headings: Mapping[int, str]
    after: int
    score: int


def read_ledger(
    sheets: Sequence[Sheet], kind: Kind, today: str,
    choices: Mapping[str, Sequence[Choice]] | None = None, keys: Sequence[str] = (),
) -> Ledger:
    """The rows of every sheet that has the kind's columns.

    Title lines, blank lines, repeated headings, total rows and footers are passed over; headings may take two
    lines. `keys` are the fields that tell the rows apart: a sheet counts only where it has a column for the
    last of them. `choices` are the lists of fields that take them from a checklist.
    UserError where no sheet is a ledger.
    """
    labels = _labels(kind)
    needed = keys[-1] if keys else kind.subject[-1]
    found = [(sheet, header) for sheet in sheets if (header := _find_header(sheet, labels, needed))]
    if not found:
        wanted = "、".join(kind.by_name[name].label for name in (keys or kind.subject))
        raise UserError(
            f"没有找到{kind.label}台账的表头。", f"表头里至少要有这几列：{wanted}。", code="ledger_header"
        )
    rows: list[LedgerRow] = []
    columns: dict[str, str] = {}
    ignored: dict[str, None] = {}
    for sheet, header in found:
        rows.extend(_sheet_rows(sheet, header, kind, today, choices or {}))
        for position, heading in header.headings.items():
            name = header.fields.get(position)
            if name:
                columns.setdefault(name, heading)
            elif _plain(heading) not in map(_plain, _SERIAL_LABELS):
                ignored[heading] = None
    return Ledger(columns, tuple(ignored), tuple(rows))


def door_key(door: str, group_no: object = None) -> str:
    """A door number in the form that tells doors apart; 3-8, ３－８号 and 某村三组8号 are one door.

    Where the group is known its number at the head says nothing more: 3-8 in group 3 is 8.
    """
    plain = re.sub(r"\s", "", to_halfwidth(door)).lower()
    plain = _IN_GROUP.sub(lambda match: f"{_number(match[1])}-", plain, count=1)
    plain = re.sub(r"[号户室]$", "", plain).strip("-")
    return re.sub(rf"^{group_no}-(?=.)", "", plain)


def _labels(kind: Kind) -> dict[str, str]:
    """The field that each heading stands for; a label goes before another field's alias."""
    labels = {_plain(label): VILLAGE_COLUMN for label in _VILLAGE_LABELS}
    fields = [field for field in kind.fields if field.type not in (Type.REFERENCE, Type.JSON)]
    for field in fields:
        for alias in field.aliases:
            labels.setdefault(_plain(alias), field.name)
    for field in fields:
        labels[_plain(field.label)] = field.name
        labels[field.name] = field.name
    return labels


def _plain(heading: str) -> str:
    """A heading without spaces, line breaks, stars and what stands in brackets at its end."""
    plain = re.sub(r"[\s*:：]", "", to_halfwidth(heading)).lower()
    return re.sub(r"(?<=.)\([^()]*\)$", "", plain)


def _find_header(sheet: Sheet, labels: Mapping[str, str], needed: str) -> _Header | None:
    """The one or two rows near the top whose headings name the most fields, of which one must be `needed`."""
    best: _Header | None = None
    head = sheet.rows[:_HEADER_DEPTH]
    for index, row in enumerate(head):
        candidates = [_header([row.cells], labels, index + 1)]
        if index + 1 < len(head) and head[index + 1].number == row.number + 1:
            below = head[index + 1].cells
            if not any(re.search(r"\d", to_halfwidth(cell)) for cell in below):
                candidates.append(_header([row.cells, below], labels, index + 2))
        for candidate in candidates:
            if needed in candidate.fields.values() and candidate.score >= 2:
                best = candidate if best is None or candidate.score > best.score else best
    return best


def _header(lines: Sequence[Sequence[str]], labels: Mapping[str, str], after: int) -> _Header:
    """Match the headings of one or two lines; the lower line first, then the upper, then both together."""
    fields: dict[int, str] = {}
    headings: dict[int, str] = {}
    for position in range(max(map(len, lines))):
        cells = [line[position] if position < len(line) else "" for line in lines]
        words = [cell for cell in reversed(cells) if cell]
        if len(words) == 2:
            words.append(cells[0] + cells[1])
        for word in words:
            name = labels.get(_plain(word))
            if name and name not in fields.values():
                fields[position], headings[position] = name, word
                break
        else:
            if words:
                headings[position] = words[0]
    return _Header(fields, headings, after, len(fields))


def _sheet_rows(
    sheet: Sheet, header: _Header, kind: Kind, today: str, choices: Mapping[str, Sequence[Choice]]
) -> Iterator[LedgerRow]:
    repeated = {name for name in header.fields.values() if name in kind.by_name and kind.by_name[name].repeat}
    for row in sheet.rows[header.after :]:
        texts = {
            name: row.cells[position]
            for position, name in header.fields.items()
            if position < len(row.cells) and row.cells[position]
        }
        if set(texts) <= repeated | {VILLAGE_COLUMN} or _is_furniture(row, header):
            continue
        yield _convert(row, sheet, header, texts, kind, today, choices)


def _is_furniture(row: Row, header: _Header) -> bool:
    """Whether a row is a total, a footer, a title across the table or the heading once more."""
    cells = [cell for cell in row.cells if cell]
    bare = [re.sub(r"\s", "", cell) for cell in cells]
    if _TOTAL.fullmatch(bare[0]) or _FOOTER.fullmatch(bare[0]):
        return True
    if len(cells) >= 3 and len(set(cells)) == 1 and not cells[0].isdigit():
        return True
    same = sum(
        _plain(row.cells[position]) == _plain(heading)
        for position, heading in header.headings.items()
        if position < len(row.cells)
    )
    return same >= max(2, len(header.fields) // 2)


def _convert(
    row: Row, sheet: Sheet, header: _Header, texts: Mapping[str, str], kind: Kind, today: str,
    choices: Mapping[str, Sequence[Choice]],
) -> LedgerRow:
    """Read every cell of a row by its field's type."""
    headings = {name: header.headings[position] for position, name in header.fields.items()}
    values: dict[str, Value] = {}
    reasons: list[Reason] = []
    for name, text in texts.items():
        field = kind.by_name.get(name)
        if field is None or text in _EMPTY_SIGNS or (field.type is not Type.FLAG and text in _EMPTY_WORDS):
            continue
        try:
            if _BROKEN.fullmatch(text):
                raise EntryError("表格里的公式出错或列太窄，请改好这一格。")
            value = read(field, _as_meant(field, text), today, choices.get(name, ()))
        except EntryError as error:
            reasons.append(Reason(row.number, headings[name], error.message, sheet.name))
            continue
        if value is not None:
            values[name] = value
    if "group_no" in kind.by_name and "group_no" not in values and not any(
        reason.column == headings.get("group_no") for reason in reasons
    ):
        group = _group_of(str(values.get("door_no", "")), sheet.name)
        if group:
            values["group_no"] = group
    return LedgerRow(row.number, sheet.name, values, tuple(reasons), texts.get(VILLAGE_COLUMN, ""))


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
