"""The map: pan by dragging and arrow keys, zoom by wheel and keys, pick by pointing or with Tab, open with Enter."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map import furniture, looks
from panhuang_desk.desk.map.scene import Scene
from panhuang_desk.desk.map.sheet import Ground, Sheet
from panhuang_desk.desk.map.tiles import Tiles
from panhuang_desk.desk.map.tool import Tool
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.map_data import PLOT, TRACK, MapData
from panhuang_desk.model.geo.plane import Plane

_NEAREST = 24.0
"""The greatest scale: pixels a metre."""
_STEP, _WHEEL, _PAN = 1.5, 1.25, 80
_REACH = 9
"""Pixels within which a click means a point."""
_FRAME = 0.012
"""Seconds that one frame may spend on new tiles."""
_MARGIN = 28
_LINE = 40
"""Plots whose middles lie within so many pixels of height stand on one line for Tab."""
_BEYOND = 2000.0
"""Metres by which one may look beyond what is on the map."""
_CLOSE_METRES = 160.0
"""What is centred is shown with about so many metres around it."""


class MapView(QFrame):
    """`marked(layer, id)` tells what a person picked, two empty texts for nothing; `opened` what Enter, or a double
    click, is to open.
    """

    marked = Signal(str, str)
    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("地图")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 160)
        self.empty_words = ""
        self.furnished = True
        self.tool: Tool | None = None
        self.scene = Scene(MapData())
        self.scale = 1.0
        self._middle = (0.0, 0.0)
        self._hidden: frozenset[str] = frozenset()
        self._ground: Ground | None = None
        self._tiles: Tiles | None = None
        self._before: Tiles | None = None
        self._fitted = True
        self._mark = self._hovered = ("", "")
        self._pressed: QPointF | None = None
        self._dragged = self._with_tool = False
        self._rest, self._more = QTimer(self), QTimer(self)
        for timer, slot in ((self._rest, self._settle), (self._more, self.update)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)

    # What it shows

    def show_data(self, data: MapData, *, fit: bool = False) -> None:
        """Show other things; what is in sight and what is marked stays where it can, unless it is to `fit`."""
        plane = None if fit or self.scene.data.empty else self.scene.plane
        new = plane is None
        self.scene = Scene(data, plane)
        self._forget()
        if self._mark[0] and self.scene.where(*self._mark) is None:
            self._mark = ("", "")
        if new or self._fitted:
            self.fit()
        self.update()

    def set_hidden(self, layers: frozenset[str]) -> None:
        """Hide some layers."""
        if layers != self._hidden:
            self._hidden = layers
            self._forget()

    def set_ground(self, ground: Ground | None) -> None:
        """Lay a picture under everything; its transform leads to metres of the scene. An empty map has its size."""
        self._ground = ground
        if ground is not None and self.scene.data.empty:
            place = ground.transform.mapRect(QRectF(ground.pixmap.rect()))
            self.scene.box = (place.left(), place.top(), place.right(), place.bottom())
            self.fit()
        self._forget()

    @property
    def mark(self) -> tuple[str, str]:
        """Layer and id of what is marked."""
        return self._mark

    def set_mark(self, layer: str, id: str, *, centre: bool = False) -> bool:
        """Mark a thing without telling anybody; whether it is on the map."""
        where = self.scene.where(layer, id)
        self._mark = (layer, id) if where else ("", "")
        self._describe()
        if where and centre:
            x, y, outline = where
            breadth = max(outline.box[2] - outline.box[0], outline.box[3] - outline.box[1]) if outline else 0.0
            self.look_at(x, y, max(self.scale, min(self.width(), self.height()) / (breadth * 2 + _CLOSE_METRES * 2)))
        self.update()
        return where is not None

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
        self.look_at(*self.scene.point(position), max(self.scale, self.width() / (4 * _CLOSE_METRES)))

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

    # Keys and pointer

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar says while the map has the keys."""
        if self.tool is not None:
            return self.tool.hints()
        return (Hint("Tab", "下一块地"), Hint("Enter", "打开"), Hint(cap("map_move"), "移动"),
                Hint(cap("map_zoom"), "缩放"), Hint(cap("map_fit"), "全图"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan, + and - zoom, 0 and Home show all, Enter opens what is marked, Esc lets go of it."""
        if self.tool is not None and self.tool.key(self, event):
            return
        key, far = event.key(), 3 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in steps:
            right, down = steps[Qt.Key(key)]
            self.pan(right * _PAN * far, down * _PAN * far)
        elif event.text() in ("+", "=", "＋"):
            self.zoom(_STEP)
        elif event.text() in ("-", "－"):
            self.zoom(1 / _STEP)
        elif event.text() == "0" or key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._mark[0]:
            self.opened.emit(*self._mark)
        elif key == Qt.Key.Key_Escape and self._mark[0] and self.tool is None:
            self._pick(("", ""))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Tab goes from plot to plot in sight, line by line, and beyond the last one to the next control."""
        if self.tool.go_on(self, forth=forth) if self.tool is not None else self._to_next_plot(forth):
            return True
        return super().focusNextPrevChild(forth)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        turned = event.angleDelta().y() / 120
        if turned:
            self.zoom(_WHEEL ** turned, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag, the tool's or the map's."""
        self._pressed, self._dragged = event.position(), False
        self._with_tool = (self.tool is not None and event.button() == Qt.MouseButton.LeftButton
                           and self.tool.grab(self, event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag; without one see what the pointer is on."""
        at = event.position()
        if self._pressed is None:
            if self.tool is not None:
                self.tool.hover(self, at)
            self._hover(at)
            return
        if not self._dragged and (at - self._pressed).manhattanLength() < 5:
            return
        self._dragged = True
        if self._with_tool and self.tool is not None:
            self.tool.drag(self, at)
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(self._pressed.x() - at.x(), self._pressed.y() - at.y())
            self._pressed = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks; a drag ends."""
        pressed, self._pressed = self._pressed, None
        self.unsetCursor()
        if self._with_tool and self._dragged and self.tool is not None:
            self.tool.drop(self)
        elif pressed is not None and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            if self.tool is not None:
                self.tool.click(self, event.position(), double=False)
            else:
                self._pick(self._thing_at(event.position()) or ("", ""))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is there."""
        if self.tool is not None:
            self.tool.click(self, event.position(), double=True)
        elif self._mark[0]:
            self.opened.emit(*self._mark)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is on nothing."""
        self._hovered = ("", "")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the frame."""
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say what a pointer rests on."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            thing = self._thing_at(QPointF(event.pos())) if self.tool is None else None
            words = self.about(*thing) if thing else ""
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def about(self, layer: str, id: str) -> str:
        """A thing of the map in words."""
        return self.scene.about(layer, id)

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was shown as a whole stays so."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles, what is marked, and the furniture."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(looks.GROUND))
        if self.scene.data.empty and self._ground is None and self.tool is None:
            self._paint_empty(painter)
        else:
            self._paint_tiles(painter)
            for thing, strong in ((self._hovered, False), (self._mark, True)) if self.tool is None else ():
                self._paint_mark(painter, thing, strong=strong)
            if self.tool is not None:
                self.tool.paint(painter, self)
            if self.furnished:
                furniture.put_scale_bar(painter, self.rect(), self.scale)
                furniture.put_north(painter, self.rect())
        if self.hasFocus():
            furniture.put_focus(painter, self.rect())

    def _paint_tiles(self, painter: QPainter) -> None:
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

    def _paint_mark(self, painter: QPainter, thing: tuple[str, str], *, strong: bool) -> None:
        where = self.scene.where(*thing) if thing[0] and thing[0] not in self._hidden else None
        if where is None:
            return
        x, y, outline = where
        left, top = self._corner()
        transform = QTransform(self.scale, 0, 0, self.scale, -left, -top)
        large = outline is not None and outline.breadth * self.scale > 8
        rings = [transform.map(ring) for ring in outline.rings] if outline is not None and large else []
        furniture.put_mark(painter, self.to_view(x, y), rings, strong=strong)

    def _paint_empty(self, painter: QPainter) -> None:
        look = theme.active()
        font, lines = look.font("body"), self.empty_words.split("\n")
        top = (self.height() - len(lines) * look.line("body")) / 2
        for number, line in enumerate(lines):
            area = QRectF(0, top + number * look.line("body"), self.width(), look.line("body"))
            paint.put_text(painter, area, line, font, theme.INK2, Qt.AlignmentFlag.AlignHCenter)

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
            sheet = Sheet(self.scene, self.scale, self._hidden, self._ground)
            self._tiles = Tiles(sheet, self.scale, self.devicePixelRatioF())
        self.update()

    def _thing_at(self, at: QPointF) -> tuple[str, str] | None:
        return self.scene.at(*self.to_scene(at), _REACH / self.scale, self._hidden)

    def _hover(self, at: QPointF) -> None:
        found = self.scene.at(*self.to_scene(at), _REACH / self.scale, self._hidden | {TRACK}) or ("", "")
        if self.tool is None and found != self._hovered:
            self._hovered = found
            self.setCursor(Qt.CursorShape.PointingHandCursor if found[0] else Qt.CursorShape.ArrowCursor)
            self.update()

    def _pick(self, thing: tuple[str, str]) -> None:
        self._mark = thing
        self._describe()
        self.update()
        self.marked.emit(*thing)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.about(*self._mark) if self._mark[0] else "")

    def _to_next_plot(self, forth: bool) -> bool:
        if PLOT in self._hidden:
            return False
        corners = (*self.to_scene(QPointF(0, 0)), *self.to_scene(QPointF(self.width(), self.height())))
        ids = self.scene.in_lines(corners, _LINE / self.scale)
        layer, marked = self._mark
        place = ids.index(marked) + (1 if forth else -1) if layer == PLOT and marked in ids else (
            0 if forth else len(ids) - 1)
        if not 0 <= place < len(ids):
            return False
        self._pick((PLOT, ids[place]))
        return True
