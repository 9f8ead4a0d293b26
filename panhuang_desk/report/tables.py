"""Tables of the paper: 10.5 pt, hairlines between rows, the header repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.report import style
from panhuang_desk.report.fonts import Face, FontSet, clean
from panhuang_desk.report.layout import Text

PAD, ABOVE, BELOW, NOTE_GAP = 2.5, 1.6, 3.0, 4.0
FEWEST_ROWS = 3
SMALLEST = 5.0
"""The smallest type that a table is set in; only numbers of eight digits in every column ask for less than 8."""
MOST_BLANK = 0.25
"""The most of a page that may stay blank at its foot for the sake of an uncut table."""


@attrs.frozen
class Column:
    """One column: its heading, which may hold line breaks, and its width in points; numbers stand right.

    Neighbours of one `group` stand under its words.
    """

    heading: str
    width: float
    align: str = "right"
    group: str = ""


@attrs.frozen
class TableData:
    """A table as plain text. `total` marks the last row as the sum; `notes` are printed small below it.

    A `wide` one lies on its side on a page of its own; its columns fill `style.TEXT_HEIGHT`.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    notes: tuple[str, ...] = ()
    wide: bool = False


class Block(Flowable):  # type: ignore[misc]
    """A table, or its rows from `start` to `stop`, with its caption and notes.

    It moves to the next page whole where that leaves little blank, and is otherwise cut so that no fewer than three
    rows stand on either side; the rest goes under 续表 with the header again, and the notes stay with the last rows.
    """

    def __init__(self, cells: Cells, start: int = 0, stop: int = -1) -> None:
        super().__init__()
        self.cells, self.start, self.stop = cells, start, len(cells.data.rows) if stop < 0 else stop
        data, fonts = cells.data, cells.fonts
        caption = f"续{data.caption.split(' ')[0]}" if start else data.caption
        self.caption = Text(caption, style.CAPTION, fonts)
        noted = data.notes and self.stop == len(data.rows)
        self.note = Text(f"注：{'；'.join(data.notes)}。", style.NOTE, fonts) if noted else None

    def getSpaceBefore(self) -> float:
        """The space above, as reportlab asks for it."""
        return style.CAPTION.before

    def getSpaceAfter(self) -> float:
        """The space below, as reportlab asks for it."""
        return 10.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room of caption, header, rows and notes."""
        self._above = self.caption.wrap(width, height)[1]
        self._below = self.note.wrap(width, height)[1] + NOTE_GAP if self.note else 0.0
        self._tall = sum(self.cells.heads) + sum(self.cells.heights[self.start:self.stop])
        self.width, self.height = width, self._above + self._tall + self._below
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The rows that fit and the rest; nothing where the whole block is better on the next page."""
        self.wrap(width, height)
        if self.height <= height:
            return [self]
        page = style.TEXT_WIDTH if self.cells.data.wide else style.TEXT_HEIGHT
        if self.height <= page and height < page * MOST_BLANK:
            return []
        room, at = height - self._above - sum(self.cells.heads), self.start
        while at < self.stop and self.cells.heights[at] <= room:
            room -= self.cells.heights[at]
            at += 1
        at = min(at, self.stop - FEWEST_ROWS)
        if at < self.start + FEWEST_ROWS:
            return []
        return [Block(self.cells, self.start, at), Block(self.cells, at, self.stop)]

    def draw(self) -> None:
        """Draw the parts from the top down."""
        self.caption.drawOn(self.canv, 0, self.height - self._above)
        body = self.cells.table(self.start, self.stop)
        body.wrapOn(self.canv, self.width, self._tall)
        body.drawOn(self.canv, 0, self._below)
        if self.note:
            self.note.drawOn(self.canv, 0, 0)


class Cells:
    """The cells of a table with the height of each row, so that a long one is set page by page."""

    def __init__(self, data: TableData, fonts: FontSet) -> None:
        self.data, self.fonts = data, fonts
        self.columns, self.size = fitted(data, fonts)
        self.grouped = any(column.group for column in self.columns)
        lines = max(column.heading.count("\n") + 1 for column in self.columns)
        self.heads = [_tall(1), _tall(lines)] if self.grouped else [_tall(lines)]
        self.rows = [[_cell(text, column, fonts, self.size) for text, column in zip(row, self.columns, strict=True)]
                     for row in data.rows]
        self.heights = [self._height(row) for row in self.rows]

    def table(self, start: int, stop: int) -> Table:
        """The header and some of the rows."""
        columns = self.columns
        above = [[column.group if self._opens(at) else "" if column.group else column.heading
                  for at, column in enumerate(columns)]] if self.grouped else []
        heads = [column.heading if column.group or not self.grouped else "" for column in columns]
        made = Table([*above, heads, *self.rows[start:stop]], colWidths=[column.width for column in columns],
                     rowHeights=[*self.heads, *self.heights[start:stop]], hAlign="LEFT")
        made.setStyle(TableStyle(self._look(total=self.data.total and stop == len(self.rows))))
        return made

    def _height(self, row: list[str | Flowable]) -> float:
        lines = 1
        for cell, column in zip(row, self.columns, strict=True):
            if isinstance(cell, Text):
                cell.wrap(column.width - 2 * PAD, style.TEXT_HEIGHT)
                lines = max(lines, len(cell.lines))
        return _tall(lines)

    def _opens(self, at: int) -> bool:
        """Whether a column is the first of its group."""
        group = self.columns[at].group
        return bool(group) and (at == 0 or self.columns[at - 1].group != group)

    def _look(self, *, total: bool) -> list[tuple[object, ...]]:
        ink, hair, last = Color(*style.INK), Color(*style.HAIR), len(self.heads) - 1
        plain, strong = self.fonts.table[0].name, self.fonts.strong[0].name
        look: list[tuple[object, ...]] = [
            ("FONT", (0, 0), (-1, -1), plain, self.size, style.TABLE_LEADING),
            ("FONT", (0, 0), (-1, last), strong, self.size, style.TABLE_LEADING),
            ("TEXTCOLOR", (0, 0), (-1, -1), ink),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("VALIGN", (0, 0), (-1, last), "BOTTOM"),
            ("TOPPADDING", (0, 0), (-1, -1), ABOVE), ("BOTTOMPADDING", (0, 0), (-1, -1), BELOW),
            ("LEFTPADDING", (0, 0), (-1, -1), PAD), ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
            ("LINEABOVE", (0, 0), (-1, 0), 1.0, ink), ("LINEBELOW", (0, last), (-1, last), 0.5, ink),
            ("LINEBELOW", (0, last + 1), (-1, -2), 0.25, hair), ("LINEBELOW", (0, -1), (-1, -1), 1.0, ink),
            *(("ALIGN", (at, 0), (at, -1), column.align.upper()) for at, column in enumerate(self.columns)),
        ]
        if self.grouped:
            look += self._groups(ink)
        if total:
            look += [("LINEABOVE", (0, -1), (-1, -1), 0.5, ink),
                     ("FONT", (0, -1), (-1, -1), strong, self.size, style.TABLE_LEADING)]
        return look

    def _groups(self, ink: Color) -> list[tuple[object, ...]]:
        """A group's words over the middle of its columns with a line below; other headings reach over both rows."""
        columns, look = self.columns, list[tuple[object, ...]]()
        for at, column in enumerate(columns):
            if not column.group:
                look.append(("SPAN", (at, 0), (at, 1)))
            elif self._opens(at):
                end = at
                while end + 1 < len(columns) and columns[end + 1].group == column.group:
                    end += 1
                look += [("SPAN", (at, 0), (end, 0)), ("ALIGN", (at, 0), (end, 0), "CENTER"),
                         ("LINEBELOW", (at, 0), (end, 0), 0.25, ink)]
        return look


def table(data: TableData, fonts: FontSet) -> Block:
    """The table with its caption and notes; the caption stays with the header and the first rows."""
    return Block(Cells(data, fonts))


def _tall(lines: int) -> float:
    return lines * style.TABLE_LEADING + ABOVE + BELOW


def fitted(data: TableData, fonts: FontSet) -> tuple[tuple[Column, ...], float]:
    """The columns as wide as their numbers ask, together as wide as before, and the size of type that allows it.

    What a column lacks comes from those that have more than they need; words may wrap down to four characters a line.
    """
    whole = sum(column.width for column in data.columns)
    size = style.TABLE_SIZE
    while True:
        needs = [_need(at, column, data, fonts, size) for at, column in enumerate(data.columns)]
        if sum(needs) <= whole or size <= SMALLEST:
            break
        size -= 0.5
    lack = sum(max(need - column.width, 0) for need, column in zip(needs, data.columns, strict=True))
    spare = sum(max(column.width - need, 0) for need, column in zip(needs, data.columns, strict=True))
    given = min(lack / spare, 1) if spare else 0
    return tuple(attrs.evolve(column, width=max(need, column.width - given * max(column.width - need, 0)))
                 for need, column in zip(needs, data.columns, strict=True)), size


def _need(at: int, column: Column, data: TableData, fonts: FontSet, size: float) -> float:
    """The least width of a column: its widest number or line of its heading, or four characters of words."""
    least = max(_width(line, fonts.strong[0], size) for line in column.heading.split("\n"))
    if column.align == "right":
        bold = fonts.strong[0] if data.total else fonts.table[0]
        least = max([least, *(_width(row[at], fonts.table[0], size) for row in data.rows),
                     *([_width(data.rows[-1][at], bold, size)] if data.rows else [])])
    else:
        least = max(least, 4 * size)
    return least + 2 * PAD


def _width(text: str, face: Face, size: float) -> float:
    return sum(face.advances.get(ord(char), 1000) for char in text) * size / 1000


def _cell(text: str, column: Column, fonts: FontSet, size: float) -> str | Flowable:
    """Plain text where one font draws it and it fits; else a paragraph, which wraps and falls back by character.

    Numbers, which stand right, never wrap.
    """
    face = fonts.table[0]
    fits = column.align == "right" or _width(text, face, size) <= column.width - 2 * PAD
    if fits and all(face.has(char) for char in text) and text == clean(text):
        return text
    return Text(text, attrs.evolve(style.CELL, align=column.align, size=size), fonts)


def spread(columns: Sequence[Column], width: float = style.TEXT_WIDTH) -> tuple[Column, ...]:
    """The columns with their widths scaled to fill a width."""
    factor = width / sum(column.width for column in columns)
    return tuple(attrs.evolve(column, width=column.width * factor) for column in columns)
