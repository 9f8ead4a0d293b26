"""Reading a question bank: every mistake of the file is named with its place, none is guessed away."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.quiz.question import (
    LETTERS,
    QUESTION_TYPES,
    SEVERAL,
    TRUE_FALSE,
    TRUE_FALSE_OPTIONS,
    Bank,
    Question,
)

_SHOWN = 5
"""How many mistakes are spelled out in one message."""

_TEXTS = ("text", "explanation", "source")
_KNOWN = frozenset({
    "id", "type", "topic", "audience", "difficulty", "text", "options", "answer", "explanation", "source",
    "facts", "valid_from", "valid_until",
})


def parse_bank(mapping: Mapping[str, Any]) -> Bank:
    """The bank that a parsed TOML file declares: `version`, `[[topic]]`, `[[audience]]`, `[[question]]`.

    UserError (code `bank`) names the question and the field of everything that is wrong.
    """
    bank, wrong = read_bank(mapping)
    if wrong:
        raise _error(wrong)
    return bank


def read_bank(mapping: Mapping[str, Any]) -> tuple[Bank, list[str]]:
    """The bank as far as it can be read, and everything that keeps it from being used, one sentence each."""
    wrong: list[str] = []
    version = mapping.get("version")
    if not isinstance(version, str) or not version.strip():
        wrong.append("开头缺少题库版本 version")
    topics = _choices(mapping, "topic", wrong)
    audiences = _choices(mapping, "audience", wrong)
    questions: list[Question] = []
    for reading in read_questions(mapping, topics, audiences):
        questions.append(reading.question)
        wrong += [f"{reading.name}{message}" for message in reading.wrong]
    if not questions:
        wrong.append("没有一道题（[[question]]）")
    return Bank(str(version), tuple(questions), topics, audiences), wrong


@attrs.frozen
class QuestionReading:
    """One question of a file as far as it can be read; `wrong` says of each field what to write in it."""

    question: Question
    name: str
    wrong: tuple[str, ...] = ()


def read_questions(
    mapping: Mapping[str, Any], topics: Sequence[Choice], audiences: Sequence[Choice],
) -> list[QuestionReading]:
    """Every `[[question]]` of a parsed TOML file, in order, read against these topics and audiences."""
    rows = mapping.get("question")
    seen: set[str] = set()
    found: list[QuestionReading] = []
    for position, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        reading = read_question(row, topics, audiences, f"第 {position} 题")
        if reading.question.id in seen:
            reading = attrs.evolve(reading, wrong=(*reading.wrong, "：编号 id 与前面的题重复"))
        seen.add(reading.question.id)
        found.append(reading)
    return found


def read_question(
    row: object, topics: Sequence[Choice], audiences: Sequence[Choice], name: str = "",
) -> QuestionReading:
    """One question of a parsed TOML file; `name` is what it is called where it is spoken of."""
    reader = _Reader(row, name)
    question = reader.question({
        "type": {kind.code for kind in QUESTION_TYPES}, "topic": {topic.code for topic in topics},
        "audience": {audience.code for audience in audiences},
    })
    return QuestionReading(question, reader.name, tuple(reader.wrong))


def _error(wrong: list[str]) -> UserError:
    listed = "；".join(wrong[:_SHOWN])
    more = f"；另有 {len(wrong) - _SHOWN} 处" if len(wrong) > _SHOWN else ""
    return UserError(f"题库文件有 {len(wrong)} 处要改：{listed}{more}。",
                     "请按提示改好题库文件再用，原来的题库和答卷没有受影响。", code="bank")


def _choices(mapping: Mapping[str, Any], table: str, wrong: list[str]) -> tuple[Choice, ...]:
    """A list of codes with their words."""
    rows = mapping.get(table)
    if not isinstance(rows, list) or not rows:
        wrong.append(f"缺少 [[{table}]] 列表")
        return ()
    found: list[Choice] = []
    for position, row in enumerate(rows, start=1):
        code, label = (row.get("code"), row.get("label")) if isinstance(row, Mapping) else (None, None)
        if not (isinstance(code, str) and code and isinstance(label, str) and label):
            wrong.append(f"第 {position} 个 [[{table}]] 要有 code 和 label")
        elif code in {choice.code for choice in found}:
            wrong.append(f"第 {position} 个 [[{table}]] 的 code 重复")
        else:
            found.append(Choice(code, label))
    return tuple(found)


class _Reader:
    """Reads one question and collects what is wrong with it."""

    def __init__(self, row: object, name: str) -> None:
        self.row: Mapping[str, Any] = row if isinstance(row, Mapping) else {}
        id = self.row.get("id")
        self.id = id if isinstance(id, str) and id.isascii() and id.isalnum() else ""
        self.name = f"{name}（{self.id}）" if self.id else name
        self.wrong: list[str] = []
        if not self.id:
            self._note("id", "要写编号，只用字母和数字")

    def question(self, allowed: Mapping[str, set[str]]) -> Question:
        """The question as far as it can be read."""
        for field in sorted(set(self.row) - _KNOWN):
            self._note(field, "没有这个项目，请看是不是写错了")
        codes = {field: self._code(field, words) for field, words in allowed.items()}
        texts = {field: self._text(field) for field in _TEXTS}
        options = self._options(codes["type"])
        question = Question(
            id=self.id, type=codes["type"], topic=codes["topic"], audience=codes["audience"],
            difficulty=self._difficulty(), text=texts["text"], options=options,
            answer=self._answer(codes["type"], options), explanation=texts["explanation"],
            source=texts["source"], facts=self._facts(), valid_from=self._day("valid_from"),
            valid_until=self._day("valid_until"),
        )
        if question.valid_until and question.valid_until < question.valid_from:
            self._note("valid_until", "不能早于 valid_from")
        return question

    def _note(self, field: str, message: str) -> None:
        self.wrong.append(f" {field}：{message}")

    def _code(self, field: str, words: set[str]) -> str:
        value = self.row.get(field, "everyone" if field == "audience" else None)
        if isinstance(value, str) and value in words:
            return value
        self._note(field, f"要写 {'、'.join(sorted(words))} 中的一个" if words else "要先写好列表")
        return ""

    def _text(self, field: str) -> str:
        value = self.row.get(field)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._note(field, "不能空着")
        return ""

    def _difficulty(self) -> int:
        value = self.row.get("difficulty", 1)
        if type(value) is int and 1 <= value <= 3:
            return value
        self._note("difficulty", "要写 1、2 或 3")
        return 1

    def _options(self, type_: str) -> tuple[str, ...]:
        value = self.row.get("options")
        if type_ == TRUE_FALSE:
            if value not in (None, list(TRUE_FALSE_OPTIONS)):
                self._note("options", "判断题的选项只能是“对”“错”，可以不写")
            return TRUE_FALSE_OPTIONS
        rows = value if isinstance(value, list) else []
        options = tuple(option.strip() for option in rows if isinstance(option, str) and option.strip())
        if not options or len(options) != len(rows):
            self._note("options", "要写成一列文字")
            return ()
        if not 3 <= len(options) <= len(LETTERS):
            self._note("options", f"要有 3 到 {len(LETTERS)} 个选项")
        if len(set(options)) != len(options):
            self._note("options", "有两个选项一样")
        return options

    def _answer(self, type_: str, options: tuple[str, ...]) -> str:
        value = self.row.get("answer")
        letters = LETTERS[: len(options)]
        if not options:
            return ""
        if not isinstance(value, str) or not value:
            self._note("answer", "要写正确选项的字母，例如 A")
            return ""
        if not set(value) <= set(letters) or list(value) != sorted(set(value)):
            self._note("answer", f"只能用 {letters[0]} 到 {letters[-1]}，从前到后各写一次")
        elif type_ == SEVERAL and len(value) < 2:
            self._note("answer", "多选题至少有两个正确选项")
        elif type_ != SEVERAL and len(value) != 1:
            self._note("answer", "单选题和判断题只有一个正确选项")
        return value

    def _facts(self) -> tuple[str, ...]:
        value = self.row.get("facts", [])
        if isinstance(value, list) and all(isinstance(fact, str) and fact for fact in value):
            return tuple(value)
        self._note("facts", "要写成一列依据编号，例如 [\"F001\"]")
        return ()

    def _day(self, field: str) -> str:
        value = self.row.get(field, "")
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.isoformat()
        if value == "":
            return ""
        with contextlib.suppress(TypeError, ValueError):
            if dt.date.fromisoformat(value).isoformat() == value:
                return str(value)
        self._note(field, "要写成 2026-01-01 这样的日期")
        return ""
