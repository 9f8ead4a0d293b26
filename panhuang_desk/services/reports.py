"""A report of a village or of the whole file, put together from the file as it stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.figures import BY_CODE, FIGURES, HEADLINE_SETTING
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import SENT, FigureLine, Report, TrendPoint, VillageLine
from panhuang_desk.model.report_json import digest_of
from panhuang_desk.model.report_words import Proposal, Words, from_json, said
from panhuang_desk.model.values import Village
from panhuang_desk.services.figures import Reckoning, as_period, scope
from panhuang_desk.services.proposals import plans, problems
from panhuang_desk.services.report_series import sent, series
from panhuang_desk.store import Store

TREND_MONTHS = 12


@attrs.frozen
class Place:
    """What a report is about: one village, or the subdistrict with all villages of the file."""

    scope: str
    code: str
    name: str
    subdistrict: str
    villages: tuple[Village, ...]


def draft(
    store: Store, when: Month | Period, village: str | None, today: dt.date, *, calendar: Calendar | None = None,
    reckoning: Reckoning | None = None,
) -> Report:
    """Put a report together; UserError for a time to come and for a village that the file has not.

    Where no village is named it is the worker's own, else the subdistrict's if the file holds several. The edition is
    left open: see `services/editions.py`. `reckoning` is shared by the reports of a batch.
    """
    period = as_period(when)
    if period.first > Month.of(today):
        raise UserError(f"{period.label}还没有到，不能出{period.words.paper}。", "请选本月或以前的月份。",
                        code="future")
    place = place_of(store, village)
    codes = tuple(each.code for each in place.villages)
    reckoning = reckoning or Reckoning(store, calendar, codes)
    figures = {figure.code: reckoning.line(figure, period, codes) for figure in FIGURES}
    by_village = _by_village(reckoning, period, place)
    headline = _headline(store)
    season = reckoning.calendar.patrol_season(period.last)
    wrong, coming = words_of(store, place.code, period)
    report = Report(
        scope=place.scope, code=place.code, name=place.name, subdistrict=place.subdistrict, period=period,
        edition=0, sample=store.sample, issued_on=today.isoformat(), headline=headline,
        pass_mark=reckoning.pass_mark / 100, figures=figures, by_village=by_village,
        trend=tuple(_trend(reckoning, period.last, codes, headline)), non_random_sheets=_non_random(figures),
        season=f"{season.label}期" if season else "",
        series={**series(store, reckoning, period, codes),
                **({SENT: sent(store, reckoning, period, codes)} if by_village else {})},
    )
    proposed, planned = proposals_of(report, reckoning.calendar)
    report = attrs.evolve(report, problems=said(proposed, wrong), plans=said(planned, coming))
    return attrs.evolve(report, digest=digest_of(report))


def proposals_of(report: Report, calendar: Calendar) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    """What a report's figures propose as 存在问题 and 下月计划."""
    return problems(report), plans(report, calendar)


def words_of(store: Store, code: str, period: Period) -> tuple[Words | None, Words | None]:
    """What was changed of a place's proposed 存在问题 and 下月计划; None where nothing was."""
    for record in store.records("report_words", where={"period": str(period)}):
        if record.village == code:
            return from_json(record.text("problems")), from_json(record.text("plans"))
    return None, None


def place_of(store: Store, village: str | None = None) -> Place:
    """What a report is about where this village, or none, is named."""
    codes = scope(store, village)
    villages = tuple(each for each in store.villages if each.code in codes)
    if len(villages) == 1:
        only = villages[0]
        return Place("village", only.code, only.name, only.subdistrict_name, villages)
    if not villages:
        raise UserError("这个文件里还没有村（社区）。", "请先在设置里选村（社区）。", code="village")
    code, name = villages[0].subdistrict_code, villages[0].subdistrict_name
    return Place("subdistrict", code, name, name, villages)


def _by_village(reckoning: Reckoning, period: Period, place: Place) -> tuple[VillageLine, ...]:
    if place.scope == "village":
        return ()
    reported = reckoning.reported(period)
    return tuple(
        VillageLine(village.code, village.name, village.code in reported,
                    {figure.code: reckoning.value(figure, period, (village.code,)) for figure in FIGURES})
        for village in place.villages)


def _trend(reckoning: Reckoning, month: Month, codes: Sequence[str], headline: str) -> list[TrendPoint]:
    awareness, coverage = BY_CODE[f"awareness_by_{headline}"], BY_CODE["household_coverage"]
    points = []
    for back in range(TREND_MONTHS - 1, -1, -1):
        earlier = month.plus(-back)
        period = Period.month(earlier)
        points.append(TrendPoint(earlier, reckoning.known_value(awareness, period, codes),
                                 reckoning.known_value(coverage, period, codes)))
    return points


def _headline(store: Store) -> str:
    return "answer" if store.setting(HEADLINE_SETTING, "person") == "answer" else "person"


def _non_random(figures: Mapping[str, FigureLine]) -> int:
    valid, random = figures["sheets_valid"].this.value, figures["sheets_random"].this.value
    return valid - random if isinstance(valid, int) and isinstance(random, int) else 0
