"""One small photo: a button that opens it, painted when it is first seen, covered while names are."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint

WIDTH, HEIGHT = 112, 84
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


@attrs.frozen
class Shown:
    """A photo as strip and viewer show it: which it is, a word below it, its caption, when and of what it was taken."""

    id: str
    word: str
    caption: str
    when: str
    saved: bool

    @property
    def name(self) -> str:
        """What is read aloud."""
        return "，".join(part for part in (self.caption or "照片", self.when, "" if self.saved else "还没保存") if part)


class Thumb(QAbstractButton):
    """`walked` asks for the neighbour so many places on; `focused` tells the strip which one has the keys."""

    walked = Signal(int)
    focused = Signal()

    def __init__(self, photo: Shown, load: Callable[[str], bytes | None], covered: Callable[[], bool],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._load, self._covered = load, covered
        self._pixmap: QPixmap | None = None
        self.photo = photo
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_photo(photo)

    def show_photo(self, photo: Shown) -> None:
        """The same photo, with other words."""
        self.photo = photo
        self.setAccessibleName("照片，已遮住" if self._covered() else photo.name)
        self.update()

    def sizeHint(self) -> QSize:
        """The picture, and a line below it."""
        look = theme.active()
        return QSize(look.px(WIDTH), look.px(HEIGHT) + look.line("caption"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Left and Right walk; Up and Down leave the strip."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _STEPS:
            self.walked.emit(_STEPS[key])
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that this one has the keys."""
        super().focusInEvent(event)
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, cut to the box; the word below it."""
        look, painter = theme.active(), QPainter(self)
        box = QRect(0, 0, self.width(), look.px(HEIGHT))
        inner = QRectF(box)
        if self.hasFocus():
            inner = paint.focus_ring(painter, box)
        if self._covered():
            self._say(painter, inner, "已遮住")
        else:
            pixmap = self._picture()
            if pixmap.isNull():
                self._say(painter, inner, "图像不在")
            else:
                self._put(painter, inner, pixmap)
        line = QRect(0, box.height(), self.width(), look.line("caption"))
        painter.setFont(look.font("caption"))
        text = painter.fontMetrics().elidedText(self.photo.word, Qt.TextElideMode.ElideRight, line.width())
        tone = theme.INK2 if self.photo.saved else theme.AMBER
        paint.put_text(painter, line, text, look.font("caption"), tone)

    def _picture(self) -> QPixmap:
        """Read from the file the first time that it is painted."""
        if self._pixmap is None:
            self._pixmap = QPixmap()
            data = self._load(self.photo.id)
            if data:
                self._pixmap.loadFromData(data, "JPEG")
        return self._pixmap

    def _put(self, painter: QPainter, inner: QRectF, pixmap: QPixmap) -> None:
        """Fill the box with the middle of the picture."""
        factor = max(inner.width() / pixmap.width(), inner.height() / pixmap.height())
        width, height = inner.width() / factor, inner.height() / factor
        source = QRectF((pixmap.width() - width) / 2, (pixmap.height() - height) / 2, width, height)
        path = QPainterPath()
        path.addRoundedRect(inner, 4, 4)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(path)
        painter.drawPixmap(inner, pixmap, source)
        if self.underMouse():
            painter.fillRect(inner, QColor(255, 255, 255, 40))
        painter.restore()

    def _say(self, painter: QPainter, inner: QRectF, words: str) -> None:
        paint.box(painter, inner, theme.SUNK, theme.LINE2, radius=4)
        paint.put_text(painter, inner, words, theme.active().font("caption"), theme.INK2,
                       Qt.AlignmentFlag.AlignHCenter)
