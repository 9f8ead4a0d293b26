"""The patrol season: its rounds, how each plot stands in them, and how much of what they ask for was looked at.

Everything is as of the end of the day asked for, by the files that the figures count by. Foot and drone count alike,
and a plot looked at twice counts once.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence

import attrs

from panhuang_desk.model.calendar import Season
from panhuang_desk.model.season import DUE, GRACE_DAYS, OVERDUE, PlotFacts, Round, Standing, rounds, standing
from panhuang_desk.services.figures import scope
from panhuang_desk.services.patrol_rules import rounds_json, rules
from panhuang_desk.services.session import Session
from panhuang_desk.store.figures import Span
from panhuang_desk.store.season import RoundPlotRow, SeasonRow, round_rows, round_totals, season_rows


@attrs.frozen
class SeasonPlot:
    """A plot in the register with how it stands. `tried_on` and `tried_why`: somebody was there since its round began,
    could not look, and nobody has looked since.
    """

    row: SeasonRow
    standing: Standing
    tried_on: str = ""
    tried_why: str = ""

    kind = "plot"
    """The kind of record that it stands for in a list."""

    @property
    def id(self) -> str:
        """The plot."""
        return self.row.id


@attrs.frozen
class Coverage:
    """How much of what a round asks for was looked at, each plot once; areas in mu."""

    round: Round
    asked: int
    looked: int
    area: float
    area_looked: float

    @property
    def left(self) -> int:
        """How many plots were not looked at."""
        return self.asked - self.looked


@attrs.frozen
class GroupCoverage:
    """How much of what a round asks for in one group of a village was looked at."""

    village: str
    group_no: int
    asked: int
    looked: int
    area: float
    area_looked: float


def rounds_of(session: Session, year: int, season: Season | None = None) -> tuple[Round, ...]:
    """The rounds of a year, or those with a day in its season, in the order in which they begin."""
    first, last = season.window(year) if season is not None else (f"{year:04d}-01-01", f"{year:04d}-12-31")
    return tuple(sorted(rounds(rules(session), first, last), key=lambda each: (each.first, not each.number, each.last)))


def season_shown(session: Session, day: str = "") -> tuple[Season, int] | None:
    """The patrol season that a day lies in, else the last one before it, with its year; None where there is none."""
    on = day or session.today_iso
    known = [(season.window(year)[0], season, year) for season in session.resources.calendar.seasons if season.patrol
             for year in (int(on[:4]) - 1, int(on[:4]))]
    begun = [each for each in known if each[0] <= on]
    return max(begun, key=lambda each: each[0])[1:] if begun else None


def rounds_on(session: Session, day: str = "") -> tuple[Round, ...]:
    """The rounds that a day lies in, the one that asks for every plot first."""
    on = day or session.today_iso
    return tuple(sorted(rounds(rules(session), on, on), key=lambda each: (not each.number, each.last)))


def round_now(session: Session, day: str = "") -> Round | None:
    """The round that a day lies in, before all others the one that asks for every plot; None between rounds."""
    return next(iter(rounds_on(session, day)), None)


def standings(session: Session, village: str = "", day: str = "") -> dict[str, Standing]:
    """How each plot in the register at the end of a day stands, by its id."""
    return {plot.id: plot.standing for plot in season_plots(session, village, day)}


def season_plots(session: Session, village: str = "", day: str = "") -> list[SeasonPlot]:
    """The plots in the register at the end of a day with how they stand, in walking order."""
    on = day or session.today_iso
    asking = _asking(session, on)
    span = Span(min((each.first for each in asking), default=on), on, on)
    return [_stands(row, asking, on) for row in season_rows(session.store, _villages(session, village), span)]


def pressing(session: Session, village: str = "", day: str = "") -> tuple[list[SeasonPlot], list[SeasonPlot]]:
    """The plots that are overdue at the end of a day, and those that are due, each in walking order."""
    plots = season_plots(session, village, day) if _asking(session, day or session.today_iso) else []
    return ([plot for plot in plots if plot.standing.code == OVERDUE],
            [plot for plot in plots if plot.standing.code == DUE])


def coverage(session: Session, village: str, around: Round, day: str = "") -> Coverage:
    """How much of what a round asks for had been looked at by the end of a day, or of the round where it is over."""
    on = min(day or session.today_iso, around.last)
    return Coverage(around, *round_totals(session.store, _villages(session, village), Span(around.first, on, on),
                                          rounds_json([around])))


def round_plots(session: Session, village: str, around: Round, day: str = "") -> list[RoundPlotRow]:
    """The plots that a round asks for, in walking order, each with the day in it on which it was first looked at."""
    on = min(day or session.today_iso, around.last)
    return round_rows(session.store, _villages(session, village), Span(around.first, on, on), rounds_json([around]))


def by_group(rows: Sequence[RoundPlotRow]) -> list[GroupCoverage]:
    """The plots of a round, given in walking order, by village and group."""
    found = []
    for (village, number), group in itertools.groupby(rows, key=lambda row: (row.village, row.group_no)):
        of = list(group)
        seen = [row for row in of if row.looked_on]
        found.append(GroupCoverage(village, number, len(of), len(seen), _area(of), _area(seen)))
    return found


def _asking(session: Session, day: str) -> tuple[Round, ...]:
    """The rounds by which a plot may be due, looked at or overdue on a day."""
    since = (dt.date.fromisoformat(day) - dt.timedelta(days=GRACE_DAYS)).isoformat()
    return rounds(rules(session), since, day)


def _stands(row: SeasonRow, asking: Sequence[Round], day: str) -> SeasonPlot:
    facts = PlotFacts(row.land_kind, bool(row.former_find), row.active_from, looked=row.looked, away=row.away)
    stands = standing(facts, asking, day)
    last = row.looked[-1] if row.looked else ""
    tried = row.tried_on > last and stands.round is not None and row.tried_on >= stands.round.first
    return SeasonPlot(row, stands, row.tried_on if tried else "", row.tried_why if tried else "")


def _area(rows: Iterable[RoundPlotRow]) -> float:
    return round(sum(row.area_mu for row in rows), 2)


def _villages(session: Session, village: str) -> tuple[str, ...]:
    return scope(session.store, village or None)
