"""A drawing of a report with its caption."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable

from panhuang_desk.report import style
from panhuang_desk.report.layout import Text


class Picture(Flowable):  # type: ignore[misc]
    """A drawing, or what draws it for a width and the height that is left, with its caption below it, kept together."""

    def __init__(self, drawing: Drawing | Callable[[float, float], Drawing], caption: Text) -> None:
        super().__init__()
        self._given, self.caption = drawing, caption

    def getSpaceBefore(self) -> float:
        """The space above, as reportlab asks for it."""
        return style.CAPTION.before

    def getSpaceAfter(self) -> float:
        """The space below, as reportlab asks for it."""
        return 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room of both."""
        self._below = self.caption.wrap(width, height)[1]
        self._drawing = self._given(width, height - self._below) if callable(self._given) else self._given
        self.width, self.height = width, self._drawing.height + self._below
        return width, self.height

    def draw(self) -> None:
        """Draw the drawing above its caption."""
        renderPDF.draw(self._drawing, self.canv, 0, self._below)
        self.caption.drawOn(self.canv, 0, 0)
