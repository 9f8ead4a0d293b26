"""Reading the figures of a report for print: what is absent, what is withheld, and how it compares with last month."""

from __future__ import annotations

import attrs

from panhuang_desk.model import comparison, withheld
from panhuang_desk.model.figures import NOTHING
from panhuang_desk.model.figures import show_on_paper as show
from panhuang_desk.model.report import FigureValue, Report
from panhuang_desk.model.withheld import PREVIOUS, THIS, YEAR, YEAR_AGO, people_column

__all__ = ["PREVIOUS", "THIS", "YEAR", "YEAR_AGO", "Numbers", "people_column", "show"]

_YEAR = 12

BEGIN, END = "\ue000", "\ue001"
"""Around the name of a figure in the texts of a traced report; neither is ever printed."""


@attrs.frozen
class Traced(Report):
    """A report whose texts say which figure each number is; it is never set on paper."""


@attrs.frozen
class Numbers:
    """The figures of a report by code and column."""

    report: Report

    def value(self, code: str, column: str = THIS) -> FigureValue | None:
        """The figure, or None where the report does not hold it or does not ask it for this column."""
        line = self.report.figures.get(code)
        found = getattr(line, column) if line is not None else None
        return found if isinstance(found, FigureValue) else None

    def has(self, code: str, column: str = THIS) -> bool:
        """Whether there is data."""
        value = self.value(code, column)
        return value is not None and value.value is not None

    def number(self, code: str, column: str = THIS) -> float | None:
        """The value as a number; None where there is none."""
        value = self.value(code, column)
        return value.value if value is not None and isinstance(value.value, (int, float)) else None

    def whole(self, code: str, column: str = THIS) -> int:
        """The count, 0 where there is none."""
        return int(self.number(code, column) or 0)

    def show(self, code: str, column: str = THIS) -> str:
        """The figure as printed, without its unit; of a traced report, after a mark that names the figure."""
        shown = show(self.value(code, column))
        return f"{BEGIN}{code}|{column}{END}{shown}" if isinstance(self.report, Traced) else shown

    def people(self, group: str) -> str:
        """Registered people of a key group: the same total as under the villages' column where that is printed."""
        shown, code = withheld.people(self.report, group), f"people_{group}"
        is_figure = isinstance(self.report, Traced) and shown.isdecimal() and int(shown) == self.number(code)
        return f"{BEGIN}{code}|{THIS}{END}{shown}" if is_figure else shown

    @property
    def by_village(self) -> bool:
        """Whether the key groups are printed village by village; then their totals are of those that have reported."""
        return withheld.prints_by_village(self.report)

    @property
    def all_reported(self) -> bool:
        """Whether no village is missing."""
        return all(line.reported for line in self.report.by_village)

    def cell(self, code: str, column: str) -> str:
        """The figure as printed in a table, where a column that is not asked stays empty."""
        line = self.report.figures.get(code)
        if line is None:
            return NOTHING if column == THIS else ""
        return "" if getattr(line, column) is None else self.show(code, column)

    def compared(self, code: str, unit: str) -> str:
        """A count against the span before and a year ago, in words: 比上月多3户；与去年同月持平.

        Empty where there is nothing to compare with, and while the span still runs.
        """
        now = self.number(code)
        if now is None or self.report.running:
            return ""
        told = [comparison.counts(now, before, unit, than) for column, than in self._compared_with()
                if (before := self.number(code, column)) is not None]
        return "；".join(told)

    def points(self, code: str) -> str:
        """A rate against the span before and a year ago, in percentage points; empty as `compared` is."""
        if self.report.running:
            return ""
        told = [comparison.rates(self.value(code), self.value(code, column), than)
                for column, than in self._compared_with()]
        return "，".join(words for words in told if words)

    @property
    def has_year(self) -> bool:
        """Whether 本年累计 says more than the span itself."""
        period = self.report.period
        return period.first.year == period.last.year and not period.is_year_to_date

    @property
    def has_year_ago(self) -> bool:
        """Whether the same span a year earlier is another one than the span before, and does not overlap it."""
        period = self.report.period
        return bool(period.words.year_ago) and period.months < _YEAR

    def _compared_with(self) -> list[tuple[str, str]]:
        words = self.report.period.words
        return [(PREVIOUS, words.previous), *([(YEAR_AGO, words.year_ago)] if self.has_year_ago else [])]
