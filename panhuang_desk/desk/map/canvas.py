"""What of a scene is in sight: where one looks and how near, and its tiles, painted while the window stays alive."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.map.scene import Scene
from panhuang_desk.desk.map.sheet import Ground, Sheet
from panhuang_desk.desk.map.tiles import Tiles
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.map_data import MapData
from panhuang_desk.model.geo.plane import Plane

_NEAREST = 24.0
"""The greatest scale: pixels a metre."""
_FRAME = 0.012
"""Seconds that one frame may spend on new tiles."""
_MARGIN = 28
_BEYOND = 2000.0
"""Metres by which one may look beyond what is on the map."""
CLOSE_METRES = 160.0
"""What is centred is shown with about so many metres around it."""


class Canvas(QFrame):
    """Shows a `Scene`; whoever paints on it calls `paint_tiles` first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 160)
        self.scene = Scene(MapData())
        self.scale = 1.0
        self.hidden: frozenset[str] = frozenset()
        self.ground: Ground | None = None
        self._middle = (0.0, 0.0)
        self._tiles: Tiles | None = None
        self._before: Tiles | None = None
        self._fitted = True
        self._rest, self._more = QTimer(self), QTimer(self)
        for timer, slot in ((self._rest, self._settle), (self._more, self.update)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)

    # What it shows

    def show_data(self, data: MapData, *, fit: bool = False) -> None:
        """Show other things; what is in sight stays so where it can, unless it is to `fit`."""
        plane = None if fit or self.scene.data.empty else self.scene.plane
        self.scene = Scene(data, plane)
        self._forget()
        if plane is None or self._fitted:
            self.fit()
        self.update()

    def set_hidden(self, layers: frozenset[str]) -> None:
        """Hide some layers."""
        if layers != self.hidden:
            self.hidden = layers
            self._forget()

    def set_ground(self, ground: Ground | None) -> None:
        """Lay a picture under everything; its transform leads to metres of the scene. An empty map has its size."""
        self.ground = ground
        if ground is not None and self.scene.data.empty:
            place = ground.transform.mapRect(QRectF(ground.pixmap.rect()))
            self.scene.box = (place.left(), place.top(), place.right(), place.bottom())
            self.fit()
        self._forget()

    # Where it looks

    def fit(self) -> None:
        """Show all of it."""
        west, north, east, south = self.scene.box
        across, down = max(east - west, 40.0), max(south - north, 40.0)
        margin = theme.active().px(_MARGIN) * 2
        scale = min((self.width() - margin) / across, (self.height() - margin) / down)
        self.look_at((west + east) / 2, (north + south) / 2, max(scale, 1e-4))
        self._fitted = True

    def look_at(self, x: float, y: float, scale: float = 0.0) -> None:
        """Bring a point of the scene into the middle, at a scale."""
        self._middle = (x, y)
        if scale and scale != self.scale:
            self.scale = min(max(scale, self._farthest()), _NEAREST)
            self._rest.start(90)
        self._fitted = False
        self.update()

    def pan(self, right: float, down: float) -> None:
        """Move what is looked at by pixels."""
        west, north, east, south = self.scene.box
        x = min(max(self._middle[0] + right / self.scale, west - _BEYOND), east + _BEYOND)
        y = min(max(self._middle[1] + down / self.scale, north - _BEYOND), south + _BEYOND)
        self._middle = (x, y)
        self._fitted = False
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Zoom; what lies under `around` stays under it, else the middle."""
        at = around or QPointF(self.width() / 2, self.height() / 2)
        x, y = self.to_scene(at)
        scale = min(max(self.scale * factor, self._farthest()), _NEAREST)
        self.look_at(x - (at.x() - self.width() / 2) / scale, y - (at.y() - self.height() / 2) / scale, scale)

    def go_to(self, position: Position) -> None:
        """Look at a place on the earth, be it far from what is on the map; an empty map begins there."""
        if self.scene.data.empty:
            self.scene = Scene(MapData(), Plane(position))
            self._forget()
        self.look_at(*self.scene.point(position), max(self.scale, self.width() / (4 * CLOSE_METRES)))

    def to_scene(self, at: QPointF) -> tuple[float, float]:
        """A pixel of the view in metres of the scene."""
        left, top = self._corner()
        return (at.x() + left) / self.scale, (at.y() + top) / self.scale

    def to_view(self, x: float, y: float) -> QPointF:
        """A point of the scene in pixels of the view."""
        left, top = self._corner()
        return QPointF(x * self.scale - left, y * self.scale - top)

    def position_at(self, at: QPointF) -> Position:
        """A pixel of the view as longitude and latitude."""
        return self.scene.position(*self.to_scene(at))

    def show_position(self, position: Position) -> QPointF:
        """Longitude and latitude as a pixel of the view."""
        return self.to_view(*self.scene.point(position))

    def finish(self) -> None:
        """Paint all that is in sight now, at the scale that was come to."""
        self._settle()
        if self._tiles is not None:
            self._tiles.make(self._sight())

    @property
    def finished(self) -> bool:
        """Whether all that is in sight is painted."""
        return self._tiles is not None and self._tiles.scale == self.scale and self._tiles.has(self._sight())

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was shown as a whole stays so."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def paint_tiles(self, painter: QPainter) -> None:
        """Paint what is there; what is missing follows in the next frames, and the last scale stands in."""
        left, top = self._corner()
        if self._tiles is None and self._before is None:
            self._settle()
        current = self._tiles if self._tiles is not None and self._tiles.scale == self.scale else None
        done = current is not None and current.make(self._sight(), _FRAME if self._before else math.inf)
        if not done and self._before is not None:
            self._paint_before(painter, self._before, left, top)
        if current is not None:
            painter.save()
            painter.translate(-left, -top)
            current.paint(painter, self._sight())
            painter.restore()
            if done:
                self._before = current  # from now on a frame may come before all of its tiles
                current.forget_far(self._sight())
            else:
                self._more.start(0)

    def _paint_before(self, painter: QPainter, before: Tiles, left: int, top: int) -> None:
        """What was there at the last scale, as a stand-in."""
        ratio = self.scale / before.scale
        painter.save()
        painter.translate(-left, -top)
        painter.scale(ratio, ratio)
        sight = self._sight()
        before.paint(painter, QRectF(sight.topLeft() / ratio, sight.size() / ratio))
        painter.restore()

    # Inside

    def _corner(self) -> tuple[int, int]:
        """The left upper corner of the view in sheet coordinates, whole pixels so that nothing blurs."""
        return (round(self._middle[0] * self.scale - self.width() / 2),
                round(self._middle[1] * self.scale - self.height() / 2))

    def _sight(self) -> QRectF:
        left, top = self._corner()
        return QRectF(left, top, self.width(), self.height())

    def _farthest(self) -> float:
        west, north, east, south = self.scene.box
        return min(self.width() / max(east - west, 200.0), self.height() / max(south - north, 200.0)) / 3

    def _forget(self) -> None:
        self._tiles = self._before = None
        self.update()

    def _settle(self) -> None:
        """Make tiles for the scale that was come to."""
        self._rest.stop()
        if self._tiles is None or self._tiles.scale != self.scale:
            if self._tiles is not None:
                self._before = self._tiles
            sheet = Sheet(self.scene, self.scale, self.hidden, self.ground)
            self._tiles = Tiles(sheet, self.scale, self.devicePixelRatioF())
        self.update()
