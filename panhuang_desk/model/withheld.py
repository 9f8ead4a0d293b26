"""What of a report's figures stands on paper, and the report with nothing in it that paper does not show."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from panhuang_desk.model import figures, privacy
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.figures import show_on_paper as show
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.model.report import FigureLine, FigureValue, Report, Said, VillageLine

THIS, PREVIOUS, YEAR, YEAR_AGO = "this", "previous", "year", "year_ago"

KEY_GROUP_CELLS = (("households_with", THIS), ("met", THIS), ("coverage", THIS), ("met", YEAR), ("coverage", YEAR))
"""The cells of a key group that print besides its people, in the order of the columns; no other column of them does."""


def count(values: Mapping[str, FigureValue], code: str) -> int | None:
    """A count out of one scope's figures; None where there is no data."""
    value = values.get(code)
    return int(value.value) if value is not None and isinstance(value.value, (int, float)) else None


def people_column(report: Report, group: str) -> tuple[tuple[str, ...], str]:
    """Registered people of a key group, village by village as printed, and their total as printed.

    A village that has not reported counts as without data. A report that is already as printed stays so.
    """
    code = f"people_{group}"
    cells = [line.figures.get(code) if line.reported else None for line in report.by_village]
    if any(cell is not None and isinstance(cell.value, str) for cell in cells):
        line = report.figures.get(code)
        return tuple(show(cell) for cell in cells), show(line.this if line else None)
    return privacy.show_column([count({code: cell}, code) if cell is not None else None for cell in cells])


def prints_by_village(report: Report) -> bool:
    """Whether the key groups are printed village by village; then their totals are of those that have reported."""
    return any(line.reported and any(code.startswith("people_") for code in line.figures)
               for line in report.by_village)


def people(report: Report, group: str) -> str:
    """Registered people of a key group: the same total as under the villages' column where that is printed."""
    if prints_by_village(report):
        return people_column(report, group)[1]
    line = report.figures.get(f"people_{group}")
    return show(line.this if line else None)


def as_printed(report: Report) -> Report:
    """The report as its paper shows it: small cells withheld, and of key groups only what prints.

    It sets the same pages as the report itself, and it is the only form in which a report leaves the file.
    """
    held = {code: _kept(report, code, line) for code, line in report.figures.items()}
    columns = {group: people_column(report, group)[0] for group in KEY_GROUP_FIELDS}
    return attrs.evolve(
        report, figures={code: line for code, line in held.items() if line is not None},
        by_village=tuple(_village(line, {group: cells[at] for group, cells in columns.items()})
                         for at, line in enumerate(report.by_village)),
        problems=tuple(Said(line.text) for line in report.problems),
        plans=tuple(Said(line.text) for line in report.plans))


def _kept(report: Report, code: str, line: FigureLine) -> FigureLine | None:
    """A figure's line as printed; None for shares of single groups of people, which do not print."""
    if (figure := BY_CODE.get(code)) is not None and figure.group:
        return None
    if code not in figures.SMALL_CELLS:
        return line
    what, _, group = code.partition("_with_") if code.startswith("households_with_") else code.partition("_")
    if what == "people":
        return FigureLine(_printed(line.this, people(report, group)))
    year = line.year if (what, YEAR) in KEY_GROUP_CELLS and line.year is not None else None
    return FigureLine(_printed(line.this, show(line.this)), year=_printed(year, show(year)) if year else None)


def _village(line: VillageLine, people: Mapping[str, str]) -> VillageLine:
    """A village's line as printed: of key groups their people; nothing of a village that has not reported."""
    kept: dict[str, FigureValue] = {}
    for code, value in line.figures.items() if line.reported else ():
        if code in figures.SMALL_CELLS:
            group = code.removeprefix("people_")
            if group in people:
                kept[code] = _printed(value, people[group])
        elif (figure := BY_CODE.get(code)) is None or not figure.group:
            kept[code] = value
    return attrs.evolve(line, figures=kept)


def _printed(value: FigureValue, shown: str) -> FigureValue:
    """The figure itself where it prints as it is, else one whose value is the printed sign."""
    if value.value is not None and shown == figures.show_value(value):
        return value
    number = None if value.value is None else int(shown) if shown.isdecimal() else shown
    return attrs.evolve(value, value=number, numerator=None, denominator=None, interval=None)
