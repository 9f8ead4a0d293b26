"""Drawing an outline on the map: corners by clicks, or by a cross hair that the arrow keys move; dragged, put between.

Clicks set corners until Enter, or a click on the first corner, closes the outline; then corners can be dragged, a drag
from the middle of a side makes a new one, and Del takes the marked one away. A corner that is set or dropped close to
one of another plot takes its place, so that neighbours share it.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.shape import ShapeError
from panhuang_desk.model.geo.sketch import Sketch

_NEAR = 11
_SHARED = 8
"""Pixels within which a corner takes the place of a neighbour's."""
_FINE, _COARSE = 4, 32
"""Pixels that an arrow key moves the cross hair; Shift moves it further."""


class OutlineTool(QObject):
    """The tool that draws a `Sketch`, the outline of plot `of`. `changed` after every step, `finished` when Enter is
    pressed on a closed outline that has nothing wrong, `left` on Esc, `told` with words that say why something cannot
    be done.
    """

    changed = Signal()
    finished = Signal()
    left = Signal()
    told = Signal(str)

    def __init__(self, sketch: Sketch, parent: QObject | None = None, *, of: str = "") -> None:
        super().__init__(parent)
        self.sketch, self._of = sketch, of
        self.marked = -1
        self._pointer: QPointF | None = None
        self._cross: Position | None = None
        self._held: tuple[str, int] | None = None
        self._dragged_to: Position | None = None

    @property
    def by_keys(self) -> bool:
        """Whether the cross hair is in use."""
        return self._cross is not None

    def hints(self) -> tuple[Hint, ...]:
        """The keys that matter now."""
        if self.sketch.closed:
            return (Hint("Enter", "保存"), Hint("Tab", "选角"), Hint(cap("map_move"), "挪角"),
                    Hint(cap("pick"), "加角"), Hint(cap("delete"), "去掉角"), Hint(cap("back"), "不画了"))
        return (Hint(cap("map_move"), "移动十字"), Hint(cap("pick"), "放一个角"),
                Hint(cap("map_corner_back"), "退一个角"), Hint("Enter", "画完"), Hint(cap("back"), "不画了"))

    # Pointer

    def grab(self, view: MapView, at: QPointF) -> bool:
        """A corner, or once closed the middle of a side, can be dragged."""
        place = self._corner_at(view, at)
        if place >= 0 and (self.sketch.closed or place > 0 or len(self.sketch.corners) < 3):
            self._held, self.marked = ("corner", place), place
        else:
            side = self._side_at(view, at) if self.sketch.closed else -1
            self._held = ("side", side) if side >= 0 else None
        view.update()
        return self._held is not None

    def drag(self, view: MapView, at: QPointF) -> None:
        """The corner follows."""
        self._dragged_to = self._taken_in(view, at)
        view.update()

    def drop(self, view: MapView) -> None:
        """The corner stays where it was dropped."""
        held, to = self._held, self._dragged_to
        self._held = self._dragged_to = None
        if held is not None and to is not None:
            what, place = held
            if what == "corner":
                self.sketch.move(place, to)
            else:
                self.sketch.insert(place + 1, to)
                self.marked = place + 1
            self._say()
        view.update()

    def click(self, view: MapView, at: QPointF, *, double: bool) -> None:
        """Set a corner; a click on the first one, or a double click, closes; on a closed outline mark a corner."""
        self._held = self._dragged_to = self._cross = None
        place = self._corner_at(view, at)
        if self.sketch.closed:
            self.marked = place
        elif place == 0 and len(self.sketch.corners) >= 3:
            self._close()
        elif double:
            if len(self.sketch.corners) >= 3:
                self._close()
        elif place < 0:
            self.sketch.add(self._taken_in(view, at))
            self.marked = len(self.sketch.corners) - 1
            self._say()
        view.update()

    def hover(self, view: MapView, at: QPointF) -> None:
        """The next side follows the pointer."""
        self._pointer = at
        handle = self._corner_at(view, at) >= 0 or (self.sketch.closed and self._side_at(view, at) >= 0)
        view.setCursor(Qt.CursorShape.PointingHandCursor if handle else Qt.CursorShape.ArrowCursor
                       if self.sketch.closed else Qt.CursorShape.CrossCursor)
        view.update()

    # Keys

    def key(self, view: MapView, event: QKeyEvent) -> bool:
        """The keys of drawing; others are the map's."""
        key = event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in _STEPS:
            self._arrow(view, *_STEPS[Qt.Key(key)], far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space:
            self._set_by_key(view)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Backspace:
            self._backspace()
        elif key == Qt.Key.Key_Delete:
            self.remove_marked()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        view.update()
        return True

    def go_on(self, view: MapView, *, forth: bool) -> bool:
        """Tab marks the next corner of a closed outline; beyond the last one it goes on to the next control."""
        count = len(self.sketch.corners)
        place = self.marked + (1 if forth else -1) if self.marked >= 0 else 0 if forth else count - 1
        there = self.sketch.closed and 0 <= place < count
        self.marked, self._cross = (place, self.sketch.corners[place]) if there else (-1, None)
        view.update()
        return there

    def step_back(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._stepped(self.sketch.undo())

    def step_forth(self) -> bool:
        """Do a step again; False where there is none."""
        return self._stepped(self.sketch.redo())

    def remove_marked(self) -> None:
        """Take the marked corner away."""
        if not 0 <= self.marked < len(self.sketch.corners):
            self.told.emit("先点一个角，再按 Del 去掉")
        elif not self.sketch.remove(self.marked):
            self.told.emit("边界至少要有三个角")
        else:
            self.marked = min(self.marked, len(self.sketch.corners) - 1)
            self._say()

    # Painting

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Sides, corners, the side that follows, the cross hair."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = [view.show_position(corner) for corner in self._as_shown()]
        wrong = bool(Sketch(self._as_shown()).problem()) if len(points) > 2 else False
        colour = QColor(theme.RED if wrong else theme.ACCENT)
        self._paint_sides(painter, view, points, colour)
        if self.sketch.closed:
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(QColor(theme.SURFACE))
            for at in range(len(points)):
                middle = (points[at] + points[(at + 1) % len(points)]) / 2
                painter.drawEllipse(middle, 3.5, 3.5)
        for place, point in enumerate(points):
            marked = place == self.marked
            half = 6.5 if marked else 5.0
            painter.setPen(QPen(QColor("#FFFFFF") if marked else colour, 2))
            painter.setBrush(colour if marked else QColor(theme.SURFACE))
            painter.drawRect(QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half))
        if self._cross is not None:
            _paint_cross(painter, view.show_position(self._cross))

    def _paint_sides(self, painter: QPainter, view: MapView, points: list[QPointF], colour: QColor) -> None:
        fill = QColor(colour)
        fill.setAlpha(36)
        outline = QPolygonF(points)
        painter.setBrush(fill if self.sketch.closed or len(points) > 2 else Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shade, width in ((QColor("#FFFFFF"), 5), (colour, 2.4)):
            painter.setPen(QPen(shade, width))
            if self.sketch.closed:
                painter.drawPolygon(outline)
            else:
                painter.drawPolyline(outline)
        ahead = view.show_position(self._cross) if self._cross is not None else self._pointer
        if not self.sketch.closed and points and ahead is not None:
            painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(points[-1], ahead)
            if len(points) > 1:
                painter.drawLine(ahead, points[0])

    # Inside

    def _as_shown(self) -> tuple[Position, ...]:
        """The corners, with the one that is being dragged where the pointer is."""
        corners = self.sketch.corners
        if self._held is None or self._dragged_to is None:
            return corners
        what, place = self._held
        if what == "corner":
            return (*corners[:place], self._dragged_to, *corners[place + 1:])
        return (*corners[:place + 1], self._dragged_to, *corners[place + 1:])

    def _taken_in(self, view: MapView, at: QPointF) -> Position:
        """Where a corner comes to lie: at that of a neighbour where one is close."""
        corner = view.scene.corner_near(*view.to_scene(at), _SHARED / view.scale, self._of)
        return view.position_at(at) if corner is None else view.scene.position(*corner)

    def _corner_at(self, view: MapView, at: QPointF) -> int:
        near = [(math.dist(view.show_position(corner).toTuple(), at.toTuple()), place)
                for place, corner in enumerate(self.sketch.corners)]
        return min((each for each in near if each[0] <= _NEAR), default=(0.0, -1))[1]

    def _side_at(self, view: MapView, at: QPointF) -> int:
        points = [view.show_position(corner) for corner in self.sketch.corners]
        near = [(math.dist(((point + points[(place + 1) % len(points)]) / 2).toTuple(), at.toTuple()), place)
                for place, point in enumerate(points)]
        return min((each for each in near if each[0] <= _NEAR), default=(0.0, -1))[1]

    def _arrow(self, view: MapView, right: int, down: int, *, far: bool) -> None:
        """Move the cross hair; on a closed outline the marked corner goes with it."""
        step = _COARSE if far else _FINE
        if self._cross is None:
            marked = self.sketch.corners[self.marked] if 0 <= self.marked < len(self.sketch.corners) else None
            at = view.show_position(marked) if marked else QPointF(view.width() / 2, view.height() / 2)
        else:
            at = view.show_position(self._cross)
        at = QPointF(at.x() + right * step, at.y() + down * step)
        self._cross = view.position_at(at)
        margin = 40
        view.pan(min(at.x() - margin, 0) + max(at.x() - view.width() + margin, 0),
                 min(at.y() - margin, 0) + max(at.y() - view.height() + margin, 0))
        if self.sketch.closed and self.marked >= 0:
            self.sketch.move(self.marked, self._cross)
            self._say()

    def _set_by_key(self, view: MapView) -> None:
        if self._cross is None:
            self._cross = view.position_at(QPointF(view.width() / 2, view.height() / 2))
        if self.sketch.closed:
            self._split_side(view)
            return
        self.sketch.add(self._cross)
        self.marked = len(self.sketch.corners) - 1
        self._say()

    def _split_side(self, view: MapView) -> None:
        """A further corner in the middle of the side that follows the marked one."""
        corners = self.sketch.corners
        if not 0 <= self.marked < len(corners):
            self.told.emit("先用 Tab 选一个角，再按空格在它后面加一个角")
            return
        ends = [view.show_position(corners[(self.marked + step) % len(corners)]) for step in (0, 1)]
        self._cross = view.position_at((ends[0] + ends[1]) / 2)
        self.marked += 1
        self.sketch.insert(self.marked, self._cross)
        self._say()

    def _enter(self) -> None:
        if not self.sketch.closed:
            self._close()
        elif self.sketch.problem():
            self.told.emit(self.sketch.problem())
        else:
            self.finished.emit()

    def _close(self) -> None:
        try:
            self.sketch.close()
        except ShapeError as problem:
            self.told.emit(str(problem))
            return
        self._cross, self.marked = None, -1
        self._say()

    def _backspace(self) -> None:
        if self.sketch.closed:
            self.remove_marked()
        elif self.sketch.corners:
            self.sketch.remove(len(self.sketch.corners) - 1)
            self.marked = len(self.sketch.corners) - 1
            self._say()

    def _stepped(self, done: bool) -> bool:
        if done:
            self.marked = min(self.marked, len(self.sketch.corners) - 1)
            self._cross = None
            self._say()
        return done

    def _say(self) -> None:
        self.changed.emit()


_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def _paint_cross(painter: QPainter, at: QPointF) -> None:
    for colour, width in (("#FFFFFF", 4), (theme.INK, 1.6)):
        painter.setPen(QPen(QColor(colour), width))
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(QPointF(at.x() + 5 * right, at.y() + 5 * down),
                             QPointF(at.x() + 16 * right, at.y() + 16 * down))
