"""The finished content of a report: every number and sentence that paper, screen and spreadsheet show."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period

SENT = "sent"
"""The series that holds for each village that has reported, by its code: how many of the span's months have records,
and the newest day that has one.
"""


@attrs.frozen
class FigureValue:
    """One figure of one scope and month.

    `value` is a count, a decimal, a share between 0 and 1 (unit "%"), a word (verdicts), or None where there is no
    data, which prints "—" and never 0. Rates carry `numerator` and `denominator`, and decisions about them compare
    these: counts, or for a share of areas mu. `interval` is the Wilson 95 % interval, as shares.
    """

    code: str
    label: str
    value: int | float | str | None
    unit: str = ""
    numerator: int | float | None = None
    denominator: int | float | None = None
    interval: tuple[float, float] | None = None


@attrs.frozen
class FigureLine:
    """One figure with what it is compared to: 本月, 上月, 本年累计, 去年同月. None: not asked for this figure."""

    this: FigureValue
    previous: FigureValue | None = None
    year: FigureValue | None = None
    year_ago: FigureValue | None = None


@attrs.frozen
class VillageLine:
    """One village's line in the subdistrict's table. `reported` False prints 未报 in place of every number."""

    code: str
    name: str
    reported: bool
    figures: Mapping[str, FigureValue]


@attrs.frozen
class TrendPoint:
    """One month of the 12-month chart."""

    month: Month
    awareness: FigureValue
    coverage: FigureValue


@attrs.frozen
class Bar:
    """One bar of a chart: what it is of, its number (None where there is none), and a word that stands by it."""

    label: str
    number: int | float | None
    mark: str = ""


@attrs.frozen
class Said:
    """One sentence of 存在问题 or 下月计划.

    `key` names what proposed it, empty for one of the worker's own. `proposed` is what the figures propose now;
    `edited` tells that a person wrote `text`, and `stale` that the figures have come to propose something else since.
    """

    text: str
    key: str = ""
    proposed: str = ""
    edited: bool = False
    stale: bool = False


@attrs.frozen
class Report:
    """Everything that a report of a span of months prints; it holds no personal data by construction.

    `scope` is "village" or "subdistrict"; `code` and `name` are of that scope. `figures` is keyed by figure code.
    `headline` names the awareness rate that counts: "person" or "answer". `pass_mark` is a share. `series` holds
    what charts show besides the trend, by name. `corrects` says what an edition changes of the one before.
    """

    scope: str
    code: str
    name: str
    subdistrict: str
    period: Period
    edition: int
    sample: bool
    issued_on: str
    headline: str
    pass_mark: float
    figures: Mapping[str, FigureLine]
    by_village: tuple[VillageLine, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    non_random_sheets: int = 0
    season: str = ""
    problems: tuple[Said, ...] = ()
    plans: tuple[Said, ...] = ()
    series: Mapping[str, tuple[Bar, ...]] = attrs.field(factory=dict)
    corrects: str = ""
    digest: str = ""
    qr: str = ""

    @property
    def running(self) -> bool:
        """Whether the span was not over on the report's day, so that it says 截至 that day."""
        return self.issued_on < self.period.last.last
