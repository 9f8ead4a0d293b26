"""The map of a season's report: plots by how they stood at its end, its tracks and finds; no name of a plot."""

from __future__ import annotations

import attrs

from panhuang_desk.model.geo import map_data
from panhuang_desk.model.geo.map_data import FIND, VILLAGE, MapData, MapPlot
from panhuang_desk.model.season_report import SeasonReport
from panhuang_desk.services.maps import map_of
from panhuang_desk.services.patrols import findings
from panhuang_desk.services.season import rounds_of
from panhuang_desk.services.season_report import ReportedPlot, find_lines, reported_plots, season_of
from panhuang_desk.services.session import Session
from panhuang_desk.store.figures import Span


def season_map(session: Session, report: SeasonReport) -> MapData:
    """Plots that have a place, as the report says of them; that of the subdistrict leaves out groups and tracks."""
    village = report.code if report.scope == "village" else ""
    codes = [report.code] if village else [line.code for line in report.villages]
    span = Span(report.first, report.day, report.day)
    season = season_of(session, report.year, report.season)
    asking = tuple(each for each in rounds_of(session, report.year, season) if each.first <= report.day)
    finds = find_lines(session, codes, span)
    found = {row.plot_id for row in findings(session, village) if row.id in finds and finds[row.id].state != "closed"}
    plots = {plot.row.id: plot for plot in reported_plots(session, codes, asking, span)}
    whole = map_of(session, village, first=report.first, last=report.day)
    return MapData(
        tuple(area for area in whole.areas if village or area.level == VILLAGE),
        tuple(MapPlot(each.id, "", _state(plots[each.id], found, running=report.running), each.shape, each.group_no)
              for each in whole.plots if each.id in plots),
        whole.tracks if village else (),
        tuple(attrs.evolve(point, about="", closed=finds[point.id].state == "closed")
              for point in whole.points if point.layer == FIND and point.id in finds))


def _state(plot: ReportedPlot, found: set[str], *, running: bool) -> str:
    """A plot that was not looked at is still due while the season runs, and was missed when it is over."""
    if plot.row.id in found:
        return map_data.FOUND
    if plot.looked:
        return map_data.CHECKED
    if not plot.asked:
        return map_data.NOT_DUE
    if plot.days is None:
        return map_data.NEVER
    return map_data.DUE if running else map_data.OVERDUE
