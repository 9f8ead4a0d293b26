"""The month's figures: values, what they are compared to, and the records behind each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.figures import (
    BY_CODE,
    FIGURES,
    PASS_MARK,
    PASS_MARK_SETTING,
    Figure,
    How,
    Window,
    show_value,
    verdict,
    wilson,
)
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.privacy import show_column
from panhuang_desk.model.report import FigureLine, FigureValue
from panhuang_desk.model.season import Round, rounds
from panhuang_desk.services.patrol_rules import rounds_json, rules_of
from panhuang_desk.services.resources import Resources
from panhuang_desk.store import Store
from panhuang_desk.store.figures import FigureRow, Span, Tally, figure_numbers, figure_rows

SIGNS_OF_LIFE = ("visits", "sheets_returned", "patrols", "plots_checked", "findings", "plants_uprooted",
                  "follow_ups_raised", "follow_ups_closed")
"""Figures one of which is not 0 in every month that a village has records of."""


def figures(
    store: Store, when: Month | Period, village: str | None = None, *, calendar: Calendar | None = None,
    codes: Collection[str] = (),
) -> dict[str, FigureValue]:
    """The figures of a span of months by code, or only some of them; `scope` says whose where no village is named."""
    villages = scope(store, village)
    reckoning = Reckoning(store, calendar, villages)
    return {figure.code: reckoning.value(figure, as_period(when), villages)
            for figure in FIGURES if not codes or figure.code in codes}


def lines(
    store: Store, when: Month | Period, village: str | None = None, *, calendar: Calendar | None = None,
) -> dict[str, FigureLine]:
    """Every figure of a span of months with 上月, 本年累计 and 同比, by code."""
    codes = scope(store, village)
    reckoning = Reckoning(store, calendar, codes)
    return {figure.code: reckoning.line(figure, as_period(when), codes) for figure in FIGURES}


def records_behind(
    store: Store, code: str, when: Month | Period, village: str | None = None, *, year: bool = False,
    calendar: Calendar | None = None,
) -> list[FigureRow]:
    """The records that a figure counts, a rate's numerator's; `year` asks for 本年累计. None of what is withheld."""
    reckoning = Reckoning(store, calendar)
    figure = BY_CODE[code]
    counted = BY_CODE[figure.numerator] if figure.numerator else figure
    period = as_period(when)
    span = reckoning.span(counted, period, year)
    if span is None:
        return []
    if figure.group and reckoning.value(figure, period, scope(store, village), year=year).value is None:
        return []
    return figure_rows(store, counted.source, scope(store, village), span, reckoning.binds(counted, period))


def figures_json(
    store: Store, when: Month | Period, village: str | None = None, *, calendar: Calendar | None = None,
) -> list[dict[str, Any]]:
    """Every figure of a span of months as plain data; rates in per cent, with numerator and denominator."""
    return [as_json(value) for value in figures(store, when, village, calendar=calendar).values()]


def as_json(value: FigureValue) -> dict[str, Any]:
    """One figure as plain data. `value` is in `unit`, not rounded; `shown` is how it is printed."""
    number: Any = value.value
    if value.unit == "%" and value.numerator is not None and value.denominator:
        number = 100 * value.numerator / value.denominator
    elif value.unit == "%" and isinstance(value.value, float):
        number = 100 * value.value
    item: dict[str, Any] = {"code": value.code, "label": value.label, "value": number, "unit": value.unit,
                            "shown": show_value(value)}
    if value.numerator is not None:
        item |= {"numerator": value.numerator, "denominator": value.denominator}
    if value.interval is not None:
        item["interval"] = [100 * value.interval[0], 100 * value.interval[1]]
    return item


def as_period(when: Month | Period) -> Period:
    """The span of months that is meant: a month alone is a span of one."""
    return when if isinstance(when, Period) else Period.month(when)


def scope(store: Store, village: str | None = None) -> tuple[str, ...]:
    """The villages that a question is about: the one named, else the worker's own, else all of the file's."""
    codes = tuple(each.code for each in store.villages)
    if village:
        if village not in codes:
            raise UserError(f"这个文件里没有代码为 {village} 的村（社区）。", "请核对 12 位代码。",
                            code="village")
        return (village,)
    return (store.home,) if store.home else codes


class Reckoning:
    """Figures of some villages, each asked of the file once for all of them; it lives as long as one report.

    `villages` are those that may be asked for, all of the file's by default.
    """

    def __init__(
        self, store: Store, calendar: Calendar | None = None, villages: Sequence[str] | None = None,
    ) -> None:
        self._store = store
        known = calendar or Resources().calendar
        self._calendar = attrs.evolve(known, patrol_rules=rules_of(store, known))
        self._villages = tuple(each.code for each in store.villages) if villages is None else tuple(villages)
        self._pass_mark = int(store.setting(PASS_MARK_SETTING, str(PASS_MARK)))
        self._tallies: dict[tuple[str, tuple[tuple[str, str], ...], Span], Mapping[str, Tally]] = {}

    @property
    def pass_mark(self) -> int:
        """Per cent of right answers from which a person counts as aware."""
        return self._pass_mark

    @property
    def calendar(self) -> Calendar:
        """The working year that season figures go by, with the rounds' rules of the file."""
        return self._calendar

    def value(
        self, figure: Figure, period: Period, villages: Sequence[str], *, year: bool = False,
    ) -> FigureValue:
        """A figure of some villages together; persons are pooled, rates are never averaged."""
        if figure.how in (How.RATE, How.VERDICT):
            return self._share(figure, period, villages, year)
        span = self.span(figure, period, year)
        if span is None:
            return FigureValue(figure.code, figure.label, None, figure.unit)
        if figure.how in (How.SHARE, How.LOW, How.HIGH):
            return self._part(figure, period, span, villages)
        tallies = self._by_village(figure, period, span)
        found = [tallies[code] for code in villages if code in tallies]
        count = sum(tally.count for tally in found)
        total = sum(tally.total for tally in found)
        if isinstance(total, float):
            total = round(total, 2)
        number = count if figure.how is How.COUNT else total
        return FigureValue(figure.code, figure.label, number, figure.unit)

    def line(self, figure: Figure, period: Period, villages: Sequence[str]) -> FigureLine:
        """A figure with what it is compared to; a span without any record compares as no data, not as 0."""
        this = self.value(figure, period, villages)
        if not figure.has_previous:
            return FigureLine(this)
        year = self.value(figure, period, villages, year=True) if figure.has_year else None
        return FigureLine(this, self.known_value(figure, period.previous, villages), year,
                          self.known_value(figure, period.year_ago, villages))

    def known_value(self, figure: Figure, period: Period, villages: Sequence[str]) -> FigureValue:
        """A figure of another span; no data, rather than 0, where that span has no record at all.

        Nor has a span of several months in which the records only begin: a part does not compare with a whole.
        """
        known = self.reported(period)
        if period.months > 1:
            known &= self.reported(Period(period.first.plus(1 - period.months), period.first))
        if not known & set(villages):
            return FigureValue(figure.code, figure.label, None, figure.unit)
        return self.value(figure, period, villages)

    def reported(self, period: Period) -> frozenset[str]:
        """The villages that have any record of the period, or an issued report of it."""
        found: set[str] = set()
        for code in SIGNS_OF_LIFE:
            span = self.span(BY_CODE[code], period)
            if span is not None:
                found |= set(self._by_village(BY_CODE[code], period, span))
        months = tuple(str(period.first.plus(at)) for at in range(period.months))
        found |= {record.village for record in self._store.records("report", where={"month": months})}
        return frozenset(found) & frozenset(self._villages)

    def span(self, figure: Figure, period: Period, year: bool = False) -> Span | None:
        """The days that a figure of a span of months looks at; None for a season's figure outside the season."""
        first, last = period.first.first, period.last.last
        if figure.window is Window.ROUNDS:
            asking = self._rounds(period)
            return Span(min((each.first for each in asking), default=first), last, last)
        if figure.window is not Window.SEASON:
            return Span(period.last.january.first if year else first, last, last)
        for back in range(period.months):
            month = period.last.plus(-back)
            if season := self._calendar.patrol_season(month):
                begin, end = season.window(month.year)
                return Span(begin, min(end, last), last)
        return None

    def binds(self, figure: Figure, period: Period) -> dict[str, str | int]:
        """What a figure's file is told besides villages and days."""
        told: dict[str, str | int] = {"pass_mark": self._pass_mark, **dict(figure.binds)}
        if figure.window is Window.ROUNDS:
            told["rounds"] = rounds_json(self._rounds(period))
        return told

    def _rounds(self, period: Period) -> tuple[Round, ...]:
        return rounds(self._calendar.patrol_rules, period.first.first, period.last.last)

    def _share(self, figure: Figure, period: Period, villages: Sequence[str], year: bool) -> FigureValue:
        top = self.value(BY_CODE[figure.numerator], period, villages, year=year).value
        bottom = self.value(BY_CODE[figure.denominator], period, villages, year=year).value
        if not isinstance(top, (int, float)) or not isinstance(bottom, (int, float)):
            return FigureValue(figure.code, figure.label, None, figure.unit)
        interval = wilson(int(top), int(bottom)) if figure.has_interval and bottom else None
        value: float | str | None = top / bottom if bottom else None
        if figure.how is How.VERDICT:
            value = verdict(int(top), int(bottom))
        return FigureValue(figure.code, figure.label, value, figure.unit, top, bottom, interval)

    def _part(self, figure: Figure, period: Period, span: Span, villages: Sequence[str]) -> FigureValue:
        """The share of the records whose number is 1, or an end of its interval; no data where it is withheld."""
        top, bottom = self._counted(figure, period, span, villages)
        nothing = FigureValue(figure.code, figure.label, None, figure.unit)
        if not bottom or (figure.group and not self._may_be_told(figure, period, span, villages)):
            return nothing
        if figure.how is How.SHARE:
            return FigureValue(figure.code, figure.label, top / bottom, figure.unit, top, bottom)
        return FigureValue(figure.code, figure.label, wilson(top, bottom)[figure.how is How.HIGH], figure.unit)

    def _may_be_told(self, figure: Figure, period: Period, span: Span, villages: Sequence[str]) -> bool:
        """Whether a group's share neither is about too few people nor tells with the others about such a group."""
        groups = [other for other in FIGURES if other.group and other.source == figure.source]
        shown, total = show_column([self._counted(other, period, span, villages)[1] for other in groups])
        return total.isdecimal() and shown[groups.index(figure)].isdecimal()

    def _counted(
        self, figure: Figure, period: Period, span: Span, villages: Sequence[str],
    ) -> tuple[int, int]:
        """The sum and the count of a figure's records."""
        tallies = self._by_village(figure, period, span)
        found = [tallies[code] for code in villages if code in tallies]
        return int(sum(tally.total for tally in found)), sum(tally.count for tally in found)

    def _by_village(self, figure: Figure, period: Period, span: Span) -> Mapping[str, Tally]:
        key = (figure.source, figure.binds, span)
        if key not in self._tallies:
            self._tallies[key] = figure_numbers(self._store, figure.source, self._villages, span,
                                                self.binds(figure, period))
        return self._tallies[key]


@attrs.frozen
class Comparison:
    """How a figure stands against an earlier one: the difference, in percentage points for shares."""

    difference: float
    points: bool


def compare(this: FigureValue, earlier: FigureValue | None) -> Comparison | None:
    """The difference to an earlier value; None where either is no number."""
    now, then = this.value, earlier.value if earlier else None
    if not isinstance(now, (int, float)) or not isinstance(then, (int, float)):
        return None
    if this.unit == "%":
        return Comparison(round(100 * (now - then), 2), True)
    return Comparison(round(now - then, 2), False)
