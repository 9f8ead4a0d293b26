"""A list on paper, A4 across: what it is, a table whose heading stands on every page, room to write by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.report import form_parts, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Setter, Text, build
from panhuang_desk.report.style import MM, TextStyle

_CELL = TextStyle("table", 10, 13, align="left", tracking=0)
_MIDDLE = TextStyle("table", 10, 13, align="center", tracking=0)
_HEAD = TextStyle("strong", 10, 13, align="center", tracking=0)
_SECTION = TextStyle("strong", 10, 13, align="left", tracking=0)
_TICK = TextStyle("table", 9, 13, align="left", tracking=0)
_ABOUT = TextStyle("body", 10, 15, align="left", after=4, tracking=0)
_LEAST_HEIGHT = 30.0
_MARGINS = (18 * MM, *form_parts.FORM_MARGINS[1:])
"""The mark of the page stands above the table."""

_TICKS_A_LINE = 2
_TICK_GAP = 3.0


@attrs.frozen
class ListColumn:
    """A column. `width` is in points, 0 takes what the page leaves; `middle` centres what stands in it."""

    heading: str
    width: float = 0
    middle: bool = True


@attrs.frozen
class Cell:
    """What stands in a cell: a text, bold or not, its parts each on a line of their own where it has line breaks; or
    words to tick by hand, two in a line.
    """

    text: str = ""
    bold: bool = False
    ticks: tuple[str, ...] = ()


@attrs.frozen
class Section:
    """A line across the table that says what the rows below it are; it never stands last on a page."""

    text: str


Row: TypeAlias = "Section | Sequence[Cell]"
_Content: TypeAlias = "str | list[Flowable]"


@attrs.frozen
class ListPaper:
    """The list as finished words. `about` stands below the title: of which place, which of them, how many, by whom.

    `lead` stands between these and the table, empty where there is nothing to say beforehand. `empty` is said where
    there are no rows. A sample is marked as one and set in the bundled fonts.
    """

    title: str
    subject: str
    place: str
    about: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    rows: tuple[Row, ...]
    empty: str
    sample: bool = False
    lead: str = ""


def list_bytes(content: ListPaper) -> bytes:
    """The list as PDF with page numbers, marked as internal on every page: the same bytes for the same content."""
    fonts = font_set(bundled=content.sample)
    paper = Paper(content.title, subject=content.subject, author=content.place,
                  mark=style.SAMPLE_MARK if content.sample else style.INTERNAL_MARK,
                  size=form_parts.LANDSCAPE, margins=_MARGINS)
    width = paper.size[0] - paper.margins[2] - paper.margins[3]
    about = "　　".join(part for part in (content.place, *content.about) if part)
    story: list[Flowable] = [Text(content.title, form_parts.FORM_TITLE, fonts), Text(about, _ABOUT, fonts)]
    if content.lead:
        story.append(Text(content.lead, _ABOUT, fonts))
    story.append(_table(content, width, fonts) if content.rows else Text(content.empty, _CELL, fonts))
    return build(paper, story, fonts)


class Ticks(Flowable):  # type: ignore[misc]
    """Words with a square before each, two in a line."""

    def __init__(self, words: Sequence[str], fonts: FontSet) -> None:
        super().__init__()
        self.setter = Setter(fonts, _TICK)
        self.words = [self.setter.prepare(word) for word in words]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As many lines as two words in each ask for."""
        self.width, self.height = width, -(-len(self.words) // _TICKS_A_LINE) * _TICK.leading
        return width, self.height

    def draw(self) -> None:
        """Draw squares and words in columns."""
        for at, word in enumerate(self.words):
            x = at % _TICKS_A_LINE * self.width / _TICKS_A_LINE
            y = self.height - (at // _TICKS_A_LINE + 1) * _TICK.leading + 4
            form_parts.tick_square(self.canv, x, y - 1)
            self.setter.draw(self.canv, x + form_parts.SQUARE + _TICK_GAP, y, word)


def _table(content: ListPaper, width: float, fonts: FontSet) -> Table:
    taken = sum(column.width for column in content.columns)
    widths = [column.width or width - taken for column in content.columns]
    rows: list[list[_Content]] = [[[Text(column.heading, _HEAD, fonts)] for column in content.columns]]
    heights: list[float | None] = [None]
    spans: list[tuple[object, ...]] = []
    for number, row in enumerate(content.rows, start=1):
        if isinstance(row, Section):
            rows.append([[Text(row.text, _SECTION, fonts)], *[""] * (len(widths) - 1)])
            heights.append(None)
            spans += [("SPAN", (0, number), (-1, number)), ("NOSPLIT", (0, number), (0, number + 1))]
        else:
            rows.append([_flowable(cell, column, fonts) for cell, column in zip(row, content.columns, strict=True)])
            heights.append(_height(rows[-1], widths))
    table = Table(rows, colWidths=widths, repeatRows=1, hAlign="LEFT", rowHeights=heights)
    ink, hair = Color(*style.INK), Color(*style.HAIR)
    table.setStyle(TableStyle([
        ("INNERGRID", (0, 0), (-1, -1), 0.4, hair), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ink), ("FONT", (0, 0), (-1, -1), fonts.table[0].name, 10, 13),
        ("TEXTCOLOR", (0, 0), (-1, -1), ink), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4), ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3), *spans,
    ]))
    return table


def _flowable(cell: Cell, column: ListColumn, fonts: FontSet) -> _Content:
    if cell.ticks:
        return [Ticks(cell.ticks, fonts)]
    if not cell.text:
        return ""
    cell_style = _HEAD if cell.bold else _MIDDLE if column.middle else _CELL
    return [Text(line, cell_style, fonts) for line in cell.text.split("\n")]


def _height(row: Sequence[_Content], widths: Sequence[float]) -> float:
    """As high as its longest cell, and high enough to write in by hand."""
    tall: float = max(sum(part.wrap(width - 6, 10_000)[1] for part in cell if isinstance(part, Flowable))
               for cell, width in zip(row, widths, strict=True))
    return max(tall + 8, _LEAST_HEIGHT)
