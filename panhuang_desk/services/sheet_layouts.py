"""What the columns of a table of answer sheets are taken for, and which paper they answer: proposed, and corrected."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.answer_cells import SheetRead, SheetReading, read_answer_cell, read_sheet
from panhuang_desk.exchange.answer_grid import (
    NUMBER,
    PLACE,
    PLACE_HEADING,
    AnswerGrid,
    GridRow,
    grid_layout_at,
    is_question,
    question_count,
    question_field,
    read_grid,
    recognise_grids,
    usual_field,
)
from panhuang_desk.exchange.headings import VILLAGE_COLUMN, VILLAGE_HEADING, Layout, plain
from panhuang_desk.exchange.tables import Row, Sheet, read_sheets
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import BLANK, DONT_KNOW, UNREADABLE, Question
from panhuang_desk.model.quiz.forms import form_letters, form_questions, make_forms
from panhuang_desk.services.import_layouts import ColumnPreview, Sample
from panhuang_desk.services.import_result import Rejected
from panhuang_desk.services.quizzes import (
    STANDARD_SEED,
    paper_questions,
    papers,
    standard_questions,
    standard_title,
)
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session

__all__ = [
    "ALL_FROM_HERE", "ColumnPreview", "Layout", "Sample", "Sheet", "SheetSource", "SourcePaper", "asked_by",
    "column_choices", "corrected", "fitting", "grid_at", "mended_headings", "needs_place", "paper_of", "place_of",
    "place_words", "preview", "problem_of", "proposed", "read_sheet_source", "remember", "surveys_of",
    "taken_columns", "with_column",
]

ALL_FROM_HERE = "questions"
"""In place of a field: the columns from this one on are questions, one after the other."""

_FIELDS = ("taken_on", "key_group", "sampling", "age_band", "form")
_SETTING = "import_columns.answer_sheet"
_MOST_QUESTIONS = 200
_LOOKED_AT = 60
_PLACE = re.compile(r"(?:(.*) )?第 ?(\d{1,7}) ?行")


@attrs.frozen
class SheetSource:
    """A spreadsheet that was read: its sheets, and what each one's columns are taken for."""

    path: Path
    sheets: tuple[Sheet, ...]
    layouts: tuple[Layout, ...]


@attrs.frozen
class SourcePaper:
    """A paper that a table may answer. `id` is empty of the standard paper that is not made yet."""

    id: str
    title: str
    questions: tuple[Question, ...]
    kept_forms: str = ""

    def forms(self) -> dict[str, tuple[Question, ...]]:
        """The questions of each form, in its order."""
        return {letter: form_questions(self.questions, self.kept_forms, letter)
                for letter in form_letters(self.kept_forms)}


def read_sheet_source(session: Session, path: Path) -> SheetSource:
    """Read a spreadsheet and recognise its sheets; UserError says in words why it cannot be read."""
    sheets = read_sheets(path)
    return SheetSource(path, sheets, recognise_grids(sheets, remembered(session)))


def grid_at(session: Session, sheet: Sheet, header: int, lines: int) -> Layout:
    """The layout of a sheet whose headings stand in another row than was thought."""
    return grid_layout_at(sheet, header, lines, remembered(session))


def corrected(source: SheetSource, layouts: Sequence[Layout]) -> SheetSource:
    """The same with the layouts that a person looked at."""
    return attrs.evolve(source, layouts=tuple(layouts))


# What a column may be taken for


def column_choices(count: int) -> tuple[Choice, ...]:
    """What a column may be taken for in a table of so many questions, the empty code for nothing."""
    return (Choice("", "不要"), *(Choice(name, ANSWER_SHEET.by_name[name].label) for name in _FIELDS),
            Choice("satisfaction", "满意度"),
            Choice(NUMBER, "编号"), Choice(VILLAGE_COLUMN, VILLAGE_HEADING), Choice(PLACE, PLACE_HEADING),
            Choice(ALL_FROM_HERE, "从这一列起，往右依次是各题"),
            *(Choice(question_field(place), f"第 {place + 1} 题") for place in range(count)))


def with_column(layout: Layout, position: int, field: str) -> Layout:
    """The same with a column taken for something else; `ALL_FROM_HERE` numbers the columns from here to the next that
    is taken for no question.
    """
    if field != ALL_FROM_HERE:
        return layout.with_field(position, field)
    fields = ["" if is_question(name) and at >= position else name for at, name in enumerate(layout.fields)]
    number = 1 + max((int(name[1:]) for name in fields if is_question(name)), default=0)
    fields[position] = ""
    for at in range(position, len(fields)):
        if fields[at] or number > _MOST_QUESTIONS or not (layout.headings[at] or at == position):
            break
        fields[at] = question_field(number - 1)
        number += 1
    return attrs.evolve(layout, fields=tuple(fields))


def asked_by(layouts: Sequence[Layout]) -> int:
    """The number of questions of these tables, 0 where they have none, lack one, or differ."""
    try:
        counts = {question_count(layout) for layout in layouts if layout.recognised}
    except UserError:
        return 0
    return counts.pop() if len(counts) == 1 else 0


def problem_of(layouts: Sequence[Layout]) -> str:
    """What is missing of the columns, in words; empty where nothing is."""
    for layout in layouts:
        where = f"工作表“{layout.sheet}”" if len(layouts) > 1 else "表里"
        try:
            count = question_count(layout)
        except UserError as problem:
            return f"{where}：{problem.message}" if len(layouts) > 1 else problem.message
        if not count:
            return f"{where}还没有一列当作题目。请选中第 1 题那一列按 Enter 改。"
        if "taken_on" not in layout.fields:
            return f"{where}还没有一列当作日期，请选中那一列按 Enter 改；没有这一列的，先在表里补上。"
    if len({question_count(layout) for layout in layouts}) > 1:
        return "几张工作表的题数不一样，请只选同一份试卷的。"
    return ""


# Which paper


def fitting(session: Session, village: str, count: int) -> tuple[SourcePaper, ...]:
    """The papers of a village with so many questions, the newest first; last the standard paper not yet made."""
    place = village or session.store.home
    there = papers(session, place)
    found = [paper for paper in map(_source_paper, there) if count and len(paper.questions) == count]
    title = standard_title(session)
    made = any(paper.text("title") == title and paper.text("bank_version") == session.bank.version for paper in there)
    if not made and len(questions := standard_questions(session.bank, session.today_iso)) == count:
        found.append(SourcePaper("", title, questions, make_forms(questions, STANDARD_SEED)))
    return tuple(found)


def paper_of(session: Session, id: str) -> SourcePaper | None:
    """The paper of an id; None where it is gone."""
    paper = session.store.get("quiz_paper", id)
    return _source_paper(paper) if paper is not None and not paper.deleted else None


def proposed(source: SheetSource, layouts: Sequence[Layout], among: Sequence[SourcePaper]) -> SourcePaper | None:
    """Of the papers that have as many questions the one in which the fewest answers of the first rows are no answers;
    of equal ones the first.
    """
    try:
        rows = read_grid(_heads(source, layouts), layouts).rows[:_LOOKED_AT]
    except UserError:
        return None
    return min(among, key=lambda paper: _misread(rows, paper), default=None)


def surveys_of(session: Session, village: str) -> list[Record]:
    """The surveys that sheets may belong to, the newest first."""
    found = session.store.records("survey", order=("-started_on", "-id"))
    return [survey for survey in found if not village or survey.village == village]


def _source_paper(paper: Record) -> SourcePaper:
    return SourcePaper(paper.id, paper.text("title"), paper_questions(paper), paper.text("forms"))


def _misread(rows: Sequence[GridRow], paper: SourcePaper) -> int:
    """How many answers cannot be read, in the form in which the fewest cannot."""
    return min(sum(not _readable(question, text) for row in rows
                   for question, text in zip(questions, row.answers, strict=True))
               for questions in paper.forms().values())


def _readable(question: Question, text: str) -> bool:
    try:
        read_answer_cell(question, text)
    except EntryError:
        return False
    return True


# What the first rows are read as


def preview(
    session: Session, source: SheetSource, layout: Layout, paper: SourcePaper | None, form: str, rows: int = 5,
) -> tuple[ColumnPreview, ...]:
    """The columns of a sheet that hold anything, with their cells in the first rows as they would be read.

    Without a paper, or where the columns do not fit it, the cells are shown as they stand there.
    """
    (sheet,) = _heads(source, [layout])
    read, written = _read_rows(session, sheet, layout, paper, form, rows)

    def sample(place: int, position: int, heading: str, field: str) -> Sample:
        cells = written[place].cells
        text = cells[position] if position < len(cells) else ""
        return _sample(session, read[place], heading, field, text) if field and read else Sample(text)

    return tuple(
        ColumnPreview(layout.sheet, position, heading, field,
                      tuple(sample(place, position, heading, field) for place in range(len(written))))
        for position, (heading, field) in enumerate(zip(layout.headings, layout.fields, strict=True))
        if heading or field or any(position < len(row.cells) and row.cells[position] for row in written)
    )


def _heads(source: SheetSource, layouts: Sequence[Layout]) -> tuple[Sheet, ...]:
    """The sheets of these layouts as far as the first rows under their headings."""
    by_name = {sheet.name: sheet for sheet in source.sheets}
    return tuple(
        Sheet(layout.sheet, tuple(islice(by_name[layout.sheet].rows, 0, _rows_to(by_name[layout.sheet], layout))))
        for layout in layouts)


def _rows_to(sheet: Sheet, layout: Layout) -> int:
    above = sum(row.number <= layout.last_line for row in sheet.rows[:layout.last_line])
    return above + _LOOKED_AT


def _read_rows(
    session: Session, sheet: Sheet, layout: Layout, paper: SourcePaper | None, form: str, rows: int,
) -> tuple[list[SheetRead], Sequence[GridRow | Row]]:
    """The first rows as read, none where there is nothing to read them by, and as they are written."""
    below = [row for row in sheet.rows if row.number > layout.last_line and not row.blank][:rows]
    try:
        grid = read_grid([sheet], [layout])
    except UserError:
        return [], below
    if paper is None or not grid.count or grid.count != len(paper.questions):
        return [], grid.rows[:rows] or below
    forms = paper.forms()
    if not grid.heading("form"):
        letter = form if form in forms else "A"
        forms = {letter: forms[letter]}
    reading = SheetReading(forms, session.today_iso)
    return [read_sheet(row, grid, reading) for row in grid.rows[:rows]], grid.rows[:rows]


def _sample(session: Session, read: SheetRead, heading: str, field: str, text: str) -> Sample:
    wrong = any(reason.column == heading for reason in (*read.wrong, *read.doubtful))
    if wrong or field in (NUMBER, PLACE, VILLAGE_COLUMN):
        return Sample(text, wrong)
    if field == "form":
        return Sample(read.form)
    if is_question(field):
        answer = read.answers[int(field[1:]) - 1] if read.answers else ""
        return Sample({BLANK: "", UNREADABLE: "看不清", DONT_KNOW: "不知道"}.get(answer, answer))
    return Sample(shown_value(session, "answer_sheet", field, read.values.get(field)))


# What a person chose, kept in the file


def remembered(session: Session) -> dict[str, str]:
    """The field that a person chose for a heading, empty for none, where it was not the recognised one."""
    try:
        known = json.loads(session.store.setting(_SETTING, "{}"))
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    return {heading: name for heading, name in known.items()
            if name in ("", NUMBER, PLACE, VILLAGE_COLUMN, "satisfaction", *_FIELDS) or is_question(str(name))}


def remember(session: Session, layouts: Sequence[Layout]) -> None:
    """Keep what was chosen for the headings of these sheets; of those that are a question's number nothing is kept, as
    the next table means its own questions by them.
    """
    before = remembered(session)
    after = dict(before)
    for layout in layouts:
        for position, (heading, name) in enumerate(zip(layout.headings, layout.fields, strict=True)):
            word, usual = plain(heading), usual_field(heading)
            if not word or is_question(usual):
                continue
            after.pop(word, None)
            if name != usual and (name or usual not in layout.fields[:position]):
                after[word] = name
    if after != before and not session.store.read_only:
        session.store.set_setting(_SETTING, json.dumps(after, ensure_ascii=False, sort_keys=True))


# Rows that are taken out to be mended


def mended_headings(layout: Layout, placed: bool) -> tuple[str, ...]:
    """The headings under which rows are written out, by which they are recognised wherever they are read again."""
    words = {choice.code: choice.label for choice in column_choices(len(layout.fields))}
    found = [heading if usual_field(heading) == field else words[field] if field else f"（{heading}）"
             for heading, field in zip(layout.headings, layout.fields, strict=True)]
    return (*found, PLACE_HEADING) if placed else tuple(found)


def taken_columns(row: Rejected) -> tuple[int, ...]:
    """The places of the columns of a row that a field was taken from; in the others there may be names."""
    return tuple(place for place, heading in enumerate(row.renamed[:len(row.headings)]) if usual_field(heading))


def needs_place(grid: AnswerGrid) -> bool:
    """Whether rows that are taken out must say where they stood, as nothing else tells which sheets they are."""
    if grid.heading(PLACE):
        return False
    return len(grid.layouts) > 1 or any(not row.texts.get(NUMBER) for row in grid.rows)


def place_words(row: GridRow, several: bool) -> str:
    """Where a row stands, as it is written beside it."""
    return f"{row.sheet} 第 {row.number} 行" if several else f"第 {row.number} 行"


def place_of(row: GridRow) -> tuple[str, int] | None:
    """The sheet and the number that a row had in the table it was taken out of; None where it was taken out of none."""
    found = _PLACE.fullmatch(row.texts.get(PLACE, "").strip())
    return (found[1] or "", int(found[2])) if found else None
