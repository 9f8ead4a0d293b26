"""The monthly report of a village or of the whole file: put together, issued, written to paper."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.fields import Value
from panhuang_desk.model.figures import BY_CODE, FIGURES, HEADLINE_SETTING
from panhuang_desk.model.kind import Record
from panhuang_desk.model.monthly import FigureLine, FigureValue, MonthlyReport, TrendPoint, VillageLine
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Changes, Village
from panhuang_desk.services.figures import Reckoning, scope
from panhuang_desk.services.files import write_file
from panhuang_desk.services.proposals import plans, problems
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store

TREND_MONTHS = 12
QR_MARK = "PHD1"
"""The first part of a report's QR text: which layout the rest has."""
QR_FIGURES = ("visits", "households_met", "household_coverage", "awareness_by_person", "plot_coverage",
              "findings", "follow_ups_open")
"""The headline figures of the QR text, in its order; rates as numerator/denominator."""


@attrs.frozen
class Place:
    """What a report is about: one village, or the subdistrict with all villages of the file."""

    scope: str
    code: str
    name: str
    subdistrict: str
    villages: tuple[Village, ...]


def monthly_report(
    store: Store, month: Month, village: str | None, today: dt.date, *, calendar: Calendar | None = None,
) -> MonthlyReport:
    """Put a month's report together; UserError for a month to come and for a village that the file has not.

    Where no village is named it is the worker's own, else the subdistrict's if the file holds several.
    """
    if month > Month.of(today):
        raise UserError(f"{month.label}还没有到，不能出月报。", "请选本月或以前的月份。", code="future")
    place = place_of(store, village)
    codes = tuple(each.code for each in place.villages)
    reckoning = Reckoning(store, calendar, codes)
    figures = {figure.code: reckoning.line(figure, month, codes) for figure in FIGURES}
    by_village = _by_village(reckoning, month, place)
    headline = _headline(store)
    digest = digest_of(place.code, month, figures, by_village)
    edition, issued_on = _edition(store, place, month, digest, today)
    season = reckoning.calendar.patrol_season(month)
    report = MonthlyReport(
        scope=place.scope, code=place.code, name=place.name, subdistrict=place.subdistrict, month=month,
        edition=edition, sample=store.sample, issued_on=issued_on, headline=headline,
        pass_mark=reckoning.pass_mark / 100, figures=figures, by_village=by_village,
        trend=tuple(_trend(reckoning, month, codes, headline)), non_random_sheets=_non_random(figures),
        season=f"{season.label}期" if season else "",
        problems=problems(figures, by_village, headline, in_season=season is not None),
        plans=plans(figures, by_village, headline, month, reckoning.calendar), digest=digest,
    )
    return attrs.evolve(report, qr=qr_text(report))


def write_report(
    store: Store, month: Month, village: str | None, today: dt.date, target: Path, *,
    calendar: Calendar | None = None,
) -> MonthlyReport:
    """Write a month's report as PDF and give back what it says."""
    from panhuang_desk.report.monthly import monthly_bytes  # reportlab is loaded on first use

    report = monthly_report(store, month, village, today, calendar=calendar)
    write_file(target, monthly_bytes(report))
    return report


def paper_of(session: Session, month: Month, village: str | None) -> tuple[MonthlyReport, bytes, str]:
    """A month's report, its PDF, and a warning where a character has no glyph, empty where all is well."""
    from panhuang_desk.report.fonts import missing_glyphs  # reportlab is loaded on first use
    from panhuang_desk.report.monthly import monthly_bytes, printed_text

    report = monthly_report(session.store, month, village, session.today(), calendar=session.resources.calendar)
    missing = "".join(sorted(missing_glyphs(printed_text(report))))
    warning = f"这些字没有字体，印不出来：{missing}" if missing else ""
    return report, monthly_bytes(report), warning


def issue_report(
    store: Store, month: Month, village: str | None, now: dt.datetime, *, calendar: Calendar | None = None,
) -> tuple[MonthlyReport, Changes]:
    """Freeze a month's figures in the file as its next edition; the same figures are never issued twice."""
    report = monthly_report(store, month, village, now.date(), calendar=calendar)
    if any(known.text("digest") == report.digest for known in issued(store, report.code, month)):
        return report, Changes()
    values: dict[str, Value] = {
        "month": str(month), "edition": report.edition, "digest": report.digest,
        "figures": json.dumps(_plain(report.figures), ensure_ascii=False, sort_keys=True),
        "issued_at": now.strftime("%Y-%m-%d %H:%M"),
    }
    with store.action() as action:
        action.save("report", values, village=report.code)
    return report, action.changes


def issued(store: Store, code: str, month: Month) -> list[Record]:
    """The editions of a place's month, the oldest first."""
    return [record for record in store.records("report", where={"month": str(month)}, order=("edition",))
            if record.village == code]


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


def digest_of(
    code: str, month: Month, figures: Mapping[str, FigureLine], by_village: Sequence[VillageLine] = (),
) -> str:
    """SHA-256, hexadecimal, over the canonical JSON of a report's numbers."""
    content = {"place": code, "month": str(month), "figures": _plain(figures), "villages": {
        line.code: _numbers(line.figures) if line.reported else None for line in by_village}}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def qr_text(report: MonthlyReport) -> str:
    """What the QR code carries, in one line of ASCII: place, month, edition, headline figures, digest."""
    shown = ";".join(f"{code}={_short(report.figures[code].this)}" for code in QR_FIGURES)
    return "|".join((QR_MARK, report.code, str(report.month), str(report.edition), shown, report.digest))


def _by_village(reckoning: Reckoning, month: Month, place: Place) -> tuple[VillageLine, ...]:
    if place.scope == "village":
        return ()
    reported = reckoning.reported(month)
    return tuple(
        VillageLine(village.code, village.name, village.code in reported,
                    {figure.code: reckoning.value(figure, month, (village.code,)) for figure in FIGURES})
        for village in place.villages)


def _trend(reckoning: Reckoning, month: Month, codes: Sequence[str], headline: str) -> list[TrendPoint]:
    awareness, coverage = BY_CODE[f"awareness_by_{headline}"], BY_CODE["household_coverage"]
    points = []
    for back in range(TREND_MONTHS - 1, -1, -1):
        earlier = month.plus(-back)
        points.append(TrendPoint(earlier, reckoning.known_value(awareness, earlier, codes),
                                 reckoning.known_value(coverage, earlier, codes)))
    return points


def _edition(store: Store, place: Place, month: Month, digest: str, today: dt.date) -> tuple[int, str]:
    """The edition that these numbers have or would get, and its day: an issued report keeps its own."""
    editions = issued(store, place.code, month)
    for record in editions:
        if record.text("digest") == digest:
            return record.number("edition"), record.text("issued_at")[:10]
    return max((record.number("edition") for record in editions), default=0) + 1, today.isoformat()


def _headline(store: Store) -> str:
    return "answer" if store.setting(HEADLINE_SETTING, "person") == "answer" else "person"


def _non_random(figures: Mapping[str, FigureLine]) -> int:
    valid, random = figures["sheets_valid"].this.value, figures["sheets_random"].this.value
    return valid - random if isinstance(valid, int) and isinstance(random, int) else 0


def _plain(figures: Mapping[str, FigureLine]) -> dict[str, dict[str, object]]:
    """A report's numbers by column; a column that is not asked for is left out."""
    columns = {"this": {code: line.this for code, line in figures.items()}}
    for name in ("previous", "year", "year_ago"):
        columns[name] = {code: getattr(line, name) for code, line in figures.items()
                         if getattr(line, name) is not None}
    return {name: _numbers(values) for name, values in columns.items()}


def _numbers(values: Mapping[str, FigureValue]) -> dict[str, object]:
    """Whole numbers where a figure is a rate, so that no rounding enters the digest."""
    return {code: [value.numerator, value.denominator] if value.denominator is not None else value.value
            for code, value in values.items()}


def _short(value: FigureValue) -> str:
    if value.denominator is not None:
        return f"{value.numerator}/{value.denominator}"
    return "-" if value.value is None else str(value.value)
