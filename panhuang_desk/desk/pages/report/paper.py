"""The PDF itself on the page: what is seen is what is printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.report.number_places import NumberPlace
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint


class PaperView(QPdfView):
    """The pages below each other, as wide as the sheet allows. `turned` tells the page in sight and their number.

    Numbers that open are underlined over the pages, never in the PDF: Tab goes from one to the next, Enter or a click
    asks for its records (`number_asked`, a `Trace`).
    """

    turned = Signal(int, int)
    number_asked = Signal(object)

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
        self.places: Sequence[NumberPlace] = ()
        self.at = -1
        self.viewport().setMouseTracking(True)

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
        self.places = ()
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
        numbers = (Hint("Tab", "下一个数字"), Hint("Enter", "看是哪些记录")) if self.places else ()
        return (Hint("PgDn", "下一页"), *numbers, *(() if numbers else (Hint("↑ ↓", "上下看"),)))

    def set_places(self, places: Sequence[NumberPlace]) -> None:
        """The numbers that open; the one that was marked stays so where it is still there."""
        marked = self.places[self.at].trace if 0 <= self.at < len(self.places) else None
        self.places = places
        self.at = next((at for at, each in enumerate(places) if each.trace == marked), -1)
        self.viewport().update()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab go from number to number, and behind the last one on."""
        at = self.at + (1 if forward else -1) if self.at >= 0 else self._first_in_sight() if forward else -1
        if not 0 <= at < len(self.places):
            self.at = -1
            self.viewport().update()
            return super().focusNextPrevChild(forward)
        self.at = at
        self._bring_into_sight(self.rect_of(self.places[at]))
        self.viewport().update()
        return True

    def rect_of(self, place: NumberPlace) -> QRectF:
        """Where a number stands on the viewport: the view lays its pages so when each is as wide as fits."""
        margins, top = self.documentMargins(), float(self.documentMargins().top())
        room = self.viewport().width() - margins.left() - margins.right()
        scale = 1.0
        for page in range(place.page + 1):
            size = self._pdf.pagePointSize(page)
            scale = room / size.width()
            if page < place.page:
                top += size.height() * scale + self.pageSpacing()
        rect = place.rect
        return QRectF(margins.left() + rect.x() * scale, top + rect.y() * scale - self.verticalScrollBar().value(),
                      rect.width() * scale, rect.height() * scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages, and over them a line under each number that opens, and a box on the one that is marked."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for at, place in enumerate(self.places):
            rect = self.rect_of(place)
            if rect.bottom() < 0 or rect.top() > self.viewport().height():
                continue
            colour = QColor(theme.ACCENT)
            painter.fillRect(QRectF(rect.x(), round(rect.bottom()) + 1, rect.width(), 1), colour)
            if at == self.at:
                colour.setAlpha(50)
                painter.fillRect(rect.adjusted(-2, -2, 2, 2), colour)
            if at == self.at and self.hasFocus():
                paint.box(painter, rect.adjusted(-4, -4, 4, 4), "", theme.ACCENT, radius=4, width=2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what opens."""
        super().mouseMoveEvent(event)
        over = self._place_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens a number."""
        super().mouseReleaseEvent(event)
        at = self._place_at(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.at = at
            self.viewport().update()
            self.number_asked.emit(self.places[at].trace)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go from page to page, Home and End to the first and last."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.at < len(self.places):
            self.number_asked.emit(self.places[self.at].trace)
            return
        page, last = self.pageNavigator().currentPage(), self._pdf.pageCount() - 1
        to = {Qt.Key.Key_PageDown: page + 1, Qt.Key.Key_PageUp: page - 1, Qt.Key.Key_Home: 0,
              Qt.Key.Key_End: last}.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
            return
        self.pageNavigator().jump(max(0, min(last, to)), QPointF())

    def _place_at(self, point: QPointF) -> int | None:
        return next((at for at, each in enumerate(self.places)
                     if self.rect_of(each).adjusted(-3, -3, 3, 3).contains(point)), None)

    def _first_in_sight(self) -> int:
        return next((at for at, each in enumerate(self.places) if self.rect_of(each).top() >= 0), 0)

    def _bring_into_sight(self, rect: QRectF) -> None:
        bar, height, air = self.verticalScrollBar(), self.viewport().height(), theme.active().px(48)
        if rect.top() < air:
            bar.setValue(bar.value() + round(rect.top() - air))
        elif rect.bottom() > height - air:
            bar.setValue(bar.value() + round(rect.bottom() - height + air))

    def _turned(self, page: int) -> None:
        self.turned.emit(page + 1, self._pdf.pageCount())
