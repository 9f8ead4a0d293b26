"""The rate by person of a scope, what it means, where it may truly lie; at the right what it was counted from."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.words import VERDICT_TAGS
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.bars import IntervalBand
from panhuang_desk.desk.widgets.hints import KeyCap
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.figures import AWARENESS_TARGET, NOTHING, TOO_FEW, show_interval, show_value
from panhuang_desk.model.quiz.shown import by_answer, by_person, satisfaction
from panhuang_desk.model.quiz.statistics import Rates
from panhuang_desk.services.quiz_statistics import Told
from panhuang_desk.services.quiz_tables import NOT_RANDOM, WITHHELD

_SIDE = ("按题", "发出 / 收回 / 录入", "有效 / 知晓", "其中随机入户", "满意率")


class Headline(Sheet):
    """What is left at 150 % says the same in fewer lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent=parent)
        look = theme.active()
        across = row(None, 0, 24)
        across.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        left = column(None, 0, 2)
        head = row(None, 0, 8)
        head.addWidget(Label("知晓率（按人）", "section"))
        self.pass_words = Label("", "caption", "ink2")
        head.addWidget(self.pass_words)
        self._key = KeyCap(cap("explain"))
        head.addWidget(self._key)
        head.addStretch(1)
        left.addLayout(head)
        value = row(None, 0, 12)
        self.rate = Label(NOTHING, "question")
        self.verdict, self.hint = Tag(""), Tag(NOT_RANDOM, "warn", icon="triangle-alert")
        for widget in (self.rate, self.verdict, self.hint):
            value.addWidget(widget)
        value.addStretch(1)
        left.addLayout(value)
        self.sentence = Label("", "body", "ink2", wrap=True)
        left.addWidget(self.sentence)
        self.band = IntervalBand(name="知晓率的 95% 区间")
        self.scale = _Scale()
        left.addSpacing(look.px(4))
        left.addWidget(self.band)
        left.addWidget(self.scale)
        left.addStretch(1)
        across.addLayout(left, 1)
        across.addWidget(Line(vertical=True))
        across.addLayout(self._side())
        self.column.addLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_told(self, told: Told, scope: str, *, part: bool = False) -> None:
        """Show the statistics of a scope, in words `scope`; of a `part` of the surveys nobody knows what was issued."""
        statistics = told.statistics
        rates = statistics.rates or Rates()
        rate = by_person(rates)
        pass_words = f"答对 {statistics.pass_mark}% 及以上算知晓"
        self.pass_words.setText(pass_words if theme.active().narrow else f"{scope}，{pass_words}")
        self.rate.setText(show_value(rate))
        self.verdict.set_tag(VERDICT_TAGS[rates.verdict])
        self.hint.setVisible(rates.not_random > 0)
        self.sentence.setText(_sentence(told, scope))
        low, high = rate.interval or (0.0, 0.0)
        start = 0.8 if not rate.interval else max(0.0, min(0.8, math.floor(low * 10) / 10))
        self.scale.set_start(start)
        self.band.set_interval(low, float(rate.value or 0.0), high, scale=(start, 1.0))
        self._show_side(told, rates, part=part)

    def _show_side(self, told: Told, rates: Rates, *, part: bool) -> None:
        hidden = told.statistics.rates is None
        said = satisfaction(*told.statistics.satisfied)
        counted = f"{said.numerator}/{said.denominator}  " if said.denominator else ""
        texts = (show_value(by_answer(rates)),
                 " / ".join(NOTHING if number is None else str(number) for number in (
                     None if part else told.issued, None if part else told.returned, rates.returned)),
                 f"{rates.valid} / {rates.passed}", str(rates.random), f"{counted}{show_value(said)}")
        for label, text in zip(self.values, texts, strict=True):
            label.setText(NOTHING if hidden else text)

    def _side(self) -> QGridLayout:
        look = theme.active()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(6))
        self.values = []
        for place, word in enumerate(_SIDE):
            value = Label(NOTHING, "section")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Label(word, "body", "ink2"), place, 0)
            grid.addWidget(value, place, 1)
            self.values.append(value)
        grid.setColumnMinimumWidth(1, look.text_px(112))
        return grid


class _Scale(QFrame):
    """The labels under the band: a cut scale that says where it begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = 0.8
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_start(self, start: float) -> None:
        """Where the scale begins, as a share."""
        self._start = start
        self.update()

    def sizeHint(self) -> QSize:
        """One small line."""
        return QSize(120, theme.active().line("caption"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin, target and end; the target in bold ink."""
        look, painter = theme.active(), QPainter(self)
        taken = 0.0
        for share, role in ((self._start, "caption"), (AWARENESS_TARGET / 100, "caption_bold"), (1.0, "caption")):
            words = f"{share * 100:.0f}%" + (" 目标" if share * 100 == AWARENESS_TARGET else "")
            x = (share - self._start) / (1 - self._start) * self.width()
            width = paint.text_width(look.font(role), words)
            left = min(max(0.0, x - width / 2), self.width() - width)
            if left < taken:  # no room beside the target
                continue
            taken = left + width + look.px(8)
            colour = theme.INK if role == "caption_bold" else theme.INK2
            paint.put_text(painter, QRectF(left, 0, width + 2, self.height()), words, look.font(role), colour)


def _sentence(told: Told, scope: str) -> str:
    """What the rate says, and how far it can be relied on."""
    rates = told.statistics.rates
    if rates is None:
        return f"{scope}的答卷{WITHHELD}：人太少，看得出是谁答的。范围放宽一点再看。"
    if not rates.valid:
        few = "这些答卷作答都不到八成，没有一份有效。"
        return few if rates.returned else f"{scope}还没有答卷。"
    rate = by_person(rates)
    words = (f"{rates.valid} 份有效答卷里 {rates.passed} 人知晓。真实值有 95% 的把握在 "
             f"{show_interval(rate).replace('–', ' 到 ')} 之间")
    if rates.verdict == TOO_FEW:
        words += f"，下限还没到 {AWARENESS_TARGET}%"
    mixed = f"。其中 {rates.not_random} 份不是随机入户" if 0 < rates.not_random < rates.valid else ""
    return f"{words}{mixed}。"
