"""Tracks confirmed by somebody: the plots that were really looked at become checks of a patrol, and the tracks its own.

Until then a track belongs to no patrol and says nothing of any plot.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places import flight_log
from panhuang_desk.exchange.places.flight_log import LogTable
from panhuang_desk.exchange.places.read import log_table, read_bytes
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.geo.datum import WGS84
from panhuang_desk.model.geo.passed import passed_by
from panhuang_desk.model.geo.shape import Shape
from panhuang_desk.model.geo.track import DRONE, FOOT, Stretch, Track
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import PATROL
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services.patrol_views import plots_on
from panhuang_desk.services.patrols import patrols
from panhuang_desk.services.plots import measured_mu, plots_with_shapes
from panhuang_desk.services.records import complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.services.tracks import (
    Proposal,
    ReadTrack,
    TrackFile,
    clock,
    keeping,
    proposed,
    read_tracks,
    save_track,
    sight,
    track_of,
)
from panhuang_desk.store import Action
from panhuang_desk.store.queries import PatrolRow, PlotRow

LOG_COLUMNS = flight_log.COLUMNS
"""What a column of a log may hold, with its word."""


@attrs.frozen
class Source:
    """A file that was chosen. `table` is that of a CSV log, whose columns a person may match."""

    path: Path
    table: LogTable | None = None


@attrs.frozen
class LooseTrack:
    """A track that belongs to no patrol. `id` names it where it is in the file, else `origin` is what came in."""

    name: str
    method: str
    datum: str
    day: str
    track: Track
    id: str = ""
    origin: tuple[TrackFile, ReadTrack] | None = None


@attrs.frozen
class Outing:
    """The tracks of one day by one method; `day` is empty where they tell no time."""

    day: str
    method: str
    tracks: tuple[LooseTrack, ...]

    @property
    def began(self) -> str:
        """HH:MM of the first moment, empty where none is known."""
        return clock(min((track.track.began for track in self.tracks if not math.isnan(track.track.began)),
                          default=math.nan))

    @property
    def ended(self) -> str:
        """HH:MM of the last moment."""
        return clock(max((track.track.ended for track in self.tracks if not math.isnan(track.track.ended)),
                          default=math.nan))

    @property
    def metres(self) -> float:
        """The length of all its tracks."""
        return sum(track.track.metres for track in self.tracks)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The way of all its tracks."""
        return tuple(stretch for track in self.tracks for stretch in track.track.stretches)


@attrs.frozen
class ReadOutings:
    """What files of tracks hold: outings to be confirmed, and in Chinese what was not taken."""

    outings: tuple[Outing, ...]
    notes: tuple[str, ...] = ()


@attrs.frozen
class Confirmed:
    """What came of confirming: the changes and the patrol, empty where tracks were only kept; or what is wrong."""

    patrol_id: str = ""
    changes: Changes = attrs.field(factory=Changes)
    problems: tuple[Problem, ...] = ()
    checks: int = 0

    @property
    def ok(self) -> bool:
        """Whether it is in the file."""
        return not any(not problem.warning for problem in self.problems)


@attrs.frozen
class SeenShare:
    """How much of a village's plots tracks saw: areas in mu. `unplaced` plots lie nobody knows where: they count as
    not seen; those without an area count for nothing.
    """

    seen: float
    area: float
    plots: int
    unplaced: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.seen / self.area if self.area else 0.0


# What comes in


def look_at(paths: Sequence[Path], progress: Progress = no_progress) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """The files that may hold tracks, and in Chinese those that cannot be read. UserError where none is left."""
    found: list[Source] = []
    refused: list[UserError] = []
    for number, path in enumerate(paths):
        progress(number / len(paths), f"正在看 {path.name}")
        try:
            found.append(Source(path, log_table(read_bytes(path))))
        except (UserError, ValueError) as problem:
            words = problem.message if isinstance(problem, UserError) else f"{path.name} 没有导入：{problem}。"
            refused.append(UserError(words if path.name in words else f"{path.name} 没有导入：{words}",
                                     "轨迹一般是 GPX、KML、GeoJSON 文件，或者带经度、纬度两列的 CSV。", code="places"))
    if not found and refused:
        raise refused[0]
    return tuple(found), tuple(problem.message for problem in refused)


def read_outings(
    session: Session, sources: Sequence[Source], *, method: str = FOOT, datum: str = WGS84,
    columns: Mapping[Path, Mapping[str, int]] | None = None, progress: Progress = no_progress,
) -> ReadOutings:
    """The tracks of files by day. A track that is in a patrol already is left out and told; UserError where none is
    left and a file could not be read.
    """
    tracks: list[LooseTrack] = []
    notes: list[str] = []
    problem: UserError | None = None
    known = {record.text("origin"): record for record in session.store.records("track")}
    met: set[str] = set()
    for number, source in enumerate(sources):
        try:
            file = read_tracks(session, source.path, method=method, datum=datum,
                               columns=(columns or {}).get(source.path),
                               progress=_part(progress, number, len(sources)))
        except UserError as refused:
            problem = refused
            notes.append(refused.message)
            continue
        notes += [note if len(sources) == 1 else f"{source.path.name}：{note}" for note in file.notes]
        for each in file.tracks:
            if each.origin in met:
                notes.append(f"{source.path.name} 里的 {each.name} 和前面一份文件里的一样，只收一次。")
                continue
            met.add(each.origin)
            record = known.get(each.origin)
            if record is not None and _patrol_of(session, record):
                notes.append(f"{each.name} 已经导入过，在 {record.text('recorded_on')} 的踏查里。")
            elif record is not None:
                tracks.append(loose(record))
            else:
                tracks.append(LooseTrack(each.name, method, datum, each.day, each.track,
                                         origin=(file, each)))
    if not tracks and problem is not None:
        raise problem
    return ReadOutings(outings_of(tracks), tuple(notes))


def loose(record: Record) -> LooseTrack:
    """A kept track that is in no patrol."""
    return LooseTrack(record.text("name") or "轨迹", record.text("method") or FOOT, record.text("datum") or WGS84,
                      record.text("recorded_on"), track_of(record), record.id)


def loose_tracks(session: Session, village: str = "") -> list[Record]:
    """The kept tracks that are in no patrol, or in one that was deleted."""
    where: dict[str, Value] = {"village": village} if village else {}
    return [record for record in session.store.records("track", where, order=("recorded_on", "id"))
            if not _patrol_of(session, record)]


def outings_of(tracks: Sequence[LooseTrack]) -> tuple[Outing, ...]:
    """Tracks by day and method, in order."""
    groups: dict[tuple[str, str], list[LooseTrack]] = {}
    for track in tracks:
        groups.setdefault((track.day, track.method), []).append(track)
    return tuple(Outing(day, method, tuple(found)) for (day, method), found in sorted(groups.items()))


# What is proposed


def proposed_plots(session: Session, outing: Outing, *, village: str = "", day: str = "",
                   patrol_id: str = "") -> tuple[Proposal, ...]:
    """The plots that an outing came by, in the order of the way; `checked` those that the patrol has already."""
    checked = checked_in(session, patrol_id)
    rows, shapes = _plots(session, village, outing.day or day or session.today_iso)
    return proposed(session, outing.stretches, outing.method, rows, shapes, checked)


def checked_in(session: Session, patrol_id: str) -> frozenset[str]:
    """The plots that were looked at on a patrol, none without one."""
    if not patrol_id:
        return frozenset()
    return frozenset(record.text("plot_id") for record in session.store.records("plot_check", {"patrol_id": patrol_id})
                     if not record.text("not_looked"))


def patrols_on(session: Session, day: str, village: str = "") -> list[PatrolRow]:
    """The patrols of a day."""
    return patrols(session, village, day, day) if day else []


def seen_share(session: Session, tracks: Sequence[Record], *, village: str = "", day: str = "") -> SeenShare:
    """How much of the area of the village's plots these tracks came so near to that it could be seen.

    What several tracks saw of a plot counts once. It says where somebody was, not that somebody looked.
    """
    ways = [(track_of(record).stretches, record.text("method") or FOOT) for record in tracks]
    rows, shapes = _plots(session, village, day or session.today_iso)
    areas = {row.id: row.area_mu or measured_mu(shapes.get(row.id)) for row in rows}
    found = passed_by({id: shape for id, shape in shapes.items() if id in areas}, ways, sight(session))
    return SeenShare(sum(areas[each.plot] * each.share for each in found), sum(areas.values()), len(rows),
                     sum(row.id not in shapes for row in rows))


# What is confirmed


def confirm(session: Session, outing: Outing, plots: Mapping[str, str], *, patrol_id: str = "",
            new: Values | None = None, village: str = "", day: str = "") -> Confirmed:
    """Keep the tracks and check the plots that somebody says were looked at, by plot the minute, as one action.

    The checks go to `patrol_id`, or to a patrol made of the `new` values; without either the tracks are only kept.
    """
    day = outing.day or day
    if not day:
        return Confirmed(problems=(Problem("day", "这条轨迹里没有时间，请写明是哪一天。"),))
    values: dict[str, Value] = {}
    if new is not None:
        values = {"patrolled_on": day, "method": outing.method, "from_time": outing.began or None,
                  "to_time": outing.ended or None, **new}
        problems = problems_of(session, PATROL, complete(session, PATROL, values, None))
        if not plots:
            problems = (*problems, Problem("plots", "还没有勾地块。确实看过的地块请勾上。"))
        if any(not problem.warning for problem in problems):
            return Confirmed(problems=problems)
    fresh = [track.origin for track in outing.tracks if track.origin is not None and not track.id]
    first = outing.tracks[0]
    with keeping(session, fresh) as places, session.store.action() as action:
        if new is not None:
            saved = save_in(action, session, "patrol", values, village=village)
            assert saved.record is not None
            patrol_id = saved.record.id
        for place, (_, track) in zip(places, fresh, strict=True):
            save_track(action, session, place, track, method=first.method, datum=first.datum, patrol_id=patrol_id,
                       village=village, day=day)
        for kept in (track for track in outing.tracks if track.id and patrol_id):
            save_in(action, session, "track", {"patrol_id": patrol_id}, kept.id)
        checks = _save_checks(action, session, patrol_id, plots, day, village) if patrol_id else 0
    return Confirmed(patrol_id, action.changes, checks=checks)


def _save_checks(action: Action, session: Session, patrol_id: str, plots: Mapping[str, str], day: str,
                 village: str) -> int:
    """Check the plots that the patrol has not checked; one that nobody could look at was looked at after all."""
    known = {record.text("plot_id"): record for record in session.store.records("plot_check",
                                                                               {"patrol_id": patrol_id})}
    count = 0
    for plot, at in plots.items():
        record = known.get(plot)
        if record is not None and not record.text("not_looked"):
            if at and not record.text("checked_at"):
                save_in(action, session, "plot_check", {"checked_at": at}, record.id)
            continue
        values: dict[str, Value] = {"patrol_id": patrol_id, "plot_id": plot, "checked_on": day, "found": 0,
                                    "checked_at": at or None, "not_looked": None}
        save_in(action, session, "plot_check", values, record.id if record else None, village=village)
        count += 1
    return count


def _plots(session: Session, village: str, day: str) -> tuple[list[PlotRow], dict[str, Shape]]:
    """The plots that stood in the register on a day, and where they lie."""
    rows = plots_on(session, village, day)
    wanted: Collection[str] = {row.id for row in rows}
    return rows, {each.row.id: each.shape for each in plots_with_shapes(session, village, active_only=False)
                  if each.shape is not None and each.row.id in wanted}


def _patrol_of(session: Session, track: Record) -> Record | None:
    """The patrol that a track belongs to, if it is there."""
    patrol = session.store.get("patrol", track.text("patrol_id")) if track.text("patrol_id") else None
    return None if patrol is None or patrol.deleted else patrol


def _part(progress: Progress, number: int, count: int) -> Progress:
    def told(done: float, words: str = "") -> None:
        progress((number + done) / count, words)
    return told


__all__ = [
    "DRONE", "FOOT", "LOG_COLUMNS", "Confirmed", "LooseTrack", "Outing", "ReadOutings", "SeenShare", "Source",
    "checked_in", "confirm", "look_at", "loose", "loose_tracks", "outings_of", "patrols_on", "proposed_plots",
    "read_outings", "seen_share",
]
