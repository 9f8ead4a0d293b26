"""Forms of a paper: the same questions in another order with their options in another order, under one key.

Form A is the paper's own order; so is every form of a paper that keeps none. Questions change places only among
neighbours of their type, so that every form asks 单选, 判断 and 多选 one after the other; 对 and 错 keep their order.
Answers are kept in the order and letters of form A, whatever form was answered.
Law: `from_paper_order` and `to_paper_order` undo each other, and grading a form equals grading form A.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence
from functools import lru_cache

import attrs

from panhuang_desk.model.quiz.question import LETTERS, TRUE_FALSE, Question

FORM_LETTERS = "ABC"
"""The forms that a paper gets."""

_TRIES = 20


@attrs.frozen
class Form:
    """One form: the places from 0 in the paper in this form's order, and for each the paper's letters in its order."""

    order: tuple[int, ...]
    options: tuple[str, ...]


def make_forms(questions: Sequence[Question], seed: int, letters: str = FORM_LETTERS) -> str:
    """The forms of a paper as it keeps them (JSON); the same questions, seed and letters give the same text."""
    made: dict[str, Form] = {}
    for letter in letters:
        form = _own(questions)
        for attempt in range(_TRIES if letter != "A" else 0):
            form = _shuffled(questions, random.Random(f"form {letter} {attempt} {seed}"))
            if form not in made.values():
                break
        made[letter] = form
    rows = {letter: {"order": form.order, "options": form.options} for letter, form in made.items()}
    return json.dumps(rows, separators=(",", ":"))


def form_letters(forms: str) -> str:
    """The letters of the forms there are; "A" of a paper that keeps none. ValueError where they are damaged."""
    return "".join(_rows(forms)) if forms else "A"


def form_questions(questions: Sequence[Question], forms: str, letter: str) -> tuple[Question, ...]:
    """The questions as a form asks them, in its order with its options and their right letters.

    ValueError where there is no such form, or it does not fit the questions.
    """
    form = _form(questions, forms, letter)
    return tuple(_turned(questions[place], shown) for place, shown in zip(form.order, form.options, strict=True))


def to_paper_order(answers: Sequence[str], forms: str, letter: str) -> tuple[str, ...]:
    """The answers of a form in the order and letters of the paper; "", "?" and "-" stay what they are.

    ValueError where there is no such form, or the answers do not fit it.
    """
    form = _form_of(answers, forms, letter)
    found = [""] * len(answers)
    for place, shown, answer in zip(form.order, form.options, answers, strict=True):
        found[place] = _mapped(answer, LETTERS, shown)
    return tuple(found)


def from_paper_order(answers: Sequence[str], forms: str, letter: str) -> tuple[str, ...]:
    """Answers in the order and letters of the paper as they stand on a form; undoes `to_paper_order`."""
    form = _form_of(answers, forms, letter)
    return tuple(_mapped(answers[place], shown, LETTERS) for place, shown in zip(form.order, form.options, strict=True))


def paper_places(forms: str, letter: str, count: int) -> tuple[int, ...]:
    """For each question of a form its place from 0 in the paper of `count` questions."""
    return _form_of([""] * count, forms, letter).order


def _own(questions: Sequence[Question]) -> Form:
    return Form(tuple(range(len(questions))), tuple(question.letters for question in questions))


def _shuffled(questions: Sequence[Question], rng: random.Random) -> Form:
    """Another order within each run of one type, and of the options of all but true/false questions."""
    order: list[int] = []
    for _, run in itertools.groupby(range(len(questions)), key=lambda place: questions[place].type):
        places = list(run)
        rng.shuffle(places)
        order += places
    options: list[str] = []
    for place in order:
        letters = list(questions[place].letters)
        if questions[place].type != TRUE_FALSE:
            rng.shuffle(letters)
        options.append("".join(letters))
    return Form(tuple(order), tuple(options))


def _turned(question: Question, shown: str) -> Question:
    """A question with its options in the order of these letters."""
    answer = "".join(sorted(LETTERS[shown.index(letter)] for letter in question.answer))
    return attrs.evolve(question, options=tuple(map(question.option, shown)), answer=answer)


def _mapped(answer: str, have: str, want: str) -> str:
    """An answer with each letter replaced by the one in the same place, in ascending order; marks stay."""
    if answer in ("", "?", "-"):
        return answer
    letters = [have[:len(want)].find(letter) for letter in answer]
    if -1 in letters or max(letters) >= len(want):
        raise ValueError("an answer names an option that its question does not have")
    return "".join(sorted(want[at] for at in letters))


def _form(questions: Sequence[Question], forms: str, letter: str) -> Form:
    form = _own(questions) if not forms and letter == "A" else _read(forms, letter)
    fits = sorted(form.order) == list(range(len(questions))) and all(
        sorted(shown) == list(questions[place].letters) for place, shown in zip(form.order, form.options, strict=True))
    if not fits:
        raise ValueError("a form does not fit the questions of its paper")
    return form


def _form_of(answers: Sequence[str], forms: str, letter: str) -> Form:
    if not forms and letter == "A":
        return Form(tuple(range(len(answers))), (LETTERS,) * len(answers))
    form = _read(forms, letter)
    if sorted(form.order) != list(range(len(answers))):
        raise ValueError(f"{len(answers)} answers for a form of {len(form.order)} questions")
    return form


@lru_cache(maxsize=16)  # whoever turns many sheets asks for the same form again and again
def _read(forms: str, letter: str) -> Form:
    if letter not in form_letters(forms) or not forms:
        raise ValueError(f"the paper has no form {letter}")
    row = _rows(forms)[letter]
    order, options = row.get("order"), row.get("options")
    if not isinstance(order, list) or not isinstance(options, list) or len(order) != len(options):
        raise ValueError("a form of a paper is a list of places and one of letters, of one length")
    places = tuple(place for place in order if isinstance(place, int))
    shown = tuple(letters for letters in options if isinstance(letters, str))
    if len(places) != len(order) or len(shown) != len(options):
        raise ValueError("a form of a paper holds whole numbers and letters")
    return Form(places, shown)


def _rows(forms: str) -> dict[str, dict[str, object]]:
    rows = json.loads(forms)
    if not isinstance(rows, dict) or not rows or not all(isinstance(row, dict) for row in rows.values()):
        raise ValueError("the forms of a paper are a JSON object")
    return rows
