"""The tab of figures: the month's awareness with its interval and verdict, and the months before it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.pages.quizzes.words import VERDICT_TAGS
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.bars import IntervalBand
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.desk.wording import month_choices
from panhuang_desk.model.figures import AWARENESS_TARGET, TOO_FEW, show_interval, show_value
from panhuang_desk.model.monthly import FigureValue
from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes
from panhuang_desk.services.quizzes import Awareness

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SIDE = (("awareness_by_answer", "按题"), ("sheets_returned", "收回"), ("sheets_valid", "有效"),
         ("sheets_random", "其中随机入户"), ("sheets_passed", "知晓"))


_NARROW = ("month", "valid", "passed", "rate", "interval", "verdict")
"""The columns at 150 %."""


@attrs.frozen
class MonthRow:
    """One month of the list below."""

    id: str
    month: Month
    figures: Mapping[str, FigureValue]

    def shown(self, code: str) -> str:
        """A figure as it is printed; empty where the month has no sheet."""
        return show_value(self.figures[code]) if self.figures["sheets_returned"].value else ""


class StatsTab(QuizTab):
    """The list has the keys: Enter shows the month that is marked, Ctrl+T raises a follow-up about its paper."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.awareness: Awareness | None = None
        self._month = ""
        box = column(self, 0, 0)
        content = QFrame()
        inner = column(content, 0, 12)
        filters = row(None, 0, 8)
        self.month_chip = FilterChip("本月", all_word="本月")
        self.month_chip.chosen.connect(self.choose_month)
        filters.addWidget(self.month_chip)
        filters.addStretch(1)
        inner.addLayout(filters)
        self.warning = Strip("", "warn")
        inner.addWidget(self.warning)
        self.headline = Headline()
        inner.addWidget(self.headline)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.panes = TwoPanes(content)
        self.panes.slimmed.connect(self._slim)
        box.addWidget(self.panes)

    def load(self, village: str) -> None:
        """Count the month anew."""
        self.village = village
        today = self.session.today()
        self.month_chip.set_options(month_choices(today, 36))
        self.month_chip.choose(self._month)
        month = Month.parse(self._month) if self._month else Month.of(today)
        self.awareness = view = quizzes.awareness(self.session, month, village)
        self.headline.show_awareness(view)
        self.warning.setVisible(bool(view.not_random) and self.entry is None)
        self.warning.set_text(f"有效答卷里有 {view.not_random} 份不是随机入户，非随机抽样，仅供参考")
        self.table.set_rows([MonthRow(str(each), each, figures) for each, figures in view.by_month])

    def choose_month(self, code: str) -> None:
        """Show another month, the present one for an empty code."""
        self._month = code
        self.load(self.village)
        self.table.select(0)

    def rest(self) -> None:
        """The keys to the list of months."""
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("follow_up"), "加待办"),)

    def on_follow_up(self) -> bool:
        """A follow-up about the paper that most of the month's sheets are of."""
        if self.entry is not None or self.awareness is None:
            return True
        month = self.awareness.month
        sheets = quizzes.sheets(self.session, village=self.village, first=month.first, last=month.last)
        if not sheets:
            self.desk.announce(f"{month.label}还没有答卷")
            return True
        papers = [sheet.paper_id for sheet in sheets]
        paper = max(sorted(set(papers)), key=papers.count)
        rate = show_value(self.awareness.figures["awareness_by_person"].this)
        self.open(RaiseEntry(self.desk, ("quiz_paper", paper), f"{month.label}测评，知晓率（按人）{rate}"))
        return True

    def _slim(self, slim: bool) -> None:
        self.headline.setVisible(not slim)
        self.warning.setVisible(not slim and self.awareness is not None and self.awareness.not_random > 0)
        self.table.show_columns(("month", "rate") if slim else _NARROW if theme.active().narrow else ())

    def _make_table(self) -> TableView:
        table = TableView((
            Column("month", "月份", text=lambda r: r.month.label, width=116),
            Column("returned", "收回", text=lambda r: r.shown("sheets_returned"), width=72, align="right"),
            Column("valid", "有效", text=lambda r: r.shown("sheets_valid"), width=72, align="right"),
            Column("passed", "知晓", text=lambda r: r.shown("sheets_passed"), width=72, align="right"),
            Column("rate", "按人", text=lambda r: r.shown("awareness_by_person"), width=96, align="right",
                   bold=lambda r: True),
            Column("interval", "95% 区间", width=160, align="right", tone="ink2",
                   text=lambda r: show_interval(r.figures["awareness_by_person"]) if r.shown("sheets_valid") else ""),
            Column("answers", "按题", text=lambda r: r.shown("awareness_by_answer"), width=96, align="right"),
            Column("verdict", "结论", stretch=True,
                   tag=lambda r: VERDICT_TAGS[str(r.figures["awareness_verdict"].value)] if r.shown("sheets_returned")
                   else None),
        ), name="各月")
        table.set_hints((Hint(cap("move"), "选月份"), Hint("Enter", "看这个月")))
        table.opened.connect(self._opened)
        return table

    def _opened(self, opened: Any) -> None:
        if isinstance(opened, MonthRow):
            self.choose_month(opened.id)
            self.rest()


class Headline(Sheet):
    """The rate by person, what it means, where it may truly lie; at the right what it was counted from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent=parent)
        look = theme.active()
        across = row(None, 0, 24)
        across.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        left = column(None, 0, 4)
        head = row(None, 0, 12)
        head.addWidget(Label("知晓率（按人）", "section"))
        self.pass_words = Label("", "caption", "ink2")
        head.addWidget(self.pass_words, 1)
        left.addLayout(head)
        value = row(None, 0, 16)
        self.rate = Label("—", "question")
        self.verdict = Tag("")
        value.addWidget(self.rate)
        value.addWidget(self.verdict)
        value.addStretch(1)
        left.addLayout(value)
        self.sentence = Label("", "body", "ink2", wrap=True)
        left.addWidget(self.sentence)
        self.band = IntervalBand(name="知晓率的 95% 区间")
        self.scale = _Scale()
        left.addWidget(self.band)
        left.addWidget(self.scale)
        across.addLayout(left, 1)
        across.addWidget(Line(vertical=True))
        across.addLayout(self._side())
        self.column.addLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_awareness(self, view: Awareness) -> None:
        """Show a month."""
        rate = view.figures["awareness_by_person"].this
        self.pass_words.setText(f"{view.month.label}，答对 {view.pass_mark}% 及以上算知晓")
        self.rate.setText(show_value(rate))
        self.verdict.set_tag(VERDICT_TAGS[str(view.figures["awareness_verdict"].this.value)])
        self.sentence.setText(_sentence(view))
        low, high = rate.interval or (0.0, 0.0)
        start = 0.8 if not rate.interval else max(0.0, min(0.8, math.floor(low * 10) / 10))
        self.scale.set_start(start)
        self.band.set_interval(low, float(rate.value or 0.0), high, scale=(start, 1.0))
        for code, labels in self._values.items():
            labels[0].setText(show_value(view.figures[code].this))
            previous = view.figures[code].previous
            labels[1].setText("" if previous is None else f"上月 {show_value(previous)}")
            labels[1].setVisible(not theme.active().narrow)

    def _side(self) -> QGridLayout:
        look = theme.active()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(4))
        self._values: dict[str, tuple[Label, Label]] = {}
        for place, (code, word) in enumerate(_SIDE):
            value, before = Label("—", "section"), Label("", "caption", "ink2")
            for label in (value, before):
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            before.setMinimumWidth(look.text_px(96))
            grid.addWidget(Label(word, "body", "ink2"), place, 0)
            grid.addWidget(value, place, 1)
            grid.addWidget(before, place, 2)
            self._values[code] = (value, before)
        grid.setColumnMinimumWidth(1, look.text_px(72))
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


def _sentence(view: Awareness) -> str:
    """What the rate says, and how far it can be relied on."""
    rate = view.figures["awareness_by_person"].this
    if not rate.denominator:
        returned = view.figures["sheets_returned"].this.value
        return "这个月的答卷作答都不到八成，没有一份有效。" if returned else "这个月还没有答卷。"
    words = (f"{rate.denominator} 份有效答卷里 {rate.numerator} 人知晓。真实值有 95% 的把握在 "
             f"{show_interval(rate).replace('–', ' 到 ')} 之间")
    if view.figures["awareness_verdict"].this.value == TOO_FEW:
        return f"{words}，下限还没到 {AWARENESS_TARGET}%。再收 {view.more_needed} 份且都知晓，这个结论才站得住。"
    return f"{words}。"


