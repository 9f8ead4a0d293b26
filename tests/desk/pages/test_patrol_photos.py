"""Photos of a patrol: plots are proposed, changed by keys, saved as one action; its tracks stand beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk.dropping import bring_in
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols.photo_match.view import PhotoMatch
from panhuang_desk.desk.pages.patrols.track_rows import TRACKS
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.services import patrol_photos, patrols, track_outings, tracks
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, Desk
from tests.exchange.photo_files import camera
from tests.services.track_files import add_plot, gpx, put, straight

SAVE, PHOTO, UNDO = Qt.Key.Key_S, Qt.Key.Key_J, Qt.Key.Key_Z


@pytest.fixture
def patrol(session: Session, tmp_path: Path) -> str:
    """A walk of 4 May along two plots, with its track."""
    plots = [add_plot(session, name, x, 10) for name, x in (("沟边", 20), ("路口", 160))]
    points = straight()
    points[5] = (50.0, 4000.0)
    (outing,) = track_outings.read_outings(
        session, track_outings.look_at([put(tmp_path, gpx(points))])[0]).outings
    return track_outings.confirm(session, outing, {plots[0]: "09:00", plots[1]: "09:02"}, new={"people": 2}).patrol_id


def shots(folder: Path) -> list[Path]:
    """One on the way at the first plot, one that says nothing, one of another day."""
    found = []
    for name, taken, width in (("a.jpg", "2026:05:04 09:00:20", 80), ("b.jpg", "", 90),
                               ("c.jpg", "2026:05:06 10:00:00", 100)):
        path = folder / name
        path.write_bytes(camera(width, 40, taken=taken, gps={}))
        found.append(path)
    return found


def at_patrol(qtbot: QtBot, session: Session, patrol: str) -> Desk:
    desk = Desk(qtbot, session)
    desk.shell.go("patrols", kind="patrol", id=patrol)
    return desk


def matching(desk: Desk, qtbot: QtBot) -> PhotoMatch:
    qtbot.waitUntil(lambda: desk.page.over.view is not None)
    view = desk.page.over.view
    assert isinstance(view, PhotoMatch)
    return view


def plots_of(view: PhotoMatch) -> list[str]:
    assert view.photos is not None
    return [str(view.photos.table.columns[1].text(line)) for line in view.photos.lines]


def test_photos_are_matched_changed_and_saved_as_one_action(
    qtbot: QtBot, session: Session, said: Recorder, patrol: str, tmp_path: Path,
) -> None:
    desk = at_patrol(qtbot, session, patrol)
    said.paths = [[str(path) for path in shots(tmp_path)]]
    desk.key(PHOTO, CTRL)
    view = matching(desk, qtbot)
    assert plots_of(view) == ["3 组 沟边", "整次踏查", "整次踏查"]
    assert session.store.count("photo") == 0

    desk.key(Qt.Key.Key_Down)  # the one of another day is not wanted
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Down)  # the silent one is of the second plot
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    assert plots_of(view) == ["3 组 沟边", "", "3 组 路口"]
    assert view.save_button.text() == "存 2 张照片"
    desk.key(SAVE, CTRL)
    assert {photo["source_table"] for photo in session.store.records("photo")} == {"plot_check"}
    assert len(desk.page.log.detail.photos.shown()) == 2
    assert {shown.word for shown in desk.page.log.detail.photos.shown()} == {"3 组 沟边", "3 组 路口"}

    desk.key(UNDO, CTRL)
    assert patrol_photos.photos_of_patrol(session, patrol) == []
    assert desk.page.log.detail.photos.shown() == []


def test_pictures_let_go_over_the_page_belong_to_the_patrol_that_is_marked(
    qtbot: QtBot, session: Session, said: Recorder, patrol: str, tmp_path: Path,
) -> None:
    desk = at_patrol(qtbot, session, patrol)
    bring_in(desk.shell, [str(path) for path in shots(tmp_path)])
    view = matching(desk, qtbot)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.over.view is None
    assert session.store.count("photo") == 0
    assert not view.isVisible()
    desk.page.set_tab(0)
    bring_in(desk.shell, [str(path) for path in shots(tmp_path)])
    assert "照片" in str(said.said)


def test_the_tracks_of_a_patrol_stand_in_it_and_can_be_taken_away(
    qtbot: QtBot, session: Session, said: Recorder, patrol: str,
) -> None:
    desk = at_patrol(qtbot, session, patrol)
    table = desk.page.log.detail.tables[TRACKS]
    row = table.table.row(0)
    assert [str(column.text(row)) for column in table.table.columns] == [
        "早上", "09:00–09:05", "300 米，5 分", "剪掉 1 处"]
    table.setFocus()
    desk.key(Qt.Key.Key_Return)
    assert "速度快得不合理：09:00，1 个点" in str(said.said)
    desk.key(Qt.Key.Key_Delete)
    assert tracks.tracks_of(session, patrol) == []
    assert table.isHidden()
    desk.key(UNDO, CTRL)
    assert len(tracks.tracks_of(session, patrol)) == 1


def test_what_was_chosen_for_photos_and_not_saved_comes_back(
    qtbot: QtBot, session: Session, said: Recorder, patrol: str, tmp_path: Path,
) -> None:
    desk = at_patrol(qtbot, session, patrol)
    bring_in(desk.shell, [str(path) for path in shots(tmp_path)])
    view = matching(desk, qtbot)
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Return)
    chosen = plots_of(view)
    assert chosen == ["", "3 组 沟边", "整次踏查"]
    desk.shell.flush_drafts()  # what a lock does
    again = Desk(qtbot, session)
    again.page.set_tab(1)
    assert again.page.log.bringing.chosen.isVisible()
    again.page.log.bringing.resume_photos()
    assert plots_of(matching(again, qtbot)) == chosen
    again.key(SAVE, CTRL)
    assert session.store.count("photo") == 2
    assert again.page.log.bringing.chosen.isHidden()


def test_a_patrol_says_how_much_of_the_village_could_be_seen_from_its_tracks(
    qtbot: QtBot, session: Session, said: Recorder, patrol: str,
) -> None:
    saved = patrols.save_plot(session, {"name": "没有位置", "group_no": 3, "land_kind": "field", "area_mu": 4.8,
                                        "active_from": "2026-01-01"})
    assert saved.ok
    desk = at_patrol(qtbot, session, patrol)
    labels = desk.page.log.detail.findChildren(Label)
    qtbot.waitUntil(lambda: any("25 %（1 块没登记位置，算没看到）" in label.text() for label in labels))


def test_a_photo_of_a_draft_never_goes_to_a_plot_that_was_taken_off_the_patrol(
    qtbot: QtBot, session: Session, said: Recorder, patrol: str, tmp_path: Path,
) -> None:
    desk = at_patrol(qtbot, session, patrol)
    said.paths = [[str(path) for path in shots(tmp_path)]]
    desk.key(PHOTO, CTRL)
    view = matching(desk, qtbot)
    assert view.photos is not None
    proposed = plots_of(view)
    view.photos.restore({line.photo.picture.digest: "gone" for line in view.photos.lines})
    assert plots_of(view) == proposed
    view.photos.restore({line.photo.picture.digest: "" for line in view.photos.lines})
    assert plots_of(view) == ["整次踏查"] * 3
