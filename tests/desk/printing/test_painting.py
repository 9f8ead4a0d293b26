"""Drawn pages are as large as the PDF says, upright or turned, grey, in the order and number that was chosen."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from panhuang_desk.desk.printing import painting
from panhuang_desk.desk.printing.choice import Choice, sheets
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.exchange.page_range import only_pages
from PIL import Image
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
DPI = 300


def made(pages: int = 3, *, across: bool = False) -> bytes:
    """A PDF whose page n has a bar of 100 mm by 5 mm, 20 mm from the left and 30 + 10 n mm from the top."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=landscape(A4) if across else A4, invariant=1)
    high = (landscape(A4) if across else A4)[1]
    for page in range(pages):
        canvas.setFillColorRGB(0.8, 0, 0)
        canvas.rect(20 * MM, high - (35 + 10 * page) * MM, 100 * MM, 5 * MM, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def device(target: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def nothing(share: float, now: str) -> None:
    pass


def printed(content: bytes, target: Path, **choice: object) -> list[Image.Image]:
    """The sheets that came out, at 300 dpi."""
    painting.paint(content, Choice("Laser", device=device(target), **choice), nothing)  # type: ignore[arg-type]
    document = pypdfium2.PdfDocument(target.read_bytes())
    pages = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pages


def bar(sheet: Image.Image) -> tuple[int, ...]:
    """Where the bar lies, in tenths of a millimetre: left, top, right, bottom."""
    box = sheet.convert("L").point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None
    return tuple(round(edge * 254 / DPI) for edge in box)


def close(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 2 for one, other in zip(found, wanted, strict=True))


def test_a_hundred_millimetres_are_a_hundred_on_paper_and_where_they_were(qapp: object, tmp_path: Path) -> None:
    sheet, = printed(made(1), tmp_path / "out.pdf")
    assert close(bar(sheet), (200, 300, 1200, 350))
    assert {len(set(colour)) for _, colour in sheet.getcolors(1 << 20) or ()} == {1}, "grey only"


def test_a_page_that_lies_across_is_turned_full_size_with_its_head_at_the_left(qapp: object, tmp_path: Path) -> None:
    sheet, = printed(made(1, across=True), tmp_path / "out.pdf")
    assert sheet.width < sheet.height
    # What was 30 mm below the head is 30 mm from the left; what was 20 mm from its left is 20 mm above the foot.
    assert close(bar(sheet), (300, 1770, 350, 2770))


def test_a_page_that_viewers_turn_to_be_read_is_printed_as_its_sheet_stands(qapp: object, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(made(1))
    document[0].set_rotation(90)
    turned = io.BytesIO()
    document.save(turned)
    document.close()
    sheet, = printed(turned.getvalue(), tmp_path / "out.pdf")
    assert close(bar(sheet), (200, 300, 1200, 350))


def test_only_the_chosen_pages_are_drawn_and_as_often_as_wanted(qapp: object, tmp_path: Path) -> None:
    sheets_out = printed(made(4), tmp_path / "out.pdf", ranges=((2, 2), (4, 9)), copies=2)
    assert [round(bar(sheet)[1] / 100) for sheet in sheets_out] == [4, 6, 4, 6]


@pytest.mark.parametrize(("pages", "collate", "both", "wanted"), [
    ([0, 1, 2], True, False, [0, 1, 2, 0, 1, 2]),
    ([0, 1, 2], False, False, [0, 0, 1, 1, 2, 2]),
    ([0, 1, 2], True, True, [0, 1, 2, None, 0, 1, 2]),
    ([0, 1, 2], False, True, [0, 1, 0, 1, 2, None, 2]),
    ([3], True, True, [3, None, 3]),
])
def test_no_copy_begins_on_the_back_of_another(
    pages: list[int], collate: bool, both: bool, wanted: list[int | None],
) -> None:
    assert sheets(pages, 2, collate=collate, both_sides=both) == wanted


def test_cancelling_stops_at_once_and_tells_the_printer(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    dropped: list[QPrinter] = []
    monkeypatch.setattr(QPrinter, "abort", lambda printer: dropped.append(printer))
    choice = Choice("Laser", device=device(tmp_path / "out.pdf"))
    seen = []

    def cancel(share: float, now: str) -> None:
        seen.append(now)
        if share >= 1 / 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        painting.paint(made(3), choice, cancel)
    assert seen[0] == "正在打印第 1 页，共 3 页"
    assert seen[-1] == "正在打印第 2 页，共 3 页"
    assert dropped == [choice.device]


def test_a_printer_that_stops_half_way_is_said_with_the_page(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    choice = Choice("Laser", device=device(tmp_path / "out.pdf"), ranges=((2, 4),))
    monkeypatch.setattr(QPrinter, "newPage", lambda printer: False)
    with pytest.raises(UserError, match=r"印到第 3 页停住了.*从第 3 页接着印"):
        painting.paint(made(4), choice, nothing)


def test_a_printer_that_cannot_be_opened_is_said(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(painting, "_begin", lambda painter, printer: False)
    with pytest.raises(UserError, match="打印机“Laser”打不开，没有打印"):
        painting.paint(made(1), Choice("Laser", device=device(tmp_path / "out.pdf")), nothing)


def test_some_pages_of_a_pdf_are_a_pdf_without_the_others() -> None:
    written = io.BytesIO()
    canvas = Canvas(written, pageCompression=0)
    for name in ("SUN", "PINE", "LAKE"):
        canvas.drawString(100, 100, name)
        canvas.showPage()
    canvas.save()
    cut = only_pages(written.getvalue(), [1])
    document = pypdfium2.PdfDocument(cut)
    assert [page.get_textpage().get_text_range() for page in document] == ["PINE"]
    document.close()
    assert b"SUN" not in cut
    assert b"LAKE" not in cut
