"""What every page of a quiz carries: a QR code with paper and form, the same in words, and the page number."""

from __future__ import annotations

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter
from panhuang_desk.report.style import MM, TextStyle

MARGINS = (20 * MM, 29 * MM, 22 * MM, 20 * MM)
"""Top, bottom (which holds the QR code), left and right."""

_CODE = 16 * MM
_FOOT = 9 * MM


def code_text(paper_id: str, form: str) -> str:
    """What the QR code says: `PHQ1`, the paper's id and its form, parted by spaces."""
    return f"PHQ1 {paper_id} {form}"


class Footer:
    """Draws the foot of each page, and counts the pages in `seen`. `pages` is the number of all, 0 while counting."""

    def __init__(self, paper_id: str, form: str, fonts: FontSet, *, pages: int = 0, words: str = "") -> None:
        self._pages, self.seen = pages, 0
        self._small = Setter(fonts, TextStyle("body", style.NOTE_SIZE, tracking=0, grey=True))
        self._number = Setter(fonts, TextStyle("body", 10.5, tracking=0))
        self._words = words or f"{form} 卷 · 试卷 {paper_id[-8:]}"
        self._code = _drawing(code_text(paper_id, form))

    def __call__(self, canvas: Canvas) -> None:
        """Draw it on the page that is being ended."""
        self.seen = max(self.seen, canvas.getPageNumber())
        left, right = MARGINS[2], style.PAGE[0] - MARGINS[3]
        canvas.setStrokeColorRGB(*style.HAIR)
        canvas.setLineWidth(0.5)
        canvas.line(left, _FOOT + _CODE + 2 * MM, right, _FOOT + _CODE + 2 * MM)
        renderPDF.draw(self._code, canvas, left, _FOOT)
        self._small.draw(canvas, left + _CODE + 3 * MM, _FOOT + 2, self._small.prepare(self._words))
        text = f"第 {canvas.getPageNumber()} 页，共 {self._pages} 页"
        self._number.draw(canvas, right - self._number.width(text), _FOOT + 2, text)


def _drawing(text: str) -> Drawing:
    """The code as squares, without the quiet border, which the page leaves anyway."""
    widget = QrCodeWidget(text, barLevel="M", barBorder=0)
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(_CODE, _CODE, transform=[_CODE / (right - left), 0, 0, _CODE / (top - bottom), -left, -bottom])
    drawing.add(widget)
    return drawing
