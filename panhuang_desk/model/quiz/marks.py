"""Answers as signs, one for each question of a sheet: what statistics count a million of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from panhuang_desk.model.quiz.question import LETTERS

UNKNOWN, UNREADABLE = "-", "!"
"""The signs of 不知道, which is an answer and wrong, and of what cannot be read."""

_FIRST = 48
BLANK = chr(_FIRST)
NOT_ANSWERED = BLANK + UNREADABLE
"""The signs that count as not answered."""


@cache
def mark_of(answer: str) -> str:
    """The sign of an answer as a sheet keeps it: its letters, "" for blank, "?" for unreadable, "-" for 不知道."""
    if answer == "?":
        return UNREADABLE
    if answer == "-":
        return UNKNOWN
    places = {LETTERS.find(letter) for letter in answer}
    return UNREADABLE if -1 in places else chr(_FIRST + sum(1 << place for place in places))


@cache
def letters_of(mark: str) -> str:
    """The letters that a sign stands for, in ascending order; none for what is no choice of options."""
    if mark in (UNKNOWN, UNREADABLE):
        return ""
    bits = ord(mark) - _FIRST
    return "".join(letter for place, letter in enumerate(LETTERS) if bits >> place & 1)


def marks_of(answers: Sequence[str]) -> str:
    """The signs of a sheet's answers, in their order."""
    return "".join(map(mark_of, answers))


def marks_of_text(text: str) -> str:
    """The signs of answers as the record holds them (JSON); empty where they cannot be read."""
    try:
        answers = json.loads(text) if text else []
    except ValueError:
        return ""
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        return ""
    return marks_of(answers)
