"""The scope as a whole: its rate and what it takes to hold, and the months up to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.chart import Chart
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.stats.advice_sheet import AdviceSheet
from panhuang_desk.desk.pages.quizzes.stats.headline import Headline
from panhuang_desk.desk.pages.quizzes.stats.parts_table import (
    NARROW,
    explained_part,
    explained_rates,
    give_parts_out,
    part_columns,
)
from panhuang_desk.desk.pages.quizzes.stats.view import StatsView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column, row
from panhuang_desk.model.definitions import Definition, define
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.shown import by_person, satisfaction
from panhuang_desk.model.quiz.statistics import Line
from panhuang_desk.services.quiz_charts import months_svg
from panhuang_desk.services.quiz_statistics import Asked, Told, months_of
from panhuang_desk.services.quiz_tables import ALL_DAYS, PartRow, month_rows, scope_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_MONTHS = 12
_SHEET_WIDTH, _CHART_HEIGHT, _ROWS_BELOW = 380, 132, 6


class OverviewView(StatsView):
    """The list of months has the keys: Enter shows the month that is marked."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        look = theme.active()
        self._told: Told | None = None
        self._asked: Asked | None = None
        self._scope = ""
        self.rows: tuple[PartRow, ...] = ()
        box = column(self, 0, 12)
        self.headline = Headline()
        self.advice = AdviceSheet()
        self.chart = Chart("各月知晓率")
        self.chart.setFixedHeight(look.text_px(_CHART_HEIGHT))
        self.table = self._make_table()
        self._months = Sheet(1, spacing=0)
        inset = column(None, 0, 0)
        inset.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(4))
        inset.addWidget(self.chart)
        if look.narrow:
            self._months.column.addWidget(self.table)
        self._months.column.addLayout(inset)
        if not look.narrow:
            self._months.column.addWidget(self.table, 1)
        self._advice_sheet = Sheet(0, spacing=0)
        if look.narrow:
            box.addWidget(self._stacked())
        else:
            self._advice_sheet.column.addWidget(self._scrolled(self.advice))
            self._advice_sheet.setFixedWidth(look.text_px(_SHEET_WIDTH))
            box.addWidget(self.headline)
            below = row(None, 0, 16)
            below.addWidget(self._months, 1)
            below.addWidget(self._advice_sheet)
            box.addLayout(below, 1)

    def show_told(self, told: Told, asked: Asked) -> None:
        """Show a scope, and the twelve months that end with it."""
        another, self._asked = asked != self._asked, asked
        self._told, self._scope = told, scope_words(self.session, asked)
        part = any((asked.key_group, asked.age_band, asked.form, asked.sampling))
        self.headline.show_told(told, self._scope, part=part)
        self.advice.show_told(told, None if part else told.population)
        first = self._first_month(asked)
        lines = self._lines(told, asked, first)
        self.rows = month_rows(lines)
        self.table.set_rows(self.rows)
        if another:
            self.table.select(0)
        self._draw(first, lines)

    def take_focus(self) -> None:
        """The keys to the list of months."""
        (self.table if self.rows else self).setFocus()

    def hints(self) -> Sequence[Hint]:
        """What explains the numbers, what gives them out."""
        return (Hint(cap("explain"), "怎么算的"), Hint(cap("export"), "导出"), Hint(cap("follow_up"), "加待办"))

    def on_export(self) -> bool:
        """The table that is shown, with what is withheld left withheld."""
        return give_parts_out(self.desk, self.rows, "各月")

    def explained(self) -> Sequence[Definition]:
        """Of another line that is marked its own numbers, else those of the whole."""
        current = self.table.current()
        if self.table.hasFocus() and self.table.currentIndex().row() > 0:
            return explained_part(current, self._scope)
        rates = self._told.statistics.rates if self._told is not None else None
        if self._told is None or rates is None:
            return ()
        said = satisfaction(*self._told.statistics.satisfied)
        return (*explained_rates(rates, self._scope), define(said))

    def set_slim(self, slim: bool) -> None:
        """Beside a form only the months."""
        for widget in (self.headline, self._advice_sheet, self.chart):
            widget.setVisible(not slim)
        self.table.show_columns(("label", "rate") if slim else NARROW if theme.active().narrow else ())

    def _lines(self, told: Told, asked: Asked, first: Month) -> tuple[Line, ...]:
        """The months from the first on; those of the scope itself where it has them all."""
        last = first.plus(_MONTHS - 1)
        if told.statistics.rates is not None and asked.first <= first.first and asked.last >= last.last:
            return tuple(line for line in told.statistics.by["month"] if str(first) <= line.code <= str(last))
        return months_of(self.session, attrs.evolve(asked, first=first.first, last=last.last))

    def _draw(self, first: Month, lines: Sequence[Line]) -> None:
        shown = tuple(lines)
        told = "；".join(f"{row.label} {by_person(row.rates).value:.2%}" for row in self.rows
                        if row.rates is not None and row.rates.valid)
        self.chart.draw(lambda width, height: (months_svg(first, shown, _MONTHS, width, height), height), told)

    def _first_month(self, asked: Asked) -> Month:
        today = Month.of(self.session.today())
        last = min(today, Month.parse(asked.last[:7])) if asked.last != ALL_DAYS else today
        return last.plus(1 - _MONTHS)

    def _make_table(self) -> TableView:
        table = TableView(part_columns("月份", width=116, tight=not theme.active().narrow), name="各月", row_height=32)
        table.set_hints((Hint(cap("move"), "选月份"), Hint("Enter", "看这个月")))
        table.opened.connect(self._opened)
        if theme.active().narrow:
            table.show_columns(NARROW)
        return table

    def _opened(self, opened: Any) -> None:
        if isinstance(opened, PartRow):
            self.narrowed.emit("month", opened.code)

    def _stacked(self) -> QScrollArea:
        """At 150 % one under the other, to be scrolled."""
        body = QFrame()
        body.setObjectName("scroll_body")
        inner = column(body, 0, 12)
        inner.addWidget(self.headline)
        self.table.setMinimumHeight(theme.active().table_header + _ROWS_BELOW * theme.active().row)
        inner.addWidget(self._months)
        self._advice_sheet.column.addWidget(self.advice)
        inner.addWidget(self._advice_sheet)
        area = self._scrolled(body)
        self.table.chosen.connect(lambda _: self._into_sight(area, body))
        return area

    def _into_sight(self, area: QScrollArea, body: QWidget) -> None:
        """Scroll to the marked line while somebody walks through the list."""
        if self.table.hasFocus():
            place = self.table.visualRect(self.table.currentIndex())
            corner = self.table.viewport().mapTo(body, place.center())
            area.ensureVisible(0, corner.y(), 0, place.height())

    def _scrolled(self, body: QWidget) -> QScrollArea:
        body.setObjectName("scroll_body")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        return area
