"""The still picture of a scene at one scale, painted in square tiles: outlines, plots, tracks, points and labels."""

from __future__ import annotations

import itertools

import attrs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from panhuang_desk.desk import theme
from panhuang_desk.desk.map import looks
from panhuang_desk.desk.map.scene import Box, Outline, Scene
from panhuang_desk.model.geo.map_data import AREA, FIND, FOUND, INACTIVE, PHOTO, PLOT, TRACK, VILLAGE, MapPlot
from panhuang_desk.model.geo.map_layout import Label, Placed, Taken, place_labels

TILE = 256
LABELS, PICTURE = "label", "map_picture"
"""Layers beside those of `map_data`."""

_SIGN_FROM, _SHAPE_FROM, _NAME_FROM = 20.0, 5.0, 26.0
"""Pixels across from which a plot has a sign, its shape and not a marker, its name."""
_OVER_PICTURE = 110
"""How much of their colour plots keep over a picture of the ground, of 255."""
_FEW_PLOTS = 80
_THICK_POINTS = 1500
"""Track points a tile up to which tracks are painted two pixels wide, in a white casing."""
_REACH = 16
"""Pixels by which signs and borders stick out of their plot."""


@attrs.frozen
class Ground:
    """A picture of the ground: `corner` is where its left upper pixel lies, a `transform` takes pixels to metres."""

    pixmap: QPixmap
    transform: QTransform
    opacity: float


class Sheet:
    """Paints tiles of a scene at a scale; the labels are placed once, so that they stand still while one pans."""

    def __init__(self, scene: Scene, scale: float, hidden: frozenset[str], ground: Ground | None = None) -> None:
        self._scene, self._scale, self._hidden, self._ground = scene, scale, hidden, ground
        self._map = QTransform.fromScale(scale, scale)
        west, north, east, south = scene.box
        tiles = max((east - west) * scale * (south - north) * scale / TILE ** 2, 1.0)
        self._thick = scene.track_points / tiles <= _THICK_POINTS
        self._names = sum(len(plot.name) > 0 for plot in scene.data.plots) <= _FEW_PLOTS
        self.labels: dict[tuple[int, int], list[Placed]] = {}
        for placed in () if LABELS in hidden else place_labels(self._candidates(), self._signs()):
            left, top, right, foot = (int(edge // TILE) for edge in (
                placed.left - 3, placed.top - 2, placed.left + placed.label.width + 3,
                placed.top + placed.label.height + 2))
            for place in itertools.product(range(left, right + 1), range(top, foot + 1)):
                self.labels.setdefault(place, []).append(placed)

    def tile(self, column: int, line: int, ratio: float) -> QPixmap:
        """One tile."""
        pixmap = QPixmap(round(TILE * ratio), round(TILE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(looks.GROUND))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-column * TILE, -line * TILE)
        scale = self._scale
        self._paint(painter, ((column * TILE - _REACH) / scale, (line * TILE - _REACH) / scale,
                              ((column + 1) * TILE + _REACH) / scale, ((line + 1) * TILE + _REACH) / scale))
        for placed in self.labels.get((column, line), ()):
            put_label(painter, placed)
        painter.end()
        return pixmap

    def _paint(self, painter: QPainter, box: Box) -> None:
        hidden = self._hidden
        if AREA not in hidden:
            self._areas(painter, fill=True)
        if self._ground is not None and PICTURE not in hidden:
            self._picture(painter, self._ground)
        if AREA not in hidden:
            self._areas(painter, fill=False)
        if PLOT not in hidden:
            self._plots(painter, box)
        if TRACK not in hidden:
            self._tracks(painter, box)
        for point, (x, y) in self._scene.points:
            if point.layer not in hidden and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                put_point(painter, x * self._scale, y * self._scale, point.layer, closed=point.closed)

    def _picture(self, painter: QPainter, ground: Ground) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(ground.opacity)
        painter.setTransform(ground.transform * self._map * painter.transform())
        painter.drawPixmap(0, 0, ground.pixmap)
        painter.restore()

    def _areas(self, painter: QPainter, *, fill: bool) -> None:
        for area, outline in sorted(self._scene.areas, key=lambda each: each[0].level != VILLAGE):
            village = area.level == VILLAGE
            pen = QPen(QColor(theme.INK3 if village else theme.CTRL), 1.4 if village else 1.0)
            pen.setDashPattern([6.0, 3.0] if village else [2.0, 3.0])
            painter.setPen(Qt.PenStyle.NoPen if fill else pen)
            painter.setBrush(QColor(looks.LAND) if fill and village else Qt.BrushStyle.NoBrush)
            for ring in outline.rings:
                painter.drawPolygon(self._map.map(ring))

    def _plots(self, painter: QPainter, box: Box) -> None:
        last = []
        for place in self._scene.plot_grid.find(box):
            plot, outline = self._scene.plots[place]
            if plot.state == FOUND:
                last.append((plot, outline))
            else:
                self._plot(painter, plot, outline)
        for plot, outline in last:
            self._plot(painter, plot, outline)

    def _plot(self, painter: QPainter, plot: MapPlot, outline: Outline) -> None:
        look, scale = looks.PLOT_LOOKS[plot.state], self._scale
        across = outline.breadth * scale
        x, y = outline.x * scale, outline.y * scale
        if across < _SHAPE_FROM:
            if outline.rings or scale < 0.1:
                looks.put_marker(painter, x, y, look, 3.0)
            else:
                looks.put_badge(painter, x, y, look, theme.active().px(9))
            return
        pen = look.pen()
        if across < _SIGN_FROM:
            pen.setWidthF(min(look.width, max(across / 12, 0.8)))
        fill = QColor(look.fill)
        if self._ground is not None and PICTURE not in self._hidden:
            fill.setAlpha(_OVER_PICTURE)
        painter.setPen(pen)
        painter.setBrush(fill)
        self._draw(painter, outline)
        if look.hatch and across >= _SIGN_FROM / 2:
            painter.setBrush(looks.hatch(look))
            self._draw(painter, outline)
        if across >= _SIGN_FROM:
            looks.put_sign(painter, x, y, look)
        elif plot.state == FOUND:
            looks.put_marker(painter, x, y, look, 4.0)

    def _draw(self, painter: QPainter, outline: Outline) -> None:
        """An outline with its holes."""
        if len(outline.rings) == 1:
            painter.drawPolygon(self._map.map(outline.rings[0]))
            return
        path = QPainterPath()
        for ring in outline.rings:
            path.addPolygon(self._map.map(ring))
            path.closeSubpath()
        painter.drawPath(path)

    def _tracks(self, painter: QPainter, box: Box) -> None:
        pieces = [self._scene.pieces[place] for place in self._scene.piece_grid.find(box)]
        lines: list[tuple[QPolygonF, bool]] = [(self._map.map(piece.line), piece.track.drone) for piece in pieces]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self._thick:
            # A line no wider than a pixel is painted twenty times faster, so it is painted twice.
            painter.setPen(QPen(QColor(theme.TRACK), 1))
            for line, _ in lines:
                painter.drawPolyline(line)
            painter.translate(0.6, 0.6)
            for line, _ in lines:
                painter.drawPolyline(line)
            painter.translate(-0.6, -0.6)
            return
        painter.setPen(QPen(QColor(looks.TRACK_CASING), 4))
        for line, _ in lines:
            painter.drawPolyline(line)
        for drone in (False, True):
            pen = QPen(QColor(theme.TRACK), 1.8)
            if drone:
                pen.setDashPattern([5.0, 3.0])
            painter.setPen(pen)
            for line, by_drone in lines:
                if by_drone == drone:
                    painter.drawPolyline(line)

    # Labels

    def _signs(self) -> Taken:
        """What no label may cover: finds, photos, the signs of plots."""
        taken = Taken()
        for plot, outline in self._scene.plots if PLOT not in self._hidden else ():
            signed = outline.breadth * self._scale >= _SIGN_FROM and looks.PLOT_LOOKS[plot.state].sign
            if signed or plot.state == FOUND:
                x, y = outline.x * self._scale, outline.y * self._scale
                taken.take(x - 8, y - 8, x + 8, y + 8)
        for point, (x, y) in self._scene.points:
            if point.layer not in self._hidden:
                x, y = x * self._scale, y * self._scale
                taken.take(x - 9, y - 9, x + 9, y + 9)
        return taken

    def _candidates(self) -> list[Label]:
        look, scale = theme.active(), self._scale
        found: list[Label] = []
        small, bold = (QFontMetricsF(look.font(role)) for role in ("caption", "section"))

        def add(words: str, x: float, y: float, priority: int, gap: float, *, strong: bool = False) -> None:
            metrics = bold if strong else small
            found.append(Label(words, x * scale, y * scale, metrics.horizontalAdvance(words), metrics.height(),
                               priority, gap, strong))

        for point, (x, y) in self._scene.points:
            if point.layer == FIND and point.label and FIND not in self._hidden:
                add(point.label, x, y, 0, 11)
        if AREA not in self._hidden:
            several = sum(area.level == VILLAGE for area, _ in self._scene.areas) > 1
            for area, outline in self._scene.areas:
                if (several or area.level != VILLAGE) and (outline.box[2] - outline.box[0]) * scale > _NAME_FROM * 2:
                    add(area.name, outline.x, outline.y, 1 if area.level == VILLAGE else 2, 0, strong=True)
        for plot, outline in self._scene.plots if PLOT not in self._hidden else ():
            across = outline.breadth * scale
            if across >= _NAME_FROM or self._names or (not outline.rings and scale > 0.3):
                add(plot.name, outline.x, outline.y, 4 if plot.state == INACTIVE else 3,
                    self._gap(plot, outline, small.horizontalAdvance(plot.name)))
        return found


    def _gap(self, plot: MapPlot, outline: Outline, width: float) -> float:
        """How far a plot's name stands off its middle: in the plot where it fits, else below or above it."""
        west, north, east, south = (edge * self._scale for edge in outline.box)
        if not outline.rings:
            return theme.active().px(11)
        if width > east - west - 6 or min(east - west, south - north) < _NAME_FROM:
            return max(south - outline.y * self._scale, 3.0) + 1
        return theme.active().px(9) if looks.PLOT_LOOKS[plot.state].sign else 0.0


def put_label(painter: QPainter, placed: Placed) -> None:
    """The words of a label with a halo."""
    look, label = theme.active(), placed.label
    font = look.font("section" if label.bold else "caption")
    painter.setFont(font)
    base = placed.top + QFontMetricsF(font).ascent()
    halo = QColor("#FFFFFF")
    halo.setAlpha(210)
    painter.setPen(halo)
    for x, y in ((-1.2, 0), (1.2, 0), (0, -1.2), (0, 1.2)):
        painter.drawText(QPointF(placed.left + x, base + y), label.words)
    painter.setPen(QColor(theme.INK3 if label.bold else theme.INK))
    painter.drawText(QPointF(placed.left, base), label.words)


def put_point(painter: QPainter, x: float, y: float, layer: str, *, closed: bool = False) -> None:
    """A find (a triangle, hollow once dealt with) or a photo (a small square with a picture)."""
    if layer == PHOTO:
        painter.setPen(QPen(QColor(theme.INK2), 1))
        painter.setBrush(QColor(theme.SURFACE))
        half = theme.active().px(16) / 2
        painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), 3, 3)
        looks.put_centred(painter, x, y, "image", 12, theme.INK2)
        return
    painter.setPen(QPen(QColor(theme.RED if closed else "#FFFFFF"), 1.6))
    painter.setBrush(QColor("#FFFFFF" if closed else theme.RED))
    painter.drawPolygon(QPolygonF([QPointF(x, y - 9), QPointF(x + 9, y + 7), QPointF(x - 9, y + 7)]))
    painter.setPen(QPen(QColor(theme.RED if closed else "#FFFFFF"), 1.8))
    painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 2))
    painter.drawPoint(QPointF(x, y + 4.6))
