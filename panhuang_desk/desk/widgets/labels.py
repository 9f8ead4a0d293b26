"""Text on a page: a label with a role and a tone, a link, a hairline, a sheet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint


class Label(QLabel):
    """Plain text in a role of the type scale and a tone of the palette; never markup."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "ink", *, wrap: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.active().font(role))
        self.setWordWrap(wrap)
        self.set_tone(tone)

    def set_tone(self, tone: str) -> None:
        """Colour the text by a name of theme.TONES."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.TONES[tone]))
        self.setPalette(palette)


class Link(QAbstractButton):
    """A word that does something, in accent; as small as its text, underlined under the mouse."""

    def __init__(self, text: str, role: str = "body", *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._cap = role, key
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_words(self, text: str) -> None:
        """Change the word and make room for it."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The text's size, with the key cap after it if there is one."""
        look = theme.active()
        width = paint.text_width(look.font(self._role), self.text()) + 4
        if self._cap:
            width += look.px(6) + paint.cap_width(self._cap)
        return QSize(width, max(look.line(self._role) + 4, look.cap if self._cap else 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows the link, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word, its ring when focused, its key."""
        look = theme.active()
        painter = QPainter(self)
        font = look.font(self._role)
        if self.hasFocus():
            paint.box(painter, self.rect(), "", theme.ACCENT, radius=4, width=2)
        colour = theme.DISABLED if not self.isEnabled() else (
            theme.ACCENT_DARK if self.underMouse() else theme.ACCENT)
        width = paint.text_width(font, self.text())
        area = self.rect().adjusted(2, 0, 0, 0)
        paint.put_text(painter, area, self.text(), font, colour)
        if self.underMouse() and self.isEnabled():
            paint.hairline(painter, 2, self.height() // 2 + look.line(self._role) // 2 - 3, width, colour)
        if self._cap:
            paint.put_cap(painter, 2 + width + look.px(6), self.height() / 2, self._cap)


class Line(QFrame):
    """A hairline across its parent."""

    def __init__(self, colour: str = theme.LINE, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self._colour = colour
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One filled rectangle, so that it stays one pixel at any ratio."""
        QPainter(self).fillRect(self.rect(), QColor(self._colour))


class Sheet(QFrame):
    """A white sheet on the desk. `column` is its layout; `padding` is given for 100 %."""

    def __init__(self, padding: int = 16, *, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.column = column(self, padding, spacing)


def at_left(widget: QWidget) -> QFrame:
    """A line that holds one widget at its left, as wide as it wants to be."""
    frame = QFrame()
    line = row(frame, 0, 0)
    line.addWidget(widget)
    line.addStretch(1)
    return frame


def column(parent: QWidget | None = None, margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    """A vertical layout with its margin and spacing given for 100 %."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    return _spaced(layout, margin, spacing)  # type: ignore[return-value]


def row(parent: QWidget | None = None, margin: int = 0, spacing: int = 8) -> QHBoxLayout:
    """A horizontal layout with its margin and spacing given for 100 %."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    return _spaced(layout, margin, spacing)  # type: ignore[return-value]


def _spaced(layout: QBoxLayout, margin: int, spacing: int) -> QBoxLayout:
    look = theme.active()
    layout.setContentsMargins(*[look.px(margin)] * 4)
    layout.setSpacing(look.px(spacing))
    return layout
