"""A question, the bank that it comes from, and its snapshot inside a paper."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs

from panhuang_desk.model.fields import Choice

LETTERS = "ABCDEF"
"""The letters of the options, by position."""

SINGLE, SEVERAL, TRUE_FALSE = "single", "several", "true_false"
QUESTION_TYPES = (
    Choice(SINGLE, "单选题", "单选"), Choice(SEVERAL, "多选题", "多选"), Choice(TRUE_FALSE, "判断题", "判断"),
)
"""The types of question, in the order in which a paper asks them."""

TRUE_FALSE_OPTIONS = ("对", "错")


@attrs.frozen
class Question:
    """One question. `answer` holds the letters of the right options in ascending order, such as "A" or "AC".

    `facts` are the ids of the sourced facts that it rests on; `source` is what a worker reads of them, the name
    of a law or document. `valid_from` and `valid_until` are ISO days, both included, empty where nothing changes.
    """

    id: str
    type: str
    topic: str
    text: str
    options: tuple[str, ...]
    answer: str
    explanation: str
    source: str = ""
    audience: str = "everyone"
    difficulty: int = 1
    facts: tuple[str, ...] = ()
    valid_from: str = ""
    valid_until: str = ""

    @property
    def letters(self) -> str:
        """The letters of its options: "ABCD", or "AB" for true/false."""
        return LETTERS[: len(self.options)]

    def option(self, letter: str) -> str:
        """The text of an option."""
        return self.options[LETTERS.index(letter)]

    def is_right(self, answer: str) -> bool:
        """Whether the letters are exactly the right ones, in any order."""
        return sorted(answer) == sorted(self.answer)

    def valid_on(self, day: str) -> bool:
        """Whether the question holds on an ISO day."""
        return self.valid_from <= day and (not self.valid_until or day <= self.valid_until)


@attrs.frozen
class Bank:
    """A version of the question bank: its questions, and the words of its topics and audiences in order."""

    version: str
    questions: tuple[Question, ...]
    topics: tuple[Choice, ...] = ()
    audiences: tuple[Choice, ...] = ()

    def question(self, id: str) -> Question | None:
        """The question with this id; None where the bank does not hold it."""
        return next((question for question in self.questions if question.id == id), None)

    def topic_label(self, code: str) -> str:
        """The word of a topic; the code itself where the bank does not know it."""
        return next((topic.label for topic in self.topics if topic.code == code), code)


def to_snapshot(questions: Sequence[Question]) -> str:
    """The questions as a paper keeps them (JSON), whole enough to ask, grade and explain without the bank."""
    rows = [
        {"id": q.id, "type": q.type, "topic": q.topic, "text": q.text, "options": list(q.options),
         "answer": q.answer, "explanation": q.explanation, "source": q.source}
        for q in questions
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_snapshot(text: str) -> tuple[Question, ...]:
    """The questions of a paper, by position; ValueError where the text is no such snapshot."""
    rows = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError("a paper's questions are a JSON list")
    return tuple(_question(row) for row in rows)


def _question(row: object) -> Question:
    """One question of a snapshot."""
    if not isinstance(row, dict):
        raise ValueError("a question of a paper is a JSON object")
    try:
        question = Question(
            id=str(row["id"]), type=str(row["type"]), topic=str(row["topic"]), text=str(row["text"]),
            options=tuple(str(option) for option in row["options"]), answer=str(row["answer"]),
            explanation=str(row.get("explanation", "")), source=str(row.get("source", "")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("a question of a paper lacks what it needs to be graded") from error
    if not question.answer or not set(question.answer) <= set(question.letters):
        raise ValueError("the right answer of a question of a paper is not among its options")
    return question
