"""The paper of an awareness quiz: anonymous, with questions, options and boxes for the answers."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from panhuang_desk.model.fields import Type
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.report import form_parts, style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.form_parts import Blank, Blanks, blank
from panhuang_desk.report.layout import Setter, Text
from panhuang_desk.report.quiz_card import card_story
from panhuang_desk.report.quiz_sizes import NORMAL
from panhuang_desk.report.style import TextStyle

_ASKED = TextStyle("body", 12, 19, align="left", hang=2, before=5, tracking=0)
_OPTION = TextStyle("body", 12, 18, align="left", hang=1.5, tracking=0)
_INDENT = 24.0
_BOXES_A_ROW = 10
_CARD = 20


def quiz_story(name: str, place: str, questions: Sequence[Question], width: float, fonts: FontSet) -> list[Flowable]:
    """The paper's content; without questions an answer card of twenty numbers."""
    fields = [field for field in ANSWER_SHEET.form_fields if field.type in (Type.DATE, Type.CHOICE)]
    head = [Blank("村（社区）", unit=place, room=0 if place else 130)]
    head += [blank(field, lambda _: ()) for field in fields]
    return [
        Text(name, form_parts.FORM_TITLE, fonts), Blanks(head, fonts),
        Text(_advice(questions), form_parts.SMALL, fonts), Spacer(0, 5),
        _boxes(len(questions) or _CARD, width, fonts), Spacer(0, 4),
        *(_question(number, question, width, fonts) for number, question in enumerate(questions, start=1)),
    ]


def card_form_story(name: str, place: str, fonts: FontSet) -> list[Flowable]:
    """An answer card of twenty numbers that goes with any paper."""
    numbers = [Question(str(number), "", "", "", (), "", "") for number in range(1, _CARD + 1)]
    return card_story(name, place, "", numbers, NORMAL, fonts)


def _advice(questions: Sequence[Question]) -> str:
    types = {question.type for question in questions}
    words = [f"{choice.label}{_HOW[choice.code]}" for choice in QUESTION_TYPES if choice.code in types]
    return "不写姓名。请把答案的字母写在题号下面。" + (f"{'；'.join(words)}。" if words else "")


_HOW = {"single": "选一个", "several": "选两个以上", "true_false": "对写A，错写B"}


def _boxes(count: int, width: float, fonts: FontSet) -> Table:
    """A box for each answer, under the question's number, ten to a row."""
    rows: list[list[str]] = []
    for start in range(0, count, _BOXES_A_ROW):
        numbers = [str(number) for number in range(start + 1, min(start + _BOXES_A_ROW, count) + 1)]
        rows += [["题号", *numbers, *[""] * (_BOXES_A_ROW - len(numbers))], ["答案", *[""] * _BOXES_A_ROW]]
    label = 40.0
    box = (width - label) / _BOXES_A_ROW
    heights = [15, 24] * (len(rows) // 2)
    table = Table(rows, colWidths=[label, *[box] * _BOXES_A_ROW], rowHeights=heights, hAlign="LEFT")
    ink = Color(*style.INK)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, ink), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("FONT", (0, 0), (-1, -1), fonts.table[0].name, 9, 11), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        *(("BACKGROUND", (0, at), (-1, at), Color(0.94, 0.95, 0.96)) for at in range(0, len(rows), 2)),
    ]))
    return table


def _question(number: int, question: Question, width: float, fonts: FontSet) -> Flowable:
    """A question with its options, never parted by a page's end."""
    kind = next((choice.short for choice in QUESTION_TYPES if choice.code == question.type), "")
    asked = f"{number}. " + (f"（{kind}）" if kind and question.type != "single" else "") + question.text
    return KeepTogether([Text(asked, _ASKED, fonts), Options(question, fonts)])


class Options(Flowable):  # type: ignore[misc]
    """The options of a question, in four, two or one columns as their length allows."""

    def __init__(self, question: Question, fonts: FontSet, text_style: TextStyle = _OPTION,
                 indent: float = _INDENT) -> None:
        super().__init__()
        self.fonts, self.setter, self.indent = fonts, Setter(fonts, text_style), indent
        pairs = zip(question.letters, question.options, strict=True)
        self.texts = [self.setter.prepare(f"{letter}. {option}") for letter, option in pairs]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Choose the columns."""
        room = width - self.indent
        longest = max(map(self.setter.width, self.texts), default=0)
        columns = next((count for count in (4, 2) if longest <= room / count - self.setter.style.size), 1)
        self._cells = [Text(text, self.setter.style, self.fonts) for text in self.texts]
        heights = [cell.wrap(room / columns, height)[1] for cell in self._cells]
        self._places, y = [], 0.0
        for start in range(0, len(heights), columns):
            row = heights[start:start + columns]
            self._places += [(self.indent + at * room / columns, y + tall) for at, tall in enumerate(row)]
            y += max(row)
        self.width, self.height = width, y
        return width, y

    def draw(self) -> None:
        """Draw the options where they were placed."""
        for cell, (x, below) in zip(self._cells, self._places, strict=True):
            cell.drawOn(self.canv, x, self.height - below)
