"""Many answer sheets from paper: one line a sheet, typed one after the other and saved in one action.

A line is a draft in the file from its first key on. The lines of a paper that wait are one batch, whoever goes on
with them: what all have in common (survey, day) goes along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.ids import new_id
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import Question, TypedLine, check_line, grade
from panhuang_desk.model.quiz.forms import form_letters, form_questions, from_paper_order, to_paper_order
from panhuang_desk.model.values import Changes
from panhuang_desk.services.begun_sheets import SLOT, sheets_begun
from panhuang_desk.services.quizzes import paper_questions, sheet_values
from panhuang_desk.services.records import complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.services.surveys import ABANDONED
from panhuang_desk.store import Action
from panhuang_desk.store.local import Draft

CHOSEN = ("form", "key_group", "age_band", "sampling", "satisfaction")
"""The fields of a sheet that a line holds as codes, in their order."""


@attrs.frozen
class GridPaper:
    """A paper as it is typed from: `forms` are its questions as each form asks them, by its letter."""

    record: Record
    forms: Mapping[str, tuple[Question, ...]]

    @property
    def id(self) -> str:
        """The paper."""
        return self.record.id

    @property
    def letters(self) -> str:
        """The letters of its forms."""
        return "".join(self.forms)

    def questions(self, form: str) -> tuple[Question, ...]:
        """The questions in the order of a form; of form A where it is not known."""
        return self.forms.get(form) or next(iter(self.forms.values()))

    def in_paper_order(self, answers: Sequence[str], form: str) -> tuple[str, ...]:
        """Answers as they stand on a form as a sheet keeps them."""
        return to_paper_order(answers, self.record.text("forms"), form) if form in self.forms else tuple(answers)

    def in_form_order(self, answers: Sequence[str], form: str) -> tuple[str, ...]:
        """Answers as a sheet keeps them as they stand on a form."""
        return from_paper_order(answers, self.record.text("forms"), form) if form in self.forms else tuple(answers)


@attrs.frozen
class Batch:
    """What the lines have in common. `before` are the codes that a new line begins with, by field."""

    paper: GridPaper
    day: str
    survey_id: str = ""
    before: Mapping[str, str] = attrs.field(factory=dict)


@attrs.define(eq=False)
class SheetLine:
    """One sheet. `texts` holds what was typed as answers, and the codes of the fields in `CHOSEN`, by name.

    `begun` tells that it was given what a new line begins with. `typed` is how the answers read so far, in the order
    of the form; `score` right answers and questions, once the line is finished. `known` is the sheet that is entered
    a second time, `done` that it was.
    """

    id: str
    number: int = 0
    texts: dict[str, str] = attrs.field(factory=dict)
    begun: bool = False
    known: Record | None = None
    done: bool = False
    typed: TypedLine | None = None
    score: tuple[int, int] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def filled(self) -> bool:
        """Whether anything was typed; a line that is not filled is never saved."""
        return any(self.texts.values())

    @property
    def stopped(self) -> bool:
        """Whether something that was found wrong with it stops its save."""
        return any(not problem.warning for problem in self.problems)

    @property
    def form(self) -> str:
        """The letter of the form, A where none is named."""
        named = self.known.text("form") if self.known is not None else self.texts.get("form", "")
        return named or "A"


@attrs.frozen
class SheetsSaved:
    """What came of saving: how many sheets are in the file, and the lines that something stopped."""

    sheets: int
    changes: Changes
    left: tuple[str, ...]


def grid_paper(session: Session, id: str) -> GridPaper:
    """A paper with its forms; UserError (code `paper`) where it is gone or damaged."""
    paper = session.store.get("quiz_paper", id)
    if paper is None or paper.deleted:
        raise UserError("这份试卷已经删除。", "请先恢复试卷，或者换一份试卷。", code="paper")
    questions, forms = paper_questions(paper), paper.text("forms")
    try:
        return GridPaper(paper, {letter: form_questions(questions, forms, letter) for letter in form_letters(forms)})
    except ValueError as error:
        raise UserError("这份试卷的卷型读不出来。", "请换一份试卷，并检查文件是否完好。", code="paper") from error


def new_line(number: int) -> SheetLine:
    """A line that nothing was typed in."""
    return SheetLine(new_id(), number)


def waiting_lines(session: Session, paper_id: str) -> tuple[list[SheetLine], str, str]:
    """The lines of a paper that were typed and not saved, in their order, with the survey and the day of the latest."""
    lines: list[SheetLine] = []
    survey_id = day = ""
    for draft in sorted(_drafts(session, paper_id), key=lambda draft: draft.slot):
        texts = {name: text for name, text in draft.fields.items() if text}
        survey_id, day = texts.pop("survey_id", ""), texts.pop("taken_on", "")
        lines.append(SheetLine(draft.slot.rsplit(":", 1)[1], texts=texts, begun=True))
    return lines, survey_id, day


def papers_waiting(session: Session) -> dict[str, int]:
    """How many lines wait, by paper, the one that was typed in last at the head."""
    return {begun.paper_id: begun.lines for begun in sheets_begun(session)}


def keep_lines(session: Session, batch: Batch, lines: Sequence[SheetLine]) -> None:
    """Keep what was typed in the lines, all or none; an empty line is forgotten."""
    if not lines:
        return
    with session.store.bulk():
        for line in lines:
            if line.filled:
                session.store.save_draft(_slot(batch.paper.id, line.id), {
                    **line.texts, "survey_id": batch.survey_id, "taken_on": batch.day})
            else:
                session.store.drop_draft(_slot(batch.paper.id, line.id))


def follow(batch: Batch, line: SheetLine) -> None:
    """After a key in a line: with its first key it is given what the batch says beforehand; when nothing else is left
    in it, it is empty again.
    """
    if line.begun and not line.texts.get("answers") and all(
            line.texts.get(name, "") == batch.before.get(name, "") for name in CHOSEN):
        line.texts.clear()
    if line.texts and not line.begun:
        line.texts = {**{name: code for name, code in batch.before.items() if code}, **line.texts}
    line.begun = bool(line.texts)


def check(session: Session, batch: Batch, line: SheetLine) -> None:
    """Read the line's answers and put everything that is wrong or odd into it; nothing about an empty line."""
    line.typed = check_line(batch.paper.questions(line.form), line.texts.get("answers", ""))
    line.problems, line.score = (), None
    if line.filled:
        values, line.problems = _ready(session, batch, line)
        if values and line.typed.ok:
            graded = grade(batch.paper.questions(line.form), line.typed.answers)
            line.score = graded.correct, graded.asked


def save_lines(session: Session, batch: Batch, lines: Sequence[SheetLine]) -> SheetsSaved:
    """Save all filled lines that nothing stops in one action, and forget their drafts in the same transaction.

    UserError (code `paper`) where the paper was deleted meanwhile.
    """
    grid_paper(session, batch.paper.id)
    for line in lines:
        check(session, batch, line)

    def save(action: Action, line: SheetLine) -> None:
        save_in(action, session, "answer_sheet", _ready(session, batch, line)[0])
        session.store.drop_draft(_slot(batch.paper.id, line.id))

    return save_finished(session, lines, save)


def save_finished(
    session: Session, lines: Sequence[SheetLine], save: Callable[[Action, SheetLine], object],
) -> SheetsSaved:
    """Save the lines that hold something and that nothing stops, in one action, or none of them."""
    good = [line for line in lines if line.filled and not line.stopped]
    left = tuple(line.id for line in lines if line.filled and line.stopped)
    if not good:
        return SheetsSaved(0, Changes(), left)
    with session.store.action() as action:
        for line in good:
            save(action, line)
    return SheetsSaved(len(good), action.changes, left)


def entered(session: Session, paper_id: str, survey_id: str, day: str) -> list[Record]:
    """The sheets of a survey that were on paper, in the order in which they were entered; without a survey those of a
    paper and a day that belong to none. A sheet's number is its place among them.
    """
    where: dict[str, Value] = {"survey_id": survey_id} if survey_id else {"paper_id": paper_id, "taken_on": day}
    return [sheet for sheet in session.store.records("answer_sheet", where, order=("id",))
            if sheet.text("state") != ABANDONED and sheet.text("entered") != "screen"
            and sheet.text("survey_id") == survey_id]


def _ready(session: Session, batch: Batch, line: SheetLine) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """The sheet that a line stands for, none where its answers do not make one, and what is to be said about it."""
    typed, form = line.typed, line.form
    assert typed is not None
    if not line.texts.get("answers"):
        return {}, (Problem("answers", "请照答卷填答案，没答的填“-”。"),)
    if len(batch.paper.letters) > 1 and not line.texts.get("form"):
        return {}, (Problem("form", f"请先写这份答卷的卷型（{'、'.join(batch.paper.letters)}）。"),)
    if typed.problems:
        return {}, tuple(_positioned(typed))
    more: dict[str, Value] = {
        "survey_id": batch.survey_id or None, "form": form if len(batch.paper.letters) > 1 else None,
        "age_band": line.texts.get("age_band") or None, "satisfaction": line.texts.get("satisfaction") or None,
        "entered": "paper"}
    values, said = sheet_values(
        batch.paper.record, batch.day, line.texts.get("key_group", ""), line.texts.get("sampling", ""),
        batch.paper.in_paper_order(typed.answers, form), more=more)
    if not values:
        return {}, said
    wrong = problems_of(session, ANSWER_SHEET, complete(session, ANSWER_SHEET, values, None))
    return values, (*wrong, *said)


def _positioned(typed: TypedLine) -> Iterator[Problem]:
    for position, message in typed.problems:
        yield Problem("answers", f"第 {position} 题：{message}" if position else message)


def _drafts(session: Session, paper_id: str) -> Iterator[Draft]:
    begins = _slot(paper_id, "")
    return (draft for draft in session.store.drafts() if draft.slot.startswith(begins))


def _slot(paper_id: str, line_id: str) -> str:
    return f"{SLOT}{paper_id}:{line_id}"
