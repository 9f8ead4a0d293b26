"""The system's print dialog, and the printers it knows; nothing here is shown during tests."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrintEngine, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from panhuang_desk.desk.printing.choice import LONG_EDGE, ONE_SIDE, SHORT_EDGE, Choice, Printer, Question

_CUPS_OPTIONS = 0xFE00
"""Qt's own number of the property that holds what its CUPS dialog set; other engines do not know it."""

_OWN_OPTIONS = {"copies", "media", "sides", "page-ranges", "Collate", "collate"}
"""What is told to the spooler from the fields of a choice."""

_SIDES = {QPrinter.DuplexMode.DuplexLongSide: LONG_EDGE, QPrinter.DuplexMode.DuplexShortSide: SHORT_EDGE,
          QPrinter.DuplexMode.DuplexAuto: LONG_EDGE}


def known_printers() -> tuple[Printer, ...]:
    """The printers that the system knows, in its order."""
    stopped = QPrinter.PrinterState.Error
    return tuple(Printer(info.printerName(), info.state() != stopped) for info in QPrinterInfo.availablePrinters())


def ask(parent: QWidget | None, question: Question) -> Choice | None:
    """Show the dialog as it was left the last time; None where the person turned back."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _prepare(printer, question)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印{question.title}")
    dialog.setMinMax(1, question.pages)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintSelection, False)
    # On Windows this writes the printer's own language into a file, which is no use to anybody here.
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, sys.platform != "win32")
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not accepted:
        return None
    # Qt's dialog begins with the printer's usual sheet, whatever was set: what nobody chose is no choice.
    if printer.pageLayout().pageSize().key() == QPrinterInfo(printer).defaultPageSize().key():
        printer.setPageSize(_sheet(QPrinterInfo(printer), question.paper))
    return chosen(printer)


def _prepare(printer: QPrinter, question: Question) -> None:
    """Begin with what was chosen the last time, as far as it is still there."""
    if question.printer in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(question.printer)
    info = QPrinterInfo(printer)
    printer.setDocName(question.title)
    printer.setPageSize(_sheet(info, question.paper))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    wanted = {LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide, SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
              ONE_SIDE: QPrinter.DuplexMode.DuplexNone}.get(question.duplex)
    if wanted is not None and wanted in info.supportedDuplexModes():
        printer.setDuplex(wanted)


def _sheet(info: QPrinterInfo, paper: str) -> QPageSize:
    """The sheet of the last time if the printer has it, else A4."""
    sizes = {size.key(): size for size in info.supportedPageSizes()}
    return sizes.get(paper, QPageSize(QPageSize.PageSizeId.A4))


def chosen(printer: QPrinter) -> Choice:
    """What was set on a printer, as plain values."""
    size = printer.pageLayout().pageSize()
    points = size.sizePoints()
    whole = QPageLayout.Orientation.Portrait
    printer.setPageOrientation(whole)
    file = printer.outputFileName() if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat else ""
    return Choice(
        printer="" if file else printer.printerName(), file=file, ranges=_ranges(printer), copies=printer.copyCount(),
        collate=printer.collateCopies(), duplex="" if file else _duplex(printer), paper=size.key(),
        size=(float(points.width()), float(points.height())), options=() if file else _options(printer),
        device=printer)


def _ranges(printer: QPrinter) -> tuple[tuple[int, int], ...]:
    if printer.printRange() == QPrinter.PrintRange.AllPages:
        return ()
    ranges = tuple((each.from_, each.to) for each in printer.pageRanges().toRangeList())
    return ranges or (((printer.fromPage(), printer.toPage()),) if printer.fromPage() else ())


def _duplex(printer: QPrinter) -> str:
    """Empty where the printer can print one side only, so that nothing is asked of it that it cannot do."""
    modes = set(QPrinterInfo(printer).supportedDuplexModes())
    if modes <= {QPrinter.DuplexMode.DuplexNone}:
        return ""
    return _SIDES.get(printer.duplex(), ONE_SIDE)


def _options(printer: QPrinter) -> tuple[tuple[str, str], ...]:
    known = printer.printEngine().property(QPrintEngine.PrintEnginePropertyKey(_CUPS_OPTIONS))
    flat = [str(each) for each in known] if isinstance(known, list) else []
    return tuple((name, value) for name, value in zip(flat[::2], flat[1::2], strict=False)
                 if value and name not in _OWN_OPTIONS)
