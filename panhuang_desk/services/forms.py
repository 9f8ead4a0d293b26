"""Blank paper forms: what is taken along into the field and keyed in afterwards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import Question, compose
from panhuang_desk.services.files import write_file
from panhuang_desk.services.quizzes import STANDARD_LENGTH, STANDARD_SEED, paper_questions
from panhuang_desk.services.resources import Resources
from panhuang_desk.services.session import Session

FORMS = ("visit", "patrol", "quiz")
"""The blank forms there are."""


def write_blank_form(kind: str, target: Path, *, resources: Resources, today: dt.date, place: str = "") -> None:
    """Write a blank form as PDF; `quiz` is the standard paper of the present question bank.

    UserError for a form that there is not, and where the place cannot be written.
    """
    from panhuang_desk.report.forms import blank_form  # reportlab is loaded on first use

    questions: tuple[Question, ...] = ()
    title = ""
    if kind == "quiz":
        questions = compose(resources.bank, STANDARD_SEED, STANDARD_LENGTH, on=today.isoformat())
        title = f"禁毒知识知晓率测评卷（题库 {resources.bank.version} 版）"
    choices = resources.checklists.choices
    write_file(target, blank_form(kind, place=place, choices=choices, questions=questions, title=title))


def paper_form(session: Session, paper: Record) -> bytes:
    """A quiz paper of the file as a blank PDF, with its village's name and no respondent's."""
    from panhuang_desk.report.forms import blank_form  # reportlab is loaded on first use

    place = next((village.name for village in session.store.villages if village.code == paper.village), "")
    return blank_form("quiz", place=place, questions=paper_questions(paper), title=paper.text("title"),
                      sample=session.store.sample)
