"""How things look on the map: a plot's state by fill, border, hatch, sign and marker, never by colour alone."""

from __future__ import annotations

import attrs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from panhuang_desk.desk import theme
from panhuang_desk.model.geo import map_data

GROUND, LAND = "#EEF0EC", "#FBFBF8"
"""Outside and inside the village's outline."""

TRACK_CASING = "#FFFFFF"


@attrs.frozen
class PlotLook:
    """Fill, border and sign of a plot; `marker` is the small figure that stands for it where it is tiny."""

    fill: str
    border: str
    width: float
    marker: str
    sign: str = ""
    hatch: bool = False
    dashed: bool = False

    def pen(self) -> QPen:
        """The border."""
        pen = QPen(QColor(self.border), self.width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if self.dashed:
            pen.setDashPattern([4.0, 2.5])
        return pen


PLOT_LOOKS = {
    map_data.CHECKED: PlotLook("#DDEDE2", theme.GREEN, 1.2, "disc", "check"),
    map_data.DUE: PlotLook("#FFFFFF", theme.ACCENT, 1.6, "ring"),
    map_data.OVERDUE: PlotLook(theme.AMBER_TINT, theme.AMBER_MARK, 1.6, "square", "clock", hatch=True),
    map_data.NEVER: PlotLook("#FFFFFF", theme.AMBER_MARK, 1.6, "diamond", "circle-dashed", dashed=True),
    map_data.FOUND: PlotLook("#FBE3E1", theme.RED, 2.2, "triangle", "triangle-alert"),
    map_data.NOT_DUE: PlotLook("#F1F3F6", theme.CTRL, 1.2, "dot"),
    map_data.INACTIVE: PlotLook("#E4E7EB", theme.CTRL, 1.0, "cross", "minus"),
}


def put_marker(painter: QPainter, x: float, y: float, look: PlotLook, radius: float) -> None:
    """The small figure of a state: a disc, ring, square, diamond, triangle, dot or cross."""
    painter.setPen(QPen(QColor(look.border), 1.4))
    painter.setBrush(QColor(look.border if look.marker in ("disc", "triangle", "dot") else look.fill))
    box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
    if look.marker in ("disc", "ring"):
        painter.drawEllipse(box)
    elif look.marker == "dot":
        painter.drawEllipse(QPointF(x, y), radius * 0.6, radius * 0.6)
    elif look.marker == "square":
        painter.drawRect(box)
    elif look.marker == "diamond":
        wide = radius * 1.25
        painter.drawPolygon(QPolygonF([QPointF(x, y - wide), QPointF(x + wide, y), QPointF(x, y + wide),
                                       QPointF(x - wide, y)]))
    elif look.marker == "triangle":
        tall = radius * 1.5
        painter.setPen(QPen(QColor("#FFFFFF"), 1.2))
        painter.drawPolygon(QPolygonF([QPointF(x, y - tall), QPointF(x + tall, y + tall * 0.8),
                                       QPointF(x - tall, y + tall * 0.8)]))
    else:
        painter.drawLine(QPointF(x - radius, y - radius), QPointF(x + radius, y + radius))
        painter.drawLine(QPointF(x - radius, y + radius), QPointF(x + radius, y - radius))


def put_badge(painter: QPainter, x: float, y: float, look: PlotLook, radius: float) -> None:
    """A plot of which only a point is known, where there is room for its sign: a disc with it."""
    painter.setPen(look.pen())
    painter.setBrush(QColor(look.fill))
    painter.drawEllipse(QPointF(x, y), radius, radius)
    put_sign(painter, x, y, look)


def put_sign(painter: QPainter, x: float, y: float, look: PlotLook) -> None:
    """The sign of a state in the middle of a plot."""
    if look.sign:
        put_centred(painter, x, y, look.sign, 14, theme.AMBER if look.border == theme.AMBER_MARK else look.border)


def put_centred(painter: QPainter, x: float, y: float, icon: str, size: int, colour: str) -> None:
    """An icon around a point."""
    pixmap = theme.icon(icon, size, colour, painter.device().devicePixelRatioF())
    side = theme.active().px(size)
    painter.drawPixmap(QPointF(x - side / 2, y - side / 2), pixmap)


def put_swatch(painter: QPainter, box: QRectF, look: PlotLook) -> None:
    """A sample of a state for the legend."""
    painter.setPen(look.pen())
    painter.setBrush(QColor(look.fill))
    painter.drawRect(box)
    if look.hatch:
        painter.setBrush(hatch(look))
        painter.drawRect(box)
    put_sign(painter, box.center().x(), box.center().y(), look)


def hatch(look: PlotLook) -> QBrush:
    """The lines across a plot that is overdue."""
    colour = QColor(look.border)
    colour.setAlpha(110)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)
