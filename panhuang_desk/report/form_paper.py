"""The pages of a blank form: at the foot its code, the number of the page, what the digits mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.form_parts import LANDSCAPE, DigitLegend
from panhuang_desk.report.layout import Paper, Setter, build
from panhuang_desk.report.style import MM, TextStyle

LYING = (13 * MM, 17 * MM, 15 * MM, 13 * MM)
"""The margins of a form that lies: top, bottom (which holds the code), left (where it is bound) and right."""
STANDING = (18 * MM, 19 * MM, 24 * MM, 18 * MM)
"""Those of one that stands."""

_BELOW_MARK = 15.5 * MM
_CODE, _FOOT = 9 * MM, 5 * MM
_LEGEND_GAP = 4.0
_SMALL = TextStyle("body", 8, 11, align="left", tracking=0)


def lying(title: str, mark: str, *, goes_on: bool = False) -> Paper:
    """A form across; where its table `goes_on` over pages, the mark stands above it on each."""
    return Paper(title, mark=mark, size=LANDSCAPE, margins=(_BELOW_MARK, *LYING[1:]) if goes_on else LYING, folio=False)


def standing(title: str, mark: str) -> Paper:
    """A form upright."""
    return Paper(title, mark=mark, margins=STANDING, folio=False)


def room(paper: Paper) -> tuple[float, float]:
    """The width and height of a page between its margins."""
    top, bottom, left, right = paper.margins
    return paper.size[0] - left - right, paper.size[1] - top - bottom


def with_legend(paper: Paper, legend: DigitLegend | None) -> Paper:
    """The paper with room at its foot for what the digits mean."""
    if legend is None:
        return paper
    top, bottom, left, right = paper.margins
    taken = legend.wrap(room(paper)[0], 0)[1] + _LEGEND_GAP
    return attrs.evolve(paper, margins=(top, bottom + taken, left, right))


def form_bytes(paper: Paper, story: Callable[[], Sequence[Flowable]], code: str, fonts: FontSet,
               legend: DigitLegend | None = None) -> bytes:
    """The PDF of a form; one of several pages is set twice, so that each tells how many there are."""
    paper = with_legend(paper, legend)
    foot = _Foot(paper, code, fonts, legend)
    content = build(paper, story(), fonts, furniture=foot)
    if foot.seen == 1:
        return content
    return build(paper, story(), fonts, furniture=_Foot(paper, code, fonts, legend, foot.seen))


class _Foot:
    """Draws the foot of a page, with its number where the number of all `pages` is known; `seen` counts them."""

    def __init__(self, paper: Paper, code: str, fonts: FontSet, legend: DigitLegend | None, pages: int = 0) -> None:
        self._paper, self._code, self._legend, self._pages = paper, code, legend, pages
        self._words = Setter(fonts, _SMALL)
        self._drawing = _squares(code, fonts)
        self.seen = 0

    def __call__(self, canvas: Canvas) -> None:
        """Draw it."""
        self.seen = canvas.getPageNumber()
        left, right = self._paper.margins[2], self._paper.size[0] - self._paper.margins[3]
        if self.seen == 1:
            canvas.beginForm("code", upperx=_CODE, uppery=_CODE)
            renderPDF.draw(self._drawing, canvas, 0, 0)
            canvas.endForm()
        canvas.saveState()
        canvas.translate(left, _FOOT)
        canvas.doForm("code")
        canvas.restoreState()
        beside = left + _CODE + 2 * MM
        self._words.draw(canvas, beside, _FOOT + 14, self._words.prepare("空白表代号"))
        self._words.draw(canvas, beside, _FOOT + 3, self._words.prepare(self._code))
        if self._pages:
            text = f"第 {self.seen} 页，共 {self._pages} 页"
            self._words.draw(canvas, right - self._words.width(text), _FOOT + 3, text)
        if self._legend is not None:
            height = self._legend.wrap(right - left, 0)[1]
            self._legend.drawOn(canvas, left, self._paper.margins[1] - _LEGEND_GAP - height)


def _squares(text: str, fonts: FontSet) -> Drawing:
    widget = QrCodeWidget(text, barLevel="M", barBorder=0)
    left, bottom, right, top = widget.getBounds()
    scale = [_CODE / (right - left), 0, 0, _CODE / (top - bottom), -left, -bottom]
    drawing = Drawing(_CODE, _CODE, transform=scale, initialFontName=fonts.body[0].name)
    drawing.add(widget)
    return drawing
