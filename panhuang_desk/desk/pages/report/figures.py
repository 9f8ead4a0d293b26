"""The figures beside the paper: every number in every column, each of which can be opened."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.figures import FIGURES, show_value
from panhuang_desk.model.report import FigureLine, FigureValue, Report, VillageLine

SECTIONS = {"basic": "基本情况", "awareness": "宣传与测评", "visits": "入户走访", "patrols": "禁种踏查",
            "follow_ups": "待办事项"}
NUMBERS = ("this", "previous", "year", "year_ago")
"""The columns with numbers that can be opened."""
VILLAGES = "villages"
"""The column that leads to a figure's numbers village by village."""


@attrs.frozen
class FigureRow:
    """One line of the table. `id` is the figure's code."""

    id: str
    line: FigureLine


@attrs.frozen
class VillageRow:
    """One village's number of one figure. `id` is the village's code."""

    id: str
    village: VillageLine
    code: str

    @property
    def value(self) -> FigureValue | None:
        """The number; None where the village has not reported."""
        return self.village.figures.get(self.code) if self.village.reported else None


def rows_of(report: Report) -> list[Row]:
    """The figures of a report under the headings of its sections."""
    rows: list[Row] = []
    section = ""
    for figure in FIGURES:
        if figure.code not in report.figures:
            continue
        if figure.section != section:
            section = figure.section
            rows.append(Heading(SECTIONS.get(section, section)))
        rows.append(FigureRow(figure.code, report.figures[figure.code]))
    return rows


def shown(value: FigureValue | None) -> str:
    """A number as the table shows it; empty where it is not asked for."""
    return "" if value is None else show_value(value)


def value_of(row: object, column: str) -> FigureValue | None:
    """The number of a row in a column that can be opened; None where there is none with records behind it."""
    value = getattr(row.line, column, None) if isinstance(row, FigureRow) and column in NUMBERS else None
    return value if isinstance(value, FigureValue) and isinstance(value.value, (int, float)) else None


class FigureTable(TableView):
    """Every figure of a report. Left and right walk its columns, Enter opens the number (`number_asked`: figure and
    column), or the figure's numbers village by village (`villages_asked`).
    """

    number_asked = Signal(str, str)
    villages_asked = Signal(str)

    def __init__(self) -> None:
        self.at = "this"
        super().__init__(self._make_columns("本月", "上月", "去年同月"), name="数字", row_height=32)
        self.set_hints((Hint("↑ ↓ ← →", "选数字"), Hint("Enter", "看是哪些记录"), Hint(cap("explain"), "怎么算的"),
                        Hint(cap("issue"), "定稿")))
        self.opened.connect(lambda _: self._open())

    def show_report(self, report: Report) -> None:
        """Show a report's figures, under the words of its span; columns that it does not compare with are left out."""
        words = report.period.words
        titles = {"this": words.this, "previous": words.previous, "year_ago": words.year_ago}
        self.set_titles(titles)
        rows = rows_of(report)
        names = ["label", "this"]
        if words.previous:
            names.append("previous")
        if not report.period.is_year_to_date or report.period.months == 1:
            names.append("year")
        if report.by_village:
            names.append(VILLAGES)
        elif words.year_ago and any(value_of(row, "year_ago") is not None for row in rows):
            names.append("year_ago")
        self.show_columns(names)
        if self.at not in names:
            self.at = "this"
        self.set_rows(rows)

    def mark(self, code: str, at: str) -> None:
        """Mark a figure's number in a column."""
        if self.select_id(code):
            place = next((place for place, column in enumerate(self._columns) if column.name == at), 0)
            self.at = at if not self.isColumnHidden(place) else "this"
            self.viewport().update()

    def show_marked(self) -> None:
        """Bring the marked figure into sight, after the table has become lower."""
        self.scrollTo(self.currentIndex())

    def walk(self, step: int) -> None:
        """One column on."""
        shown_names = [column.name for place, column in enumerate(self._columns)
                       if not self.isColumnHidden(place) and column.name != "label"]
        place = shown_names.index(self.at) + step
        self.at = shown_names[max(0, min(len(shown_names) - 1, place))]
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from column to column."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            self.walk(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks the number that it meets."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._columns[index.column()].name != "label":
            self.at = self._columns[index.column()].name
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a number opens it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and value_of(
            self.table.row(index.row()), self._columns[index.column()].name
        ) is not None:
            self._open()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and a frame around the one that Enter opens."""
        super().paintEvent(event)
        rect = self._cell()
        if self.hasFocus() and not rect.isEmpty():
            paint.box(QPainter(self.viewport()), rect, "", theme.ACCENT, radius=4, width=2)

    def _cell(self) -> QRect:
        place = next((place for place, column in enumerate(self._columns) if column.name == self.at), 0)
        if not self.currentIndex().isValid() or self.isColumnHidden(place):
            return QRect()
        return self.visualRect(self.table.index(self.currentIndex().row(), place)).adjusted(2, 2, -4, -3)

    def _open(self) -> None:
        row = self.current()
        if not isinstance(row, FigureRow):
            return
        if self.at == VILLAGES:
            self.villages_asked.emit(row.id)
        elif value_of(row, self.at) is not None:
            self.number_asked.emit(row.id, self.at)

    @staticmethod
    def _make_columns(this: str, previous: str, year_ago: str) -> Sequence[Column]:
        return (
            Column("label", "数字", text=_label, width=132, stretch=True),
            *(_number_column(name, title) for name, title in (
                ("this", this), ("previous", previous), ("year", "本年累计"), ("year_ago", year_ago))),
            Column(VILLAGES, "", text=lambda row: "各村", width=56, action=True),
        )


class VillageTable(TableView):
    """One figure village by village; Enter opens a village's number (`number_asked`: figure and village)."""

    number_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__((
            Column("name", "村（社区）", text=lambda row: row.village.name, width=180, stretch=True),
            Column("number", "本月", text=lambda row: "未报" if row.value is None else shown(row.value), width=120,
                   align="right", tone=lambda row: "accent" if _opens(row.value) else "ink2"),
        ), name="各村的数", row_height=32)
        self.set_hints((Hint(cap("move"), "选村"), Hint("Enter", "看是哪些记录"), Hint(cap("back"), "退回")))
        self.opened.connect(self._open)

    def show_figure(self, report: Report, code: str) -> None:
        """Show a figure's numbers."""
        self.set_titles({"number": report.period.words.this})
        self.set_rows([VillageRow(line.code, line, code) for line in report.by_village])

    def _open(self, row: object) -> None:
        if isinstance(row, VillageRow) and _opens(row.value):
            self.number_asked.emit(row.code, row.id)


def _opens(value: FigureValue | None) -> bool:
    return value is not None and isinstance(value.value, (int, float))


def _number_column(name: str, title: str) -> Column:
    def text(row: FigureRow) -> str:
        value: FigureValue | None = getattr(row.line, name)
        return "" if value is not None and isinstance(value.value, str) else shown(value)

    return Column(name, title, text=text, width=76 if name != "year" else 84, align="right",
                  tone=lambda row: "accent" if value_of(row, name) is not None else "ink2")


def _label(row: FigureRow) -> str:
    value = row.line.this
    if isinstance(value.value, str):
        return f"{value.label}：{value.value}"
    return f"{value.label}（{value.unit}）" if value.unit and value.unit != "%" else value.label
