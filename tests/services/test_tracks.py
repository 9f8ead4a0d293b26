"""Tracks come in cleaned and once, with what was cut out told; a plot that was passed is proposed, never marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.datum import GCJ02
from panhuang_desk.model.geo.passed import Sight
from panhuang_desk.services import patrols, track_numbers, tracks
from panhuang_desk.services.session import Session
from panhuang_desk.store import attachments
from panhuang_desk.store.check import check_file

from .helpers import open_village
from .track_files import PLANE, add_plot, gpx, put, straight


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def test_a_track_comes_in_with_day_length_and_times_and_its_file(session: Session, tmp_path: Path) -> None:
    source = put(tmp_path, gpx(straight()))
    result = tracks.import_tracks(session, source)
    assert (result.new, result.same, result.notes) == (1, 0, ())
    (track,) = session.store.records("track")
    assert (track["name"], track["recorded_on"], track["began_at"], track["ended_at"]) == (
        "早上", "2026-05-04", "2026-05-04 09:00", "2026-05-04 09:05")
    assert track["metres"] == pytest.approx(300, abs=0.5)
    assert track["seconds"] == 300
    assert attachments.content(session.store, track.id) == source.read_bytes()
    assert check_file(session.store.path, "correct horse battery").problems == ()


def test_a_second_import_brings_nothing_twice_and_undo_takes_it_back(session: Session, tmp_path: Path) -> None:
    source = put(tmp_path, gpx(straight()))
    first = tracks.import_tracks(session, source)
    again = tracks.import_tracks(session, put(tmp_path, source.read_text(encoding="utf-8"), "另一个名字.gpx"))
    assert (again.new, again.same) == (0, 1)
    session.store.undo(first.changes.action_id)
    assert session.store.records("track") == []


def test_looking_first_writes_nothing(session: Session, tmp_path: Path) -> None:
    assert tracks.import_tracks(session, put(tmp_path, gpx(straight())), dry_run=True).new == 1
    assert session.store.records("track", deleted=None) == []


def test_what_cannot_be_true_is_cut_out_and_told(session: Session, tmp_path: Path) -> None:
    points = straight()
    points[5] = (50.0, 4000.0)
    result = tracks.import_tracks(session, put(tmp_path, gpx(points)))
    assert [note.reason for note in result.notes] == ["剪掉了不可能的地方：速度快得不合理 1 处"]
    (track,) = session.store.records("track")
    assert track["metres"] == pytest.approx(300, abs=0.5)


def test_a_phone_maps_positions_land_where_they_were(session: Session, tmp_path: Path) -> None:
    tracks.import_tracks(session, put(tmp_path, gpx(straight(), datum=GCJ02)), datum=GCJ02)
    (track,) = session.store.records("track")
    (stretch,) = tracks.stretches_of(track)
    x, y = PLANE.point(stretch.positions[0])
    assert abs(x) < 0.2
    assert abs(y) < 0.2


def test_a_track_without_times_needs_a_day(session: Session, tmp_path: Path) -> None:
    source = put(tmp_path, gpx(straight(), timed=False))
    with pytest.raises(UserError, match="没有时间"):
        tracks.import_tracks(session, source)
    assert tracks.import_tracks(session, source, day="2026-05-05").new == 1
    (track,) = session.store.records("track")
    assert (track["recorded_on"], track["began_at"], track["seconds"]) == ("2026-05-05", None, 0)


def test_a_drawn_route_is_no_evidence(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="画出来的路线"):
        tracks.import_tracks(session, put(tmp_path, '<gpx><rte><rtept lat="33" lon="119"/></rte></gpx>'))


def test_plots_that_were_passed_are_proposed_and_none_is_marked(session: Session, tmp_path: Path) -> None:
    near, far = add_plot(session, "沟边", 100, 10), add_plot(session, "远处", 100, 500)
    crossed = add_plot(session, "路中", 200, -20)
    tracks.import_tracks(session, put(tmp_path, gpx(straight())))
    (track,) = session.store.records("track")
    shapes = tracks.shapes_of(session.store.records("plot"))
    found = tracks.proposals(session, track, patrols.plots(session), shapes, checked=[crossed])
    assert [(each.plot.id, each.at, each.checked) for each in found] == [
        (near, "09:02", False), (crossed, "09:03", True)]
    assert far not in [each.plot.id for each in found]
    assert session.store.records("plot_check") == []
    tracks.set_sight(session, Sight(near=5.0))
    assert [each.plot.id for each in tracks.proposals(session, track, patrols.plots(session), shapes)] == [crossed]


def test_a_damaged_track_is_told_in_words(session: Session, tmp_path: Path) -> None:
    tracks.import_tracks(session, put(tmp_path, gpx(straight())))
    (track,) = session.store.records("track")
    with session.store.action() as action:
        action.save("track", {"ways": "["}, id=track.id)
    damaged = session.store.get("track", track.id)
    assert damaged is not None
    with pytest.raises(UserError, match="读不出来"):
        tracks.stretches_of(damaged)


def test_a_lost_file_is_found_by_check(session: Session, tmp_path: Path) -> None:
    tracks.import_tracks(session, put(tmp_path, gpx(straight())))
    session.store.write("DELETE FROM attachment", [])
    assert check_file(session.store.path, "correct horse battery").problems == ("轨迹：1 个的原文件不在文件里。",)


def test_the_speed_that_is_cut_is_a_setting(session: Session, tmp_path: Path) -> None:
    fast = [(float(at), 0.0) for at in range(0, 601, 60)]
    assert "速度" in tracks.import_tracks(session, put(tmp_path, gpx(fast)), dry_run=True).notes[0].reason
    tracks.set_speeds(session, {tracks.FOOT: 8.0})
    assert tracks.import_tracks(session, put(tmp_path, gpx(fast)), dry_run=True).notes == ()
    assert tracks.speeds(session) == {tracks.FOOT: 8.0, tracks.DRONE: 25.0}


def test_a_kept_track_tells_what_was_cut_and_where(session: Session, tmp_path: Path) -> None:
    points = straight()
    points[5] = (50.0, 4000.0)
    tracks.import_tracks(session, put(tmp_path, gpx(points)))
    (record,) = session.store.records("track")
    track = tracks.track_of(record)
    (cut,) = track.cuts
    assert (cut.words, cut.positions) == ("速度快得不合理", 1)
    x, y = PLANE.point(cut.position)
    assert (round(x), round(y)) == (50, 4000)
    assert track.metres == pytest.approx(300, abs=0.5)


def test_what_a_person_sets_is_whole_numbers_in_bounds(session: Session, tmp_path: Path) -> None:
    usual = track_numbers.track_numbers(session)
    assert usual == {number.name: number.usual for number in track_numbers.NUMBERS}
    track_numbers.set_track_number(session, "near", 12)
    track_numbers.set_track_number(session, tracks.FOOT, 20)
    assert track_numbers.track_numbers(session) == {**usual, "near": 12, tracks.FOOT: 20}
    assert tracks.sight(session).near == 12
    assert tracks.speeds(session)[tracks.FOOT] == pytest.approx(20 / 3.6)
    with pytest.raises(UserError, match="1 到 200 米"):
        track_numbers.set_track_number(session, "near", 0)


def test_a_file_of_a_megabyte_is_kept_as_its_track_alone(session: Session, tmp_path: Path) -> None:
    text = gpx(straight())
    filled = text.replace("<gpx>", "<gpx><!--" + " " * (tracks.ORIGINAL_BYTES - len(text.encode()) - 7) + "-->")
    assert len(filled.encode()) == tracks.ORIGINAL_BYTES
    tracks.import_tracks(session, put(tmp_path, filled))
    assert session.store.count("track") == 1
    assert session.store.read("SELECT count(*) FROM attachment")[0][0] == 0


def test_a_file_of_many_tracks_is_kept_once(session: Session, tmp_path: Path) -> None:
    ways = "".join(gpx(straight(100 * count), name=str(count)).removeprefix("<gpx>").removesuffix("</gpx>")
                   for count in (1, 2, 3))
    tracks.import_tracks(session, put(tmp_path, f"<gpx>{ways}</gpx>"))
    assert session.store.count("track") == 3
    assert session.store.read("SELECT count(*) FROM attachment")[0][0] == 1
    assert check_file(session.store.path, "correct horse battery").problems == ()


@pytest.mark.parametrize("day", ["1970-01-01", "9999-12-31"])
def test_a_day_that_no_receiver_knows_is_asked_for(session: Session, tmp_path: Path, day: str) -> None:
    source = put(tmp_path, gpx(straight()).replace("2026-05-04", day))
    with pytest.raises(UserError, match="没有时间"):
        tracks.import_tracks(session, source)
    assert tracks.import_tracks(session, source, day="2026-05-04").new == 1
