"""The answer sheet of a quiz: who was asked in words to tick, a box for each answer, and the question how satisfied."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether, Spacer

from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter, Text
from panhuang_desk.report.quiz_sizes import Sizes
from panhuang_desk.report.style import TextStyle

_SHADE = (0.93, 0.94, 0.955)
_GAP = 6.0
_HOW = {"single": "写一个字母", "several": "在选中的字母后面打勾", "true_false": "对写 A，错写 B"}


def card_story(title: str, place: str, form: str, questions: Sequence[Question], sizes: Sizes,
               fonts: FontSet) -> list[Flowable]:
    """The answer sheet's content; `form` is the letter that stands in its heading, empty where there is one form."""
    named = f"答题卡（{form} 卷）" if form else "答题卡"
    story: list[Flowable] = [Text(named, sizes.title, fonts), Text(f"{title}　不写姓名", _centred(sizes), fonts)]
    story += [Ticks("村（社区）", (), place or "_" * 14, sizes, fonts),
              Ticks("测评日期", (), "　　　　年　　　月　　　日", sizes, fonts)]
    story += [Ticks(label, _words(name), "", sizes, fonts) for name, label in (
        ("age_band", "年龄段"), ("key_group", "人群"), ("sampling", "抽样方式（工作人员填）"))]
    story.append(Spacer(0, 4))
    numbered = list(enumerate(questions, start=1))
    at = 0
    while at < len(numbered):
        kind = numbered[at][1].type
        end = next((n for n in range(at, len(numbered)) if numbered[n][1].type != kind), len(numbered))
        story += _boxes(kind, numbered[at:end], sizes, fonts)
        at = end
    story.append(KeepTogether([
        Spacer(0, 8), Rule(), Text("最后一问，不算分：", sizes.section, fonts),
        Ticks("您对本村（社区）的禁毒工作满意吗", _words("satisfaction"), "", sizes, fonts)]))
    return story


def _centred(sizes: Sizes) -> TextStyle:
    return TextStyle("body", sizes.advice.size, sizes.advice.leading, align="center", after=4, tracking=0, grey=True)


def _words(name: str) -> tuple[str, ...]:
    choices: Sequence[Choice] = ANSWER_SHEET.by_name[name].choices
    return tuple(choice.label for choice in choices)


def _boxes(kind: str, numbered: Sequence[tuple[int, Question]], sizes: Sizes, fonts: FontSet) -> list[Flowable]:
    """The boxes of the questions of one type under their heading, a row a flowable, so that rows move on whole."""
    label = next((choice.label for choice in QUESTION_TYPES if choice.code == kind), "")
    head = Text(f"{label}（{_HOW.get(kind, '')}）", sizes.section, fonts)
    columns = sizes.several if kind == "several" else sizes.columns
    rows: list[Flowable] = []
    for start in range(0, len(numbered), columns):
        part = numbered[start:start + columns]
        rows.append(SeveralRow(part, sizes, fonts) if kind == "several" else
                    BoxRow([number for number, _ in part], sizes, fonts))
    return [KeepTogether([head, Spacer(0, 3), rows[0]]), *rows[1:]]


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
        self.label = self.setter.prepare(f"{label}：")
        self.words, self.text = [self.setter.prepare(word) for word in words], self.setter.prepare(text)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay the words out from left to right."""
        self.width, self._places = width, []
        size = self.sizes.label.size
        begin = x = self.setter.width(self.label)
        wide = [self.sizes.square_tick + size / 3 + self.setter.width(word) + size for word in self.words]
        if begin + sum(wide) - size > width and begin > width / 3:
            begin = 2 * size
        line = 0
        for each in wide:
            if x + each - size > width:
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


class BoxRow(Flowable):  # type: ignore[misc]
    """A row of boxes to write a letter into, each under the number of its question."""

    def __init__(self, numbers: Sequence[int], sizes: Sizes, fonts: FontSet) -> None:
        super().__init__()
        self.numbers, self.sizes = list(numbers), sizes
        self.setter = Setter(fonts, TextStyle("strong", sizes.label.size - 1, tracking=0))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Numbers, boxes and the gap below."""
        self.width, self.height = width, self.sizes.strip + self.sizes.box + _GAP
        return width, self.height

    def draw(self) -> None:
        """Draw the boxes from the left."""
        wide, strip, box = self.width / self.sizes.columns, self.sizes.strip, self.sizes.box
        for at, number in enumerate(self.numbers):
            x = at * wide
            self.canv.setFillColorRGB(*_SHADE)
            self.canv.rect(x, _GAP + box, wide, strip, stroke=0, fill=1)
            self.canv.setStrokeColorRGB(*style.INK)
            self.canv.setLineWidth(0.7)
            self.canv.rect(x, _GAP, wide, box + strip)
            self.canv.line(x, _GAP + box, x + wide, _GAP + box)
            text = str(number)
            self.setter.draw(self.canv, x + (wide - self.setter.width(text)) / 2,
                             _GAP + box + strip / 2 - 0.36 * self.setter.style.size, text)


class SeveralRow(Flowable):  # type: ignore[misc]
    """Questions with several answers: the number, then a box to tick after each letter."""

    def __init__(self, numbered: Sequence[tuple[int, Question]], sizes: Sizes, fonts: FontSet) -> None:
        super().__init__()
        self.numbered, self.sizes = list(numbered), sizes
        self.number = Setter(fonts, TextStyle("strong", sizes.label.size - 1, tracking=0))
        self.letter = Setter(fonts, sizes.label)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A frame high enough for the boxes, and the gap below."""
        self.width, self.height = width, self.sizes.square + 12 + _GAP
        return width, self.height

    def draw(self) -> None:
        """Draw a frame a question."""
        square, tall = self.sizes.square, self.sizes.square + 12
        wide, strip = self.width / self.sizes.several, self.width / self.sizes.columns
        for at, (number, question) in enumerate(self.numbered):
            x, text = at * wide, str(number)
            self.canv.setFillColorRGB(*_SHADE)
            self.canv.rect(x, _GAP, strip, tall, stroke=0, fill=1)
            self.canv.setStrokeColorRGB(*style.INK)
            self.canv.setLineWidth(0.7)
            self.canv.rect(x, _GAP, wide, tall)
            self.canv.line(x + strip, _GAP, x + strip, _GAP + tall)
            middle = _GAP + tall / 2
            self.number.draw(self.canv, x + (strip - self.number.width(text)) / 2,
                             middle - 0.36 * self.number.style.size, text)
            each = (wide - strip) / len(question.letters)
            for place, letter in enumerate(question.letters):
                gap = self.sizes.label.size / 3
                left = x + strip + place * each + (each - self.letter.width(letter) - gap - square) / 2
                self.letter.draw(self.canv, left, middle - 0.36 * self.letter.style.size, letter)
                self.canv.setLineWidth(0.8)
                self.canv.rect(left + self.letter.width(letter) + gap, middle - square / 2, square, square)
