"""Pages drawn on a printer that takes no PDF: 300 dpi, grey, true size, one page in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPainter, QTransform
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from panhuang_desk.desk.printing.choice import Choice, sheets
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress

DPI = 300
"""More is no use for text on a mono laser printer, and 600 would take four times the memory."""

_STRIP = 256
_OVERLAP = 2
"""Strips of a page overlap by so many rows: a printer whose resolution is no multiple of ours leaves no seam."""


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    with _opened(content) as pdf:
        return pdf.pageCount()


def page_sizes(content: bytes) -> set[tuple[float, float]]:
    """The sizes of its pages in points, upright: the shorter side first."""
    with _opened(content) as pdf:
        sizes = [pdf.pagePointSize(place) for place in range(pdf.pageCount())]
        return {(min(size.width(), size.height()), max(size.width(), size.height())) for size in sizes}


def paint(content: bytes, choice: Choice, progress: Progress) -> None:
    """Draw the chosen pages as often as wanted. Cancelled or failed, the printer is told to drop what it has.

    A page that lies across is turned against the clock on an upright sheet, so that its head is at the left whatever
    the printer's driver does with sheets that lie across, and a job never changes its sheets half way.
    """
    device = choice.device
    assert device is not None
    device.setFullPage(True)
    device.setColorMode(QPrinter.ColorMode.GrayScale)
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    copies = 1 if device.supportsMultipleCopies() else choice.copies
    painter = QPainter()
    with _opened(content) as pdf:
        order = sheets(choice.pages(pdf.pageCount()), copies, collate=choice.collate, both_sides=choice.both_sides)
        if not _begin(painter, device):
            raise UserError(f"打印机“{choice.printer}”打不开，没有打印。",
                            "请看打印机是否开着、连着；也可以存成 PDF，到别的电脑上印。", code="print")
        try:
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            _draw(painter, device, pdf, order, progress)
        except BaseException:
            device.abort()
            raise
        finally:
            painter.end()


def _begin(painter: QPainter, device: QPrinter) -> bool:
    return painter.begin(device)


def _draw(painter: QPainter, device: QPrinter, pdf: QPdfDocument, order: list[int | None], progress: Progress) -> None:
    failed = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
    for number, place in enumerate(order):
        words = f"正在打印第 {number + 1} 页，共 {len(order)} 页"
        progress(number / len(order), words)
        if (number and not device.newPage()) or device.printerState() in failed:
            page = (place if place is not None else order[number - 1] or 0) + 1
            raise UserError(f"印到第 {page} 页停住了，前面的可能已经印出来。",
                            f"请看打印机有没有缺纸、卡纸，弄好以后从第 {page} 页接着印。", code="print")
        if place is not None:
            for at, part in _strips(pdf, place):
                progress(number / len(order), words)
                scale = device.resolution() / DPI
                painter.drawImage(QRectF(at.x() * scale, at.y() * scale, at.width() * scale, at.height() * scale), part)
    progress(1, "交给打印机了")


def _strips(pdf: QPdfDocument, place: int) -> Iterator[tuple[QRect, QImage]]:
    """A page in grey strips, each with its place on an upright sheet at 300 dpi."""
    points = pdf.pagePointSize(place)
    wide, high = round(points.width() * DPI / 72), round(points.height() * DPI / 72)
    page = pdf.render(place, QSize(wide, high))
    if page.isNull():
        raise UserError(f"第 {place + 1} 页画不出来，后面的没有打印。",
                        "内存可能不够，请关掉别的程序再试，或者存成 PDF。", code="memory")
    turned = wide > high
    for begin in range(0, wide if turned else high, _STRIP):
        if turned:
            part = QRect(begin, 0, min(_STRIP + _OVERLAP, wide - begin), high)
            at = QRect(0, wide - begin - part.width(), high, part.width())
        else:
            at = part = QRect(0, begin, wide, min(_STRIP + _OVERLAP, high - begin))
        strip = _grey(page, part)
        yield at, strip.transformed(QTransform().rotate(-90)) if turned else strip


def _grey(page: QImage, part: QRect) -> QImage:
    """A part of a page on white, one byte a dot."""
    strip = QImage(part.size(), QImage.Format.Format_Grayscale8)
    strip.fill(255)
    painter = QPainter(strip)
    painter.drawImage(QPoint(0, 0), page, part)
    painter.end()
    return strip


@contextmanager
def _opened(content: bytes) -> Iterator[QPdfDocument]:
    """The PDF, open for the thread that asks."""
    pdf = QPdfDocument()
    buffer = QBuffer(pdf)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    pdf.load(buffer)
    try:
        yield pdf
    finally:
        pdf.close()
