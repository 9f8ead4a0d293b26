"""Reading the figures of a report for print: what is absent, what is withheld, and how it compares with last month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from panhuang_desk.model import figures, privacy
from panhuang_desk.model.figures import NOTHING
from panhuang_desk.model.report import FigureValue, Report, VillageLine

THIS, PREVIOUS, YEAR, YEAR_AGO = "this", "previous", "year", "year_ago"


def show(value: FigureValue | None) -> str:
    """A figure as it stands on paper, "—" where it is absent; small cells of key groups are withheld."""
    if value is None:
        return NOTHING
    if value.code in figures.SMALL_CELLS:
        if value.numerator is not None or value.denominator is not None:
            if not privacy.rate_is_safe(value.numerator, value.denominator):
                return privacy.WITHHELD
        elif isinstance(value.value, (int, float)) and privacy.is_small(value.value):
            return privacy.FEW
    return figures.show_value(value)


def count(values: Mapping[str, FigureValue], code: str) -> int | None:
    """A count out of one scope's figures; None where there is no data."""
    value = values.get(code)
    return int(value.value) if value is not None and isinstance(value.value, (int, float)) else None


def people_column(lines: Iterable[VillageLine], group: str) -> tuple[tuple[str, ...], str]:
    """Registered people of a key group, village by village as printed, and their total as printed.

    A village that has not reported counts as without data.
    """
    code = f"people_{group}"
    return privacy.show_column([count(line.figures, code) if line.reported else None for line in lines])


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
        """The figure as printed, without its unit."""
        return show(self.value(code, column))

    def people(self, group: str) -> str:
        """Registered people of a key group: the same total as under the villages' column where that is printed."""
        return people_column(self.report.by_village, group)[1] if self.by_village else self.show(f"people_{group}")

    @property
    def by_village(self) -> bool:
        """Whether the key groups are printed village by village; then their totals are of those that have reported."""
        return any(line.reported and any(code.startswith("people_") for code in line.figures)
                   for line in self.report.by_village)

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
        """Against last month: 比上月多31户, 与上月持平; empty where last month has no data."""
        now, before = self.number(code), self.number(code, PREVIOUS)
        if now is None or before is None:
            return ""
        if now == before:
            return "与上月持平"
        return f"比上月{'多' if now > before else '少'}{abs(now - before):g}{unit}"
