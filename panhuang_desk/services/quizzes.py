"""Awareness quizzes: papers composed from the question bank, and the anonymous sheets answered on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.figures import (
    BY_CODE,
    PASS_MARK,
    PASS_MARK_SETTING,
    REACHED,
    verdict,
)
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.quiz import (
    Bank,
    Question,
    compose,
    from_snapshot,
    grade,
    load_answers,
    store_answers,
    to_snapshot,
    valid_sheet,
)
from panhuang_desk.model.quiz.forms import make_forms
from panhuang_desk.model.quiz.question import SEVERAL
from panhuang_desk.model.report import FigureLine, FigureValue
from panhuang_desk.model.values import Changes
from panhuang_desk.services.figures import Reckoning, lines, scope
from panhuang_desk.services.question_bank import bank_of
from panhuang_desk.services.records import Saved, delete_record, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import SheetRow, SheetsWanted
from panhuang_desk.store.queries import sheets as _sheets

STANDARD_LENGTH = 20
"""The number of questions of the standard paper."""

STANDARD_SEED = 626
"""The seed of the standard paper: every village composes the same one from the same bank, so rates compare."""

STANDARD_SEVERAL = 2
"""How many of them have several answers: with two at the end any sheet is typed in at most 25 keys, Enter included."""

_NO_ANSWER = "这份答卷一题都没填；空白答卷不用录入。"


def make_paper(
    session: Session, title: str, n: int = STANDARD_LENGTH, seed: int = STANDARD_SEED, *,
    blueprint: Mapping[str, int] | None = None, levels: Mapping[int, int] | None = None,
    audiences: Sequence[str] = ("everyone",), village: str = "", note: str = "",
) -> Saved:
    """Compose a paper from the questions that are on and hold today, and save it with them and its forms A, B and C.

    `blueprint` gives the number of questions of each topic in place of `n`, `levels` the weight of each difficulty.
    The same bank, blueprint and seed give the same paper. UserError (code `bank-too-small`) where the bank cannot
    fill it.
    """
    bank = bank_of(session)
    questions = compose(bank, seed, n, blueprint, on=session.today_iso, audiences=audiences, levels=levels)
    return save_paper(session, title, questions, seed, bank_version=bank.version, village=village, note=note)


def save_paper(
    session: Session, title: str, questions: Sequence[Question], seed: int, *, bank_version: str = "",
    village: str = "", note: str = "",
) -> Saved:
    """Save a new paper of these questions in their order; `seed` makes its forms."""
    values: dict[str, Value] = {
        "title": title, "bank_version": bank_version or session.bank.version, "questions": to_snapshot(questions),
        "forms": make_forms(questions, seed), "seed": seed, "made_on": session.today_iso, "note": note or None}
    return save_record(session, "quiz_paper", values, village=village)


def propose_questions(
    session: Session, n: int, seed: int, audiences: Sequence[str] = ("everyone",), *,
    blueprint: Mapping[str, int] | None = None, levels: Mapping[int, int] | None = None,
) -> tuple[Question, ...]:
    """The questions that `make_paper` would choose; UserError (code `bank-too-small`) where the bank cannot."""
    return compose(bank_of(session), seed, n, blueprint, on=session.today_iso, audiences=audiences, levels=levels)


def change_paper(session: Session, id: str, title: str, note: str = "") -> Saved:
    """Correct a paper's title and note; its questions are fixed from the start, so that sheets stay comparable."""
    return save_record(session, "quiz_paper", {"title": title, "note": note or None}, id)


def delete_paper(session: Session, id: str) -> Changes:
    """Delete a paper; UserError (code `paper-used`) where it has sheets, which would go with it."""
    used = session.store.count("answer_sheet", {"paper_id": id})
    if used:
        raise UserError(f"这份试卷已经录了 {used} 份答卷，不能删除。",
                        "要用别的题，请另组一份试卷；旧答卷仍按原来的题目算。", code="paper-used")
    return delete_record(session, "quiz_paper", id)


def sheet_counts(session: Session) -> Mapping[str, int]:
    """How many sheets there are of each paper that has any."""
    counts = {paper.id: session.store.count("answer_sheet", {"paper_id": paper.id}) for paper in papers(session)}
    return {id: count for id, count in counts.items() if count}


def papers(session: Session, village: str = "") -> list[Record]:
    """The papers, the newest first."""
    found = session.store.records("quiz_paper", order=("-made_on", "-id"))
    return [paper for paper in found if not village or paper.village == village]


def standard_title(session: Session) -> str:
    """The title of the standard paper of the present question bank."""
    return title_of_standard(session.bank)


def title_of_standard(bank: Bank) -> str:
    """The title of the standard paper of a question bank."""
    return f"禁毒知识知晓率测评标准卷（题库 {bank.version} 版）"


def standard_questions(bank: Bank, on: str) -> tuple[Question, ...]:
    """The questions of the standard paper of a bank on an ISO day: the same in every village."""
    return compose(bank, STANDARD_SEED, STANDARD_LENGTH, on=on, most={SEVERAL: STANDARD_SEVERAL})


def standard_paper(session: Session, village: str = "") -> Record:
    """The standard paper of the present question bank; made when it is first asked for."""
    title, place = standard_title(session), village or session.store.home
    for paper in papers(session, place):
        if paper.text("title") == title and paper.text("bank_version") == session.bank.version:
            return paper
    questions = standard_questions(session.bank, session.today_iso)
    saved = save_paper(session, title, questions, STANDARD_SEED, village=place)
    if saved.record is None:
        raise AssertionError("the standard paper is declared valid")
    return saved.record


def paper_questions(paper: Record) -> tuple[Question, ...]:
    """The questions of a paper as they were when it was composed. UserError (code `paper`) where they are damaged."""
    try:
        return from_snapshot(paper.text("questions"))
    except ValueError as error:
        raise UserError("这份试卷的题目读不出来，已录入的答卷没有受影响。", "请另组一份试卷，并检查文件是否完好。",
                        code="paper") from error


def sheet_answers(sheet: Record) -> tuple[str, ...]:
    """The answers of a sheet, one text of letters per question by position, "" for blank."""
    return load_answers(sheet.text("answers")) if sheet.text("answers") else ()


def record_sheet(
    session: Session, paper_id: str, taken_on: str, key_group: str, sampling: str, answers: Sequence[str], *,
    id: str | None = None, note: str = "", more: Mapping[str, Value] | None = None,
) -> Saved:
    """Grade a sheet and save it, or save it anew when its `id` is given; `more` holds further fields of it.

    `answers` has one text of letters per question of the paper, "" for blank. A sheet with fewer than 80 % answered
    is saved with a warning: it does not count for the awareness rate. UserError (code `paper`) where the paper is gone.
    """
    paper = session.store.get("quiz_paper", paper_id)
    if paper is None or paper.deleted:
        raise UserError("这份试卷已经删除，答卷没有保存。", "请先恢复试卷，或者换一份试卷再录。", code="paper")
    values, problems = sheet_values(paper, taken_on, key_group, sampling, answers, note=note, more=more)
    if not values:
        return Saved(None, problems=problems)
    saved = save_record(session, "answer_sheet", values, id)
    return attrs.evolve(saved, problems=(*saved.problems, *problems)) if saved.record is not None else saved


def sheet_values(
    paper: Record, taken_on: str, key_group: str, sampling: str, answers: Sequence[str], *, note: str = "",
    more: Mapping[str, Value] | None = None,
) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """What `record_sheet` saves, graded, and what is to be said of the answers; no values where none was given."""
    graded = grade(paper_questions(paper), answers)
    if not graded.answered:
        return {}, (Problem("answers", _NO_ANSWER),)
    values: dict[str, Value] = {
        "paper_id": paper.id, "taken_on": taken_on, "key_group": key_group, "sampling": sampling,
        "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered,
        "asked": graded.asked, "note": note or None, **(more or {}),
    }
    warning = Problem("answers", f"只答了 {graded.answered} 题，不到八成，这份答卷不计入知晓率。", warning=True)
    return values, () if graded.valid else (warning,)


def sheets(
    session: Session, *, paper: str = "", village: str = "", first: str = "", last: str = "9999", survey: str = "",
    key_group: str = "", age_band: str = "", form: str = "", state: str = "", entered: str = "",
) -> list[SheetRow]:
    """The answer sheets of a scope, abandoned ones too, the one entered last at the head."""
    return _sheets(session.store, SheetsWanted(paper, village, first, last, survey, key_group, age_band, form, state,
                                               entered))


def pass_mark(session: Session) -> int:
    """Per cent of right answers from which a person counts as aware: the file's setting."""
    return int(session.store.setting(PASS_MARK_SETTING, str(PASS_MARK)))


def sheet_state(sheet: SheetRow, mark: int) -> str:
    """How a sheet counts: `aware`, `unaware`, `invalid` with too few answers for the rate, or `abandoned`."""
    if sheet.state == "abandoned":
        return "abandoned"
    if not valid_sheet(sheet.answered, sheet.asked):
        return "invalid"
    return "aware" if 100 * sheet.correct >= mark * sheet.asked else "unaware"


@attrs.frozen
class Awareness:
    """A month's awareness as the quiz page shows it.

    `figures` are those of the awareness section by code, each with 上月 and 本年累计. `by_month` are the months up
    to this one, newest first, each with its figures by code. `more_needed` is how many further sheets, all of aware
    persons, would make the claim hold; 0 where it holds already or there is none.
    """

    month: Month
    pass_mark: int
    figures: Mapping[str, FigureLine]
    by_month: tuple[tuple[Month, Mapping[str, FigureValue]], ...]
    more_needed: int

    @property
    def not_random(self) -> int:
        """Valid sheets that were not sampled at random, whose rate may not stand for the village."""
        return self._count("sheets_valid") - self._count("sheets_random")

    def _count(self, code: str) -> int:
        value = self.figures[code].this.value
        return value if isinstance(value, int) else 0


_MONTHS = 12
_FIGURES = ("sheets_returned", "sheets_valid", "sheets_random", "sheets_passed", "awareness_by_person",
            "awareness_by_answer", "awareness_verdict")


def awareness(session: Session, month: Month, village: str = "") -> Awareness:
    """The awareness of a month, of one village or of all that the file shows; persons are pooled."""
    calendar, codes = session.resources.calendar, scope(session.store, village or None)
    whole = lines(session.store, month, village or None, calendar=calendar)
    reckoning = Reckoning(session.store, calendar, codes)
    months = [month.plus(-back) for back in range(_MONTHS)]
    by_month = tuple(
        (each, {code: reckoning.value(BY_CODE[code], Period.month(each), codes) for code in _FIGURES})
        for each in months)
    rate = whole["awareness_by_person"].this
    return Awareness(month, reckoning.pass_mark, {code: whole[code] for code in _FIGURES}, by_month,
                     _more_needed(int(rate.numerator or 0), int(rate.denominator or 0)))


def _more_needed(aware: int, valid: int) -> int:
    """The fewest further aware persons with whom the verdict is 达标; 0 where nobody was asked yet."""
    if not valid or verdict(aware, valid) == REACHED:
        return 0
    low, high = 0, 1
    while verdict(aware + high, valid + high) != REACHED:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if verdict(aware + middle, valid + middle) == REACHED:
            high = middle
        else:
            low = middle
    return high
