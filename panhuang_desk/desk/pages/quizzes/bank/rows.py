"""A question of the bank as the list shows it, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.entry import show_date
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.model.quiz.levels import LEVEL_WORDS
from panhuang_desk.services.question_bank import Entry

TYPES = {choice.code: choice.label for choice in QUESTION_TYPES}
SHORT_TYPES = {choice.code: choice.short for choice in QUESTION_TYPES}
LEVELS = tuple(Choice(str(level), word) for level, word in LEVEL_WORDS.items())

FIELD_WORDS = {"id": "题号", "type": "题型", "topic": "主题", "audience": "问谁", "difficulty": "难度", "text": "题干",
               "options": "选项", "answer": "正确答案", "explanation": "解析", "source": "依据", "facts": "依据编号",
               "valid_from": "从哪天起", "valid_until": "到哪天为止"}
"""The words for the fields of a question in a file."""


@attrs.frozen
class BankRow:
    """A line of the list; `row` is what the file holds of the question, for its history."""

    entry: Entry

    @property
    def id(self) -> str:
        """The question's number."""
        return self.entry.question.id

    @property
    def question(self) -> Question:
        """The question."""
        return self.entry.question

    @property
    def row(self) -> Record | None:
        """The record about it, None where the file holds none."""
        return self.entry.record


def state_tag(entry: Entry) -> TagLook | None:
    """What sets a question apart from those that the bank brings along."""
    if not entry.on:
        return TagLook("停用", "warn", "minus")
    if entry.replaces:
        return TagLook("顶替", "plain")
    return TagLook("自己的", "plain") if entry.own else None


def short(question: Question) -> str:
    """Enough of the words to know it again: Q012 毒品一般分为哪几…."""
    text = question.text if len(question.text) <= _SHORT else f"{question.text[:_SHORT]}…"
    return f"{question.id} {text}"


def valid_words(question: Question, today: str) -> str:
    """From when and until when it may be asked; empty where it always may."""
    if not question.valid_from and not question.valid_until:
        return ""
    begins = f"{show_date(question.valid_from)}起" if question.valid_from else ""
    ends = f"到{show_date(question.valid_until)}为止" if question.valid_until else ""
    over = "" if question.valid_on(today) else "，现在不出" if question.valid_from > today else "，已经过期，不再出"
    return "，".join(part for part in (begins, ends) if part) + over


def label(choices: Sequence[Choice], code: str) -> str:
    """The word of a code, the code itself where nobody knows it."""
    return next((choice.label for choice in choices if choice.code == code), code)


_SHORT = 16
