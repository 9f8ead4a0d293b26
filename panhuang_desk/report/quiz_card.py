"""The answer sheet of a quiz: who was asked in words to tick, a box for each answer, and the question how satisfied."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import attrs
from reportlab.platypus import Flowable, PageBreak, Spacer

from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import ANSWER_SHEET, SURVEY
from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter, Text
from panhuang_desk.report.quiz_pages import ROOM, WIDTH
from panhuang_desk.report.quiz_sizes import Sizes
from panhuang_desk.report.style import TextStyle

_SHADE = (0.93, 0.94, 0.955)
_HOW = {"": "字母写在题号下面，多选题写几个，对写 A，错写 B", "single": "写一个字母", "several": "在选中的字母后面打勾",
        "true_false": "对写 A，错写 B"}
_AIR = 0.75
"""The space between two words to tick, in characters."""

Group = tuple[Callable[[bool], Flowable], list[Flowable]]
"""Rows that stand under one heading; the heading is told whether it goes on from the page before."""


def card_story(title: str, place: str, form: str, questions: Sequence[Question], sizes: Sizes,
               fonts: FontSet) -> list[Flowable]:
    """The answer sheet's content; `form` is the letter that stands in its heading, empty where there is one form.

    It has one page where it can; else every further one repeats what it is, and no row is alone under a heading.
    """
    tight = sizes.tightened()
    for each in (sizes, tight):
        story, pages = _set(title, place, form, questions, each, fonts)
        if pages == 1:
            return story
    return _set(title, place, form, questions, sizes, fonts)[0]


def _set(title: str, place: str, form: str, questions: Sequence[Question], sizes: Sizes,
         fonts: FontSet) -> tuple[list[Flowable], int]:
    """The content in these measures, and how many pages it has."""
    named = f"答题卡（{form} 卷）" if form else "答题卡"
    story: list[Flowable] = [Text(named, sizes.title, fonts), Text(f"{title}　不写姓名", _under_title(), fonts),
                             *_asked_of(place, sizes, fonts)]
    again = [Text(f"{named}　续", sizes.section, fonts), Spacer(0, 4), Rule()]
    used, pages = _tall(story), 1
    for heading, rows in _groups(questions, sizes, fonts):
        for number, line in enumerate(rows):
            part = [line] if number else [heading(False), line]
            if used + _tall(part) > ROOM:
                story += [PageBreak(), *again]
                used, pages = _tall(again), pages + 1
                part = [heading(number > 0), line]
            story += part
            used += _tall(part)
    return story, pages


def _tall(flowables: Sequence[Flowable]) -> float:
    """The height that they take at most, one below the other."""
    return math.fsum(each.wrap(WIDTH, ROOM)[1] + each.getSpaceBefore() + each.getSpaceAfter() for each in flowables)


def _under_title() -> TextStyle:
    return TextStyle("body", 10.5, 16, align="center", after=6, tracking=0, grey=True)


def _asked_of(place: str, sizes: Sizes, fonts: FontSet) -> list[Flowable]:
    """What the worker fills in about the sheet, and what its person ticks about themselves; never a name."""
    office = attrs.evolve(sizes, label=sizes.office, square_tick=sizes.office_tick)
    worker = [
        Pair(Ticks("村（社区）", (), place or "_" * 16, office, fonts),
             Ticks("测评日期", (), "_______ 年 ____ 月 ____ 日", office, fonts)),
        Ticks("测评名称", (), "_" * 40, office, fonts),
        Ticks("抽样方式", _words(SURVEY.by_name["sampling"].choices), "", office, fonts)]
    person = [Ticks(label, _words(ANSWER_SHEET.by_name[name].choices), "", sizes, fonts)
              for name, label in (("age_band", "年龄段"), ("key_group", "人群"))]
    return [Block("工作人员填", worker, fonts), Spacer(0, 5), Block("答题人填", person, fonts)]


def _words(choices: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(choice.label for choice in choices)


def _groups(questions: Sequence[Question], sizes: Sizes, fonts: FontSet) -> list[Group]:
    """The boxes of the questions by type, and at the end the question how satisfied."""
    numbered = list(enumerate(questions, start=1))
    groups: list[Group] = []
    for kind, run in itertools.groupby(numbered, key=lambda pair: pair[1].type):
        part = list(run)
        several = kind == "several"
        fits = all(len(question.options) <= _FOUR for _, question in part)
        columns = (2 if fits else 1) if several else sizes.columns
        rows: list[Flowable] = []
        for start in range(0, len(part), columns):
            some = part[start:start + columns]
            rows.append(SeveralRow(some, columns, sizes, fonts) if several else
                        BoxRow([number for number, _ in some], sizes, fonts))
        groups.append((_heading(kind, sizes, fonts), rows))
    asked = Ticks("", _words(ANSWER_SHEET.by_name["satisfaction"].choices), "", sizes, fonts)
    last = "最后一问，不算分：您对本村（社区）的禁毒工作满意吗？"
    groups.append((lambda _: Text(last, sizes.section, fonts), [asked]))
    return groups


_FOUR = 4
"""So many letters at most have room where two questions stand side by side."""


def _heading(kind: str, sizes: Sizes, fonts: FontSet) -> Callable[[bool], Flowable]:
    label = next((choice.label for choice in QUESTION_TYPES if choice.code == kind), "答案")
    text_style = attrs.evolve(sizes.section, after=3)
    return lambda goes_on: Text(f"{label}（{'续，' if goes_on else ''}{_HOW.get(kind, '')}）", text_style, fonts)


class Rule(Flowable):  # type: ignore[misc]
    """A thin line across the page."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No more than its thickness."""
        self.width, self.height = width, 1.0
        return width, 1.0

    def draw(self) -> None:
        """Draw it."""
        self.canv.setStrokeColorRGB(*style.HAIR)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, 0, self.width, 0)


class Ticks(Flowable):  # type: ignore[misc]
    """A label with words to tick, or with what is written already; words go on below the first one."""

    def __init__(self, label: str, words: Sequence[str], text: str, sizes: Sizes, fonts: FontSet) -> None:
        super().__init__()
        self.sizes, self.setter = sizes, Setter(fonts, sizes.label)
        self.label = self.setter.prepare(f"{label}：") if label else ""
        self.words, self.text = [self.setter.prepare(word) for word in words], self.setter.prepare(text)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay the words out from left to right."""
        self.width, self._places = width, []
        size = self.sizes.label.size
        begin = x = self.setter.width(self.label)
        air = _AIR * size
        wide = [self.sizes.square_tick + size / 3 + self.setter.width(word) + air for word in self.words]
        line = 0
        for each in wide:
            if x + each - air > width:
                x, line = begin, line + 1
            self._places.append((x, line))
            x += each
        self.height = (line + 1) * self.sizes.label.leading
        return width, self.height

    def draw(self) -> None:
        """Draw label, squares and words."""
        size, leading, square = self.sizes.label.size, self.sizes.label.leading, self.sizes.square_tick
        top = self.height - leading + (leading - size) / 2 + 0.12 * size
        self.setter.draw(self.canv, 0, top, self.label)
        self.setter.draw(self.canv, self.setter.width(self.label), top, self.text)
        for word, (x, line) in zip(self.words, self._places, strict=True):
            y = top - line * leading
            self.canv.setStrokeColorRGB(*style.INK)
            self.canv.setLineWidth(0.8)
            self.canv.rect(x, y - 0.04 * size, square, square)
            self.setter.draw(self.canv, x + square + size / 3, y, word)


class Pair(Flowable):  # type: ignore[misc]
    """Two lines beside each other, each with half of the width."""

    def __init__(self, left: Ticks, right: Ticks) -> None:
        super().__init__()
        self.both = (left, right)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the higher one."""
        self.width, self.height = width, max(each.wrap(width / 2, height)[1] for each in self.both)
        return width, self.height

    def draw(self) -> None:
        """Draw both on one line."""
        for place, each in enumerate(self.both):
            each.drawOn(self.canv, place * self.width / 2, self.height - each.height)


class Block(Flowable):  # type: ignore[misc]
    """Lines in a frame; at its left stands from top to bottom who fills them in."""

    def __init__(self, who: str, lines: Sequence[Flowable], fonts: FontSet) -> None:
        super().__init__()
        self.who, self.lines = who, list(lines)
        self.setter = Setter(fonts, TextStyle("strong", _WHO, tracking=0))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as its lines, and no lower than the word at its left."""
        self.width = width
        inside = sum(line.wrap(width - _STRIP - 2 * _PAD, height)[1] for line in self.lines)
        self.height = max(inside, len(self.who) * (_WHO + 2)) + 2 * _INSET
        return width, self.height

    def draw(self) -> None:
        """Draw frame, word and lines."""
        self.canv.setFillColorRGB(*_SHADE)
        self.canv.rect(0, 0, _STRIP, self.height, stroke=0, fill=1)
        self.canv.setStrokeColorRGB(*style.INK)
        self.canv.setLineWidth(0.7)
        self.canv.rect(0, 0, self.width, self.height)
        self.canv.line(_STRIP, 0, _STRIP, self.height)
        step = _WHO + 2
        y = (self.height + len(self.who) * step) / 2 - _WHO
        for sign in self.who:
            self.setter.draw(self.canv, (_STRIP - self.setter.width(sign)) / 2, y + 0.1 * _WHO, sign)
            y -= step
        y = (self.height + sum(line.height for line in self.lines)) / 2
        for line in self.lines:
            y -= line.height
            line.drawOn(self.canv, _STRIP + _PAD, y)


_WHO, _STRIP, _PAD, _INSET = 9.0, 20.0, 8.0, 4.0
"""Of a block: the size of the word at its left, the width of its strip, and the air around its lines."""


class BoxRow(Flowable):  # type: ignore[misc]
    """A row of boxes to write a letter into, each under the number of its question."""

    def __init__(self, numbers: Sequence[int], sizes: Sizes, fonts: FontSet) -> None:
        super().__init__()
        self.numbers, self.sizes = list(numbers), sizes
        self.setter = Setter(fonts, TextStyle("strong", sizes.label.size - 1, tracking=0))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Numbers, boxes and the gap below."""
        self.width, self.height = width, self.sizes.strip + self.sizes.box + self.sizes.gap
        return width, self.height

    def draw(self) -> None:
        """Draw the boxes from the left."""
        wide, strip, box = self.width / self.sizes.columns, self.sizes.strip, self.sizes.box
        gap = self.sizes.gap
        for at, number in enumerate(self.numbers):
            x = at * wide
            self.canv.setFillColorRGB(*_SHADE)
            self.canv.rect(x, gap + box, wide, strip, stroke=0, fill=1)
            self.canv.setStrokeColorRGB(*style.INK)
            self.canv.setLineWidth(0.7)
            self.canv.rect(x, gap, wide, box + strip)
            self.canv.line(x, gap + box, x + wide, gap + box)
            text = str(number)
            self.setter.draw(self.canv, x + (wide - self.setter.width(text)) / 2,
                             gap + box + strip / 2 - 0.36 * self.setter.style.size, text)


class SeveralRow(Flowable):  # type: ignore[misc]
    """Questions with several answers: the number, then a box to tick after each letter."""

    def __init__(self, numbered: Sequence[tuple[int, Question]], columns: int, sizes: Sizes,
                 fonts: FontSet) -> None:
        super().__init__()
        self.numbered, self.columns, self.sizes = list(numbered), columns, sizes
        self.number = Setter(fonts, TextStyle("strong", sizes.label.size - 1, tracking=0))
        self.letter = Setter(fonts, sizes.label)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A frame high enough for the boxes, and the gap below."""
        self.width, self.height = width, self.sizes.square + 10 + self.sizes.gap
        return width, self.height

    def draw(self) -> None:
        """Draw a frame a question."""
        square, tall, gap = self.sizes.square, self.sizes.square + 10, self.sizes.gap
        wide, strip = self.width / self.columns, self.width / self.sizes.columns
        for at, (number, question) in enumerate(self.numbered):
            x, text = at * wide, str(number)
            self.canv.setFillColorRGB(*_SHADE)
            self.canv.rect(x, gap, strip, tall, stroke=0, fill=1)
            self.canv.setStrokeColorRGB(*style.INK)
            self.canv.setLineWidth(0.7)
            self.canv.rect(x, gap, wide, tall)
            self.canv.line(x + strip, gap, x + strip, gap + tall)
            middle = gap + tall / 2
            self.number.draw(self.canv, x + (strip - self.number.width(text)) / 2,
                             middle - 0.36 * self.number.style.size, text)
            each = (wide - strip) / len(question.letters)
            for place, letter in enumerate(question.letters):
                beside = self.letter.width(letter) + self.sizes.label.size / 3
                left = x + strip + place * each + (each - beside - square) / 2
                self.letter.draw(self.canv, left, middle - 0.36 * self.letter.style.size, letter)
                self.canv.setLineWidth(0.8)
                self.canv.rect(left + beside, middle - square / 2, square, square)
