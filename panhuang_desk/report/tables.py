"""Tables of the paper: 10.5 pt, hairlines between rows, the header repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, clean
from panhuang_desk.report.layout import Text

PAD, NOTE_GAP = 2.5, 4.0
FEWEST_ROWS = 3
MOST_BLANK = style.TEXT_HEIGHT / 4
"""The most that may stay blank at the foot of a page for the sake of an uncut table."""


@attrs.frozen
class Column:
    """One column: its heading, which may hold line breaks, and its width in points; numbers stand right."""

    heading: str
    width: float
    align: str = "right"


@attrs.frozen
class TableData:
    """A table as plain text. `total` marks the last row as the sum; `notes` are printed small below it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    notes: tuple[str, ...] = ()


class Block(Flowable):  # type: ignore[misc]
    """A table with its caption and notes.

    It moves to the next page whole where that leaves little blank, and is otherwise cut so that no fewer than three
    rows stand on either side; the rest goes under 续表 with the header again, and the notes stay with the last rows.
    """

    def __init__(self, caption: Text, body: Table, note: Text | None, continued: Text) -> None:
        super().__init__()
        self.caption, self.body, self.note, self.continued = caption, body, note, continued

    def getSpaceBefore(self) -> float:
        """The space above, as reportlab asks for it."""
        return style.CAPTION.before

    def getSpaceAfter(self) -> float:
        """The space below, as reportlab asks for it."""
        return 10.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room of all three."""
        self._parts = [(part, part.wrap(width, height)[1]) for part in (self.caption, self.body, self.note) if part]
        self.width, self.height = width, sum(tall for _, tall in self._parts) + (NOTE_GAP if self.note else 0)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The rows that fit and the rest; nothing where the whole block is better on the next page."""
        self.wrap(width, height)
        if self.height <= height:
            return [self]
        if self.height <= style.TEXT_HEIGHT and height < MOST_BLANK:
            return []
        rows = self.body._rowHeights
        room = height - self._parts[0][1]
        fit = max((count for count in range(len(rows) + 1) if sum(rows[:count]) <= room), default=0)
        fit = min(fit, len(rows) - FEWEST_ROWS)
        if fit < 1 + FEWEST_ROWS:
            return []
        parts = self.body.split(width, sum(rows[:fit]) + 0.01)
        if len(parts) < 2:
            return []
        return [Block(self.caption, parts[0], None, self.continued),
                Block(self.continued, parts[1], self.note, self.continued)]

    def draw(self) -> None:
        """Draw the parts from the top down."""
        y = self.height
        for part, tall in self._parts:
            y -= tall + (NOTE_GAP if part is self.note else 0)
            part.drawOn(self.canv, 0, y)


def table(data: TableData, fonts: FontSet) -> Block:
    """The table with its caption and notes; the caption stays with the header and the first rows."""
    rows = ([_cell(text, column, fonts) for text, column in zip(row, data.columns, strict=True)] for row in data.rows)
    cells = [[column.heading for column in data.columns], *rows]
    body = Table(cells, colWidths=[column.width for column in data.columns], repeatRows=1, hAlign="LEFT")
    body.setStyle(_look(data, fonts))
    note = Text(f"注：{'；'.join(data.notes)}。", style.NOTE, fonts) if data.notes else None
    number = data.caption.split(" ")[0]
    return Block(Text(data.caption, style.CAPTION, fonts), body, note, Text(f"续{number}", style.CAPTION, fonts))


def _cell(text: str, column: Column, fonts: FontSet) -> str | Flowable:
    """Plain text where one font draws it and it fits; else a paragraph, which wraps and falls back by character.

    Numbers, which stand right, never wrap.
    """
    face = fonts.table[0]
    width = sum(face.advances.get(ord(char), 1000) for char in text) * style.TABLE_SIZE / 1000
    fits = column.align == "right" or width <= column.width - 2 * PAD
    if fits and all(face.has(char) for char in text) and text == clean(text):
        return text
    return Text(text, attrs.evolve(style.CELL, align=column.align), fonts)


def _look(data: TableData, fonts: FontSet) -> TableStyle:
    ink, hair = Color(*style.INK), Color(*style.HAIR)
    look: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.table[0].name, style.TABLE_SIZE, style.TABLE_LEADING),
        ("FONT", (0, 0), (-1, 0), fonts.strong[0].name, style.TABLE_SIZE, style.TABLE_LEADING),
        ("TEXTCOLOR", (0, 0), (-1, -1), ink),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD), ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("LINEABOVE", (0, 0), (-1, 0), 1.0, ink), ("LINEBELOW", (0, 0), (-1, 0), 0.5, ink),
        ("LINEBELOW", (0, 1), (-1, -2), 0.25, hair), ("LINEBELOW", (0, -1), (-1, -1), 1.0, ink),
        *(("ALIGN", (at, 0), (at, -1), column.align.upper()) for at, column in enumerate(data.columns)),
    ]
    if data.total:
        look += [("LINEABOVE", (0, -1), (-1, -1), 0.5, ink),
                 ("FONT", (0, -1), (-1, -1), fonts.strong[0].name, style.TABLE_SIZE, style.TABLE_LEADING)]
    return TableStyle(look)


def spread(columns: Sequence[Column], width: float = style.TEXT_WIDTH) -> tuple[Column, ...]:
    """The columns with their widths scaled to fill a width."""
    factor = width / sum(column.width for column in columns)
    return tuple(attrs.evolve(column, width=column.width * factor) for column in columns)
