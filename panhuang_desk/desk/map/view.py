"""The map: pan by dragging and arrow keys, zoom by wheel and keys, pick by pointing or with Tab, open with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map import furniture, looks
from panhuang_desk.desk.map.canvas import CLOSE_METRES, Canvas
from panhuang_desk.desk.map.tool import Tool
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.geo.map_data import PLOT, TRACK, MapData

_STEP, _WHEEL, _PAN = 1.5, 1.25, 80
_REACH = 9
"""Pixels within which a click means a point."""
_LINE = 40
"""Plots whose middles lie within so many pixels of height stand on one line for Tab."""


class MapView(Canvas):
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
        self.empty_words = ""
        self.furnished = True
        self.tool: Tool | None = None
        self._mark = self._hovered = ("", "")
        self._pressed: QPointF | None = None
        self._dragged = self._with_tool = False

    # What it shows

    def show_data(self, data: MapData, *, fit: bool = False) -> None:
        """Show other things; what is in sight and what is marked stays where it can, unless it is to `fit`."""
        super().show_data(data, fit=fit)
        if self._mark[0] and self.scene.where(*self._mark) is None:
            self._mark = ("", "")

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
            self.look_at(x, y, max(self.scale, min(self.width(), self.height()) / (breadth * 2 + CLOSE_METRES * 2)))
        self.update()
        return where is not None

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles, what is marked, and the furniture."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(looks.GROUND))
        if self.scene.data.empty and self.ground is None and self.tool is None:
            self._paint_empty(painter)
        else:
            self.paint_tiles(painter)
            for thing, strong in ((self._hovered, False), (self._mark, True)) if self.tool is None else ():
                self._paint_mark(painter, thing, strong=strong)
            if self.tool is not None:
                self.tool.paint(painter, self)
            if self.furnished:
                furniture.put_scale_bar(painter, self.rect(), self.scale)
                furniture.put_north(painter, self.rect())
        if self.hasFocus():
            furniture.put_focus(painter, self.rect())

    def _paint_mark(self, painter: QPainter, thing: tuple[str, str], *, strong: bool) -> None:
        where = self.scene.where(*thing) if thing[0] and thing[0] not in self.hidden else None
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

    def _thing_at(self, at: QPointF) -> tuple[str, str] | None:
        return self.scene.at(*self.to_scene(at), _REACH / self.scale, self.hidden)

    def _hover(self, at: QPointF) -> None:
        found = self.scene.at(*self.to_scene(at), _REACH / self.scale, self.hidden | {TRACK}) or ("", "")
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
        if PLOT in self.hidden:
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
