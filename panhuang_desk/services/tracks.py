"""Recorded tracks: read in, kept simplified, and what plots they came by proposed, never marked by themselves."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places import flight_log
from panhuang_desk.exchange.places.found import Found, Recorded, Way
from panhuang_desk.exchange.places.moments import china_clock, read_moment
from panhuang_desk.exchange.places.read import found_in, read_bytes
from panhuang_desk.model.fields import Value
from panhuang_desk.model.geo.datum import WGS84, to_wgs84
from panhuang_desk.model.geo.passed import Sight, passed
from panhuang_desk.model.geo.shape import Shape, ShapeError, read_shape
from panhuang_desk.model.geo.track import (
    DRONE,
    FOOT,
    LIMITS,
    Cut,
    Limits,
    Stretch,
    Track,
    cleaned,
    pack,
    simplified,
    unpack,
)
from panhuang_desk.model.ids import new_id
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services.figures import scope
from panhuang_desk.services.import_result import ImportResult, Wrong
from panhuang_desk.services.records import delete_record, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action, attachments
from panhuang_desk.store.queries import PlotRow

ORIGINAL_BYTES = 1_000_000
"""A file below this is kept beside the track; a greater one only in the simplified form."""

SIGHT_SETTING, LIMITS_SETTING = "track_sight", "track_limits"


@attrs.frozen
class ReadTrack:
    """A track as it would be kept. `day` is ISO on China's clock, empty where the file tells no time."""

    name: str
    track: Track
    day: str
    origin: str


@attrs.frozen
class TrackFile:
    """What a file of tracks holds for us: the tracks, and what of it cannot be taken, in Chinese."""

    name: str
    content: bytes
    tracks: tuple[ReadTrack, ...]
    notes: tuple[str, ...]
    digest: str


@attrs.frozen
class Kept:
    """The id of a track that is about to be saved; `digest` where its file stands beside it."""

    id: str
    digest: str = ""


@attrs.frozen
class Proposal:
    """A plot that a track came by: how near in metres, when (HH:MM, empty where unknown), what share of it was seen.

    `checked` says that the track's patrol holds a check of it already.
    """

    plot: PlotRow
    metres: float
    at: str
    share: float
    checked: bool


def sight(session: Session) -> Sight:
    """How far one sees from a track; what is kept in the file, else the usual."""
    return _setting(session, SIGHT_SETTING, Sight())


def set_sight(session: Session, to: Sight) -> None:
    """Propose plots by another sight from now on."""
    session.store.set_setting(SIGHT_SETTING, json.dumps(attrs.asdict(to)))


def speeds(session: Session) -> dict[str, float]:
    """The metres a second beyond which a track is cut, by method; what is kept in the file, else the usual."""
    usual = {method: limits.speed for method, limits in LIMITS.items()}
    try:
        kept = {name: float(speed) for name, speed in json.loads(session.store.setting(LIMITS_SETTING, "{}")).items()}
    except (TypeError, ValueError, AttributeError):
        return usual
    return {method: kept.get(method, speed) for method, speed in usual.items()}


def set_speeds(session: Session, to: Mapping[str, float]) -> None:
    """Cut tracks that come in from now on by other speeds."""
    session.store.set_setting(LIMITS_SETTING, json.dumps({**speeds(session), **to}))


def read_tracks(
    session: Session, source: Path, *, method: str = FOOT, datum: str = WGS84,
    columns: Mapping[str, int] | None = None, progress: Progress = no_progress,
) -> TrackFile:
    """The tracks of a file, cleaned and simplified. `columns` are those of a CSV log where a person matched them.

    Ways that were drawn and not recorded are left out with a note. UserError (code `places`) where there is no track.
    """
    progress(0.05, "正在读轨迹")
    content = read_bytes(source)
    found = _found(content, source.name, columns)
    notes = list(found.notes)
    recorded = [track for track in found.tracks if not track.planned]
    planned = len(found.tracks) - len(recorded)
    if planned:
        notes.append(f"有 {planned} 条是画出来的路线，不是走过的轨迹，没有收。")
    if not recorded:
        more = f"（{'；'.join(notes)}）".replace("。；", "；").replace("。）", "）") if notes else ""
        raise UserError(f"{source.name} 里没有走过的轨迹{more}。", "请导出当时记录的轨迹，不是标注点或路线。",
                        code="places")
    tracks, usual = [], LIMITS.get(method, LIMITS[FOOT])
    limits = attrs.evolve(usual, speed=speeds(session).get(method, usual.speed))
    for number, each in enumerate(recorded):
        progress(0.3 + 0.6 * number / len(recorded), "正在整理轨迹")
        read = _read(each, limits, datum, content, number)
        tracks.append(read if read.name else attrs.evolve(read, name=source.stem))
    return TrackFile(source.name, content, tuple(tracks), tuple(notes), hashlib.sha256(content).hexdigest())


def keep_tracks(
    session: Session, file: TrackFile, *, method: str = FOOT, datum: str = WGS84, patrol_id: str = "",
    village: str = "", day: str = "",
) -> tuple[tuple[Record, ...], int, Changes]:
    """Keep the tracks of a file that are not there yet, as one action; those kept, how many were known, the changes.

    `day` is that of tracks that tell no time; UserError (code `day`) where one is needed and missing.
    """
    known = known_origins(session)
    new = [track for track in file.tracks if track.origin not in known]
    if any(not track.day and not day for track in new):
        raise UserError("这条轨迹里没有时间。", "请写明是哪一天走的。", code="day")
    with keeping(session, [(file, track) for track in new]) as places, session.store.action() as action:
        records = [save_track(action, session, place, track, method=method, datum=datum, patrol_id=patrol_id,
                              village=village, day=day)
                   for place, track in zip(places, new, strict=True)]
    return tuple(records), len(file.tracks) - len(new), action.changes


@contextlib.contextmanager
def keeping(session: Session, tracks: Sequence[tuple[TrackFile, ReadTrack]]) -> Iterator[tuple[Kept, ...]]:
    """Where tracks that are about to be saved go, each file that is small enough once beside the first of its tracks;
    an exception takes the files out again.
    """
    places: list[Kept] = []
    beside = {record.text("digest") for record in session.store.records("track")}
    try:
        for file, _ in tracks:
            place = Kept(new_id())
            if len(file.content) < ORIGINAL_BYTES and file.digest not in beside:
                place = attrs.evolve(place, digest=file.digest)
                attachments.keep(session.store, place.id, file.content)
                beside.add(file.digest)
            places.append(place)
        yield tuple(places)
    except BaseException:
        attachments.drop_unnamed(session.store, [place.id for place in places])
        raise


def save_track(action: Action, session: Session, place: Kept, track: ReadTrack, *, method: str, datum: str,
               patrol_id: str = "", village: str = "", day: str = "") -> Record:
    """Save one track inside an action that may hold more, where `keeping` says; `day` where it tells no time."""
    values = {**track_values(track, method, datum), "patrol_id": patrol_id or None, "recorded_on": track.day or day,
              "digest": place.digest or None}
    saved = save_in(action, session, "track", values, place.id, village=village)
    if saved.record is None:
        raise UserError("；".join(problem.message for problem in saved.problems), code="track")
    return saved.record


def import_tracks(
    session: Session, source: Path, *, method: str = FOOT, datum: str = WGS84, village: str = "", day: str = "",
    dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """Add the tracks of a file, one action that can be undone; a track that is there already counts as the same.

    What was cut out of a track, and what of the file could not be read, stands in `notes`. UserError as `read_tracks`,
    and where an office's file is not told the village.
    """
    villages = scope(session.store, village)
    if len(villages) != 1:
        raise UserError("还不知道这条轨迹是哪个村（社区）的。", "请指明村（社区）的 12 位代码。", code="village")
    file = read_tracks(session, source, method=method, datum=datum, progress=progress)
    known = known_origins(session)
    same = sum(track.origin in known for track in file.tracks)
    notes = [Wrong(0, "轨迹", note) for note in file.notes]
    notes += [Wrong(number, each.name or "轨迹", words) for number, each in enumerate(file.tracks, start=1)
              if (words := cut_words(each.track))]
    changes = Changes()
    if not dry_run and same < len(file.tracks):
        progress(0.95, "正在写入")
        _, same, changes = keep_tracks(session, file, method=method, datum=datum, village=villages[0], day=day)
    progress(1.0, "完成")
    return ImportResult(new=len(file.tracks) - same, same=same, notes=tuple(notes), changes=changes, dry_run=dry_run)


def delete_track(session: Session, id: str) -> Changes:
    """Delete a track; the checks that were confirmed by it stay."""
    return delete_record(session, "track", id)


def tracks_of(session: Session, patrol_id: str) -> list[Record]:
    """The tracks of a patrol, in the order of their days."""
    return session.store.records("track", {"patrol_id": patrol_id}, order=("recorded_on", "id"))


def known_origins(session: Session) -> frozenset[str]:
    """By what the tracks in the file are known again."""
    return frozenset(record.text("origin") for record in session.store.records("track"))


def stretches_of(track: Record) -> tuple[Stretch, ...]:
    """The way of a kept track. UserError (code `track`) where it is damaged."""
    try:
        return unpack(track.text("ways"))
    except ValueError as error:
        raise UserError("这条轨迹读不出来，踏查记录没有受影响。", "请检查文件是否完好，再导入一次。",
                        code="track") from error


def track_of(record: Record) -> Track:
    """A kept track with what was cut out of it. UserError (code `track`) where it is damaged."""
    try:
        cuts = tuple(Cut(str(why), (float(x), float(y)), int(count), _seconds(moment)) for why, x, y, count, moment in
                     json.loads(record.text("cuts") or "[]"))
    except (TypeError, ValueError):
        cuts = ()
    return Track(stretches_of(record), cuts, float(str(record["metres"] or 0)), float(record.number("seconds") or 0))


def proposals(session: Session, track: Record, plots: Sequence[PlotRow], shapes: Mapping[str, Shape],
              checked: Sequence[str] = ()) -> tuple[Proposal, ...]:
    """The plots that a track came by, in the order of the way; a person confirms them."""
    return proposed(session, stretches_of(track), track.text("method") or FOOT, plots, shapes, checked)


def proposed(session: Session, stretches: Sequence[Stretch], method: str, plots: Sequence[PlotRow],
             shapes: Mapping[str, Shape], checked: Collection[str] = ()) -> tuple[Proposal, ...]:
    """The same of a way that is not in the file yet, or of several together."""
    rows = {row.id: row for row in plots}
    known = {id: shape for id, shape in shapes.items() if id in rows}
    return tuple(
        Proposal(rows[each.plot], each.metres, clock(each.moment), each.share, each.plot in checked)
        for each in passed(known, stretches, method, sight(session)))


def shapes_of(records: Sequence[Record]) -> dict[str, Shape]:
    """The shapes of the plots that have one, by id; one that is damaged has none."""
    shapes = {}
    for record in records:
        if record.text("outline"):
            try:
                shapes[record.id] = read_shape(record.text("outline"))
            except ShapeError:
                continue
    return shapes


def clock(moment: float) -> str:
    """HH:MM on China's clock, empty where the moment is not known."""
    return "" if math.isnan(moment) else china_clock(moment)[11:16]


def cut_words(track: Track) -> str:
    """What was cut out of a track, in words; empty for nothing."""
    reasons: dict[str, int] = {}
    for cut in track.cuts:
        reasons[cut.words] = reasons.get(cut.words, 0) + 1
    shown = "、".join(f"{words} {count} 处" for words, count in reasons.items())
    return f"剪掉了不可能的地方：{shown}" if shown else ""


def _found(content: bytes, name: str, columns: Mapping[str, int] | None) -> Found:
    if columns is None:
        return found_in(content, name)
    try:
        return flight_log.read_log(flight_log.read_table(content), columns)
    except ValueError as problem:
        raise UserError(f"{name} 没有导入：{problem}。", "请重新指定经度和纬度两列。", code="places") from problem


def _read(recorded: Recorded, limits: Limits, datum: str, content: bytes, number: int) -> ReadTrack:
    whole = cleaned([_stretch(way, datum) for way in recorded.ways], limits)
    began = whole.began
    origin = hashlib.sha256(content + str(number).encode()).hexdigest()
    return ReadTrack(recorded.name, simplified(whole), "" if math.isnan(began) else china_clock(began)[:10], origin)


def _stretch(way: Way, datum: str) -> Stretch:
    """A way in WGS-84, nothing known as NaN."""
    positions = way.positions if datum == WGS84 else tuple(to_wgs84(each, datum) for each in way.positions)
    moments, heights, angles = (tuple(math.nan if value is None else value for value in column)
                                for column in (way.moments, way.heights, way.angles))
    return Stretch(positions, moments, heights if any(value == value for value in heights) else (), angles)


def track_values(each: ReadTrack, method: str, datum: str) -> dict[str, Value]:
    """What a record keeps of a track, without its day and patrol."""
    track = each.track
    return {
        "name": each.name[:60] or None, "method": method, "datum": datum, "origin": each.origin,
        "began_at": _moment(track.began), "ended_at": _moment(track.ended), "metres": round(track.metres, 1),
        "seconds": round(track.seconds), "positions": track.count, "ways": pack(track),
        "cuts": json.dumps([[cut.reason, *(round(value, 6) for value in cut.position), cut.positions,
                             _moment(cut.moment)] for cut in track.cuts]) if track.cuts else None}


def _moment(moment: float) -> str | None:
    return None if math.isnan(moment) else china_clock(moment)[:16].replace("T", " ")


def _seconds(text: str | None) -> float:
    """A kept moment, on China's clock, as seconds since 1970; NaN where there is none."""
    found = read_moment((text or "").replace(" ", "T"), local=True)
    return math.nan if found is None else found


def _setting(session: Session, name: str, usual: Sight) -> Sight:
    try:
        return Sight(**{**attrs.asdict(usual), **json.loads(session.store.setting(name, "{}"))})
    except (TypeError, ValueError):
        return usual


__all__ = [
    "DRONE", "FOOT", "Cut", "Kept", "Proposal", "ReadTrack", "TrackFile", "clock", "cut_words", "delete_track",
    "import_tracks", "keep_tracks", "keeping", "known_origins", "proposals", "proposed", "read_tracks", "save_track",
    "set_sight", "set_speeds", "shapes_of", "sight", "speeds", "stretches_of", "track_of", "tracks_of",
]
