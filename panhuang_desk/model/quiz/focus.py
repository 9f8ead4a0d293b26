"""Questions and topics that visits are to explain, with how they were answered: what is kept of them as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import attrs

from panhuang_desk.model.quiz.question import Question, from_snapshot, to_snapshot


@attrs.frozen
class FocusQuestion:
    """A question that is to be explained, and how many of those asked were right."""

    question: Question
    asked: int
    right: int

    @property
    def answer_words(self) -> str:
        """The right options in words."""
        return "；".join(self.question.option(letter) for letter in self.question.answer)


@attrs.frozen
class FocusTopic:
    """A topic that is to be explained: its word, and how its questions were answered together."""

    label: str
    asked: int
    right: int


def pack_questions(questions: Sequence[FocusQuestion]) -> str:
    """The questions as a record keeps them: the snapshot of a paper, with `asked` and `right` beside each."""
    rows = json.loads(to_snapshot([each.question for each in questions]))
    counted = [{**row, "asked": each.asked, "right": each.right} for row, each in zip(rows, questions, strict=True)]
    return _packed(counted)


def unpack_questions(text: str) -> tuple[FocusQuestion, ...]:
    """The questions of a record; ValueError where the text holds none."""
    rows = json.loads(text or "[]")
    return tuple(FocusQuestion(question, *_counts(row))
                 for question, row in zip(from_snapshot(text or "[]"), rows, strict=True))


def pack_topics(topics: Sequence[FocusTopic]) -> str:
    """The topics as a record keeps them."""
    return _packed([attrs.asdict(topic) for topic in topics])


def unpack_topics(text: str) -> tuple[FocusTopic, ...]:
    """The topics of a record; ValueError where the text holds none."""
    rows = json.loads(text or "[]")
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "label" in row for row in rows):
        raise ValueError("topics to explain are a JSON list of objects")
    return tuple(FocusTopic(str(row["label"]), *_counts(row)) for row in rows)


def _counts(row: dict[str, Any]) -> tuple[int, int]:
    return int(row.get("asked", 0)), int(row.get("right", 0))


def _packed(rows: Sequence[object]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
