"""What every page of a quiz carries: a QR code with paper and form, the same in words, and the page number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Paper, Setter, build
from panhuang_desk.report.style import MM, TextStyle

MARGINS = (20 * MM, 29 * MM, 22 * MM, 20 * MM)
"""Top, bottom (which holds the QR code), left and right."""
WIDTH, ROOM = style.PAGE[0] - MARGINS[2] - MARGINS[3], style.PAGE[1] - MARGINS[0] - MARGINS[1]
"""The width of a line, and the height that a page has for what stands on it."""

_CODE = 16 * MM
_FOOT = 9 * MM


def code_text(paper_id: str, form: str) -> str:
    """What the QR code says: `PHQ1`, the paper's id and its form, parted by spaces."""
    return f"PHQ1 {paper_id} {form}"


class Footer:
    """Draws the foot of each page of the form that was begun last, its pages counted from one, and counts them in
    `seen`. `pages` are the numbers of all pages by form, empty while they are counted.
    """

    def __init__(self, paper_id: str, fonts: FontSet, pages: Mapping[str, int]) -> None:
        self._paper_id, self._pages = paper_id, pages
        self.seen: dict[str, int] = {}
        self._form, self._words, self._before = "", "", 0
        self._named = Setter(fonts, TextStyle("strong", 10.5, tracking=0))
        self._small = Setter(fonts, TextStyle("body", style.NOTE_SIZE, tracking=0, grey=True))
        self._number = Setter(fonts, TextStyle("body", 10.5, tracking=0))

    def begin(self, form: str, words: str, page: int) -> None:
        """From this page on it is this form, named by these words."""
        self._form, self._words, self._before = form, words, page - 1
        self._code = _drawing(code_text(self._paper_id, form))

    def __call__(self, canvas: Canvas) -> None:
        """Draw it on the page that is being ended."""
        page = canvas.getPageNumber() - self._before
        self.seen[self._form] = page
        left, right = MARGINS[2], style.PAGE[0] - MARGINS[3]
        canvas.setStrokeColorRGB(*style.HAIR)
        canvas.setLineWidth(0.5)
        canvas.line(left, _FOOT + _CODE + 2 * MM, right, _FOOT + _CODE + 2 * MM)
        renderPDF.draw(self._code, canvas, left, _FOOT)
        beside = left + _CODE + 3 * MM
        self._named.draw(canvas, beside, _FOOT + 17, self._named.prepare(self._words))
        self._small.draw(canvas, beside, _FOOT + 2, self._small.prepare(f"试卷 {self._paper_id[-8:]}"))
        text = f"第 {page} 页，共 {self._pages.get(self._form, 0)} 页"
        self._number.draw(canvas, right - self._number.width(text), _FOOT + 2, text)


class Begin(Flowable):  # type: ignore[misc]
    """Takes no room: tells the footer that the page it stands on is the first of a form."""

    def __init__(self, footer: Footer, form: str, words: str) -> None:
        super().__init__()
        self._footer, self._form, self._words = footer, form, words

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Tell the footer."""
        self._footer.begin(self._form, self._words, self.canv.getPageNumber())


def in_two_passes(paper: Paper, story: Callable[[Footer], Sequence[Flowable]], paper_id: str, fonts: FontSet) -> bytes:
    """The PDF with a footer that tells the number of pages: set once to count them, then once more."""
    count = Footer(paper_id, fonts, {})
    build(paper, story(count), fonts, furniture=count)
    footer = Footer(paper_id, fonts, count.seen)
    return build(paper, story(footer), fonts, furniture=footer)


def _drawing(text: str) -> Drawing:
    """The code as squares, without the quiet border, which the page leaves anyway."""
    widget = QrCodeWidget(text, barLevel="M", barBorder=0)
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(_CODE, _CODE, transform=[_CODE / (right - left), 0, 0, _CODE / (top - bottom), -left, -bottom])
    drawing.add(widget)
    return drawing
