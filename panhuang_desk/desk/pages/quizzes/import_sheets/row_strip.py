"""One row of a spreadsheet as it stands there, around the cell that is in doubt."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint

_CELL, _WIDEST, _ICON = 40, 150, 14


@attrs.frozen
class _Cell:
    heading: str
    text: str
    doubtful: bool


class RowStrip(QFrame):
    """Headings over cells, as many as there is room for; doubtful cells have a sign, the current one a frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._cells: list[_Cell] = []
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clear()

    def show_row(self, title: str, cells: Sequence[tuple[str, str]], doubtful: Sequence[str], current: str) -> None:
        """Show a row of headings and what stands under them; `doubtful` and `current` are headings."""
        self._title = title
        self._cells = [_Cell(heading, text, heading in doubtful) for heading, text in cells]
        self._current = next((place for place, cell in enumerate(self._cells) if cell.heading == current), 0)
        self.setAccessibleName(f"{title}：" + "，".join(
            f"{cell.heading} {cell.text or '空'}{'（存疑）' if cell.doubtful else ''}" for cell in self._cells))
        self.update()

    def clear(self) -> None:
        """Show that there is no row to show."""
        self._title, self._cells = "选中一格，这里是它所在的那一行", []
        self.setAccessibleName(self._title)
        self.update()

    def sizeHint(self) -> QSize:
        """A line for the title where there is room for it, one for headings, one for cells."""
        look = theme.active()
        return QSize(look.text_px(400), self._top() + self._head() + look.control)

    def minimumSizeHint(self) -> QSize:
        """Any width, no less height."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The title, and the stretch of cells around the current one."""
        look = theme.active()
        painter = QPainter(self)
        top, x = self._top(), 0
        if top or not self._cells:
            area = QRect(0, 0, self.width(), look.line("caption"))
            paint.put_text(painter, area, self._title, look.font("caption"), theme.INK2)
        first, widths = self._stretch()
        for place, width in enumerate(widths, first):
            self._put(painter, self._cells[place], QRect(x, top, width, self._head() + look.control),
                      current=place == self._current)
            x += width - 1

    def _put(self, painter: QPainter, cell: _Cell, rect: QRect, *, current: bool) -> None:
        look = theme.active()
        head = QRect(rect.left(), rect.top(), rect.width(), self._head())
        body = QRect(rect.left(), head.bottom(), rect.width(), look.control)
        paint.box(painter, head, theme.SUNK, theme.LINE2, radius=0)
        fill = theme.AMBER_TINT if cell.doubtful else theme.SURFACE
        paint.box(painter, body, fill, theme.LINE2, radius=0)
        if current:
            paint.box(painter, body, fill, theme.AMBER, radius=0, width=2)
        role = "caption_bold" if current else "caption"
        inner = head.adjusted(look.px(8), 0, -look.px(4), 0)
        paint.put_text(painter, inner, _fitted(cell.heading, role, inner.width()), look.font(role),
                       theme.INK if current else theme.INK2)
        inner = body.adjusted(look.px(8), 0, -look.px(4), 0)
        if cell.doubtful:
            inner.adjust(paint.put_icon(painter, inner, "triangle-alert", _ICON, theme.AMBER) + look.px(4), 0, 0, 0)
        paint.put_text(painter, inner, _fitted(cell.text, "body", inner.width()), look.font("body"), theme.INK)

    def _stretch(self) -> tuple[int, list[int]]:
        """The first cell that is shown, and the widths from there: as many on both sides of the current as fit."""
        if not self._cells:
            return 0, []
        first = last = self._current
        widths = [self._width(cell) for cell in self._cells]
        used = widths[self._current]
        while True:
            grown = False
            for place in (last + 1, first - 1):
                if 0 <= place < len(widths) and used + widths[place] <= self.width():
                    used += widths[place]
                    first, last, grown = min(first, place), max(last, place), True
            if not grown:
                return first, widths[first:last + 1]

    def _width(self, cell: _Cell) -> int:
        look = theme.active()
        icon = look.px(_ICON) + look.px(4) if cell.doubtful else 0
        needed = max(paint.text_width(look.font("caption_bold"), cell.heading),
                     paint.text_width(look.font("body"), cell.text) + icon) + look.px(14)
        return max(look.text_px(_CELL), min(look.text_px(_WIDEST), needed))

    @staticmethod
    def _top() -> int:
        """The room of the title; in large text there is none, the list says it."""
        look = theme.active()
        return 0 if look.narrow else int(look.line("caption")) + look.px(4)

    @staticmethod
    def _head() -> int:
        look = theme.active()
        return int(look.line("caption")) + look.px(4)


def _fitted(text: str, role: str, width: int) -> str:
    """As much of a text as there is room for."""
    return QFontMetrics(theme.active().font(role)).elidedText(text, Qt.TextElideMode.ElideRight, width)
