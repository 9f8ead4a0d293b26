"""Outlines drawn by pointer and by keys alone, changed, and taken back step by step."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.map.drawing import OutlineTool
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.model.geo.map_data import DUE, MapData, MapPlot
from panhuang_desk.model.geo.shape import outline_shape
from panhuang_desk.model.geo.sketch import Sketch
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Board:
    """A map with the tool in use."""

    def __init__(self, qtbot: QtBot, sketch: Sketch) -> None:
        self.qtbot, self.sketch = qtbot, sketch
        self.view = MapView()
        qtbot.addWidget(self.view)
        self.view.resize(600, 400)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.show_data(MapData(), fit=True)
        self.tool = OutlineTool(sketch, self.view)
        self.view.tool = self.tool
        self.told: list[str] = []
        self.tool.told.connect(self.told.append)
        self.view.setFocus()

    def click(self, x: int, y: int) -> None:
        self.qtbot.mouseClick(self.view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.qtbot.mousePress(self.view, Qt.MouseButton.LeftButton, pos=QPoint(*start))
        self.qtbot.mouseMove(self.view, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
        self.qtbot.mouseMove(self.view, QPoint(*end))
        self.qtbot.mouseRelease(self.view, Qt.MouseButton.LeftButton, pos=QPoint(*end))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            self.qtbot.keyClick(self.view, key, modifier)

    @property
    def pixels(self) -> list[tuple[int, int]]:
        return [(round(point.x()), round(point.y())) for point in map(self.view.show_position, self.sketch.corners)]


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    return Board(qtbot, Sketch())


def test_clicks_set_corners_and_the_first_one_closes(board: Board) -> None:
    for x, y in ((200, 100), (300, 100), (300, 200), (200, 200)):
        board.click(x, y)
    assert board.pixels == [(200, 100), (300, 100), (300, 200), (200, 200)]
    assert not board.sketch.closed
    board.click(202, 101)
    assert board.sketch.closed
    assert len(board.sketch.corners) == 4


def test_the_same_by_keys_alone(board: Board) -> None:
    finished: list[bool] = []
    board.tool.finished.connect(lambda: finished.append(True))
    board.key(Qt.Key.Key_Space)
    board.key(Qt.Key.Key_Right, SHIFT, 3)
    board.key(Qt.Key.Key_Space)
    board.key(Qt.Key.Key_Down, SHIFT, 2)
    board.key(Qt.Key.Key_Space)
    board.key(Qt.Key.Key_Left)
    board.key(Qt.Key.Key_Space)
    board.key(Qt.Key.Key_Backspace)
    assert board.pixels == [(300, 200), (396, 200), (396, 264)]
    board.key(Qt.Key.Key_Return)
    assert board.sketch.closed
    assert finished == []
    board.key(Qt.Key.Key_Return)
    assert finished == [True]


def test_corners_are_dragged_put_between_and_taken_away(board: Board) -> None:
    for x, y in ((200, 100), (300, 100), (300, 200), (200, 200)):
        board.click(x, y)
    board.key(Qt.Key.Key_Return)
    board.drag((300, 100), (340, 80))
    assert board.pixels[1] == (340, 80)
    board.drag((250, 200), (250, 240))
    assert board.pixels == [(200, 100), (340, 80), (300, 200), (250, 240), (200, 200)]
    board.click(300, 200)
    board.key(Qt.Key.Key_Delete)
    assert board.pixels == [(200, 100), (340, 80), (250, 240), (200, 200)]
    board.key(Qt.Key.Key_Tab)
    marked = board.tool.marked
    before = board.pixels[marked]
    board.key(Qt.Key.Key_Up, times=2)
    assert board.pixels[marked] == (before[0], before[1] - 8)
    steps = 0
    while board.tool.step_back():
        steps += 1
    assert (steps, board.sketch.corners) == (10, ())
    while board.tool.step_forth():
        pass
    assert board.pixels[marked] == (before[0], before[1] - 8)


def test_crossing_sides_are_refused_in_words(board: Board) -> None:
    for x, y in ((200, 100), (300, 200), (300, 100), (200, 200)):
        board.click(x, y)
    board.key(Qt.Key.Key_Return)
    assert not board.sketch.closed
    assert "相交" in board.told[-1]
    assert "相交" in board.sketch.problem()


def test_a_drag_beside_the_corners_moves_the_map(board: Board) -> None:
    board.click(200, 100)
    board.drag((400, 300), (450, 330))
    assert board.pixels == [(250, 130)]


def test_three_corners_are_the_fewest(board: Board) -> None:
    for x, y in ((200, 100), (300, 100), (300, 200)):
        board.click(x, y)
    board.key(Qt.Key.Key_Return)
    board.click(300, 100)
    board.key(Qt.Key.Key_Delete)
    assert len(board.sketch.corners) == 3
    assert "三个角" in board.told[-1]


def test_a_corner_is_put_between_and_taken_away_by_keys_alone(board: Board) -> None:
    for x, y in ((200, 100), (300, 100), (300, 200)):
        board.click(x, y)
    board.key(Qt.Key.Key_Return)
    board.key(Qt.Key.Key_Space)
    assert "先用 Tab" in board.told[-1]
    board.key(Qt.Key.Key_Tab)
    board.key(Qt.Key.Key_Space)
    assert board.pixels == [(200, 100), (250, 100), (300, 100), (300, 200)]
    board.key(Qt.Key.Key_Up, SHIFT)
    assert board.pixels[1] == (250, 68)
    board.key(Qt.Key.Key_Backspace)
    assert board.pixels == [(200, 100), (300, 100), (300, 200)]


def test_neighbours_share_a_corner_and_a_plot_is_not_held_by_its_own(qtbot: QtBot) -> None:
    board = Board(qtbot, Sketch())
    plane = board.view.scene.plane
    shape = outline_shape([[[plane.position(at) for at in ((0, 0), (100, 0), (100, 100), (0, 100))]]])
    board.view.show_data(MapData(plots=(MapPlot("a", "沟东", DUE, shape),)), fit=True)
    corner = board.view.show_position(shape.polygons[0][0][1]).toPoint()
    board.click(corner.x() + 4, corner.y() - 3)
    board.click(corner.x() + 40, corner.y() - 3)
    assert board.sketch.corners[0] == pytest.approx(shape.polygons[0][0][1], abs=1e-9)
    assert board.pixels[1] == (corner.x() + 40, corner.y() - 3)
    own = OutlineTool(Sketch.of(shape), board.view, of="a")
    board.view.tool, board.sketch = own, own.sketch
    board.drag((corner.x(), corner.y()), (corner.x() + 5, corner.y() + 6))
    assert (corner.x() + 5, corner.y() + 6) in board.pixels
