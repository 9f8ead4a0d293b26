"""The form of a question of the office's own: its fields, and what their values are in a file of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from panhuang_desk.desk.pages.quizzes.bank.rows import LEVELS
from panhuang_desk.model.fields import Choice, Field, Type, Values, When
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.quiz import QUESTION_TYPES, Bank, Question
from panhuang_desk.model.quiz.question import LETTERS, SEVERAL, SINGLE, TRUE_FALSE

OPTIONS, RIGHT, TRUTH = "options", "answer", "truth"
_LETTERS = tuple(Choice(letter, letter) for letter in LETTERS)


def question_kind(bank: Bank) -> Kind:
    """The form, with the topics and audiences of the bank."""
    chosen, judged = When("type", (SINGLE, SEVERAL)), When("type", (TRUE_FALSE,))
    return Kind(
        name="quiz_question", label="题目", measure="道", subject=("text",),
        fields=(
            Field("type", "题型", Type.CHOICE, required=True, default=SINGLE, choices=QUESTION_TYPES),
            Field("text", "题干", Type.LONG_TEXT, required=True, max_length=200,
                  hint="一句话，以问号或句号结尾"),
            Field(OPTIONS, "选项", required=True, max_length=2000, asked=chosen),
            Field(RIGHT, "哪个对", Type.CHOICES, required=True, choices=_LETTERS, asked=chosen),
            Field(TRUTH, "这句话", Type.CHOICE, required=True, asked=judged,
                  choices=(Choice("A", "对"), Choice("B", "错"))),
            Field("explanation", "解析", Type.LONG_TEXT, required=True, max_length=200,
                  hint="正好一句话，答完整份卷以后给人看"),
            Field("source", "依据", required=True, max_length=200, hint="法律、条例、文件的名称，或者村里的安排"),
            Field("topic", "主题", Type.CHOICE, required=True, choices=bank.topics),
            Field("audience", "问谁", Type.CHOICE, required=True, default="everyone", choices=bank.audiences),
            Field("difficulty", "难度", Type.CHOICE, required=True, default="1", choices=LEVELS),
            Field("valid_from", "从哪天起", Type.DATE, hint="法律有变化时才写，不写就一直能出"),
            Field("valid_until", "到哪天为止", Type.DATE),
        ),
        rules=(_ends_after_it_begins,),
    )


def _ends_after_it_begins(values: Values, today: str) -> Iterator[Problem]:
    if values.get("valid_until") and str(values["valid_until"]) < str(values.get("valid_from") or ""):
        yield Problem("valid_until", "比“从哪天起”还早，请核对。")


def base_of(question: Question) -> dict[str, Any]:
    """The values that the form shows of a question."""
    judged = question.type == TRUE_FALSE
    return {
        "type": question.type, "text": question.text, "explanation": question.explanation, "source": question.source,
        "topic": question.topic, "audience": question.audience, "difficulty": str(question.difficulty),
        "valid_from": question.valid_from or None, "valid_until": question.valid_until or None,
        OPTIONS: None if judged else "\n".join(question.options), RIGHT: None if judged else tuple(question.answer),
        TRUTH: question.answer if judged else None}


def row_of(values: Values) -> dict[str, Any]:
    """The values of the form as a `[[question]]` of a file; what is not written is not in it."""
    found: dict[str, Any] = {name: values[name] for name in (
        "type", "text", "explanation", "source", "topic", "audience", "valid_from", "valid_until") if values.get(name)}
    found["difficulty"] = int(str(values.get("difficulty") or 1))
    if values.get("type") == TRUE_FALSE:
        return {**found, "answer": str(values.get(TRUTH) or "")}
    right = values.get(RIGHT)
    found["options"] = options_of(values)
    found["answer"] = "".join(sorted(str(letter) for letter in right)) if isinstance(right, tuple) else ""
    return found


def options_of(values: Values) -> list[str]:
    """The options that are written, in their order."""
    return [line.strip() for line in str(values.get(OPTIONS) or "").split("\n") if line.strip()]


def seen(values: Values) -> Question:
    """The question as far as it is written, to look at."""
    row = row_of(values)
    options = ("对", "错") if row.get("type") == TRUE_FALSE else tuple(row["options"])
    answer = "".join(letter for letter in row["answer"] if letter in LETTERS[: len(options)])
    return Question(id="", type=str(row.get("type", SINGLE)), topic="", text=str(row.get("text", "")), options=options,
                    answer=answer, explanation=str(row.get("explanation", "")), source=str(row.get("source", "")))
