"""What stands on every map: scale bar, north arrow, the frame of focus, the mark around what is picked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint
from panhuang_desk.model.geo.map_layout import scale_length


def put_scale_bar(painter: QPainter, area: QRect, scale: float) -> None:
    """The scale bar in the left lower corner; `scale` is pixels a metre."""
    look = theme.active()
    metres, words = scale_length(look.px(140) / scale)
    long, font = metres * scale, look.font("caption")
    height = look.line("caption") + look.px(8)
    plate = QRectF(area.left() + look.px(12), area.bottom() - look.px(12) - height,
                   max(long, QFontMetricsF(font).horizontalAdvance(words)) + look.px(16), height)
    _plate(painter, plate)
    paint.put_text(painter, plate.adjusted(look.px(8), 0, 0, -look.px(6)), words, font, theme.INK)
    left, foot = plate.left() + look.px(8), plate.bottom() - look.px(4)
    painter.setPen(QPen(QColor(theme.INK), 1.6))
    painter.drawPolyline(QPolygonF([QPointF(left, foot - 5), QPointF(left, foot), QPointF(left + long, foot),
                                    QPointF(left + long, foot - 5)]))


def put_north(painter: QPainter, area: QRect) -> None:
    """The north arrow in the right upper corner: north is always up."""
    look = theme.active()
    font = look.font("caption")
    width, arrow = look.px(32), look.px(22)
    plate = QRectF(area.right() - look.px(12) - width, area.top() + look.px(12), width,
                   arrow + look.line("caption") + look.px(10))
    _plate(painter, plate)
    middle, top = plate.center().x(), plate.top() + look.px(6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.INK))
    half = arrow * 0.36
    painter.drawPolygon(QPolygonF([QPointF(middle, top), QPointF(middle + half, top + arrow),
                                   QPointF(middle, top + arrow * 0.74), QPointF(middle - half, top + arrow)]))
    paint.put_text(painter, QRectF(plate.left(), top + arrow, width, look.line("caption")), "北", font, theme.INK,
                   Qt.AlignmentFlag.AlignHCenter)


def put_mark(painter: QPainter, at: QPointF, rings: list[QPolygonF], *, strong: bool = True) -> None:
    """The mark around what is picked, or fainter what a pointer rests on: its border, or a ring around a point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("#FFFFFF", 6.0), (theme.INK, 3.0)) if strong else ((theme.INK2, 2.0),):
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        for ring in rings:
            painter.drawPolygon(ring)
        if not rings:
            painter.drawEllipse(at, 14, 14)


def put_focus(painter: QPainter, area: QRect) -> None:
    """The frame of the map that has the keys."""
    painter.setPen(QPen(QColor(theme.ACCENT), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1))


def _plate(painter: QPainter, area: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    white = QColor("#FFFFFF")
    white.setAlpha(215)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(white)
    painter.drawRoundedRect(area, 4, 4)
