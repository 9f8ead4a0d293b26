"""Tracks in the window: what was passed is proposed, ticked by a person who looked, and is a patrol in one action."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from panhuang_desk.desk.dropping import bring_in
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols.track_import.view import TrackImport
from panhuang_desk.services import patrols, track_outings
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, Desk
from tests.services.track_files import add_plot, gpx, put, straight

SAVE, IMPORT, UNDO = Qt.Key.Key_S, Qt.Key.Key_I, Qt.Key.Key_Z


@pytest.fixture
def village(session: Session) -> Session:
    """Four plots along a way and one far from it."""
    for number, name in enumerate(("沟边", "路口", "坡上", "塘边")):
        add_plot(session, name, 20 + 70 * number, 10)
    add_plot(session, "远处", 100, 900)
    return session


def view_of(desk: Desk) -> TrackImport:
    view = desk.page.over.view
    assert isinstance(view, TrackImport)
    return view


def dropped(desk: Desk, qtbot: QtBot, *paths: Path) -> TrackImport:
    """Files are let go over the desk, and their first step is shown."""
    bring_in(desk.shell, [str(path) for path in paths])
    qtbot.waitUntil(lambda: desk.page.over.view is not None)
    return view_of(desk)


def at_plots(desk: Desk, qtbot: QtBot, *paths: Path) -> TrackImport:
    """The same, and the tracks are read."""
    view = dropped(desk, qtbot, *paths)
    desk.key(SAVE, CTRL)
    qtbot.waitUntil(lambda: view.outing is not None)
    if desk.shell.settings.text_size == 150:
        desk.key(SAVE, CTRL)
    return view


def told(view: TrackImport) -> Sequence[tuple[str, str]]:
    assert view.outing is not None
    return [(line.proposal.plot.name, line.word) for line in view.outing.plots.lines]


def test_what_was_really_looked_at_becomes_a_patrol_and_one_key_takes_it_back(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight())))
    assert told(view) == [("沟边", "没勾"), ("路口", "没勾"), ("坡上", "没勾"), ("塘边", "没勾")]
    assert village.store.count("plot_check") == village.store.count("track") == 0
    desk.type("1101")
    assert [word for _, word in told(view)] == ["确实看过", "确实看过", "没勾", "确实看过"]
    assert view.go_button.text() == "确认 3 块确实看过"

    desk.key(SAVE, CTRL)
    assert village.store.count("patrol") == 0  # nobody has said how many went
    assert desk.focus.accessibleName() == "出动人数"
    desk.type("2")
    desk.key(SAVE, CTRL)
    (patrol,) = village.store.records("patrol")
    assert (patrol["patrolled_on"], patrol["people"], patrol["from_time"]) == ("2026-05-04", 2, "09:00")
    assert village.store.count("plot_check") == 3
    assert desk.page.over.view is None
    assert desk.page.log.detail.view is not None
    assert desk.page.log.detail.view.record.id == patrol.id
    assert "看了 3 块，轨迹 300 米" in desk.said

    desk.key(UNDO, CTRL)
    assert [village.store.count(kind) for kind in ("patrol", "plot_check", "track")] == [0, 0, 0]


def test_ticks_turn_by_space_and_all_at_once_and_are_taken_back_one_by_one(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight())))
    assert view.outing is not None
    desk.type(" ")
    assert len(view.outing.plots.ticked) == 1
    desk.type("9")
    assert len(view.outing.plots.ticked) == 4
    desk.shell.press("undo")
    desk.shell.press("undo")
    assert view.outing.plots.ticked == {}


def test_a_patrol_of_that_day_is_gone_on_with(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    first = next(row for row in patrols.plots(village) if row.name == "沟边")
    saved = patrols.record_patrol(village, {"patrolled_on": "2026-05-04", "method": "foot", "people": 3},
                                  [PlotLook(first.id)])
    assert saved.record is not None
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight())))
    assert told(view)[0] == ("沟边", "已在这次里")
    desk.type("9")
    desk.key(SAVE, CTRL)
    assert (village.store.count("patrol"), village.store.count("plot_check")) == (1, 4)
    assert "又看了 3 块" in desk.said


def test_of_two_patrols_of_that_day_the_one_of_that_time_is_chosen(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    plot = patrols.plots(village)[0].id
    ids = []
    for began, ended in (("08:30", "10:00"), (None, None), ("14:00", "16:00")):
        saved = patrols.record_patrol(village, {"patrolled_on": "2026-05-04", "method": "foot", "people": 3,
                                                "from_time": began, "to_time": ended}, [PlotLook(plot)])
        assert saved.record is not None
        ids.append(saved.record.id)
    view = at_plots(Desk(qtbot, village), qtbot, put(tmp_path, gpx(straight())))
    assert view.outing is not None
    assert view.outing.patrol_id == ids[0]


def test_a_track_that_is_only_kept_is_told_and_confirmed_later(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight())))
    assert view.outing is not None
    view.outing.patrols.setFocus()
    desk.type("2")
    assert view.go_button.text() == "只存轨迹"
    desk.key(SAVE, CTRL)
    assert village.store.count("patrol") == 0
    assert len(track_outings.loose_tracks(village)) == 1
    assert desk.page.log.bringing.loose.isVisible()

    desk.shell.go("patrols", do="tracks")
    qtbot.waitUntil(lambda: desk.page.over.view is not None)
    desk.type("9")
    desk.key(SAVE, CTRL)
    desk.type("1")
    desk.key(SAVE, CTRL)
    assert track_outings.loose_tracks(village) == []
    assert desk.page.log.bringing.loose.isHidden()


def test_days_are_confirmed_one_after_the_other(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    one, other = gpx(straight()), gpx(straight()).replace("2026-05-04", "2026-05-05")
    at_plots(desk, qtbot, put(tmp_path, one), put(tmp_path, other, "五日.gpx"))
    for people in ("2", ""):
        desk.type("9")
        desk.key(SAVE, CTRL)
        if people:
            desk.type(people)
            desk.key(SAVE, CTRL)
    assert [patrol["patrolled_on"] for patrol in village.store.records("patrol", order=("patrolled_on",))] == [
        "2026-05-04", "2026-05-05"]
    assert desk.page.over.view is None


def test_a_track_without_time_asks_for_its_day(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight(), timed=False)))
    assert view.outing is not None
    assert desk.focus is view.outing.day_edit
    desk.type("5.6")
    desk.key(Qt.Key.Key_Return)
    view.outing.plots.setFocus()
    desk.type("9")
    desk.key(SAVE, CTRL)
    desk.type("2")
    desk.key(SAVE, CTRL)
    (patrol,) = village.store.records("patrol")
    assert (patrol["patrolled_on"], patrol["from_time"]) == ("2026-05-06", None)


def test_what_was_cut_out_stands_there_with_its_reason_and_place(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    points = straight()
    points[5] = (50.0, 4000.0)
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(points)))
    assert view.outing is not None
    (table,) = (each for each in view.outing.findChildren(type(view.outing.plots).__mro__[1])
                if each.accessibleName() == "剪掉的地方")
    (cut,) = (table.table.row(place) for place in range(table.table.rowCount()))
    assert cut.words == "速度快得不合理"
    assert table.table.columns[1].text(cut).startswith("09:00，1 个点，在 119.97")


def test_columns_of_a_log_are_chosen_by_a_person(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    rows = "\n".join(f"{119.97 + n / 10000},33.36,2026-05-04 09:0{n}:00" for n in range(5))
    desk = Desk(qtbot, village)
    desk.shell.go("patrols", do="tracks", paths=str(put(tmp_path, f"东,北,何时\n{rows}\n", "飞行.csv")))
    qtbot.waitUntil(lambda: desk.page.over.view is not None)
    view = view_of(desk)
    assert view.files is not None
    (log,) = view.files.logs
    desk.key(SAVE, CTRL)
    assert view.outing is None  # positions cannot be read yet, and the keys are where that is mended
    assert QApplication.focusWidget() is log
    for place, name in enumerate(("longitude", "latitude", "moment")):
        log.choose(place, name)
    desk.key(SAVE, CTRL)
    qtbot.waitUntil(lambda: view.outing is not None)
    assert view.outing is not None
    assert (view.outing.outing.began, view.outing.outing.ended) == ("09:00", "09:04")


def test_datum_and_method_are_remembered(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    source = put(tmp_path, gpx(straight()))
    view = dropped(desk, qtbot, source)
    desk.type("2")
    desk.key(Qt.Key.Key_Return)
    desk.type("2")
    desk.key(SAVE, CTRL)
    qtbot.waitUntil(lambda: view.outing is not None)
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.over.view is None
    again = dropped(desk, qtbot, source)
    assert again.files is not None
    assert (again.files.method, again.files.datum) == ("drone", "gcj02")


def test_a_file_that_holds_no_track_is_refused_in_words(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    desk.page.set_tab(1)
    said.paths = [[str(put(tmp_path, "<gpx></gpx>", "空的.gpx"))]]
    desk.key(IMPORT, CTRL)
    qtbot.waitUntil(lambda: desk.page.over.view is not None)
    desk.key(SAVE, CTRL)
    qtbot.waitUntil(lambda: bool(said.said))
    assert "空的.gpx" in str(said.said)


def test_the_map_beside_the_list_follows_marks_and_ticks(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight())))
    assert view.outing is not None
    first, second = view.outing.plots.lines[:2]
    shown = view.outing.map
    assert len(shown.scene.data.tracks) == 1
    assert shown.mark == ("plot", first.id)
    desk.type("1")
    assert shown.mark == ("plot", second.id)
    states = {plot.name: plot.state for plot in shown.scene.data.plots}
    assert states == {"沟边": "checked", "路口": "due", "坡上": "due", "塘边": "due"}


def test_ticks_that_were_not_saved_come_back(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    at_plots(desk, qtbot, put(tmp_path, gpx(straight())))
    desk.type("101")
    desk.key(SAVE, CTRL)
    desk.type("4")
    desk.shell.flush_drafts()  # what a lock does
    again = Desk(qtbot, village)
    again.page.set_tab(1)
    assert again.page.log.bringing.ticked.isVisible()
    again.page.log.bringing.resume_tracks()
    qtbot.waitUntil(lambda: again.page.over.view is not None)
    assert [word for _, word in told(view_of(again))] == ["确实看过", "没勾", "确实看过", "没勾"]
    again.key(SAVE, CTRL)
    (patrol,) = village.store.records("patrol")
    assert patrol["people"] == 4
    assert again.page.log.bringing.ticked.isHidden()


def test_a_draft_whose_file_is_gone_says_so(
    qtbot: QtBot, village: Session, said: Recorder, tmp_path: Path,
) -> None:
    desk = Desk(qtbot, village)
    source = put(tmp_path, gpx(straight()))
    at_plots(desk, qtbot, source)
    desk.type("1")
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.over.view is None
    assert desk.page.log.bringing.ticked.isVisible()
    source.unlink()
    desk.page.log.bringing.resume_tracks()
    assert "找不到" in str(said.said)
    assert desk.page.log.bringing.ticked.isHidden()


def test_a_way_along_no_plot_is_kept_and_says_why(
    qtbot: QtBot, session: Session, said: Recorder, tmp_path: Path,
) -> None:
    add_plot(session, "远处", 100, 900)
    desk = Desk(qtbot, session)
    view = at_plots(desk, qtbot, put(tmp_path, gpx(straight(), name="")))
    assert view.outing is not None
    assert view.outing.plots.isHidden()
    assert view.go_button.text() == "只存轨迹"
    desk.key(SAVE, CTRL)
    (track,) = session.store.records("track")
    assert (track["name"], track["patrol_id"]) == ("五月四日", None)
