"""The charts of awareness as the screen shows them: the report's own drawings, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.shown import by_person
from panhuang_desk.model.quiz.statistics import Line, Rates


def months_svg(first: Month, lines: Sequence[Line], count: int, width: float, height: float) -> str:
    """So many months from the first on, in points; one without sheets, or that is withheld, has no dot."""
    from panhuang_desk.report import quiz_charts
    from panhuang_desk.report.chart_parts import to_svg

    rates = {line.code: line.rates for line in lines}
    names = [first.plus(place) for place in range(count)]
    told = [rates.get(str(name)) or Rates() for name in names]
    return to_svg(quiz_charts.months(names, [by_person(each) for each in told],
                                     [each.not_random > 0 for each in told], width, height))


def parts_svg(parts: Sequence[tuple[str, Rates | None]], width: float) -> tuple[str, float]:
    """The parts by their labels, None where one is withheld; and the height of the drawing, in points."""
    from panhuang_desk.report import quiz_charts
    from panhuang_desk.report.chart_parts import to_svg

    lines = [quiz_charts.ChartPart(label) if rates is None else quiz_charts.ChartPart(
        label, rates.passed, rates.valid, rates.interval, rates.not_random > 0) for label, rates in parts]
    return to_svg(quiz_charts.parts(lines, width)), quiz_charts.parts_height(len(lines))
