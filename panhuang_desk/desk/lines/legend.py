"""Below the cell of a grid that the keys are in: which digit is which option, and which are chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.chips import DIGITS
from panhuang_desk.model.fields import Choice

_INNER, _GAP = 8, 2


class Legend(QFrame):
    """The options of a cell one below the other; it takes no keys and no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._choices: tuple[Choice, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._note = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_for(self, cell: QRect, choices: Sequence[Choice], chosen: Collection[str], note: str = "") -> None:
        """Show the options below a cell of the parent, above it where there is no room; `note` is said under them."""
        self._choices, self._chosen, self._note = tuple(choices), frozenset(chosen), note
        size, parent = self.sizeHint(), self._over
        below = cell.bottom() + _GAP + size.height() <= parent.height()
        top = cell.bottom() + _GAP if below else max(0, cell.top() - _GAP - size.height())
        left = max(0, min(cell.left(), parent.width() - size.width()))
        self.setGeometry(QRect(left, top, size.width(), size.height()))
        self.setAccessibleName("、".join(f"{DIGITS[place].upper()} {choice.label}"
                                        for place, choice in enumerate(self._choices)))
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the longest option with its cap and tick, or the note."""
        look = theme.active()
        widest = max((paint.text_width(look.font("body"), choice.label) for choice in self._choices), default=0)
        width = max(3 * _INNER + look.cap + widest + look.px(24), 2 * _INNER + self._note_width())
        return QSize(width, len(self._choices) * self._line() + (self._line() if self._note else 0) + 2 * _INNER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A white box: cap, word, and a tick where chosen."""
        look, painter = theme.active(), QPainter(self)
        paint.box(painter, self.rect(), theme.SURFACE, theme.CTRL)
        y = float(_INNER)
        for place, choice in enumerate(self._choices):
            chosen = choice.code in self._chosen
            area = QRectF(_INNER, y, self.width() - 2 * _INNER, self._line())
            fill, colour = (theme.ACCENT, theme.SURFACE) if chosen else (theme.SURFACE, theme.INK2)
            paint.put_cap(painter, area.left(), area.center().y(), DIGITS[place].upper(), fill=fill, colour=colour,
                          border=theme.ACCENT if chosen else theme.LINE2)
            words = area.adjusted(look.cap + _INNER, 0, 0, 0)
            paint.put_text(painter, words, choice.label, look.font(), theme.ACCENT_DARK if chosen else theme.INK)
            if chosen:
                tick = QRectF(area.right() - look.px(16), y, look.px(16), self._line())
                paint.put_icon(painter, tick, "check", 16, theme.ACCENT_DARK)
            y += self._line()
        if self._note:
            area = QRectF(_INNER, y, self.width() - 2 * _INNER, self._line())
            paint.put_text(painter, area, self._note, look.font("caption"), theme.INK3)

    def _note_width(self) -> int:
        return paint.text_width(theme.active().font("caption"), self._note) if self._note else 0

    @staticmethod
    def _line() -> int:
        return theme.active().line("body") + 4
