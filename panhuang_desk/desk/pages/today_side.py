"""The right side of the Today page: the month's progress, the days that are near, last month's report."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.bars import IntervalBand, TargetBar
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.figures import show_value
from panhuang_desk.services.today import NearDay, Standing, TodayView, day_words

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SOON_DAYS = 10


class TodaySide(QScrollArea):
    """Three sheets one under the other. `report_asked` and `handover_asked` come from the links of the last one."""

    report_asked = Signal()
    handover_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self._body.setObjectName("scroll_body")
        sheets = column(self._body, 0, 12)
        self._progress = Sheet(16, spacing=6)
        self._title, self._left = Label("", "panel"), Label("", "section", "amber")
        head = row(None, 0, 8)
        head.addWidget(self._title, 1)
        head.addWidget(self._left)
        self._progress.column.addLayout(head)
        self._standings = column(None, 0, 6)
        self._progress.column.addLayout(self._standings)
        sheets.addWidget(self._progress)
        self._near = Sheet(16, spacing=4)
        self._near.column.addWidget(Label("临近的日子", "panel"))
        self._days: list[QFrame] = []
        sheets.addWidget(self._near)
        self._last = self._last_month()
        sheets.addWidget(self._last)
        sheets.addStretch(1)
        self.setWidget(self._body)

    def show_view(self, view: TodayView, today: dt.date) -> None:
        """Show how the month stands."""
        self._title.setText(f"{_NUMERALS[today.month - 1]}月进度")
        self._left.setText(f"还有 {view.days_left} 天" if view.days_left else "今天止")
        self._left.set_tone("amber" if view.days_left <= _SOON_DAYS else "ink2")
        while (item := self._standings.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for standing in view.standings:
            self._standings.addWidget(_StandingRow(standing))
        for frame in self._days:
            self._near.column.removeWidget(frame)
            frame.deleteLater()
        self._days = [_near_row(day) for day in view.near]
        for frame in self._days:
            self._near.column.addWidget(frame)
        self._show_last(view)
        self.fit(self.height())

    def fit(self, height: int) -> None:
        """Hide near days, the farthest first, until everything fits; one always stays."""
        for frame in self._days:
            frame.show()
        for frame in reversed(self._days[1:]):
            if self._needed() <= height:
                break
            frame.hide()

    def _needed(self) -> int:
        """The height of everything that is shown."""
        self._near.column.invalidate()
        layout = self._body.layout()
        assert layout is not None
        layout.invalidate()
        sheets = (self._progress, self._near, self._last)
        return sum(sheet.sizeHint().height() for sheet in sheets) + 2 * layout.spacing()

    def _last_month(self) -> Sheet:
        sheet = Sheet(16, spacing=4)
        line = row(None, 0, 8)
        self._month = Label("", "panel")
        line.addWidget(self._month, 1)
        self._tag = Tag("")
        line.addWidget(self._tag)
        sheet.column.addLayout(line)
        below = row(None, 0, 8)
        self._sentence = Label("", "caption", "ink2", wrap=True)
        below.addWidget(self._sentence, 1)
        self._link = Link("", "caption")
        self._link.clicked.connect(self._follow)
        below.addWidget(self._link)
        sheet.column.addLayout(below)
        return sheet

    def _show_last(self, view: TodayView) -> None:
        self._month.setText(f"{_NUMERALS[int(view.last_month.split('年')[1].rstrip('月')) - 1]}月月报")
        self._issued = bool(view.last_report)
        if view.last_handover:
            tag, sentence, link = TagLook("已报送", "good"), f"{day_words(view.last_handover)} 报送", ""
        elif view.last_report:
            tag, sentence, link = TagLook("未报送", "warn"), f"{day_words(view.last_report)} 定稿，还没有报送", "去报送"
        else:
            tag, sentence, link = TagLook("未定稿", "warn"), "还没有定稿和报送", "去看月报"
        self._tag.set_tag(tag)
        self._sentence.setText(sentence)
        self._link.setText(link)
        self._link.setAccessibleName(link)
        self._link.setVisible(bool(link))
        self._link.updateGeometry()

    def _follow(self) -> None:
        (self.handover_asked if self._issued else self.report_asked).emit()


class _StandingRow(QFrame):
    """One figure: its name, its value with what it counts, a bar, and a sentence that says how far ahead or behind."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        look = theme.active()
        box = column(self, 0, 0)
        head = row(None, 0, 8)
        figure = standing.figure
        head.addWidget(Label(standing.title), 1)
        head.addWidget(Label(show_value(figure), "section"))
        if figure.denominator and not look.narrow:
            head.addWidget(Label(f"{figure.numerator}/{figure.denominator}", "caption", "ink2"))
        box.addLayout(head)
        box.addWidget(_bar(standing))
        box.addWidget(Label(standing.sentence, "caption", "ink2", wrap=True))
        self.setAccessibleName(f"{standing.title}，{show_value(figure)}，{standing.sentence}")


def _bar(standing: Standing) -> QWidget:
    figure = standing.figure
    if figure.interval is not None:
        low, high = figure.interval
        share = float(figure.value) if isinstance(figure.value, (int, float)) else 0.0
        return IntervalBand(low, share, high, target=standing.expected or 0.95, name=standing.title)
    if not figure.denominator:
        return IntervalBand(name=standing.title)
    share = (figure.numerator or 0) / figure.denominator
    target = 1.0 if standing.expected is None else standing.expected
    return TargetBar(share, target, behind=standing.behind, name=standing.title)


def _near_row(day: NearDay) -> QFrame:
    look = theme.active()
    frame = QFrame()
    line = row(frame, 0, 8)
    date = Label(f"{day.day.month}月{day.day.day}日")
    date.setFixedWidth(look.text_px(80))
    line.addWidget(date)
    title = Label(day.title, wrap=True)
    title.setMinimumWidth(1)
    line.addWidget(title, 1)
    line.addWidget(Label("今天" if day.days == 0 else f"{day.days} 天", "caption", "ink2"))
    return frame
