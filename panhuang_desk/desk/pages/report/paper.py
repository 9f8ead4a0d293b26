"""The PDF itself on the page: what is seen is what is printed."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.hints import Hint


class PaperView(QPdfView):
    """The pages below each other, as wide as the sheet allows. `turned` tells the page in sight and their number."""

    turned = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # the stubs forget None
        self.setAccessibleName("月报的样子")
        self.setObjectName("paper")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(theme.LINE2))
        self.setPalette(palette)
        self.setPageSpacing(theme.active().px(16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not the view's child: a document that dies inside its view tells the half-gone view of it, which crashes.
        self._pdf = QPdfDocument()
        self._buffer = QBuffer(self._pdf)
        self.setDocument(self._pdf)
        self.pageNavigator().currentPageChanged.connect(self._turned)

    @property
    def pdf(self) -> QPdfDocument:
        """The document that is shown."""
        return self._pdf

    @property
    def content(self) -> bytes:
        """The PDF's bytes, empty before there is one."""
        return bytes(self._buffer.data().data())

    def show_pdf(self, content: bytes, *, keep: bool = False) -> None:
        """Show another PDF from its first page, or with `keep` from where the present one is looked at."""
        if content == self.content:
            return
        at = self.verticalScrollBar().value() if keep else 0
        self._pdf.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._pdf.load(self._buffer)
        self.pageNavigator().jump(0, QPointF())
        self._turned(0)
        self.verticalScrollBar().setValue(at)

    def hints(self) -> tuple[Hint, ...]:
        """The keys while the paper has the focus."""
        return (Hint("PgDn", "下一页"), Hint("↑ ↓", "上下看"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go from page to page, Home and End to the first and last."""
        page, last = self.pageNavigator().currentPage(), self._pdf.pageCount() - 1
        to = {Qt.Key.Key_PageDown: page + 1, Qt.Key.Key_PageUp: page - 1, Qt.Key.Key_Home: 0,
              Qt.Key.Key_End: last}.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
            return
        self.pageNavigator().jump(max(0, min(last, to)), QPointF())

    def _turned(self, page: int) -> None:
        self.turned.emit(page + 1, self._pdf.pageCount())
