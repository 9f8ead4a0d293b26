"""Recognises the headings of a sheet: which row they stand in, and which field each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from panhuang_desk.exchange.tables import Sheet
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.fields import Field, Type
from panhuang_desk.model.kind import Kind

VILLAGE_COLUMN = "village"
"""The pseudo-field of a column that names the village."""
RECORD_COLUMN = "id"
"""The pseudo-field of a column that holds the record's own number, as the program gives it out."""
VILLAGE_HEADING, RECORD_HEADING = "村（社区）", "记录号"
REASON_HEADING = "不能导入的原因"
"""The column that is added to rows which could not come in; it says nothing to the import."""
DOUBT_HEADING = "要核对的格子"
"""The same for rows of answer sheets, of which most came in but for some cells."""
MASKED_SUFFIX = "（已遮盖）"
"""What stands after the heading of a column whose cells were covered; the import takes nothing from it."""

_VILLAGE_LABELS = ("村", VILLAGE_HEADING, "社区", "村（居）", "所属村", "村名", "所在村")
_SERIAL_LABELS = ("序号", "编号", "号", "no", "行号")
_HEADER_DEPTH = 40


@attrs.frozen
class Layout:
    """Where the headings of one sheet stand and what its columns are, by position from 0.

    `header` is the number of the heading row as the spreadsheet program shows it, 0 where none was recognised; it and
    the next `lines - 1` hold the headings. `fields` names each column's field, empty for a column that is not taken.
    """

    sheet: str
    header: int = 0
    lines: int = 1
    headings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether a heading row was found."""
        return self.header > 0

    @property
    def last_line(self) -> int:
        """The number of the last heading row."""
        return self.header + self.lines - 1

    @property
    def taken(self) -> dict[int, str]:
        """The fields of the columns that are taken, by position."""
        return {position: name for position, name in enumerate(self.fields) if name}

    def heading_of(self, field: str) -> str:
        """The heading of a field's column; empty where it has none."""
        return self.headings[self.fields.index(field)] if field in self.fields else ""

    def with_field(self, position: int, field: str) -> Layout:
        """The same with another field for a column, empty for none; another column of that field gives it up."""
        fields = ["" if name == field else name for name in self.fields]
        fields[position] = field
        return attrs.evolve(self, fields=tuple(fields))

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings that stand over something and that no field takes, without those of serial numbers."""
        return tuple(
            heading for heading, name in zip(self.headings, self.fields, strict=True)
            if heading and not name and not _says_nothing(heading)
        )


def labels_of(kind: Kind) -> dict[str, str]:
    """The field that each heading stands for; a label goes before another field's alias."""
    labels = {plain(label): VILLAGE_COLUMN for label in _VILLAGE_LABELS}
    labels[plain(RECORD_HEADING)] = RECORD_COLUMN
    fields = importable_fields(kind)
    for field in fields:
        for alias in field.aliases:
            labels.setdefault(plain(alias), field.name)
    for field in fields:
        labels[plain(field.label)] = field.name
        labels[field.name] = field.name
    return labels


def importable_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields that a column may hold."""
    return tuple(field for field in kind.fields if field.type is not Type.REFERENCE
                 and (field.width or (field.form and field.type is not Type.JSON)))


def plain(heading: str) -> str:
    """A heading without spaces, line breaks, stars and what stands in brackets at its end."""
    bare = re.sub(r"[\s*:：]", "", to_halfwidth(heading)).lower()
    return re.sub(r"(?<=.)\([^()]*\)$", "", bare)


def recognise(sheet: Sheet, kind: Kind, needed: Sequence[str], remembered: Mapping[str, str] | None = None) -> Layout:
    """The one or two rows near the top whose headings name the most fields, of which one must be of `needed`.

    `remembered` says of plain headings which field a person chose for them, empty for none.
    """
    labels = {**labels_of(kind), **(remembered or {})}
    best = Layout(sheet.name)
    head = sheet.rows[:_HEADER_DEPTH]
    for index, row in enumerate(head):
        candidates = [_layout(sheet.name, row.number, [row.cells], labels)]
        if index + 1 < len(head) and head[index + 1].number == row.number + 1:
            below = head[index + 1].cells
            if not any(re.search(r"\d", to_halfwidth(cell)) for cell in below):
                candidates.append(_layout(sheet.name, row.number, [row.cells, below], labels))
        for candidate in candidates:
            names = candidate.taken.values()
            if len(names) >= 2 and any(name in names for name in (*needed, RECORD_COLUMN)) and (
                len(names) > len(best.taken)
            ):
                best = candidate
    return best


def layout_at(
    sheet: Sheet, header: int, lines: int, kind: Kind, remembered: Mapping[str, str] | None = None
) -> Layout:
    """The columns of a sheet whose headings a person says stand in row `header` and `lines - 1` rows after it."""
    labels = {**labels_of(kind), **(remembered or {})}
    cells = [row.cells for row in sheet.rows if header <= row.number < header + lines]
    width = max((len(row.cells) for row in sheet.rows), default=0)
    layout = _layout(sheet.name, header, cells, labels) if cells else Layout(sheet.name, header)
    more = max(0, width - len(layout.headings))
    return attrs.evolve(layout, lines=lines, headings=(*layout.headings, *[""] * more),
                        fields=(*layout.fields, *[""] * more))


def corrections(layouts: Iterable[Layout], kind: Kind) -> dict[str, str]:
    """Of every heading the field that was chosen for it, empty for none, where the declaration says another."""
    labels = labels_of(kind)
    found: dict[str, str] = {}
    for layout in layouts:
        for heading, name in zip(layout.headings, layout.fields, strict=True):
            word = plain(heading)
            usual = "" if _says_nothing(heading) else labels.get(word, "")
            if word and word not in found:
                found[word] = name
                if name == usual or (not name and usual in layout.fields):
                    del found[word]
    return found


def _says_nothing(heading: str) -> bool:
    """Whether a column is never taken and never missed: a serial number, a covered name, our own reasons."""
    word = plain(heading)
    return word in _NOTHING or re.sub(r"\s", "", heading).endswith(MASKED_SUFFIX)


_NOTHING = frozenset(map(plain, (*_SERIAL_LABELS, REASON_HEADING, DOUBT_HEADING)))


def _layout(sheet: str, header: int, lines: Sequence[Sequence[str]], labels: Mapping[str, str]) -> Layout:
    """Match the headings of one or two lines; the lower line first, then the upper, then both together."""
    fields: list[str] = []
    headings: list[str] = []
    for position in range(max(map(len, lines))):
        cells = [line[position] if position < len(line) else "" for line in lines]
        words = [cell for cell in reversed(cells) if cell]
        if len(words) == 2:
            words.append(cells[0] + cells[1])
        for word in words:
            name = "" if _says_nothing(word) else labels.get(plain(word), "")
            if name and name not in fields:
                fields.append(name)
                headings.append(word)
                break
        else:
            fields.append("")
            headings.append(words[0] if words else "")
    return Layout(sheet, header, len(lines), tuple(headings), tuple(fields))
