"""A question of the office's own, as its record keeps it.

Law: `unpack_question(pack_question(question)) == question`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from panhuang_desk.model.quiz.question import TRUE_FALSE, Question

_TUPLES = ("options", "facts")
_FIELDS = tuple(field.name for field in attrs.fields(Question))


def question_row(question: Question) -> dict[str, Any]:
    """The question as a `[[question]]` of a bank file, without what is empty."""
    row = {name: list(value) if name in _TUPLES else value
           for name, value in attrs.asdict(question).items() if value not in ("", ())}
    if question.type == TRUE_FALSE:
        row.pop("options", None)
    return row


def pack_question(question: Question) -> str:
    """The whole question as JSON."""
    whole = {name: list(value) if name in _TUPLES else value for name, value in attrs.asdict(question).items()}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def unpack_question(text: str) -> Question:
    """The question of such a text, whatever topics the bank has now; ValueError where it is none."""
    row = json.loads(text)
    if not isinstance(row, Mapping):
        raise ValueError("a question is a JSON object")
    known: dict[str, Any] = {name: row[name] for name in _FIELDS if name in row}
    known |= {name: tuple(known[name]) for name in _TUPLES if name in known}
    try:
        question = Question(**known)
    except TypeError as error:
        raise ValueError("a question lacks what it needs to be asked") from error
    if not question.answer or not set(question.answer) <= set(question.letters):
        raise ValueError("the right answer of a question is not among its options")
    return question
