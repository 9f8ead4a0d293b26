"""A patrol season of a village or of all villages of the file, put together as plain values.

Everything stands as at the end of the season, or of today while it runs: what was recorded for later days counts for
nothing, and a plot is what it was in the register then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Season
from panhuang_desk.model.find_steps import state
from panhuang_desk.model.kinds.finding import PLANT_FINDING
from panhuang_desk.model.kinds.patrol import PLOT_CHECK
from panhuang_desk.model.kinds.plot import PLOT
from panhuang_desk.model.season import PlotFacts, Round
from panhuang_desk.model.season_report import (
    FindLine,
    Longest,
    Methods,
    PartLine,
    RoundLine,
    SeasonReport,
    Share,
    Work,
    share_of,
    since_counts,
)
from panhuang_desk.services.reports import Place, place_of
from panhuang_desk.services.season import coverage, rounds_of
from panhuang_desk.services.session import Session
from panhuang_desk.store.figures import Span, figure_numbers
from panhuang_desk.store.queries import findings
from panhuang_desk.store.season import SeasonRow, season_rows
from panhuang_desk.store.season_report import FindRow, find_rows, look_methods

NOT_COME = "没有去过"
"""Why a plot was not looked at, where nobody was there."""

_EVER = "0001-01-01"
_WORK = ("patrols", "patrol_people", "patrol_vehicles", "flights", "track_km", "patrol_leaflets", "patrol_letters")
"""The files of db/figures whose sums make up `Work`, in its order."""


@attrs.frozen
class ReportedPlot:
    """A plot in the register with what the season says of it. `days` since it was last looked at, None for never."""

    row: SeasonRow
    asked: bool
    looked: bool
    days: int | None


def patrol_seasons(session: Session) -> tuple[Season, ...]:
    """The patrol seasons of the calendar, in the order of the year."""
    return tuple(sorted((each for each in session.resources.calendar.seasons if each.patrol),
                        key=lambda each: each.first))


def season_of(session: Session, year: int, code: str = "") -> Season:
    """A patrol season of a year by its code; without one the last that has begun. UserError where there is none."""
    known = patrol_seasons(session)
    named = [each for each in known if not code or each.code == code]
    if not named:
        names = "、".join(f"{each.code} {each.label}" for each in known) or "没有"
        raise UserError(f"日历里没有代码为 {code} 的踏查季。" if code else "日历里没有踏查季。",
                        f"日历里的踏查季：{names}。", code="season")
    begun = [each for each in named if each.window(year)[0] <= session.today_iso]
    if not begun:
        raise UserError(f"{year}年的{named[0].label}还没有开始，不能出季报。", "请选以前的年份，或等踏查季开始。",
                        code="future")
    return begun[-1]


def season_report(session: Session, year: int, code: str = "", village: str | None = None) -> SeasonReport:
    """Put a season's report together; where no village is named it is the worker's own, else the subdistrict's."""
    season = season_of(session, year, code)
    place = place_of(session.store, village)
    codes = tuple(each.code for each in place.villages)
    first, last = season.window(year)
    day = min(last, session.today_iso)
    span = Span(first, day, day)
    asking = tuple(each for each in rounds_of(session, year, season) if each.first <= day)
    plots = reported_plots(session, codes, asking, span)
    finds = tuple(find_lines(session, codes, span).values())
    looked_by = look_methods(session.store, codes, span)
    return SeasonReport(
        scope=place.scope, code=place.code, name=place.name, subdistrict=place.subdistrict, season=season.code,
        label=season.label, year=year, first=first, last=last, day=day, issued_on=session.today_iso,
        sample=session.store.sample, register=_share(plots), total=_share(plot for plot in plots if plot.asked),
        rounds=_round_lines(session, village or "", asking, day), groups=_groups(plots, finds, place),
        villages=_villages(session, plots, finds, place, span),
        methods=_methods([looked_by[plot.row.id] for plot in plots if plot.looked]),
        not_looked=_not_looked(plots, first), since=since_counts([plot.days for plot in plots]),
        longest=_longest(plots), work=_work(session, codes, span), finds=finds)


def reported_plots(
    session: Session, codes: Sequence[str], asking: Sequence[Round], span: Span,
) -> list[ReportedPlot]:
    """The plots in the register at the end of a season's span, in walking order; `asking` are its rounds."""
    rows = season_rows(session.store, codes, Span(_EVER, span.as_of, span.as_of))
    return [_plot(row, asking, span) for row in rows]


def find_lines(session: Session, codes: Sequence[str], span: Span) -> dict[str, FindLine]:
    """The finds of a season's span as they stood at its end, by their ids, oldest first."""
    rechecked = {row.id: row.rechecked_on for row in findings(session.store)}
    return {row.id: _find_line(row, rechecked.get(row.id, ""), span.as_of)
            for row in find_rows(session.store, codes, span)}


def _plot(row: SeasonRow, asking: Iterable[Round], span: Span) -> ReportedPlot:
    facts = PlotFacts(row.land_kind, bool(row.former_find), row.active_from, looked=row.looked, away=row.away)
    asked = any(each.asks(row.land_kind, facts.former) and facts.active_on(min(each.last, span.as_of))
                for each in asking)
    last = row.looked[-1] if row.looked else ""
    days = (dt.date.fromisoformat(span.as_of) - dt.date.fromisoformat(last)).days if last else None
    return ReportedPlot(row, asked, bool(facts.looked_at(span.first, span.last)), days)


def _share(plots: Iterable[ReportedPlot]) -> Share:
    return share_of((plot.row.area_mu, plot.looked) for plot in plots)


def _round_lines(session: Session, village: str, asking: Sequence[Round], day: str) -> tuple[RoundLine, ...]:
    """The rounds that ask for every plot, each; then those of other rules, all of one rule together."""
    numbered = [each for each in asking if each.number]
    others = sorted((each for each in asking if not each.number), key=lambda each: (each.rule.first, each.rule.label))
    groups = [[each] for each in numbered] + [list(those) for _, those in groupby(others, key=lambda each: each.rule)]
    lines = []
    for those in groups:
        share = sum((_covered(session, village, each, day) for each in those), Share())
        if share.asked:
            last = max(each.last for each in those)
            lines.append(RoundLine(those[0].label, min(each.first for each in those), last, share, last <= day,
                                   len(those)))
    return tuple(lines)


def _covered(session: Session, village: str, around: Round, day: str) -> Share:
    found = coverage(session, village, around, day)
    return Share(found.asked, found.looked, found.area, found.area_looked)


def _groups(plots: Sequence[ReportedPlot], finds: Sequence[FindLine], place: Place) -> tuple[PartLine, ...]:
    if place.scope != "village":
        return ()
    numbers = sorted({plot.row.group_no for plot in plots})
    return tuple(_part(str(number), f"{number}组", [plot for plot in plots if plot.row.group_no == number],
                       [find for find in finds if find.group_no == number]) for number in numbers)


def _villages(
    session: Session, plots: Sequence[ReportedPlot], finds: Sequence[FindLine], place: Place, span: Span,
) -> tuple[PartLine, ...]:
    """One line a village; one that neither went out nor looked at anything in the season has not reported."""
    if place.scope == "village":
        return ()
    codes = [each.code for each in place.villages]
    went = set(figure_numbers(session.store, "patrols", codes, span, {}))
    went |= set(figure_numbers(session.store, "plots_checked", codes, span, {})) | {find.village for find in finds}
    return tuple(
        _part(each.code, each.name, [plot for plot in plots if plot.row.village == each.code],
              [find for find in finds if find.village == each.code], reported=each.code in went)
        for each in place.villages)


def _part(code: str, name: str, plots: Sequence[ReportedPlot], finds: Sequence[FindLine], *,
          reported: bool = True) -> PartLine:
    days = [plot.days for plot in plots if plot.days is not None]
    return PartLine(code, name, _share(plot for plot in plots if plot.asked), max(days, default=None),
                    sum(plot.days is None for plot in plots), len(finds), sum(find.plants for find in finds), reported,
                    tuple(count for _, count in since_counts([plot.days for plot in plots])))


def _methods(of: Iterable[frozenset[str]]) -> Methods:
    """Each plot once; checking a clue is done on foot."""
    every = list(of)
    drone = sum(methods == {"drone"} for methods in every)
    foot = sum("drone" not in methods for methods in every)
    return Methods(foot, drone, len(every) - foot - drone)


def _not_looked(plots: Iterable[ReportedPlot], first: str) -> tuple[tuple[str, int], ...]:
    """Why the plots that the season asked for were not looked at: the last reason given within it."""
    choices = PLOT_CHECK.by_name["not_looked"].choices
    why = [plot.row.tried_why if plot.row.tried_on >= first else "" for plot in plots if plot.asked and not plot.looked]
    words = [(choice.label, why.count(choice.code)) for choice in choices] + [(NOT_COME, why.count(""))]
    return tuple((word, count) for word, count in words if count)


def _longest(plots: Iterable[ReportedPlot]) -> Longest | None:
    """Among equals the first in walking order."""
    known = [(plot.days, plot.row) for plot in plots if plot.days is not None]
    if not known:
        return None
    days, row = max(known, key=lambda each: each[0])
    return Longest(row.village, row.group_no, _land(row.land_kind), days)


def _work(session: Session, codes: Sequence[str], span: Span) -> Work:
    sums: list[float] = []
    for source in _WORK:
        tallies = figure_numbers(session.store, source, codes, span, {}).values()
        sums.append(sum(tally.count if source == "patrols" else tally.total for tally in tallies))
    outings, people, vehicles, flights, km, leaflets, letters = sums
    return Work(int(outings), int(people), int(vehicles), int(flights), round(km, 1), int(leaflets), int(letters))


def _find_line(row: FindRow, rechecked_on: str, day: str) -> FindLine:
    """A find as it stood at the end of a day: what happened later had not happened."""
    def then(moment: str) -> str:
        return moment if moment[:10] <= day else ""

    uprooted = row.uprooted if row.uprooted_at[:10] <= day else 0
    stands = state({"plants": row.plants, "reported_at": then(row.reported_at), "uprooted": uprooted,
                    "confirmed_at": then(row.confirmed_at), "uprooted_at": then(row.uprooted_at),
                    "destroyed_at": then(row.destroyed_at)}, then(rechecked_on))
    species = next((choice.label for choice in PLANT_FINDING.by_name["species"].choices if choice.code == row.species),
                   row.species)
    return FindLine(row.day, row.village, row.group_no, _land(row.land_kind), species, row.plants,
                    bool(then(row.reported_at)), uprooted, stands)


def _land(code: str) -> str:
    return next((choice.short or choice.label for choice in PLOT.by_name["land_kind"].choices if choice.code == code),
                "地块")
