"""Grading a sheet against the questions of its paper."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs

from panhuang_desk.model.quiz.question import Question

VALID_SHARE = (4, 5)
"""A sheet is valid when at least four fifths of its questions are answered."""

BLANK, UNREADABLE, DONT_KNOW = "", "?", "-"
"""What stands in a sheet in place of letters: nothing written, not to be read, and 不知道 (an answer, and wrong)."""


@attrs.frozen
class Graded:
    """A graded sheet, all in questions. `per_question` is True for right, False for wrong, None for not answered."""

    correct: int
    answered: int
    asked: int
    per_question: tuple[bool | None, ...]

    @property
    def valid(self) -> bool:
        """Whether enough was answered for the sheet to count."""
        return valid_sheet(self.answered, self.asked)


def grade(questions: Sequence[Question], answers: Sequence[str]) -> Graded:
    """Grade the answers, one text per question by position: its letters, or `BLANK`, `UNREADABLE`, `DONT_KNOW`.

    A several-choice answer is right only when it names all right options and no other; 不知道 is an answer and wrong,
    what cannot be read counts as not answered. ValueError where the number of answers is not that of the questions,
    or an answer names an option twice or one that its question does not have.
    """
    if len(answers) != len(questions):
        raise ValueError(f"{len(answers)} answers for {len(questions)} questions")
    marks: list[bool | None] = []
    for position, (question, answer) in enumerate(zip(questions, answers, strict=True), start=1):
        if answer in (BLANK, UNREADABLE):
            marks.append(None)
        elif answer == DONT_KNOW:
            marks.append(False)
        elif len(set(answer)) != len(answer) or not set(answer) <= set(question.letters):
            raise ValueError(f"answer {position} names an option twice or one that does not exist")
        else:
            marks.append(question.is_right(answer))
    answered = sum(mark is not None for mark in marks)
    return Graded(sum(mark is True for mark in marks), answered, len(questions), tuple(marks))


def valid_sheet(answered: int, asked: int) -> bool:
    """Whether a sheet counts for the awareness rate: at least 80 % of its questions are answered."""
    part, whole = VALID_SHARE
    return asked > 0 and whole * answered >= part * asked


def store_answers(answers: Sequence[str]) -> str:
    """The answers as a sheet keeps them: a JSON array of letters in ascending order or one of the three signs."""
    return json.dumps(["".join(sorted(answer)) for answer in answers], separators=(",", ":"))


def load_answers(text: str) -> tuple[str, ...]:
    """The answers of a kept sheet; ValueError where the text is no such array."""
    answers = json.loads(text)
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        raise ValueError("a sheet's answers are a JSON array of texts")
    return tuple(answers)
