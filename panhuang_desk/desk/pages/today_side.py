"""The right side of the Today page: the month's progress, the days that are near, last month's report."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.today_line import LINE_MARGIN, LeadLine, MonthLine, NearLine, StandingLine, StepLine
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.model.definitions import Definition
from panhuang_desk.model.months import Month
from panhuang_desk.services.today import NEAR_DAYS, NearDay, Standing, TodayView, day_words, not_met_filters

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SOON_DAYS = 10
_STANDINGS = 4
_WORK: dict[str, tuple[str, dict[str, str]]] = {
    "visits": ("去走访", {"do": "visit"}), "quizzes": ("去测评", {"tab": "sheets"}),
    "patrols": ("去踏查", {"tab": "0"}), "report": ("看月报", {})}
"""Where a day that is near leads to: the word for it, and what to show there."""


class TodaySide(QScrollArea):
    """Three sheets of lines one under the other, in `lines`. `asked` tells the page that a line leads to, and what to
    show there; `left` that Left was pressed.
    """

    asked = Signal(str, dict)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self._body.setObjectName("scroll_body")
        sheets = column(self._body, 0, 12)
        self._month = MonthLine()
        self._standings = [StandingLine() for _ in range(_STANDINGS)]
        self._near = [NearLine() for _ in range(NEAR_DAYS)]
        self._issued, self._handed = StepLine(), StepLine()
        self._days = 0
        self.lines: tuple[LeadLine, ...] = (self._month, *self._standings, *self._near, self._issued, self._handed)
        self._sheets = (_sheet(None, self._month, *self._standings),
                        _sheet(Label("临近的日子", "panel"), *self._near),
                        _sheet(None, self._issued, self._handed))
        for sheet in self._sheets:
            sheets.addWidget(sheet)
        sheets.addStretch(1)
        for line in self.lines:
            line.clicked.connect(lambda _=False, line=line: self.asked.emit(line.page, dict(line.target)))
            line.moved.connect(lambda by, line=line: self._move(line, by))
            line.before.connect(self.left)
        self.setWidget(self._body)

    def show_view(self, view: TodayView, today: dt.date) -> None:
        """Show how the month stands."""
        month = Month.of(today)
        self._month.show_days(f"{_NUMERALS[today.month - 1]}月进度",
                              f"还有 {view.days_left} 天" if view.days_left else "今天止",
                              "amber" if view.days_left <= _SOON_DAYS else "ink2")
        self._month.lead("看月报", "report", month=str(month))
        for line, standing in zip(self._standings, view.standings, strict=True):
            line.show_standing(standing)
            _lead(line, standing, today)
        for place, near in enumerate(self._near):
            if place < len(view.near):
                _show_near(near, view.near[place])
        self._days = len(view.near)
        last = f"{_NUMERALS[view.last.number - 1]}月"
        self._issued.show_step(f"{last}月报", "定稿", day_words(view.last_report) if view.last_report else "",
                               "数据已变更" if view.last_changed else "")
        self._issued.lead("看月报", "report", month=str(view.last))
        self._handed.show_step(f"{last}报送", "报送", day_words(view.last_handover) if view.last_handover else "")
        self._handed.lead("去报送", "handover", month=str(view.last))
        self.fit(self.height())

    def take_focus(self) -> None:
        """The keys to the first line."""
        self._go(self.lines[0])

    def definitions(self) -> tuple[Definition, ...]:
        """How the figure of the line that has the keys is reckoned, else that of awareness, the last one."""
        line = next((each for each in self.lines if each.hasFocus()), None)
        return (line.definitions() if line is not None else ()) or self._standings[-1].definitions()

    def fit(self, height: int) -> None:
        """Hide near days, the farthest first, until everything fits; where one alone does not, all are scrolled to."""
        shown = self._days
        self._show_days(shown)
        while shown > 1 and self._needed() > height:
            shown -= 1
            self._show_days(shown)
        if shown == 1 and self._needed() > height:
            self._show_days(self._days)
        self._sheets[1].setVisible(shown > 0)

    def _show_days(self, count: int) -> None:
        for place, line in enumerate(self._near):
            line.setVisible(place < count)

    def _needed(self) -> int:
        """The height of everything that is shown."""
        layout = self._body.layout()
        assert layout is not None
        return sum(_height(sheet, self.width()) for sheet in self._sheets) + 2 * layout.spacing()

    def _move(self, line: LeadLine, by: int) -> None:
        """To the next line that is shown, above or below."""
        shown = [each for each in self.lines if not each.isHidden()]
        place = shown.index(line) + by
        if 0 <= place < len(shown):
            self._go(shown[place])

    def _go(self, line: QAbstractButton) -> None:
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(line, 0, theme.active().px(12))


def _show_near(line: NearLine, near: NearDay) -> None:
    """A day leads to the work that is done on it, a month's end to the report of that month."""
    word, target = _WORK[near.leads_to]
    line.show_day(near)
    if near.leads_to == "report":
        target = {"month": str(Month.of(near.day))}
    line.lead(word, near.leads_to, **target)


def _sheet(title: Label | None, *lines: LeadLine) -> Sheet:
    """A sheet of lines; their text stands where that of other sheets does, their rings around it."""
    look = theme.active()
    sheet = Sheet(0, spacing=0)
    side = look.px(16 - LINE_MARGIN)
    sheet.column.setContentsMargins(side, look.px(12), side, look.px(10))
    if title is not None:
        head = row(None, 0, 0)
        head.setContentsMargins(look.px(LINE_MARGIN), 0, look.px(LINE_MARGIN), look.px(2))
        head.addWidget(title)
        sheet.column.addLayout(head)
    for line in lines:
        sheet.column.addWidget(line)
    return sheet


def _height(sheet: Sheet, width: int) -> int:
    """The height of a sheet of a width, as it is laid out next; its own hint may still be that of before."""
    box = sheet.column
    return box.totalHeightForWidth(width) if box.hasHeightForWidth() else box.totalSizeHint().height()


def _lead(line: LeadLine, standing: Standing, today: dt.date) -> None:
    """A figure leads to where more is done for it."""
    code = standing.figure.code
    if code == "household_coverage":
        line.lead("看计划", "visits", tab="3")
    elif code == "key_households":
        line.lead("看哪些户", "visits", do="narrow", **not_met_filters(today))
    elif code == "season_plot_coverage":
        line.lead("去踏查", "patrols", tab="0")
    else:
        line.lead("看统计", "quizzes", tab="stats", month=str(Month.of(today)))
