"""Marking fixed points in a picture: by clicks, or by a cross hair that the arrow keys move; dragged, taken away."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint

_NEAR = 14
_FINE, _COARSE = 2, 24


class PointsTool(QObject):
    """The points in pixels of the picture. `changed` after every step, `full` where no further one is taken."""

    changed = Signal()
    full = Signal()

    def __init__(self, most: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.points: list[tuple[float, float]] = []
        self._most = most
        self._cross: QPointF | None = None
        self._held = -1

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the picture."""
        return (Hint(cap("map_move"), "移动十字"), Hint(cap("pick"), "放一个点"),
                Hint(cap("map_corner_back"), "去掉一个点"), Hint(cap("map_zoom"), "缩放"))

    def grab(self, view: MapView, at: QPointF) -> bool:
        """A point can be dragged."""
        near = [(math.dist(view.to_view(*point).toTuple(), at.toTuple()), place)
                for place, point in enumerate(self.points)]
        self._held = min((each for each in near if each[0] <= _NEAR), default=(0.0, -1))[1]
        return self._held >= 0

    def drag(self, view: MapView, at: QPointF) -> None:
        """The point follows."""
        self.points[self._held] = view.to_scene(at)
        view.update()

    def drop(self, view: MapView) -> None:
        """The point stays where it was dropped."""
        self.changed.emit()

    def click(self, view: MapView, at: QPointF, *, double: bool) -> None:
        """A further point, unless one is there."""
        if not double and not self.grab(view, at):
            self._cross = None
            self._add(view.to_scene(at))
        view.update()

    def hover(self, view: MapView, at: QPointF) -> None:
        """The pointer is a cross."""
        view.setCursor(Qt.CursorShape.CrossCursor)

    def key(self, view: MapView, event: QKeyEvent) -> bool:
        """Arrows move the cross hair, Space sets a point, Backspace takes the last one away."""
        step = _COARSE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _FINE
        ways = {Qt.Key.Key_Left: (-step, 0), Qt.Key.Key_Right: (step, 0), Qt.Key.Key_Up: (0, -step),
                Qt.Key.Key_Down: (0, step)}
        key = event.key()
        if key in ways or key == Qt.Key.Key_Space:
            at = self._cross or QPointF(*view.to_scene(QPointF(view.width() / 2, view.height() / 2)))
            if key == Qt.Key.Key_Space:
                self._add((at.x(), at.y()))
            else:
                right, down = ways[Qt.Key(key)]
                at = QPointF(at.x() + right / view.scale, at.y() + down / view.scale)
            self._cross = at
        elif key == Qt.Key.Key_Backspace and self.points:
            self.points.pop()
            self.changed.emit()
        else:
            return False
        view.update()
        return True

    def go_on(self, view: MapView, *, forth: bool) -> bool:
        """Tab goes on to the next control."""
        return False

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Numbered points and the cross hair."""
        look = theme.active()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, point in enumerate(self.points, start=1):
            at = view.to_view(*point)
            for colour, width in (("#FFFFFF", 5.0), (theme.RED, 2.0)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawLine(at - QPointF(9, 0), at + QPointF(9, 0))
                painter.drawLine(at - QPointF(0, 9), at + QPointF(0, 9))
            side = look.line("caption")
            plate = QRectF(at.x() + 8, at.y() - 8 - side, side, side)
            paint.box(painter, plate, theme.RED, radius=4)
            paint.put_text(painter, plate, str(number), look.font("caption_bold"), theme.SURFACE,
                           Qt.AlignmentFlag.AlignHCenter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._cross is not None:
            at = view.to_view(self._cross.x(), self._cross.y())
            for colour, width in (("#FFFFFF", 4.0), (theme.INK, 1.6)):
                painter.setPen(QPen(QColor(colour), width))
                for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    painter.drawLine(at + QPointF(4 * right, 4 * down), at + QPointF(16 * right, 16 * down))

    def _add(self, point: tuple[float, float]) -> None:
        if len(self.points) >= self._most:
            self.full.emit()
            return
        self.points.append(point)
        self.changed.emit()
