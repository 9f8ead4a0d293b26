"""Sheets that a second person enters once more: which ones, what they read, and what is to be done where two differ."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.quiz import Question, check_line, load_answers, store_answers
from panhuang_desk.services.quizzes import sheet_values
from panhuang_desk.services.records import Saved, save_in, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_grid import GridPaper, SheetLine, SheetsSaved, entered, grid_paper, save_finished
from panhuang_desk.store import Action

SLOT = "sheet_second:"
"""How the slots of second readings begin; the sheet's id follows."""

_PERSON = "second_by"
_READINGS = ("answers", "second_answers")


@attrs.frozen
class Pile:
    """The sheets that are compared: those of a survey, else those of a paper and a day that belong to none."""

    paper_id: str
    survey_id: str = ""
    day: str = ""


@attrs.frozen
class Doubt:
    """A question that two persons read differently, in the order and letters of the form that was answered.

    `number` is the sheet's place in the order of entry, `place` the question's from 0 on the form.
    """

    sheet: Record
    number: int
    place: int
    question: Question
    first: str
    second: str

    @property
    def id(self) -> str:
        """The sheet and the question."""
        return f"{self.sheet.id}:{self.place}"

    @property
    def row(self) -> Record:
        """The record that it stands for in a list."""
        return self.sheet


@attrs.frozen
class Comparison:
    """How far the second entry is. Of `sheets` `twice` were entered twice, `alone` of them by one person alone.
    They compared `answers` answers, of which `differed` read differently when entered, and `doubts` still do.
    """

    sheets: int
    twice: int
    alone: int
    answers: int
    differed: int
    doubts: tuple[Doubt, ...]

    @property
    def agreed(self) -> bool:
        """Whether all sheets were entered twice and no two entries differ."""
        return self.sheets > 0 and self.twice == self.sheets and not self.doubts


def pile_of(sheet: Record) -> Pile:
    """The pile that a sheet belongs to."""
    survey_id = sheet.text("survey_id")
    return Pile(sheet.text("paper_id"), survey_id, "" if survey_id else sheet.text("taken_on"))


def pile_sheets(session: Session, pile: Pile) -> list[Record]:
    """The sheets of a pile in the order in which they were entered."""
    return entered(session, pile.paper_id, pile.survey_id, pile.day)


def second_lines(session: Session, pile: Pile) -> list[SheetLine]:
    """A line for each sheet without the answers of the first entry, with what was typed for the second and waits."""
    drafts = {draft.slot: draft.fields for draft in session.store.drafts() if draft.slot.startswith(SLOT)}
    return [SheetLine(sheet.id, number, dict(drafts.get(SLOT + sheet.id, {})), known=sheet,
                      done=bool(sheet.text("second_answers")))
            for number, sheet in enumerate(pile_sheets(session, pile), start=1)]


def keep_second(session: Session, lines: Sequence[SheetLine]) -> None:
    """Keep what was typed, all or none; an empty line is forgotten."""
    if not lines:
        return
    with session.store.bulk():
        for line in lines:
            if line.filled:
                session.store.save_draft(SLOT + line.id, line.texts)
            else:
                session.store.drop_draft(SLOT + line.id)


def check_second(paper: GridPaper, line: SheetLine) -> None:
    """Read the line's answers and put what is wrong with them into it; nothing about an empty line."""
    line.typed = check_line(paper.questions(line.form), line.texts.get("answers", ""))
    line.problems = tuple(
        Problem("answers", f"第 {position} 题：{message}" if position else message)
        for position, message in line.typed.problems) if line.filled else ()


def entered_first_by(session: Session, lines: Sequence[SheetLine], person: str) -> int:
    """How many of the lines that hold something this person entered the first time: nobody finds what they misread."""
    return sum(_first_person(session, line.id) == person for line in lines if line.filled)


def save_second(session: Session, paper: GridPaper, lines: Sequence[SheetLine], person: str) -> SheetsSaved:
    """Save the second reading of all lines that are finished in one action, and forget their drafts with it.

    UserError (codes `sheet`, `paper`) where a sheet or the paper was deleted meanwhile; nothing is saved then.
    """
    grid_paper(session, paper.id)
    for line in lines:
        check_second(paper, line)

    def save(action: Action, line: SheetLine) -> None:
        assert line.typed is not None
        answers = paper.in_paper_order(line.typed.answers, line.form)
        _sheet(session, line.id)
        save_in(action, session, "answer_sheet", {"second_answers": store_answers(answers), "second_by": person},
                line.id)
        session.store.drop_draft(SLOT + line.id)

    saved = save_finished(session, lines, save)
    if saved.sheets:
        remember_person(session, person)
    return saved


def compare(session: Session, pile: Pile) -> Comparison:
    """Compare the two entries of a pile; UserError where the paper is gone (`paper`) or a sheet damaged (`sheet`)."""
    paper = grid_paper(session, pile.paper_id)
    sheets = pile_sheets(session, pile)
    twice = alone = answers = differed = 0
    doubts: list[Doubt] = []
    for number, sheet in enumerate(sheets, start=1):
        if sheet.text("second_answers"):
            try:
                found = _doubts(paper, sheet, number)
            except ValueError as error:
                raise UserError(f"第 {number} 份答卷读不出来，没有比较。", "请检查文件是否完好，或者删掉这一份重新录。",
                                code="sheet") from error
            twice += 1
            alone += sheet.text("second_by") == _first_person(session, sheet.id)
            answers += len(paper.questions(""))
            differed += max(len(found), _differed_at_first(session, sheet.id))
            doubts += found
    return Comparison(len(sheets), twice, alone, answers, differed, tuple(doubts))


def decide(session: Session, paper: GridPaper, doubt: Doubt, answer: str) -> Saved:
    """Let this answer, in the letters of the form, be what both entries say, and grade the sheet by it; what stood
    there stays in the history, and what else differs stays open. UserError (code `sheet`) where the sheet is gone.
    """
    sheet = _sheet(session, doubt.sheet.id)
    if not sheet.text("second_answers"):
        raise UserError("这份答卷的第二遍已经撤销。", "请退回再看一遍差异。", code="sheet")
    form = sheet.text("form") or "A"
    first, second = (list(paper.in_form_order(load_answers(sheet.text(name)), form)) for name in _READINGS)
    first[doubt.place] = second[doubt.place] = answer
    values, problems = sheet_values(paper.record, sheet.text("taken_on"), sheet.text("key_group"),
                                    sheet.text("sampling"), paper.in_paper_order(first, form))
    if not values:
        return Saved(None, problems=problems)
    graded = {name: values[name] for name in ("answers", "correct", "answered", "asked")}
    return save_record(session, "answer_sheet", {
        **graded, "second_answers": store_answers(paper.in_paper_order(second, form))}, sheet.id)


def last_person(session: Session) -> str:
    """Who entered sheets a second time the last time; empty for nobody."""
    return session.store.meta(_PERSON)


def remember_person(session: Session, person: str) -> None:
    """Offer this name the next time."""
    session.store.note_meta(_PERSON, person)


def _doubts(paper: GridPaper, sheet: Record, number: int) -> list[Doubt]:
    form = sheet.text("form") or "A"
    first, second = (paper.in_form_order(load_answers(sheet.text(name)), form) for name in _READINGS)
    both = zip(paper.questions(form), first, second, strict=True)
    return [Doubt(sheet, number, place, question, one, other)
            for place, (question, one, other) in enumerate(both) if one != other]


def _first_person(session: Session, sheet_id: str) -> str:
    history = session.store.history("answer_sheet", sheet_id)
    return history[-1].person if history else ""


def _differed_at_first(session: Session, sheet_id: str) -> int:
    """In how many answers the two entries differed when the second one was saved: what was settled since counts too."""
    answers = ""
    differed = 0
    for entry in reversed(session.store.history("answer_sheet", sheet_id)):
        answers = str(entry.fields.get("answers", ("", answers))[1] or "")
        before, second = entry.fields.get("second_answers", (None, None))
        if second and not before and answers:
            both = zip(load_answers(answers), load_answers(str(second)), strict=True)
            differed = sum(one != other for one, other in both)
    return differed


def _sheet(session: Session, id: str) -> Record:
    sheet = session.store.get("answer_sheet", id)
    if sheet is None or sheet.deleted:
        raise UserError("这份答卷已经不在了。", "它可能刚才删除或撤销了；请退回再看一遍。", code="sheet")
    return sheet
