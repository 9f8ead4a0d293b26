"""Converts one row of a grid of answer sheets: what can be read, what is in doubt, and what keeps the row out.

Nothing in doubt is guessed: an answer that cannot be read becomes "?", a group that cannot be read 一般居民, a way of
sampling 没有注明, an age or satisfaction nothing; and each is told with its column. A row is kept out only where its
day or its form cannot be read, or it holds no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.exchange.answer_grid import AnswerGrid, GridRow, question_field
from panhuang_desk.exchange.ledger import Reason
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.entry import EntryError, find_choice, read_date
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.kinds.quiz import SAMPLING_UNKNOWN
from panhuang_desk.model.quiz import BLANK, DONT_KNOW, UNREADABLE, Question, read_answer
from panhuang_desk.model.quiz.question import SEVERAL, TRUE_FALSE

_UNREADABLE_WORDS = frozenset({"?", "??", "看不清", "认不出", "无法辨认", "模糊", "字迹不清"})
_DONT_KNOW_WORDS = frozenset({"不知道", "不清楚", "不会", "不懂", "不了解"})
_BLANK_WORDS = frozenset({"空", "空白", "未答", "没答", "未填", "漏答", "无", "\\"})
_KEYS_FOR_ALL = frozenset({"*", "Q"})
"""What a worker types for all options; in somebody else's table it may mean anything."""
_AGE = re.compile(r"(\d{1,3})(?:周?岁)?")
_AGES = ((14, "under_14"), (18, "14_17"), (36, "18_35"), (60, "36_59"), (120, "60_up"))


@attrs.frozen
class SheetReading:
    """How rows are read: the questions of each form of the paper by its letter, in the form's order, today's ISO date,
    and the way of sampling of rows that do not say.
    """

    forms: Mapping[str, Sequence[Question]]
    today: str
    sampling: str = ""


@attrs.frozen
class SheetRead:
    """A row as read. `answers` are in the order of its form; `wrong` reasons keep it out, `doubtful` ones do not."""

    row: GridRow
    form: str
    values: Mapping[str, Value]
    answers: tuple[str, ...]
    wrong: tuple[Reason, ...] = ()
    doubtful: tuple[Reason, ...] = ()


def read_sheet(row: GridRow, grid: AnswerGrid, reading: SheetReading) -> SheetRead:
    """Read every cell of a row."""
    return _Cells(row, grid, reading).read()


def read_answer_cell(question: Question, text: str) -> str:
    """The answer that a cell stands for: letters, or `BLANK`, `UNREADABLE`, `DONT_KNOW`; EntryError says why none."""
    plain = re.sub(r"\s", "", to_halfwidth(text))
    if plain in _UNREADABLE_WORDS:
        return UNREADABLE
    if plain in _DONT_KNOW_WORDS:
        return DONT_KNOW
    if plain in _BLANK_WORDS:
        return BLANK
    try:
        if plain.upper() in _KEYS_FOR_ALL:
            raise EntryError("")
        return read_answer(question, text)
    except EntryError as error:
        letters = {sign for sign in plain.upper() if sign in question.letters}
        if question.type != SEVERAL and len(letters) > 1:
            raise EntryError("这道题只能选一个，这里写了两个。") from error
        every = "√ 或 ×" if question.type == TRUE_FALSE else f"{question.letters[0]} 到 {question.letters[-1]}"
        raise EntryError(f"认不出这个答案，这道题填 {every}。") from error


@attrs.define
class _Cells:
    """One row on its way."""

    row: GridRow
    grid: AnswerGrid
    reading: SheetReading
    wrong: list[Reason] = attrs.field(factory=list)
    doubtful: list[Reason] = attrs.field(factory=list)

    def read(self) -> SheetRead:
        form = self._form()
        values: dict[str, Value] = {
            "taken_on": self._day(),
            "key_group": self._choice("key_group", "general", "按一般居民记"),
            "sampling": self._sampling(),
            "age_band": self._age(),
            "satisfaction": self._choice("satisfaction", None, "这一项先空着", told_blank=False),
        }
        answers = self._answers(self.reading.forms[form]) if form else ()
        if form and not any(answers):
            self._refuse(question_field(0), "这一行一题都没有答案，空白答卷不用导入。")
        return SheetRead(self.row, form, values, answers, tuple(self.wrong), tuple(self.doubtful))

    def _day(self) -> str:
        text = self.row.texts.get("taken_on", "")
        if not text:
            self._refuse("taken_on", "没有写日期，请补上。")
            return ""
        try:
            day = read_date(text, self.reading.today)
        except EntryError as error:
            self._refuse("taken_on", error.message)
            return ""
        if day > self.reading.today:
            self._refuse("taken_on", "日期在今天以后，请核对。")
        return day

    def _form(self) -> str:
        """The letter of the form, empty where it cannot be told."""
        letters = "".join(self.reading.forms)
        text = re.sub(r"[\s卷型]", "", to_halfwidth(self.row.texts.get("form", ""))).upper()
        if not text and len(letters) == 1:
            return letters
        if len(text) == 1 and text in letters:
            return text
        which = f"这份试卷有 {'、'.join(letters)} 卷。" if len(letters) > 1 else f"这份试卷只有 {letters} 卷。"
        self._refuse("form", f"没有写卷型，答案对不上题。{which}" if not text else f"没有这种卷型。{which}")
        return ""

    def _sampling(self) -> Value:
        if "sampling" not in self.row.texts and self.reading.sampling:
            return self.reading.sampling
        return self._choice("sampling", SAMPLING_UNKNOWN.code, f"记作“{SAMPLING_UNKNOWN.label}”")

    def _choice(self, name: str, otherwise: str | None, then: str, *, told_blank: bool = True) -> Value:
        """The code of a cell's word; `otherwise`, and told, where it is none. A missing column is told once for all."""
        field, text = ANSWER_SHEET.by_name[name], self.row.texts.get(name, "")
        if not text:
            if told_blank and self.grid.heading(name):
                self._doubt(name, f"没有写{field.label}，{then}，请核对。")
            return otherwise
        code = find_choice(text, field.choices)
        if code is None:
            self._doubt(name, f"看不出是哪一种，{then}。可写：{'、'.join(choice.label for choice in field.choices)}。")
            return otherwise
        return code

    def _age(self) -> Value:
        years = _AGE.fullmatch(re.sub(r"\s", "", to_halfwidth(self.row.texts.get("age_band", ""))))
        if years:
            band = next((band for below, band in _AGES if int(years[1]) < below), None)
            if band:
                return band
        return self._choice("age_band", None, "这一项先空着", told_blank=False)

    def _answers(self, questions: Sequence[Question]) -> tuple[str, ...]:
        found = []
        for place, (question, text) in enumerate(zip(questions, self.row.answers, strict=True)):
            try:
                found.append(read_answer_cell(question, text))
            except EntryError as error:
                found.append(UNREADABLE)
                self._doubt(question_field(place), f"{error.message}先按看不清记“?”，请对照答卷核对。")
        return tuple(found)

    def _refuse(self, name: str, reason: str) -> None:
        self.wrong.append(self._reason(name, reason))

    def _doubt(self, name: str, reason: str) -> None:
        self.doubtful.append(self._reason(name, reason))

    def _reason(self, name: str, reason: str) -> Reason:
        field = ANSWER_SHEET.by_name.get(name)
        return Reason(self.row.number, self.grid.heading(name) or (field.label if field else name), reason,
                      self.row.sheet)
