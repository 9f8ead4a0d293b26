"""A chart of the report on the screen: drawn as SVG for its size, after the page is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme

Drawn = Callable[[float, float], tuple[str, float]]
"""Makes SVG of a width, and at most a height where the drawing fills it, in points; tells the height it has."""

_PIXELS = 96 / 72 * 10 / 8
"""Pixels of a point at 100 %, so that a chart's 8 pt text is as large as a caption's 10 pt."""


class Chart(QFrame):
    """Draws what `draw` was given last when it comes into sight; a drawing that is lower than the room stands on top.

    `words` say what it shows, for who does not see it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._drawn: Drawn | None = None
        self._renderer: QSvgRenderer | None = None
        self._made_for = QSize()
        self._height = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.make)

    def draw(self, drawn: Drawn, words: str) -> None:
        """Show another chart."""
        self._drawn, self._made_for = drawn, QSize()
        self.setAccessibleDescription(words)
        self.update()

    def make(self) -> None:
        """Draw it now, for the size it has."""
        if self._drawn is None or self.width() < 2:
            return
        scale = _PIXELS * theme.active().text_px(100) / 100
        svg, height = self._drawn(self.width() / scale, self.height() / scale)
        self._renderer = QSvgRenderer(QByteArray(svg.encode()))
        self._height, self._made_for = height * scale, self.size()
        self.update()

    @property
    def made(self) -> bool:
        """Whether what is to be shown is drawn."""
        return self._renderer is not None and self._made_for == self.size()

    @property
    def needed_height(self) -> float:
        """The height that the drawing takes in pixels, once it was made."""
        return self._height

    def paintEvent(self, event: QPaintEvent) -> None:
        """What was drawn; the first drawing, and one for another size, follows at once."""
        if self._drawn is not None and self._made_for != self.size():
            self._timer.start(0)
        if self._renderer is not None and self._made_for.width() == self.width():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._renderer.render(painter, QRectF(0, 0, self.width(), self._height))
