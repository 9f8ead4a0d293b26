"""Chinese paragraphs, pages and documents on reportlab: line breaking by rule, page numbers outside, equal bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from typing import Any

import attrs
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from panhuang_desk import __version__
from panhuang_desk.report import style
from panhuang_desk.report.attach import Attachment, attach
from panhuang_desk.report.fonts import MISSING, Face, FontSet, clean
from panhuang_desk.report.linebreak import Gaps, Line, fill, is_wide, squeezed
from panhuang_desk.report.style import TextStyle

_MOST_STRETCH = 0.25
_SPLITS = 4
"""A paragraph of so many lines can be parted between pages."""
_ONE_AT_A_TIME = threading.Lock()  # a font file keeps its reading position, so two threads would garble a subset


class Setter:
    """Measures and draws single lines of text in one style; characters without a glyph become 〓."""

    def __init__(self, fonts: FontSet, text_style: TextStyle) -> None:
        self.fonts, self.style = fonts, text_style
        self._gaps = Gaps(text_style.tracking, style.THIN * text_style.size, text_style.size / 2)
        self._known: dict[str, Face] = {}

    def prepare(self, text: str) -> str:
        """The text as it can be printed."""
        text = clean(text)
        return "".join(char if self.face(char) else MISSING for char in text)

    def face(self, char: str) -> Face | None:
        """The face that draws a character; None where no font has it."""
        face = self._known.get(char)
        if face is None:
            face = self.fonts.face_of(self.style.role, char)
            if face is not None:
                self._known[char] = face
        return face

    def advance(self, char: str) -> float:
        """The width of one character."""
        face = self.face(char)
        return face.advances[ord(char)] * self.style.size / 1000 if face else self.style.size

    def lines(self, text: str, width: float) -> list[Line]:
        """The prepared text cut into lines of a width."""
        square = self.style.size + self.style.tracking
        first, rest = width - self.style.indent * square, width - self.style.hang * square
        return fill(text, self.advance, first, rest, self._gaps)

    def places(self, text: str, stretch: float = 0.0) -> list[float]:
        """Where each character begins, from 0, and at the end where the line ends."""
        at, places = 0.0, []
        for index, char in enumerate(text):
            places.append(at)
            at += self.advance(char)
            if index + 1 < len(text):
                at += self._gaps.after(char, text[index + 1])
                if _gives_way(char, text[index + 1]):
                    at += stretch
        return [*places, at]

    def width(self, text: str) -> float:
        """The width of a line, not stretched."""
        return self.places(text)[-1]

    def draw(self, canvas: Canvas, x: float, y: float, text: str, stretch: float = 0.0) -> None:
        """Draw a prepared line with its baseline at y."""
        if not text:
            return
        places = self.places(text, stretch)
        out = canvas.beginText()
        canvas.setFillColorRGB(*(style.GREY if self.style.grey else style.INK))
        start = 0
        for index in range(1, len(text) + 1):
            if index < len(text) and self._runs_on(text[start], text[index - 1], text[index]):
                continue
            run = text[start:index]
            face = self.face(run[0])
            out.setTextOrigin(x + places[start], y)
            out.setFont(face.name if face else "", self.style.size)
            out.setCharSpace(self.style.tracking + stretch if len(run) > 1 and is_wide(run[0]) else 0)
            out.textOut(run)
            start = index
        out.setCharSpace(0)
        canvas.drawText(out)

    def _runs_on(self, first: str, last: str, char: str) -> bool:
        """Whether a character can be drawn in one go with the run before it."""
        if squeezed(last, char) or is_wide(last) != is_wide(char):
            return False
        return self.face(first) is self.face(char)


def _gives_way(left: str, right: str) -> bool:
    if " " in (left, right) or squeezed(left, right):
        return False
    return is_wide(left) or is_wide(right)


class Text(Flowable):  # type: ignore[misc]
    """A paragraph. It splits between lines and leaves no single line of a longer paragraph alone on a page."""

    def __init__(self, text: str, text_style: TextStyle, fonts: FontSet, lines: list[Line] | None = None,
                 outline: str = "", depth: int = 0) -> None:
        super().__init__()
        self.style, self.fonts, self.outline, self.depth = text_style, fonts, outline, depth
        self.setter = Setter(fonts, text_style)
        self.text = self.setter.prepare(text)
        self.lines, self._fixed = lines or [], lines is not None
        self._first = lines is None

    def getSpaceBefore(self) -> float:
        """The space above, as reportlab asks for it."""
        return self.style.before

    def getSpaceAfter(self) -> float:
        """The space below, as reportlab asks for it."""
        return self.style.after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Set the lines for a width; returns the room taken."""
        self.width = width
        if not self._fixed:
            self.lines = self.setter.lines(self.text, width)
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits and the rest; nothing where fewer than two lines would stand alone."""
        self.wrap(width, height)
        total, fit = len(self.lines), int((height + 0.01) // self.style.leading)
        if fit >= total:
            return [self]
        if total - fit < 2:
            fit = total - 2
        return self.split_at(fit) if fit >= 2 else []

    def split_at(self, count: int) -> list[Flowable]:
        """Two paragraphs: the first lines, and the rest."""
        head = Text("", self.style, self.fonts, self.lines[:count], self.outline, self.depth)
        head._first = self._first
        tail = Text("", self.style, self.fonts, self.lines[count:])
        return [head, tail]

    def draw(self) -> None:
        """Draw the lines from the top down."""
        if self.outline:
            _outline(self.canv, self.outline, self.depth)
        size, leading = self.style.size, self.style.leading
        square = size + self.style.tracking
        baseline = self.height - (leading - size) / 2 - 0.88 * size
        for index, line in enumerate(self.lines):
            indent = (self.style.indent if index == 0 and self._first else self.style.hang) * square
            x, stretch = self._across(line, indent)
            self.setter.draw(self.canv, x, baseline, line.text, stretch)
            baseline -= leading

    def _across(self, line: Line, indent: float) -> tuple[float, float]:
        """Where a line begins and how far its gaps are stretched."""
        used, room = self.setter.width(line.text), self.width - indent
        if self.style.align == "center":
            return (self.width - used) / 2, 0.0
        if self.style.align == "right":
            return self.width - used, 0.0
        gaps = sum(map(_gives_way, line.text, line.text[1:]))
        if self.style.align == "left" or line.last or not gaps:
            return indent, 0.0
        stretch = (room - used) / gaps
        within = stretch * gaps > -style.MM and stretch < _MOST_STRETCH * self.style.size
        return indent, stretch if within else 0.0


def _outline(canvas: Canvas, title: str, depth: int) -> None:
    key = f"part-{canvas.getPageNumber()}-{title}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(title, key, depth, 0)


class Heading(Text):
    """A heading, which is also an entry of the PDF's outline."""


def heading(text: str, level: int, fonts: FontSet, depth: int = 0) -> list[Flowable]:
    """A heading with at least two lines of what follows on its page; one of the first level is in the outline."""
    text_style = style.HEADINGS[level]
    return [CondPageBreak((1 + text_style.keep) * text_style.leading),
            Heading(text, text_style, fonts, outline=text if level == 1 else "", depth=depth)]


def turned(flowables: Sequence[Flowable]) -> list[Flowable]:
    """Pages of their own on which things lie on their side, for what is too wide to stand.

    GB/T 9704-2012, 7.4: the head of a table that lies is at the binding edge on odd pages and at the outer edge on
    even ones, which is the left edge on both; the page number stays where it is. A screen shows such pages upright.
    """
    return [NextPageTemplate("turned"), PageBreak(), *flowables, NextPageTemplate("upright")]


class Closing(Flowable):  # type: ignore[misc]
    """A last paragraph with a block under it, such as the signatures: the block never stands alone on a page."""

    def __init__(self, text: Text, block: Flowable) -> None:
        super().__init__()
        self.text, self.block = text, block

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room of both."""
        self.width = width
        self._text_height = self.text.wrap(width, height)[1]
        self.height = self._text_height + self.block.wrap(width, height)[1]
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Take the last lines of the paragraph to the next page with the block."""
        self.wrap(width, height)
        if self.height <= height:
            return [self]
        total = len(self.text.lines)
        fit = min(total - 2, int((height + 0.01) // self.text.style.leading))
        if fit < 2:
            return []
        head, tail = self.text.split_at(fit)
        return [head, Closing(tail, self.block)]

    def draw(self) -> None:
        """Draw the paragraph and the block."""
        self.text.drawOn(self.canv, 0, self.height - self._text_height)
        self.block.drawOn(self.canv, 0, 0)


def room_before(paragraphs: Sequence[Flowable]) -> list[Flowable]:
    """What goes before the heading of a last section: a new page where the heading would stand alone, because its one
    short paragraph goes on with the signatures.
    """
    first = paragraphs[0]
    height = first.wrap(style.TEXT_WIDTH, style.TEXT_HEIGHT)[1]
    if not isinstance(first, Closing) or len(first.text.lines) >= _SPLITS:
        return []
    return [CondPageBreak(style.HEADINGS[1].leading + height)]


@attrs.frozen
class Paper:
    """What is true of every page of a document. `mark` stands at the top right, such as 演示数据，不作上报."""

    title: str
    subject: str = ""
    author: str = ""
    mark: str = ""
    size: tuple[float, float] = style.PAGE
    margins: tuple[float, float, float, float] = (style.TOP, style.BOTTOM, style.LEFT, style.RIGHT)
    folio: bool = True


def build(paper: Paper, flowables: Sequence[Flowable], fonts: FontSet, *,
          furniture: Callable[[Canvas], None] | None = None, page_done: Callable[[int], None] | None = None,
          attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of a document: the same bytes for the same content, program version and fonts.

    `furniture` draws on every page what it carries besides the page number and the mark. `page_done` is told each page
    that is set, and may raise to stop the work. `attachments` are carried inside.
    """
    top, bottom, left, right = paper.margins
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream, pagesize=paper.size, title=paper.title, author=paper.author, subject=paper.subject,
        creator=f"panhuang_desk {__version__}", lang="zh-CN", invariant=1, pageCompression=1,
        displayDocTitle=1, initialFontName=fonts.body[0].name,
    )
    wide, tall = paper.size[0] - left - right, paper.size[1] - top - bottom
    carried = _furniture(paper, fonts, furniture)

    def begin_turned(canvas: Canvas, _: object) -> None:
        canvas.saveState()
        canvas.translate(paper.size[0], 0)
        canvas.rotate(90)

    def end(canvas: Canvas, document: Any) -> None:
        carried(canvas, document)
        if page_done is not None:
            page_done(canvas.getPageNumber())

    def end_turned(canvas: Canvas, document: Any) -> None:
        canvas.restoreState()
        end(canvas, document)

    # reportlab swaps the sides of a page that is to be turned for the screen, so they are given swapped.
    lying = PageTemplate("turned", [_frame(bottom, right - 0.6, tall, wide + 0.6)], onPage=begin_turned,
                         onPageEnd=end_turned, pagesize=(paper.size[1], paper.size[0]))
    lying.rotation = 90
    document.addPageTemplates([
        PageTemplate("upright", [_frame(left, bottom - 0.6, wide, tall + 0.6)], onPageEnd=end), lying])

    def canvas(*given: Any, **options: Any) -> Canvas:
        made = Canvas(*given, **options)
        attach(made, attachments)
        return made

    with _ONE_AT_A_TIME:
        document.build(list(flowables), canvasmaker=canvas)
    return stream.getvalue()


def _frame(x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _furniture(paper: Paper, fonts: FontSet,
               more: Callable[[Canvas], None] | None) -> Callable[[Canvas, Any], None]:
    """What every page carries besides its text: the page number on the outside, the mark, and what is given."""
    number = Setter(fonts, TextStyle("body", style.FOLIO_SIZE, tracking=0))
    mark = Setter(fonts, TextStyle("strong", style.TABLE_SIZE, tracking=0))

    def draw(canvas: Canvas, document: Any) -> None:
        top, bottom, left, right = paper.margins
        canvas.saveState()
        if more is not None:
            more(canvas)
        if paper.folio:
            page = canvas.getPageNumber()
            text = f"— {page} —"
            inset = style.FOLIO_SIZE
            x = paper.size[0] - right - inset - number.width(text) if page % 2 else left + inset
            number.draw(canvas, x, bottom - style.FOLIO_BELOW_TEXT - 0.36 * style.FOLIO_SIZE, text)
        if paper.mark:
            text = mark.prepare(paper.mark)
            width = mark.width(text)
            down = min(max(top - 10 * style.MM, 12 * style.MM), 24 * style.MM)
            x, y = paper.size[0] - right - width - 8, paper.size[1] - down
            canvas.setStrokeColorRGB(*style.INK)
            canvas.setLineWidth(0.6)
            canvas.roundRect(x - 8, y - 5.5, width + 16, 19, 3)
            mark.draw(canvas, x, y, text)
        canvas.restoreState()

    return draw
