"""Awareness quizzes: papers composed from the question bank, and the anonymous sheets answered on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.quiz import (
    Question,
    compose,
    from_snapshot,
    grade,
    load_answers,
    store_answers,
    to_snapshot,
)
from panhuang_desk.services.records import Saved, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import SheetRow
from panhuang_desk.store.queries import sheets as _sheets

STANDARD_LENGTH = 20
"""The number of questions of the standard paper."""

STANDARD_SEED = 626
"""The seed of the standard paper: every village composes the same one from the same bank, so rates compare."""

_NO_ANSWER = "这份答卷一题都没填；空白答卷不用录入。"


def make_paper(
    session: Session, title: str, n: int = STANDARD_LENGTH, seed: int = STANDARD_SEED, *,
    blueprint: Mapping[str, int] | None = None, audiences: Sequence[str] = ("everyone",), village: str = "",
) -> Saved:
    """Compose a paper from the questions that hold today, and save it with its questions.

    `blueprint` gives the number of questions of each topic in place of `n`. UserError (code `bank-too-small`) where
    the bank cannot fill it.
    """
    questions = compose(session.bank, seed, n, blueprint, on=session.today_iso, audiences=audiences)
    values = {"title": title, "bank_version": session.bank.version, "questions": to_snapshot(questions),
              "made_on": session.today_iso}
    return save_record(session, "quiz_paper", values, village=village)


def papers(session: Session, village: str = "") -> list[Record]:
    """The papers, the newest first."""
    found = session.store.records("quiz_paper", order=("-made_on", "-id"))
    return [paper for paper in found if not village or paper.village == village]


def standard_title(session: Session) -> str:
    """The title of the standard paper of the present question bank."""
    return f"禁毒知识知晓率测评卷（题库 {session.bank.version} 版）"


def standard_paper(session: Session, village: str = "") -> Record:
    """The standard paper of the present question bank; made when it is first asked for."""
    title, place = standard_title(session), village or session.store.home
    for paper in papers(session, place):
        if paper.text("title") == title and paper.text("bank_version") == session.bank.version:
            return paper
    saved = make_paper(session, title, village=place)
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
    id: str | None = None, note: str = "",
) -> Saved:
    """Grade a sheet and save it, or save it anew when its `id` is given.

    `answers` has one text of letters per question of the paper, "" for blank. A sheet with fewer than 80 % answered
    is saved with a warning: it does not count for the awareness rate. UserError (code `paper`) where the paper is gone.
    """
    paper = session.store.get("quiz_paper", paper_id)
    if paper is None or paper.deleted:
        raise UserError("这份试卷已经删除，答卷没有保存。", "请先恢复试卷，或者换一份试卷再录。", code="paper")
    graded = grade(paper_questions(paper), answers)
    if not graded.answered:
        return Saved(None, problems=(Problem("answers", _NO_ANSWER),))
    values: dict[str, Value] = {
        "paper_id": paper_id, "taken_on": taken_on, "key_group": key_group, "sampling": sampling,
        "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered,
        "asked": graded.asked, "note": note or None,
    }
    saved = save_record(session, "answer_sheet", values, id)
    if graded.valid or saved.record is None:
        return saved
    warning = Problem("answers", f"只答了 {graded.answered} 题，不到八成，这份答卷不计入知晓率。", warning=True)
    return attrs.evolve(saved, problems=(*saved.problems, warning))


def sheets(
    session: Session, *, paper: str = "", village: str = "", first: str = "", last: str = "9999",
) -> list[SheetRow]:
    """The answer sheets of a paper, a village or a span of days, the one entered last at the head."""
    return _sheets(session.store, paper=paper, village=village, first=first, last=last)
