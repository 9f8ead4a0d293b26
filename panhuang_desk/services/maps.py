"""What the map shows of a village: areas, plots with how they stand, tracks of some days, finds, photos of patrols."""

from __future__ import annotations

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.find_steps import state
from panhuang_desk.model.geo import map_data
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.map_data import FIND, PHOTO, STATES, MapArea, MapData, MapPlot, MapPoint, MapTrack
from panhuang_desk.model.geo.track import DRONE
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.model.season import DONE, DUE, OVERDUE
from panhuang_desk.services import plots, season
from panhuang_desk.services.patrol_views import plot_state, round_of
from panhuang_desk.services.patrols import findings
from panhuang_desk.services.plots import PlacedPlot
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words
from panhuang_desk.services.tracks import stretches_of
from panhuang_desk.store.queries import FindingRow, PlotRow

LARGE_PLOTS, LARGE_TRACKS = 1000, 60
"""Beyond so many of either a map is read in the background: it takes longer than a person waits for a tab."""

_SOURCES = ("patrol", "plot", "plot_check", "plant_finding")
"""Whose photos stand on the map; those of households never do."""


@attrs.frozen
class VillageMap:
    """A map with the rows of all plots by their ids, and those in the register that have no place yet."""

    data: MapData
    rows: dict[str, PlotRow]
    unplaced: tuple[PlotRow, ...]


def is_large(session: Session) -> bool:
    """Whether reading the map takes so long that it is to be done in the background."""
    return session.store.count("plot") > LARGE_PLOTS or session.store.count("track") > LARGE_TRACKS


def village_map(session: Session, village: str = "", *, first: str = "") -> VillageMap:
    """The map of one village, or of all, with what is known of its plots."""
    placed = plots.plots_with_shapes(session, village, active_only=False)
    today = session.today_iso
    return VillageMap(
        _map(session, village, placed, first, "9999"), {each.row.id: each.row for each in placed},
        tuple(each.row for each in placed if each.shape is None
              and not (each.row.inactive_from and each.row.inactive_from <= today)))


def map_of(session: Session, village: str = "", *, first: str = "", last: str = "9999") -> MapData:
    """The map of one village, or of all; tracks are those recorded from `first` to `last`."""
    return _map(session, village, plots.plots_with_shapes(session, village, active_only=False), first, last)


def areas(session: Session, village: str = "") -> tuple[MapArea, ...]:
    """The outlines of villages and groups."""
    of: dict[str, Value] = {"village": village} if village else {}
    return tuple(MapArea(record.id, record.text("name"), record.text("level"), shape)
                 for record in session.store.records("map_area", of, order=("level", "group_no", "id"))
                 if (shape := plots.shape_of(record)) is not None and shape.is_outline)


def plot_states(session: Session, village: str, rows: list[PlotRow]) -> dict[str, str]:
    """How each plot stands today, one of `map_data.STATES`, by its id."""
    standings, around = season.standings(session, village), round_of(session)
    found = {}
    for row in rows:
        code, standing = plot_state(row, around, session.today_iso), standings.get(row.id)
        if code not in ("inactive", "found") and standing is not None:
            if standing.code == DONE:
                code = map_data.CHECKED
            elif standing.code == OVERDUE:
                code = map_data.OVERDUE
            elif standing.code == DUE:
                code = map_data.DUE if row.last_checked else map_data.NEVER
            else:
                code = map_data.NOT_DUE
        found[row.id] = code
    return found


def _map(session: Session, village: str, placed: list[PlacedPlot], first: str, last: str) -> MapData:
    of: dict[str, Value] = {"village": village} if village else {}
    stands = plot_states(session, village, [each.row for each in placed])
    where = {each.row.id: each.shape.point for each in placed if each.shape is not None}
    return MapData(
        areas(session, village),
        tuple(MapPlot(each.row.id, each.row.name, stands[each.row.id], each.shape, each.row.group_no,
                      _about(each.row, stands[each.row.id]))
              for each in placed if each.shape is not None),
        tuple(track for record in session.store.records("track", of, order=("recorded_on", "id"))
              if first <= record.text("recorded_on") <= last and (track := _track(record)) is not None),
        (*_finds(session, village, where), *_photos(session, of)))


def _about(row: PlotRow, code: str) -> str:
    looked = f"，上次 {day_words(row.last_checked)}看过" if row.last_checked else "，还没有看过"
    group = f"{row.group_no} 组 " if row.group_no else ""
    return f"{group}{row.name}，{STATES[code]}{looked}"


def _track(record: Record) -> MapTrack | None:
    """A kept track; one that is damaged is left out, its patrol says so."""
    try:
        ways = tuple(stretch.positions for stretch in stretches_of(record) if stretch.positions)
    except UserError:
        return None
    drone = record.text("method") == DRONE
    name = f"{day_words(record.text('recorded_on'))} {'无人机' if drone else '步行'}轨迹"
    return MapTrack(record.id, name, ways, drone)


def _finds(session: Session, village: str, where: dict[str, Position]) -> tuple[MapPoint, ...]:
    """Finds where they were made, else on their plot."""
    own = {record.id: record for record in session.store.records(
        "plant_finding", {"village": village} if village else {})}
    found = []
    for row in findings(session, village):
        position = _position(own[row.id]) if row.id in own else None
        position = position or where.get(row.plot_id)
        if position is not None:
            words = f"{PLANT_FINDING.by_name['species'].word(row.species)} {row.plants} 株"
            closed = state(attrs.asdict(row), row.rechecked_on) == "closed"
            found.append(MapPoint(row.id, FIND, position, words, _find_about(row, words, closed), closed))
    return tuple(found)


def _find_about(row: FindingRow, words: str, closed: bool) -> str:
    return f"{day_words(row.found_at)}发现 {words}，{row.plot_name}，{'已办结' if closed else '没办结'}"


def _photos(session: Session, of: dict[str, Value]) -> tuple[MapPoint, ...]:
    """Photos of patrols that tell where they were taken."""
    found = []
    for record in session.store.records("photo", of, order=("taken_at", "id")):
        position = _position(record) if record.text("source_table") in _SOURCES else None
        if position is not None:
            taken = record.text("taken_at")
            found.append(MapPoint(record.id, PHOTO, position, "", f"{day_words(taken)} {taken[11:16]} 拍的照片".strip()
                                  if taken else "照片"))
    return tuple(found)


def _position(record: Record) -> Position | None:
    longitude, latitude = record["longitude"], record["latitude"]
    if isinstance(longitude, (int, float)) and isinstance(latitude, (int, float)):
        return float(longitude), float(latitude)
    return None
