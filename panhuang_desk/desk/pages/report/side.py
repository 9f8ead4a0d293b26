"""Beside the paper: numbers, sentences and editions in tabs, below them the records of an opened number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.report.editions import EditionsPane
from panhuang_desk.desk.pages.report.figures import FigureTable, VillageTable, value_of
from panhuang_desk.desk.pages.report.opened import OpenedNumber
from panhuang_desk.desk.pages.report.words import WordsPane
from panhuang_desk.desk.widgets.header import Tabs
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, column, row
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureValue, Report
from panhuang_desk.services.behind import Behind, open_number
from panhuang_desk.services.report_view import ReportView
from panhuang_desk.services.session import Session

TABS = ("数字", "文字", "版次")
NUMBERS, WORDS, EDITIONS = range(3)
_WIDTH = 472


class Side(QStackedWidget):
    """`over` is what lies over the tabs for a while, such as the sheet that issues; it says `closed` by itself."""

    over_closed = Signal()

    def __init__(self, session: Session, drop_draft: Callable[[str], None], *, wide: bool,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._session = session
        self.report: Report | None = None
        self.over: QWidget | None = None
        self._asked: tuple[str, str, str] = ("", "", "")
        self.back_to: Callable[[], None] | None = None
        """Where the keys go when the opened number is put away, where it was not opened from here."""
        self.tabs = Tabs(TABS)
        self.tabs.chosen.connect(self._tab_chosen)
        self.figures, self.villages = FigureTable(), VillageTable()
        self.figures.number_asked.connect(lambda code, at: self.open(code, at))
        self.figures.villages_asked.connect(self._show_villages)
        self.villages.number_asked.connect(lambda code, village: self.open(code, "this", village))
        self.words, self.editions = WordsPane(session, drop_draft), EditionsPane()
        self._numbers = QStackedWidget()
        self._numbers.addWidget(self.figures)
        self._numbers.addWidget(self._make_villages())
        self.opened = OpenedNumber()
        self.opened.hide()
        self.opened.closed.connect(lambda: self.on_back())
        sheet = Sheet(0, spacing=0)
        head = row(None, 0, 0)
        head.setContentsMargins(look.px(4), look.px(2), look.px(8), 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        sheet.column.addLayout(head)
        sheet.column.addWidget(Line(theme.LINE2))
        self._stack = QStackedWidget()
        for pane in (self._numbers, self.words, self.editions):
            self._stack.addWidget(pane)
        sheet.column.addWidget(self._stack, 1)
        home = QFrame()
        box = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom, home)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(16))
        box.addWidget(sheet, 3)
        box.addWidget(self.opened, 2 if wide else 4)
        self.addWidget(home)
        if not wide:
            self.setFixedWidth(look.px(_WIDTH))

    @property
    def tab(self) -> int:
        """The tab that is shown."""
        return self.tabs.index

    def show_view(self, view: ReportView) -> None:
        """Show a report; what is opened is reckoned anew."""
        other = self.report is None or (self.report.code, self.report.period) != (
            view.drafted.code, view.drafted.period)
        self.report = view.drafted
        self.figures.show_report(view.drafted)
        self.words.show_report(view.drafted)
        self.editions.show_view(view)
        if other:
            self.opened.hide()
            self._numbers.setCurrentIndex(0)
        elif self._numbers.currentIndex() == 1:
            self._show_villages(self._asked[0])
        if self.opened.isVisible():
            self._reopen()

    def show_tab(self, index: int) -> None:
        """Go to a tab."""
        self.tabs.choose(index)

    def take_focus(self) -> None:
        """The keys to what is shown."""
        if self.over is not None:
            self.over.take_focus()  # type: ignore[attr-defined]
        elif self.tab == NUMBERS:
            (self.villages if self._numbers.currentIndex() else self.figures).setFocus()
        elif self.tab == WORDS:
            self.words.take_focus()
        else:
            self.editions.take_focus()

    def show_over(self, widget: QWidget) -> None:
        """Lay something over the tabs; what lay there goes."""
        self._drop_over()
        self.over = widget
        self.addWidget(widget)
        self.setCurrentWidget(widget)
        self.take_focus()

    def close_over(self) -> bool:
        """Back to the tabs; False where nothing lies over them."""
        if self.over is None:
            return False
        self._drop_over()
        self.take_focus()
        self.over_closed.emit()
        return True

    def on_back(self) -> bool:
        """One step back among what lies over the tabs, the opened number, and the villages."""
        if self.close_over():
            return True
        if self.opened.isVisible():
            self.opened.hide()
            back, self.back_to = self.back_to, None
            if back is not None:
                back()
                return True
        elif self.tab == NUMBERS and self._numbers.currentIndex():
            self._numbers.setCurrentIndex(0)
        else:
            return False
        self.take_focus()
        return True

    def open(self, code: str, at: str = "this", village: str = "", *, focus: bool = True) -> bool:
        """Open a number of a column, or of a village; False where there is nothing behind it."""
        if self.report is None:
            return False
        found = self._value(code, at, village)
        if found is None:
            return False
        self._asked = (code, at, village)
        if focus:
            self.back_to = None
        value, period, whose = found
        self.opened.show_behind(open_number(self._session, value, period, village or self._village(),
                                            year=at == "year"), whose)
        self.opened.show()
        QTimer.singleShot(0, self.figures.show_marked)
        if focus:
            QTimer.singleShot(0, self.opened.table.setFocus)
        return True

    @property
    def behind(self) -> Behind | None:
        """The number that is open, None where none is."""
        return self.opened.behind if self.opened.isVisible() else None

    def _value(self, code: str, at: str, village: str) -> tuple[FigureValue, Period, str] | None:
        """A number, the months that it is of, and in words whose it is."""
        assert self.report is not None
        period, words = self.report.period, self.report.period.words
        if village:
            line = next((each for each in self.report.by_village if each.code == village), None)
            value = line.figures.get(code) if line is not None else None
            return (value, period, line.name) if value is not None and line is not None else None
        row = self.report.figures.get(code)
        value = getattr(row, at, None) if row is not None else None
        if not isinstance(value, FigureValue) or not isinstance(value.value, (int, float)):
            return None
        of, whose = {"previous": (period.previous, words.previous), "year": (period, "本年累计"),
                     "year_ago": (period.year_ago, words.year_ago)}.get(at, (period, ""))
        return value, of, whose

    def _village(self) -> str | None:
        assert self.report is not None
        return self.report.code if self.report.scope == "village" else None

    def _reopen(self) -> None:
        if not self.open(*self._asked, focus=False):
            self.opened.hide()

    def _make_villages(self) -> QFrame:
        look = theme.active()
        frame = QFrame()
        box = column(frame, 0, 0)
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        self.village_title = Label("", "section")
        head.addWidget(self.village_title, 1)
        back = Link("全部数字", "caption", key=cap("back"))
        back.clicked.connect(lambda: self.on_back())
        head.addWidget(back)
        box.addLayout(head)
        box.addWidget(Line())
        box.addWidget(self.villages, 1)
        return frame

    def _show_villages(self, code: str) -> None:
        if self.report is None or not self.report.by_village:
            self._numbers.setCurrentIndex(0)
            return
        self._asked = (code, "this", self._asked[2])
        figure = BY_CODE[code]
        unit = f"（{figure.unit}）" if figure.unit and figure.unit != "%" else ""
        self.village_title.setText(f"各村的{figure.label}{unit}")
        self.villages.show_figure(self.report, code)
        self._numbers.setCurrentIndex(1)
        self.villages.setFocus()

    def _tab_chosen(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        if index != NUMBERS:
            self.opened.hide()
        self.take_focus()

    def _drop_over(self) -> None:
        over, self.over = self.over, None
        if over is not None:
            self.setCurrentIndex(0)
            over.hide()
            over.deleteLater()


def explained(side: Side) -> FigureValue | None:
    """The number that F3 is asked about."""
    found = value_of(side.figures.current(), side.figures.at)
    row = side.figures.current()
    return found or (row.line.this if row is not None and hasattr(row, "line") else None)
