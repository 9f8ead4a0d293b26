"""Judging a file of questions as a whole: what must be mended, and in a few lines what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs

from panhuang_desk.model.fields import Choice
from panhuang_desk.model.quiz.bank import QuestionReading, read_bank, read_questions
from panhuang_desk.model.quiz.lint import MINIMUM, Finding, lint, lint_question, repeated
from panhuang_desk.model.quiz.question import LETTERS, QUESTION_TYPES, Bank, Question


def inspect_bank(
    mapping: Mapping[str, Any], *, minimum: int = MINIMUM, known_facts: Collection[str] | None = None,
) -> tuple[Bank, list[str]]:
    """The bank of a parsed TOML file and everything that is wrong with it, one line each; none for a good bank.

    Where something cannot be read, the questions are judged one by one, and not yet the bank as a whole.
    """
    bank, unreadable = read_bank(mapping)
    if not unreadable:
        return bank, lint(bank, minimum=minimum, known_facts=known_facts)
    readable = [reading.question for reading in read_questions(mapping, bank.topics, bank.audiences)
                if not reading.wrong]
    found = [finding for question in readable for finding in lint_question(question, known_facts)]
    return bank, unreadable + [str(finding) for finding in (*found, *repeated(readable))]


def unreadable(reading: QuestionReading) -> list[Finding]:
    """What keeps a question of a file from being read, by field."""
    found: list[Finding] = []
    for message in reading.wrong:
        field, _, rest = message.strip().partition("：")
        found.append(Finding(reading.question.id, field or "id", rest))
    return found


@attrs.frozen
class Judged:
    """One question of a file that is to be added to a bank; `wrong` keeps it out, empty for a good one."""

    position: int
    question: Question
    wrong: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        name = f"第 {self.position} 题（{self.question.id}）" if self.question.id else f"第 {self.position} 题"
        return "\n".join(f"{name} {finding.field}：{finding.message}" for finding in self.wrong)


def inspect_added(
    mapping: Mapping[str, Any], bank: Bank, known_facts: Collection[str] | None = None,
) -> list[Judged]:
    """The questions of a parsed TOML file, each judged as one to be added to this bank.

    One with the id of a question of the bank is meant to stand in its place. Facts need not be named, a source must.
    """
    judged: list[Judged] = []
    good: list[Question] = []
    for position, reading in enumerate(read_questions(mapping, bank.topics, bank.audiences), start=1):
        question = reading.question
        wrong = unreadable(reading) or lint_question(question, known_facts, facts_needed=False)
        if not wrong:
            others = [other for other in bank.questions if other.id != question.id]
            wrong = repeated([question], [*others, *good])
        if not wrong:
            good.append(question)
        judged.append(Judged(position, question, tuple(wrong)))
    return judged


def summary(bank: Bank) -> list[str]:
    """What is in a bank, in a few lines: questions by type, topic and audience, and right answers by position."""
    questions = bank.questions
    lines = [f"{len(questions)} 道题，题库版本 {bank.version}。"]
    lines.append("题型：" + _counted(QUESTION_TYPES, [question.type for question in questions]))
    lines.append("主题：" + _counted(bank.topics, [question.topic for question in questions]))
    lines.append("对象：" + _counted(bank.audiences, [question.audience for question in questions]))
    return [*lines, *_positions(questions)]


def _counted(words: Sequence[Choice], values: Sequence[str]) -> str:
    counts = Counter(values)
    return "，".join(f"{word.label} {counts[word.code]}" for word in words) + "。"


def _positions(questions: Sequence[Question]) -> Iterator[str]:
    for kind in QUESTION_TYPES:
        of_kind = [question for question in questions if question.type == kind.code]
        counts = Counter(letter for question in of_kind for letter in question.answer)
        letters = LETTERS[: max((len(question.options) for question in of_kind), default=0)]
        if letters:
            yield f"{kind.label}正确答案的位置：" + "，".join(f"{letter} {counts[letter]}" for letter in letters) + "。"
