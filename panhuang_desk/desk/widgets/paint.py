"""Painting that several widgets share: rounded boxes, focus rings, hairlines, key caps, centred icons."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from panhuang_desk.desk import theme


def text_width(font: QFont, text: str) -> int:
    """The advance of a text in logical pixels."""
    return QFontMetrics(font).horizontalAdvance(text)


def box(painter: QPainter, rect: QRect | QRectF, fill: str = "", border: str = "", *,
        radius: float = 6, width: float = 1) -> None:
    """A rounded box whose border lies inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    half = width / 2 if border else 0
    painter.setPen(QPen(QColor(border), width) if border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float = 6) -> QRectF:
    """A 2 px accent ring just inside `rect` over white; returns what is left inside its 2 px gap."""
    box(painter, rect, theme.SURFACE, theme.ACCENT, radius=radius, width=2)
    return QRectF(rect).adjusted(4, 4, -4, -4)


def hairline(painter: QPainter, x: int, y: int, width: int, colour: str = theme.LINE) -> None:
    """A crisp line one logical pixel high."""
    painter.fillRect(QRect(x, y, width, 1), QColor(colour))


def put_text(painter: QPainter, rect: QRect | QRectF, text: str, font: QFont, colour: str,
             align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    """One line of text, centred in height."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(rect), int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)


def put_icon(painter: QPainter, rect: QRect | QRectF, name: str, size: int, colour: str) -> int:
    """An icon at the left of `rect`, centred in height; returns its width."""
    pixmap = theme.icon(name, size, colour, painter.device().devicePixelRatioF())
    side = theme.active().px(size)
    area = QRectF(rect)
    painter.drawPixmap(QPointF(area.left(), round(area.center().y() - side / 2 + 0.01)), pixmap)
    return side


def cap_width(text: str) -> int:
    """The width of a key cap with this text."""
    look = theme.active()
    return max(look.cap, text_width(look.font("caption"), text) + look.px(10))


def put_cap(painter: QPainter, x: float, centre_y: float, text: str, *, fill: str = theme.SURFACE,
            border: str = theme.LINE2, colour: str = theme.INK2) -> int:
    """A key cap with its left edge at `x`; returns its width."""
    look = theme.active()
    width = cap_width(text)
    rect = QRectF(x, round(centre_y - look.cap / 2), width, look.cap)
    box(painter, rect, fill, border, radius=4)
    put_text(painter, rect, text, look.font("caption"), colour, Qt.AlignmentFlag.AlignHCenter)
    return width
