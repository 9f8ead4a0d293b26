"""What the charts of a report show besides the trend: visits along the span, plots by state, ages of what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Bar
from panhuang_desk.services.figures import SIGNS_OF_LIFE, Reckoning
from panhuang_desk.store import Store
from panhuang_desk.store.figures import FigureRow, figure_last_days, figure_rows

VISITS, PLOTS, AGES = "visits", "plots", "ages"
LOOKED, OVERDUE, DUE, OTHER = "已踏查", "逾期未查", "应查未查", "其他未查"

_MOST_MONTHS = 24
_AGES = ((7, "7天以内"), (30, "8至30天"), (90, "31至90天"))
_OLDER = "90天以上"


def series(store: Store, reckoning: Reckoning, period: Period, codes: Sequence[str]) -> dict[str, tuple[Bar, ...]]:
    """The series of a report, by name; one without anything in it is left out."""
    def rows(code: str) -> list[FigureRow]:
        figure = BY_CODE[code]
        span = reckoning.span(figure, period)
        return [] if span is None else figure_rows(store, figure.source, codes, span, reckoning.binds(figure, period))

    found = {VISITS: _visits(period, [row.day for row in rows("visits")]), PLOTS: _plots(rows),
             AGES: _ages(period.last.last, [row.day for row in rows("follow_ups_open")])}
    return {name: bars for name, bars in found.items() if any(bar.number for bar in bars)}


def sent(store: Store, reckoning: Reckoning, period: Period, villages: Sequence[str]) -> tuple[Bar, ...]:
    """What has come in of each village that has reported: months with records, and the newest day of work."""
    newest: dict[str, str] = {}
    for code in SIGNS_OF_LIFE:
        figure = BY_CODE[code]
        if (span := reckoning.span(figure, period)) is None:
            continue
        days = figure_last_days(store, figure.source, villages, span, reckoning.binds(figure, period))
        newest |= {village: day for village, day in days.items() if day > newest.get(village, "")}
    months = [reckoning.reported(Period.month(period.first.plus(at))) for at in range(period.months)]
    return tuple(Bar(village, sum(village in month for month in months), newest.get(village, "")[:10])
                 for village in villages if village in newest or any(village in month for month in months))


def _visits(period: Period, days: Iterable[str]) -> tuple[Bar, ...]:
    """By seven days within a month, by month within a longer span; none for a span too long to be seen so."""
    if period.months > _MOST_MONTHS:
        return ()
    days = list(days)
    if period.months == 1:
        ends = [*range(7, 29, 7), *([end] if (end := int(period.last.last[8:])) > 28 else [])]
        begins = [1, *(end + 1 for end in ends[:-1])]
        return tuple(Bar(f"{begin}–{end}日" if begin < end else f"{begin}日",
                         sum(begin <= int(day[8:]) <= end for day in days))
                     for begin, end in zip(begins, ends, strict=True))
    months: list[Month] = [period.first.plus(at) for at in range(period.months)]
    return tuple(Bar(f"{month.number}月", sum(day[:7] == str(month) for day in days)) for month in months)


def _plots(rows: Callable[[str], Iterable[FigureRow]]) -> tuple[Bar, ...]:
    """Every plot in the register in one state: looked at, or not and how pressing that is."""
    plots = {row.id for row in rows("plots_active")}
    looked = {row.id for row in rows("plots_checked")} & plots
    overdue = ({row.id for row in rows("plots_overdue")} & plots) - looked
    due = ({row.id for row in rows("plots_due")} & plots) - looked - overdue
    counts = ((LOOKED, looked), (OVERDUE, overdue), (DUE, due), (OTHER, plots - looked - overdue - due))
    return tuple(Bar(words, len(those)) for words, those in counts)


def _ages(as_of: str, days: Iterable[str]) -> tuple[Bar, ...]:
    """How long ago what is open was raised, as of the end of the span."""
    ages = [(dt.date.fromisoformat(as_of) - dt.date.fromisoformat(day)).days for day in days if day]
    bars, least = [], -1
    for most, words in _AGES:
        bars.append(Bar(words, sum(least < age <= most for age in ages)))
        least = most
    return (*bars, Bar(_OLDER, sum(age > least for age in ages)))
