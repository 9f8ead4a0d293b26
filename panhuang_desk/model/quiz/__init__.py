"""Awareness quizzes: the question bank, papers composed from it, and the grading of sheets."""

from __future__ import annotations

from panhuang_desk.model.quiz.answers import Reading, read_answer, read_answers, show_answer
from panhuang_desk.model.quiz.bank import parse_bank
from panhuang_desk.model.quiz.compose import compose
from panhuang_desk.model.quiz.grading import (
    BLANK,
    DONT_KNOW,
    UNREADABLE,
    Graded,
    grade,
    load_answers,
    store_answers,
    valid_sheet,
)
from panhuang_desk.model.quiz.lint import lint
from panhuang_desk.model.quiz.question import (
    QUESTION_TYPES,
    Bank,
    Question,
    from_snapshot,
    to_snapshot,
)
from panhuang_desk.model.quiz.typed import TypedLine, check_line, write_line

__all__ = [
    "BLANK", "DONT_KNOW", "QUESTION_TYPES", "UNREADABLE", "Bank", "Graded", "Question", "Reading", "TypedLine",
    "check_line", "compose", "from_snapshot",
    "grade", "lint", "load_answers", "parse_bank", "read_answer", "read_answers", "show_answer", "store_answers",
    "to_snapshot", "valid_sheet", "write_line",
]
