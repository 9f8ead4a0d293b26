"""Blank paper forms: what is taken along into the field and keyed in afterwards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from panhuang_desk.model.quiz import Question
from panhuang_desk.services.files import write_file
from panhuang_desk.services.quizzes import standard_questions, title_of_standard
from panhuang_desk.services.resources import Resources

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
        questions = standard_questions(resources.bank, today.isoformat())
        title = title_of_standard(resources.bank)
    choices = resources.checklists.choices_on
    write_file(target, blank_form(kind, place=place, choices=choices, questions=questions, title=title))
