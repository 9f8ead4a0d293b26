"""Recognises a grid of answer sheets inside a spreadsheet: one sheet a row, a column for each question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.headings import VILLAGE_COLUMN, Layout, labels_of, plain
from panhuang_desk.exchange.ledger import is_closing
from panhuang_desk.exchange.tables import Row, Sheet
from panhuang_desk.model.characters import numerals_to_digits
from panhuang_desk.model.kinds import ANSWER_SHEET

NUMBER = "number"
"""The pseudo-field of a column that numbers the sheets."""
PLACE = "place"
"""The pseudo-field of a column that says where a row stood in the table that it was taken out of, to be mended."""
PLACE_HEADING = "原表里的位置"

_LABELS = {
    PLACE: (PLACE_HEADING,),
    NUMBER: ("编号", "序号", "号", "no", "答卷编号", "答卷号", "卷号", "问卷编号", "流水号"),
    "taken_on": ("日期", "测评日期", "答题日期", "调查日期", "填写日期", "作答日期", "时间", "答题时间"),
    "key_group": ("人群", "群体", "重点群体", "人员类别", "人群类别", "群体类别", "调查对象", "对象", "身份"),
    "age_band": ("年龄段", "年龄", "年龄组", "年龄层"),
    "sampling": ("抽样方式", "抽样", "抽样方法", "调查方式", "取样方式"),
    "form": ("卷型", "卷别", "试卷类型", "卷", "试卷型", "ab卷", "abc卷"),
    "satisfaction": ("满意度", "对禁毒工作", "对禁毒工作满意度", "是否满意", "满意情况", "满意"),
}
_QUESTION = re.compile(r"(?:第|q|t|题目?|问题)?0*(\d{1,3})(?:题|[.、](?!\d).*)?")
_NUMERAL = re.compile(r"第?[〇零一二三四五六七八九十百两]+题|题[〇零一二三四五六七八九十百]+")
_HEADER_DEPTH = 40


@attrs.frozen
class GridRow:
    """One answer sheet as it is written: the text of each field that has any, and of each question from place 0."""

    number: int
    sheet: str
    texts: Mapping[str, str]
    answers: tuple[str, ...]
    cells: tuple[str, ...]


@attrs.frozen
class AnswerGrid:
    """What was recognised. `count` is the number of questions, the same in every sheet that has a layout."""

    layouts: tuple[Layout, ...]
    rows: tuple[GridRow, ...]
    count: int

    def heading(self, field: str) -> str:
        """The heading of a field's column, empty where it has none; a question's field is `question_field`'s."""
        return next((heading for layout in self.layouts if (heading := layout.heading_of(field))), "")

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings that nothing was taken from."""
        return tuple(dict.fromkeys(heading for layout in self.layouts for heading in layout.ignored))


def question_field(place: int) -> str:
    """The field of the column that holds the answers to the question at a place from 0."""
    return f"q{place + 1}"


def recognise_grids(sheets: Sequence[Sheet], remembered: Mapping[str, str] | None = None) -> tuple[Layout, ...]:
    """The layout of every sheet, whether it is recognised as a grid of answers or not.

    `remembered` says of plain headings which field a person chose for them, empty for none.
    """
    known, labels = remembered or {}, _labels()
    return tuple(_recognise(sheet, labels, known) for sheet in sheets)


def grid_layout_at(sheet: Sheet, header: int, lines: int, remembered: Mapping[str, str] | None = None) -> Layout:
    """The columns of a sheet whose headings a person says stand in row `header` and `lines - 1` rows after it."""
    heads = [row for row in sheet.rows if header <= row.number < header + lines]
    if not heads:
        return Layout(sheet.name, header, lines)
    return attrs.evolve(_layout(sheet, heads, _labels(), remembered or {}), header=header, lines=lines)


def usual_field(heading: str) -> str:
    """The field that a heading stands for by itself, empty for none."""
    return _field_of(heading, _labels())


def read_grid(sheets: Sequence[Sheet], layouts: Sequence[Layout] | None = None) -> AnswerGrid:
    """The answer sheets of every table that has a column for each question, by these layouts or the recognised ones.

    Titles, blank lines, numbered lines without anything else, repeated headings, totals and footers are passed over;
    headings may take two lines. UserError (code `grid_header`) where there is none, a question's column is missing,
    or two tables have different numbers of questions.
    """
    found = recognise_grids(sheets) if layouts is None else layouts
    layouts = tuple(_named(layout) for layout in found if layout.recognised)
    if not layouts:
        raise UserError("没有找到答卷的表头。", "一行是一份答卷；表头里要有“日期”，每道题一列，写“第1题”“第2题”。",
                        code="grid_header")
    counts = {question_count(layout) for layout in layouts}
    if len(counts) > 1:
        raise UserError("几张工作表的题数不一样。", "请把不是这份试卷的工作表另存，再导一次。", code="grid_header")
    count = counts.pop()
    by_name = {sheet.name: sheet for sheet in sheets}
    rows = tuple(row for layout in layouts for row in _rows(by_name[layout.sheet], layout, count))
    return AnswerGrid(tuple(layouts), rows, count)


def question_count(layout: Layout) -> int:
    """The number of questions of a layout, 0 where it has none; UserError where one of them has no column."""
    numbers = sorted(int(field[1:]) for field in layout.taken.values() if is_question(field))
    missing = sorted(set(range(1, numbers[-1] + 1)) - set(numbers)) if numbers else []
    if missing:
        raise UserError(f"表头里没有第 {'、'.join(map(str, missing[:5]))} 题的一列。",
                        "每道题要有自己的一列，没答的空着；请补上再导。", code="grid_header")
    return numbers[-1] if numbers else 0


def is_question(field: str) -> bool:
    """Whether a field is that of a question."""
    return re.fullmatch(r"q\d+", field) is not None


def _labels() -> dict[str, str]:
    """The field of each plain heading; the village's column has the names that it has in every table."""
    found = {heading: name for heading, name in labels_of(ANSWER_SHEET).items() if name == VILLAGE_COLUMN}
    for name, words in _LABELS.items():
        found.update({plain(word): name for word in words})
    return found


def _named(layout: Layout) -> Layout:
    """The same, where a column without a heading that is taken is called by its place."""
    headings = tuple(heading or (f"第 {position + 1} 列" if position in layout.taken else "")
                     for position, heading in enumerate(layout.headings))
    return attrs.evolve(layout, headings=headings)


def _recognise(sheet: Sheet, labels: Mapping[str, str], remembered: Mapping[str, str]) -> Layout:
    """The one or two lines near the top that name the most columns, the first question among them."""
    best = Layout(sheet.name)
    head = sheet.rows[:_HEADER_DEPTH]
    for index, row in enumerate(head):
        candidates = [_layout(sheet, [row], labels, remembered)]
        if index + 1 < len(head) and head[index + 1].number == row.number + 1:
            candidates.append(_layout(sheet, [row, head[index + 1]], labels, remembered))
        for candidate in candidates:
            named = len(candidate.taken)
            if question_field(0) in candidate.fields and named >= 2 and named > len(best.taken):
                best = candidate
    return best


def _layout(
    sheet: Sheet, lines: Sequence[Row], labels: Mapping[str, str], remembered: Mapping[str, str],
) -> Layout:
    """Match the headings of one or two lines, for every column that the first rows have; a field that a person chose
    for one of them goes to no other.
    """
    chosen = {remembered[word] for line in lines for cell in line.cells if (word := plain(cell)) in remembered}
    fields: list[str] = []
    headings: list[str] = []
    for position in range(max(len(row.cells) for row in (*lines, *sheet.rows[:_HEADER_DEPTH]))):
        words = [line.cells[position] for line in reversed(lines)
                 if position < len(line.cells) and line.cells[position]]
        heading, field = words[0] if words else "", ""
        for word in words:
            by_hand = remembered.get(plain(word))
            found = _field_of(word, labels) if by_hand is None else by_hand
            if found and found not in fields and (found == by_hand or found not in chosen):
                heading, field = word, found
                break
        headings.append(heading)
        fields.append(field)
    return Layout(sheet.name, lines[0].number, len(lines), tuple(headings), tuple(fields))


def _field_of(heading: str, labels: Mapping[str, str]) -> str:
    word = plain(heading)
    if word in labels:
        return labels[word]
    match = _QUESTION.fullmatch(numerals_to_digits(word) if _NUMERAL.fullmatch(word) else word)
    return question_field(int(match[1]) - 1) if match and int(match[1]) else ""


def _rows(sheet: Sheet, layout: Layout, count: int) -> Iterator[GridRow]:
    places = {field: position for position, field in layout.taken.items()}
    for row in sheet.rows:
        if row.number <= layout.last_line:
            continue
        texts = {field: row.cells[position] for field, position in places.items()
                 if position < len(row.cells) and row.cells[position]}
        if set(texts) <= {NUMBER, PLACE, VILLAGE_COLUMN} or _is_furniture(row, layout):
            continue
        answers = tuple(texts.pop(question_field(place), "") for place in range(count))
        yield GridRow(row.number, layout.sheet, texts, answers, row.cells)


def _is_furniture(row: Row, layout: Layout) -> bool:
    """Whether a row is a total, a footer, words across the whole table, or the heading once more."""
    cells = [cell for cell in row.cells if cell]
    if is_closing(row) or (len(cells) >= 3 and len(set(cells)) == 1 and len(cells[0]) > 2):
        return True
    same = sum(bool(heading) and cell == heading
               for cell, heading in zip(row.cells, layout.headings, strict=False))
    return same >= max(2, len(layout.taken) // 2)
