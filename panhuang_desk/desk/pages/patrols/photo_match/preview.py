"""One photo as large as there is room for it; covered while names are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint

_HEIGHT, _NARROW = 250, 110


class Preview(QWidget):
    """Shows the JPEG of a photo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._covered = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("选中的照片")

    def show_image(self, image: bytes, name: str, *, covered: bool) -> None:
        """Show another photo."""
        self._covered = covered
        self._pixmap = QPixmap()
        if image and not covered:
            self._pixmap.loadFromData(image, "JPEG")
        self.setAccessibleName("照片，已遮住" if covered else f"照片 {name}")
        self.update()

    def sizeHint(self) -> QSize:
        """A quarter of the window; less in large text."""
        look = theme.active()
        return QSize(look.text_px(200), _NARROW if look.narrow else _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole picture, in the middle."""
        painter, area = QPainter(self), QRectF(self.rect())
        paint.box(painter, self.rect(), theme.SUNK, theme.LINE2, radius=4)
        if self._pixmap.isNull():
            paint.put_text(painter, area, "已遮住" if self._covered else "", theme.active().font("caption"), theme.INK2,
                           Qt.AlignmentFlag.AlignHCenter)
            return
        size = self._pixmap.size().scaled(area.size().toSize() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF((area.width() - size.width()) / 2, (area.height() - size.height()) / 2, size.width(),
                                  size.height()), self._pixmap, QRectF(self._pixmap.rect()))
