"""Buttons: one primary a page, secondary, quiet. The key that presses it stands after the word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint


class Button(QAbstractButton):
    """A button of look `primary`, `secondary` or `quiet`; `key` is the text shown after the word."""

    def __init__(self, text: str, look: str = "secondary", *, key: str = "", icon: str = "", big: bool = False,
                 name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self._key, self._icon, self._big = look, key, icon, big
        self._role = "body"
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str) -> None:
        """Change the word and make room for it."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for icon, word and key; the height of a control."""
        size = theme.active()
        width = 2 * self._padding() + sum(self._parts())
        return QSize(width, size.big_control if self._big else size.control)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its content."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box by look and state, then icon, word and key in the middle."""
        painter = QPainter(self)
        text_colour, key_colour = self._box(painter)
        size = theme.active()
        icon, gap, word, key_gap, key = self._parts()
        x = (self.width() - (icon + gap + word + key_gap + key)) / 2
        area = QRectF(x, 0, self.width() - x, self.height())
        if icon:
            paint.put_icon(painter, area, self._icon, 18, text_colour)
            area.adjust(icon + gap, 0, 0, 0)
        paint.put_text(painter, area, self.text(), size.font(self._role), text_colour)
        if key:
            paint.put_text(painter, area.adjusted(word + key_gap, 1, 0, 1), self._key, size.font("caption"), key_colour)

    def _padding(self) -> int:
        look = theme.active()
        return look.px(14) if self.text() else (look.control - look.px(18)) // 2

    def _parts(self) -> tuple[int, int, int, int, int]:
        """Widths of icon, gap, word, gap and key."""
        look = theme.active()
        icon = look.px(18) if self._icon else 0
        word = paint.text_width(look.font(self._role), self.text())
        key = paint.text_width(look.font("caption"), self._key) if self._key else 0
        return icon, look.px(8) if icon and word else 0, word, look.px(10) if key else 0, key

    def _box(self, painter: QPainter) -> tuple[str, str]:
        """Paint the box; the colours of word and key come back."""
        rect = self.rect()
        hovered = self.underMouse() or self.isDown()
        if not self.isEnabled():
            paint.box(painter, rect, theme.SUNK, theme.LINE2)
            return theme.DISABLED, theme.DISABLED
        if self.look == "primary":
            fill = theme.ACCENT_DARK if hovered else theme.ACCENT
            inner = QRectF(rect)
            if self.hasFocus():
                inner = paint.focus_ring(painter, rect).adjusted(-1, -1, 1, 1)
            paint.box(painter, inner, fill, radius=4 if self.hasFocus() else 6)
            return theme.SURFACE, "#E3EDF8"
        ring = (theme.ACCENT, 2) if self.hasFocus() else (theme.CTRL, 1)
        if self.look == "secondary":
            paint.box(painter, rect, theme.TINT if hovered else theme.SURFACE, ring[0], width=ring[1])
            return theme.INK, theme.INK3
        fill = theme.TINT if hovered else ""
        paint.box(painter, rect, fill, theme.ACCENT if self.hasFocus() else "", width=2)
        return (theme.ACCENT_DARK if hovered else theme.ACCENT), theme.INK3
