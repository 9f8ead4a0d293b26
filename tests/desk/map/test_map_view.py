"""The map: panned, zoomed, picked by pointer and keys; labels stand still; everything painted when it is to be."""

from __future__ import annotations

import itertools

import pytest
from panhuang_desk.desk.map.legend import Legend
from panhuang_desk.desk.map.sheet import LABELS, Sheet
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.model.geo.map_data import (
    AREA,
    FIND,
    PLOT,
    STATES,
    TRACK,
    MapArea,
    MapData,
    MapPlot,
    MapPoint,
    MapTrack,
)
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, outline_shape
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

PLANE = Plane((119.97, 33.36))


def square(x: float, y: float, side: float) -> Shape:
    corners = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return outline_shape([[[PLANE.position(corner) for corner in corners]]])


def sample() -> MapData:
    plots = tuple(MapPlot(str(number), f"{number} 号地", state, square(number % 4 * 200, number // 4 * 200, 120), 1)
                  for number, state in enumerate(STATES))
    return MapData(
        (MapArea("v", "仰徐村", "village", square(-100, -100, 1000)),), plots,
        (MapTrack("t", "5月15日 步行轨迹", ((PLANE.position((-80, 500)), PLANE.position((880, 510))),)),),
        (MapPoint("f", FIND, PLANE.position((400, 700)), "罂粟 37 株"),))


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.show_data(sample(), fit=True)
    view.finish()
    view.setFocus()
    return view


def pixel(view: MapView, x: float, y: float) -> QPoint:
    return view.show_position(PLANE.position((x, y))).toPoint()


def test_the_whole_village_is_in_sight_and_north_is_up(view: MapView) -> None:
    south_west, north_east = pixel(view, -100, -100), pixel(view, 900, 900)
    assert view.rect().contains(south_west)
    assert view.rect().contains(north_east)
    assert south_west.y() > north_east.y()
    assert south_west.x() < north_east.x()
    assert view.finished


def test_places_and_pixels_agree(view: MapView) -> None:
    for at in (QPointF(10, 20), QPointF(400, 300), QPointF(790, 590)):
        position = view.position_at(at)
        assert (view.show_position(position) - at).manhattanLength() < 1e-6
    metres = distance(view.position_at(QPointF(100, 300)), view.position_at(QPointF(500, 300)))
    assert metres == pytest.approx(400 / view.scale, rel=1e-3)


def test_a_click_picks_a_plot_a_find_a_track_or_nothing(view: MapView, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    view.marked.connect(lambda layer, id: told.append((layer, id)))
    for x, y in ((60, 60), (400, 702), (350, 505), (850, 850)):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=pixel(view, x, y))
    assert told == [(PLOT, "0"), (FIND, "f"), (TRACK, "t"), ("", "")]


def test_what_is_hidden_is_not_picked(view: MapView, qtbot: QtBot) -> None:
    view.set_hidden(frozenset({PLOT, FIND}))
    for x, y in ((60, 60), (400, 702)):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=pixel(view, x, y))
        assert view.mark == ("", "")


def test_tab_goes_through_all_plots_and_enter_opens(view: MapView, qtbot: QtBot) -> None:
    opened: list[str] = []
    view.opened.connect(lambda layer, id: opened.append(id))
    seen = []
    for _ in STATES:
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        seen.append(view.mark[1])
    assert sorted(seen) == [plot.id for plot in sample().plots]
    assert seen[0] == "4"  # the northern row comes first
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [seen[-1]]
    qtbot.keyClick(view, Qt.Key.Key_Backtab)
    assert view.mark == (PLOT, seen[-2])
    assert STATES[sample().plots[int(seen[-2])].state] in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.mark == ("", "")


def test_the_wheel_zooms_where_the_pointer_is(view: MapView) -> None:
    at = QPointF(200, 150)
    before, scale = view.position_at(at), view.scale
    wheel = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(view, wheel)
    assert view.scale > scale
    assert distance(view.position_at(at), before) < 2 / view.scale


def test_keys_zoom_pan_and_show_all_again(view: MapView, qtbot: QtBot) -> None:
    scale, corner = view.scale, pixel(view, 0, 0)
    qtbot.keyClicks(view, "++")
    assert view.scale == pytest.approx(scale * 2.25)
    qtbot.keyClicks(view, "-")
    assert view.scale == pytest.approx(scale * 1.5)
    before = pixel(view, 0, 0)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert pixel(view, 0, 0).x() == pytest.approx(before.x() - 80, abs=2)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert (view.scale, pixel(view, 0, 0)) == (scale, corner)


def test_a_drag_moves_the_map_and_picks_nothing(view: MapView, qtbot: QtBot) -> None:
    start = pixel(view, 60, 60)
    before = pixel(view, 0, 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in (10, 40, 70):
        qtbot.mouseMove(view, start + QPoint(step, step // 2))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(70, 35))
    assert (pixel(view, 0, 0) - before - QPoint(70, 35)).manhattanLength() <= 2
    assert view.mark == ("", "")


def test_the_picture_after_a_pan_is_that_of_the_same_place_painted_anew(view: MapView) -> None:
    view.zoom(2.0)
    view.finish()
    view.pan(37, -21)
    view.finish()
    moved = view.grab().toImage()
    view.set_hidden(frozenset({AREA}))
    view.set_hidden(frozenset())
    view.finish()
    assert view.grab().toImage() == moved


def test_labels_do_not_overlap_and_can_be_left_out(view: MapView) -> None:
    placed = {id(each): each for line in Sheet(view.scene, view.scale, frozenset()).labels.values() for each in line}
    assert {each.label.words for each in placed.values()} >= {"罂粟 37 株", "0 号地"}
    for one, other in itertools.combinations(placed.values(), 2):
        assert (one.left + one.label.width <= other.left or other.left + other.label.width <= one.left
                or one.top + one.label.height <= other.top or other.top + other.label.height <= one.top)
    assert Sheet(view.scene, view.scale, frozenset({LABELS})).labels == {}


def test_states_look_different_without_colour(view: MapView) -> None:
    """Every plot is painted alone and turned grey: no two states give the same picture."""
    seen = []
    for state in STATES:
        view.show_data(MapData(plots=(MapPlot("a", "", state, square(0, 0, 100)),)), fit=True)
        view.finish()
        image = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_Grayscale8)
        seen.append(bytes(image.constBits()))
    assert len(set(seen)) == len(STATES)


def test_new_data_keeps_sight_and_mark(view: MapView) -> None:
    view.set_mark(PLOT, "3", centre=True)
    sight = view.position_at(QPointF(400, 300))
    view.show_data(sample())
    assert view.mark == (PLOT, "3")
    assert distance(view.position_at(QPointF(400, 300)), sight) < 0.5
    view.show_data(MapData(plots=sample().plots[:2]))
    assert view.mark == ("", "")


def test_an_empty_map_says_what_to_do_first(qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.empty_words = "还没有画范围"
    blank = view.grab().toImage()
    view.empty_words = ""
    assert view.grab().toImage() != blank
    view.go_to((120.5, 34.0))
    assert distance(view.position_at(QPointF(250, 150)), (120.5, 34.0)) < 2


def test_the_legend_explains_what_is_there(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_data(sample())
    assert legend.words == [*(f"{word} 1" for word in STATES.values()), "步行轨迹", "发现"]
    legend.show_data(MapData())
    assert legend.words == []
