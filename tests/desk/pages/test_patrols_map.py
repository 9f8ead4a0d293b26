"""The map's tab: what is marked and opened, what is found by name, outlines drawn into the file, pictures below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols.map_draw import Target
from panhuang_desk.desk.pages.patrols.map_ground import GroundPlacing
from panhuang_desk.desk.pages.patrols.map_tab import MapTab
from panhuang_desk.model.geo.map_data import FIND, GROUP, PLOT, TRACK, VILLAGE
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, outline_shape, point_shape
from panhuang_desk.services import base_map, maps, patrols, plots, tracks
from panhuang_desk.services.map_paper import map_paper, map_warning
from panhuang_desk.services.session import Session
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.services.track_files import gpx, put, straight

from .patrols_desk import CTRL, Desk
from .patrols_desk import FIND as FOUND

PLANE = Plane((119.97, 33.36))
MAP = 4


def square(x: float, y: float, side: float) -> Shape:
    corners = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return outline_shape([[[PLANE.position(corner) for corner in corners]]])


def add(session: Session, name: str, shape: Shape | None, **more: object) -> str:
    values = {"name": name, "group_no": 2, "land_kind": "vegetable", **plots.place_values(shape), **more}
    saved = patrols.save_plot(session, values)  # type: ignore[arg-type]
    assert saved.record is not None
    return saved.record.id


@pytest.fixture
def ids(session: Session) -> dict[str, str]:
    return {"沟东菜地": add(session, "沟东菜地", square(0, 0, 60)), "桥头": add(session, "桥头", point_shape(
        PLANE.position((300, 100)))), "西坡": add(session, "西坡", None, area_mu=2.0)}


@pytest.fixture
def desk(qtbot: QtBot, session: Session, ids: dict[str, str]) -> Desk:
    desk = Desk(qtbot, session)
    desk.shell.go("patrols", tab=str(MAP))
    return desk


def tab(desk: Desk) -> MapTab:
    shown = desk.page.shown
    assert isinstance(shown, MapTab)
    return shown


def click(desk: Desk, x: float, y: float) -> None:
    view = tab(desk).view
    desk.qtbot.mouseClick(view, Qt.MouseButton.LeftButton,
                          pos=view.show_position(PLANE.position((x, y))).toPoint())


def test_the_map_shows_what_has_a_place_and_names_what_has_none(desk: Desk) -> None:
    side = tab(desk).side
    assert {plot.name for plot in tab(desk).view.scene.data.plots} == {"沟东菜地", "桥头"}
    assert side.all_title.text() == "还有 1 块地不在图上"
    assert desk.focus is tab(desk).view


def test_a_marked_plot_is_told_at_the_right_and_enter_opens_it(desk: Desk, ids: dict[str, str]) -> None:
    click(desk, 30, 30)
    side = tab(desk).side
    assert side.plot_title.text() == "2 组 沟东菜地"
    assert side.tag.tag.word == "没看过"
    assert "图上 5.4 亩" in side.facts.text()
    desk.key(Qt.Key.Key_Return)
    assert desk.page.tab == 0
    assert desk.page.plots.table.current().id == ids["沟东菜地"]


def test_a_patrol_begins_with_the_marked_plot(desk: Desk) -> None:
    click(desk, 30, 30)
    tab(desk).side.patrol_button.click()
    assert desk.page.log.patrol is not None


def test_a_plot_is_found_by_part_of_its_name_and_a_place_by_its_coordinates(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F, CTRL)
    desk.type("桥")
    assert tab(desk).side.plot_title.text() == "2 组 桥头"
    tab(desk).search.setText("没有这块")
    assert tab(desk).map.count.text() == "图上没有这块地"
    tab(desk).search.setText("119.975, 33.362")
    view = tab(desk).view
    middle = view.show_position((119.975, 33.362))
    assert (abs(middle.x() - view.width() / 2), abs(middle.y() - view.height() / 2)) < (2, 2)


def test_states_follow_the_season_and_finds_stand_on_their_plot(session: Session, ids: dict[str, str]) -> None:
    patrols.record_patrol(session, {"patrolled_on": "2026-05-22", "method": "foot", "people": 2}, [
        patrols.PlotLook(ids["沟东菜地"]), patrols.PlotLook(ids["桥头"], found=True, finding=FOUND)])
    data = maps.map_of(session)
    assert {plot.name: plot.state for plot in data.plots} == {"沟东菜地": "checked", "桥头": "found"}
    find = next(point for point in data.points if point.layer == FIND)
    assert (find.label, find.closed) == ("罂粟 37 株", False)
    assert PLANE.point(find.position) == pytest.approx((300, 100), abs=0.1)


def test_tracks_of_the_chosen_days_are_shown_and_layers_are_remembered(
    desk: Desk, session: Session, tmp_path: Path,
) -> None:
    tracks.import_tracks(session, put(tmp_path, gpx(straight())))
    desk.shell.refresh(None)
    assert [track.name for track in tab(desk).view.scene.data.tracks] == ["5月4日 步行轨迹"]
    tab(desk).map.span_chip.choose("7")
    tab(desk).map.span_chip.chosen.emit("7")
    assert tab(desk).view.scene.data.tracks == ()
    tab(desk).map.layer_chips[TRACK].click()
    again = MapTab(desk.shell)
    desk.qtbot.addWidget(again)
    assert not again.map.layer_chips[TRACK].isChecked()
    assert again.map.layer_chips[PLOT].isChecked()
    assert again.map.span_chip.code == "7"


def test_a_plot_without_a_place_is_drawn_and_it_can_be_undone(
    desk: Desk, session: Session, ids: dict[str, str],
) -> None:
    tab(desk).side.unplaced.setFocus()
    tab(desk).side.unplaced.select(0)
    desk.key(Qt.Key.Key_Return)
    assert tab(desk).side.drawing_title.text() == "画边界：2 组 西坡"
    for x, y in ((100, 0), (160, 0), (160, 60), (100, 60)):
        click(desk, x, y)
    assert tab(desk).side.area.text().endswith("亩")
    assert "登记 2 亩" in tab(desk).side.area_more.text()
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Return)
    record = session.store.get("plot", ids["西坡"])
    assert record is not None
    assert plots.measured_mu(plots.shape_of(record)) == pytest.approx(5.4, rel=0.05)
    assert record["area_mu"] == 2.0
    assert "登记的面积仍是 2 亩" in desk.said
    assert tab(desk).view.mark == (PLOT, ids["西坡"])
    desk.key(Qt.Key.Key_Z, CTRL)
    record = session.store.get("plot", ids["西坡"])
    assert record is not None
    assert not record["outline"]


def test_ctrl_s_saves_what_is_drawn_and_a_new_plot_is_seen_whole_beside_its_form(
    desk: Desk, session: Session, ids: dict[str, str],
) -> None:
    tab(desk).draw(Target(PLOT, ids["西坡"]))
    corners = ((100, 0), (160, 0), (160, 60), (100, 60))
    for x, y in corners:
        click(desk, x, y)
    desk.key(Qt.Key.Key_S, CTRL)
    record = session.store.get("plot", ids["西坡"])
    assert record is not None
    assert record["outline"]
    desk.key(Qt.Key.Key_H, CTRL)
    for x, y in corners:
        click(desk, x + 70, y)
    desk.key(Qt.Key.Key_S, CTRL)
    assert tab(desk).entry is not None
    view = tab(desk).view
    desk.qtbot.waitUntil(lambda: all(
        view.rect().contains(view.show_position(PLANE.position((x + 70, y))).toPoint()) for x, y in corners))


def test_what_is_half_drawn_comes_back(desk: Desk) -> None:
    desk.key(Qt.Key.Key_H, CTRL)
    for x, y in ((100, 0), (160, 0)):
        click(desk, x, y)
    desk.key(Qt.Key.Key_Escape)
    assert tab(desk).drawing is None
    desk.key(Qt.Key.Key_H, CTRL)
    drawing = tab(desk).drawing
    assert drawing is not None
    assert len(drawing.tool.sketch.corners) == 2
    desk.key(Qt.Key.Key_Z, CTRL)
    assert len(drawing.tool.sketch.corners) == 2  # what came back is where taking back begins
    assert "没有可以退的了" in desk.said
    tab(desk).side.again_button.click()
    assert tab(desk).drawing is not drawing
    assert tab(desk).drawing.tool.sketch.corners == ()  # type: ignore[union-attr]
    assert desk.focus is tab(desk).view


def test_crossing_sides_are_told_while_one_draws(desk: Desk) -> None:
    desk.key(Qt.Key.Key_H, CTRL)
    for x, y in ((100, 0), (160, 60), (160, 0), (100, 60)):
        click(desk, x, y)
    assert "相交" in tab(desk).side.problem.text()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert tab(desk).side.problem.text() == ""


def test_the_village_and_its_groups_are_drawn(desk: Desk, session: Session) -> None:
    for target in (Target(VILLAGE), Target(GROUP, group_no=2)):
        tab(desk).draw(target)
        for x, y in ((0, 0), (200, 0), (200, 90), (0, 90)):
            click(desk, x, y)
        desk.key(Qt.Key.Key_S, CTRL)
        desk.key(Qt.Key.Key_S, CTRL)
    assert {(area.level, area.name) for area in maps.areas(session)} == {(VILLAGE, "仰徐村"), (GROUP, "2 组")}
    assert not tab(desk).map.layer_chips["map_area"].isHidden()


def test_an_outline_is_taken_off_and_a_point_stays(desk: Desk, session: Session, ids: dict[str, str]) -> None:
    click(desk, 30, 30)
    tab(desk).side.clear_button.click()
    record = session.store.get("plot", ids["沟东菜地"])
    assert record is not None
    shape = plots.shape_of(record)
    assert shape is not None
    assert not shape.is_outline
    assert "去掉了边界" in desk.said


def _placing(desk: Desk) -> GroundPlacing:
    view = desk.page.over.view
    assert isinstance(view, GroundPlacing)
    return view


def test_a_scan_is_placed_by_points_and_lies_under_the_map(
    desk: Desk, session: Session, said: Recorder, tmp_path: Path,
) -> None:
    path = tmp_path / "扫描.png"
    Image.new("RGB", (600, 400), "green").save(path)
    said.paths = [[str(path)]]
    tab(desk).map.ground.add()
    desk.qtbot.waitUntil(lambda: desk.page.over.view is not None)
    placing = _placing(desk)
    placing.on_save()
    assert "至少要 3 个点" in desk.said
    for number, (column, line) in enumerate(((50, 50), (550, 50), (50, 350))):
        at = placing.view.to_view(column, line).toPoint()
        desk.qtbot.mouseClick(placing.view, Qt.MouseButton.LeftButton, pos=at)
        longitude, latitude = PLANE.position((column - 300, 200 - line))
        assert desk.focus is placing.lines[number]
        desk.type(f"{longitude:.6f}, {latitude:.6f}")
        desk.key(Qt.Key.Key_Return)
        assert desk.focus is placing.view
    assert "三个点总能对上" in placing.told.text()
    desk.key(Qt.Key.Key_S, CTRL)
    assert desk.page.over.view is None
    assert [record.text("name") for record in base_map.pictures(session)] == ["扫描"]
    view = tab(desk).view
    view.fit()
    view.finish()
    below = view.grab().toImage().pixelColor(view.show_position(PLANE.position((150, 80))).toPoint())
    assert below.green() > below.red() + 40
    desk.key(Qt.Key.Key_Z, CTRL)
    assert base_map.pictures(session) == []


def test_a_picture_that_is_none_is_refused_in_words(desk: Desk, said: Recorder, tmp_path: Path) -> None:
    path = tmp_path / "图.jpg"
    path.write_bytes(b"no picture")
    said.paths = [[str(path)]]
    tab(desk).map.ground.add()
    desk.qtbot.waitUntil(lambda: bool(said.said))
    assert "不是能做底图的图片" in str(said.said[0])


def test_at_150_per_cent_the_side_is_the_next_step(
    qtbot: QtBot, session: Session, ids: dict[str, str], sized: Callable[[int], None],
) -> None:
    sized(150)
    desk = Desk(qtbot, session)
    desk.shell.go("patrols", tab=str(MAP))
    desk.key(Qt.Key.Key_Tab)
    assert "2 组" in tab(desk).map.count.text()
    desk.key(Qt.Key.Key_Return)
    assert desk.focus is tab(desk).side.open_button
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus is tab(desk).view
    desk.key(Qt.Key.Key_H, CTRL)
    for x, y in ((100, 0), (160, 0), (160, 60)):
        click(desk, x, y)
    assert tab(desk).map.count.text().startswith("3 个角，")


def test_a_large_map_is_read_in_the_background(
    desk: Desk, session: Session, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(maps, "LARGE_PLOTS", 1)
    new = add(session, "北坡", square(100, 100, 50))
    desk.shell.refresh(None)
    tab(desk).show_plot(new)
    desk.qtbot.waitUntil(lambda: tab(desk).view.mark == (PLOT, new))
    assert tab(desk).side.plot_title.text() == "2 组 北坡"


def test_the_map_is_printed_with_the_layers_that_are_shown(desk: Desk, session: Session) -> None:
    tab(desk).map.layer_chips[PLOT].click()
    desk.key(Qt.Key.Key_P, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.over.view is not None)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.over.view is None
    with_plots, without = (map_paper(session, hidden=hidden) for hidden in (frozenset(), frozenset({PLOT})))
    assert len(with_plots) > len(without)
    assert map_warning(session) == ""
