"""The figures beside the paper: every number of the month, each of which can be opened."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.figures import FIGURES, show_value
from panhuang_desk.model.report import FigureLine, FigureValue, Report

SECTIONS = {"basic": "基本情况", "awareness": "宣传与测评", "visits": "入户走访", "patrols": "禁种踏查",
            "follow_ups": "待办事项"}


@attrs.frozen
class FigureRow:
    """One line of the table. `id` is the figure's code."""

    id: str
    line: FigureLine


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


class FigureTable(TableView):
    """本月, 上月, 本年累计 of every figure; Enter opens the number of this month."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS, name="数字", row_height=32)
        self.set_hints((Hint(cap("move"), "选数字"), Hint("Enter", "看是哪些记录"), Hint(cap("explain"), "怎么算的")))

    def show_report(self, report: Report, *, narrow: bool) -> None:
        """Show a report's figures; a narrow table leaves 上月 out."""
        self.show_columns(("label", "this", "year") if narrow else ())
        self.set_rows(rows_of(report))


def shown(value: FigureValue | None) -> str:
    """A number as the table shows it; empty where it is not asked for."""
    return "" if value is None else show_value(value)


def openable(row: object) -> bool:
    """Whether a row's number has records behind it."""
    return isinstance(row, FigureRow) and not isinstance(row.line.this.value, (str, type(None)))


def _label(row: FigureRow) -> str:
    value = row.line.this
    if isinstance(value.value, str):
        return f"{value.label}：{value.value}"
    return f"{value.label}（{value.unit}）" if value.unit and value.unit != "%" else value.label


def _number(value: FigureValue) -> str:
    """A number; words stand beside the label, where there is room for them."""
    return "" if isinstance(value.value, str) else shown(value)


_COLUMNS: Sequence[Column] = (
    Column("label", "数字", text=_label, width=150, stretch=True),
    Column("this", "本月", text=lambda row: _number(row.line.this), width=92, align="right",
           tone=lambda row: "accent" if openable(row) else "ink"),
    Column("previous", "上月", text=lambda row: shown(row.line.previous), width=84, align="right", tone="ink2"),
    Column("year", "本年累计", text=lambda row: shown(row.line.year), width=92, align="right"),
)
