"""What somebody confirms of a track is a patrol in one action; what several tracks saw of a plot counts once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.services import patrols, track_outings, tracks
from panhuang_desk.services.session import Session
from panhuang_desk.services.track_outings import Outing

from .helpers import open_village
from .track_files import add_plot, gpx, put, straight


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def read(session: Session, *paths: Path, **how: str) -> track_outings.ReadOutings:
    sources, _ = track_outings.look_at(paths)
    return track_outings.read_outings(session, sources, **how)


def outing(session: Session, tmp_path: Path, text: str = "") -> Outing:
    (found,) = read(session, put(tmp_path, text or gpx(straight()))).outings
    return found


def test_what_is_confirmed_is_a_patrol_with_minutes_and_its_track_as_one_action(
    session: Session, tmp_path: Path,
) -> None:
    near, _ = add_plot(session, "沟边", 110, 10), add_plot(session, "远处", 100, 500)
    found = outing(session, tmp_path)
    (proposal,) = track_outings.proposed_plots(session, found)
    assert (found.began, found.ended, proposal.plot.id, proposal.checked) == ("09:00", "09:05", near, False)
    assert session.store.records("track", deleted=None) == []

    done = track_outings.confirm(session, found, {near: proposal.at}, new={"people": 2})
    assert (done.ok, done.checks) == (True, 1)
    (patrol,) = session.store.records("patrol")
    assert (patrol["patrolled_on"], patrol["from_time"], patrol["to_time"], patrol["method"]) == (
        "2026-05-04", "09:00", "09:05", "foot")
    (check,) = session.store.records("plot_check")
    assert (check["plot_id"], check["checked_on"], check["checked_at"], check["found"]) == (
        near, "2026-05-04", "09:02", 0)
    (track,) = tracks.tracks_of(session, patrol.id)
    assert track["metres"] == pytest.approx(300, abs=0.5)

    session.store.undo(done.changes.action_id)
    assert [session.store.count(kind) for kind in ("patrol", "plot_check", "track")] == [0, 0, 0]


def test_a_patrol_that_is_there_is_gone_on_with_and_nothing_in_it_is_changed(session: Session, tmp_path: Path) -> None:
    one, other, locked = (add_plot(session, name, x, 10) for name, x in (("甲", 40), ("乙", 120), ("丙", 200)))
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-04", "method": "foot", "people": 3},
                                  [patrols.PlotLook(one, note="种了豆")])
    assert saved.record is not None
    with session.store.action() as action:
        action.save("plot_check", {"patrol_id": saved.record.id, "plot_id": locked, "checked_on": "2026-05-04",
                                   "found": 0, "not_looked": "locked"})
    found = outing(session, tmp_path)
    shown = track_outings.proposed_plots(session, found, patrol_id=saved.record.id)
    assert [(each.plot.id, each.checked) for each in shown] == [(one, True), (other, False), (locked, False)]

    done = track_outings.confirm(session, found, {each.plot.id: each.at for each in shown},
                                 patrol_id=saved.record.id)
    assert (done.checks, done.patrol_id) == (2, saved.record.id)
    by_plot = {check["plot_id"]: check for check in session.store.records("plot_check")}
    assert (len(by_plot), by_plot[one]["note"], by_plot[one]["checked_at"]) == (3, "种了豆", "09:01")
    assert by_plot[locked]["not_looked"] is None
    assert session.store.count("patrol") == 1


def test_a_track_may_be_kept_first_and_confirmed_later(session: Session, tmp_path: Path) -> None:
    plot = add_plot(session, "沟边", 100, 10)
    kept = track_outings.confirm(session, outing(session, tmp_path), {})
    assert (kept.ok, kept.patrol_id) == (True, "")
    (record,) = track_outings.loose_tracks(session)
    again = outing(session, tmp_path)
    assert [track.id for track in again.tracks] == [record.id]
    track_outings.confirm(session, again, {plot: "09:02"}, new={"people": 1})
    assert track_outings.loose_tracks(session) == []
    assert session.store.count("track") == 1
    result = read(session, put(tmp_path, gpx(straight())))
    assert result.outings == ()
    assert "已经导入过" in result.notes[0]


def test_a_track_whose_patrol_is_deleted_is_loose_again(session: Session, tmp_path: Path) -> None:
    plot = add_plot(session, "沟边", 100, 10)
    done = track_outings.confirm(session, outing(session, tmp_path), {plot: ""}, new={"people": 1})
    patrols.delete_patrol(session, done.patrol_id)
    assert len(track_outings.loose_tracks(session)) == 1


def test_nothing_is_written_while_something_is_missing(session: Session, tmp_path: Path) -> None:
    plot = add_plot(session, "沟边", 100, 10)
    found = outing(session, tmp_path)
    problems = [track_outings.confirm(session, found, plots, new=new).problems
                for plots, new in (({}, {"people": 2}), ({plot: ""}, {}))]
    assert [problem.field for each in problems for problem in each] == ["plots", "people"]
    timeless = outing(session, tmp_path, gpx(straight(), timed=False))
    assert [problem.field for problem in track_outings.confirm(session, timeless, {plot: ""}, new={}).problems] == [
        "day"]
    assert [session.store.count(kind, deleted=None) for kind in ("patrol", "track")] == [0, 0]
    assert session.store.read("SELECT count(*) FROM attachment")[0][0] == 0
    assert track_outings.confirm(session, timeless, {plot: ""}, new={"people": 2}, day="2026-05-05").ok


def test_a_drone_says_how_often_it_flew(session: Session, tmp_path: Path) -> None:
    plot = add_plot(session, "沟边", 100, 10)
    (found,) = read(session, put(tmp_path, gpx(straight())), method="drone").outings
    assert not track_outings.confirm(session, found, {plot: ""}, new={"people": 1}).ok
    assert track_outings.confirm(session, found, {plot: ""}, new={"people": 1, "flights": 2}).ok
    assert [track["method"] for track in session.store.records("track")] == ["drone"]


def test_files_that_cannot_be_read_are_named_beside_those_that_can(session: Session, tmp_path: Path) -> None:
    good, bad = put(tmp_path, gpx(straight())), put(tmp_path, "\x00\x01", "坏的.gpx")
    sources, notes = track_outings.look_at([good, bad])
    assert [source.path for source in sources] == [good]
    assert len(notes) == 1
    assert "坏的.gpx" in notes[0]
    with pytest.raises(UserError, match="坏的"):
        track_outings.look_at([bad])


def test_columns_of_a_log_are_matched_by_hand(session: Session, tmp_path: Path) -> None:
    rows = "\n".join(f"{119.97 + n / 10000},{33.36},2026-05-04 09:0{n}:00" for n in range(5))
    log = put(tmp_path, f"东,北,何时\n{rows}\n", "飞行.csv")
    (source,), _ = track_outings.look_at([log])
    assert source.table is not None
    assert not source.table.recognised
    with pytest.raises(UserError, match="经度和纬度"):
        track_outings.read_outings(session, [source])
    (found,) = track_outings.read_outings(session, [source], columns={
        log: {"longitude": 0, "latitude": 1, "moment": 2}}).outings
    assert (found.day, found.began, found.ended) == ("2026-05-04", "09:00", "09:04")


def test_what_two_tracks_saw_of_a_plot_counts_once(session: Session, tmp_path: Path) -> None:
    add_plot(session, "沟边", 100, 10)
    assert patrols.save_plot(session, {"name": "没有位置", "group_no": 3, "land_kind": "field", "area_mu": 2.4}).ok
    text = gpx(straight())
    tracks.import_tracks(session, put(tmp_path, text))
    tracks.import_tracks(session, put(tmp_path, text.replace("早上", "下午"), "下午.gpx"))
    one, both = (track_outings.seen_share(session, session.store.records("track")[:count]) for count in (1, 2))
    assert one == both
    assert (one.plots, one.unplaced, one.area) == (2, 1, pytest.approx(4.8, abs=0.01))
    assert one.seen == pytest.approx(2.4 * 20 / 40, abs=0.25)  # thirty metres from the way, of a plot 10 to 50 off
    tracks.set_sight(session, tracks.sight(session).__class__(near=100.0))
    assert track_outings.seen_share(session, session.store.records("track")).share == pytest.approx(0.5, abs=0.01)


def test_one_way_in_two_files_is_taken_once(session: Session, tmp_path: Path) -> None:
    found = read(session, put(tmp_path, gpx(straight())), put(tmp_path, gpx(straight()), "抄一份.gpx"))
    assert [len(each.tracks) for each in found.outings] == [1]
    assert found.notes == ("抄一份.gpx 里的 早上 和前面一份文件里的一样，只收一次。",)
