"""What blank paper forms are made of: lines to write on, squares to tick, and tables with rows to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.model.blank_forms import ChoicesOf
from panhuang_desk.model.fields import CHOICE_KEYS, Choice, Field, Type
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter, Text
from panhuang_desk.report.style import MM, TextStyle

WRITE = 8 * MM
"""The height of a line that is written on by hand."""

SQUARE = 8.0
_ITEM_GAP, _TICK_GAP = 16.0, 2.0
_LEAST_OPEN = 50.0
_WORD_GAP = 9.0
_PAD = 1.0
LANDSCAPE = (style.PAGE[1], style.PAGE[0])
FORM_MARGINS = (13 * MM, 14 * MM, 15 * MM, 13 * MM)
"""Top, bottom, left (where it is bound) and right."""

FORM_TITLE = TextStyle("title", 18, 26, align="center", after=4, tracking=0)
SMALL = TextStyle("body", 9, 13, align="left", tracking=0)
LABEL = TextStyle("body", style.TABLE_SIZE, 20, align="left", tracking=0)
HEAD = TextStyle("strong", 9, 11, align="center", tracking=0)
CAPTION = TextStyle("strong", 10, 14, align="left", tracking=0)
PRINTED = TextStyle("table", 9.5, 12, align="center", tracking=0)
PRINTED_LONG = TextStyle("table", 9.5, 12, align="left", tracking=0)

_BLANKS = {Type.DATE: "　　　　年　　月　　日", Type.MOMENT: "　　月　　日　　时　　分", Type.TIME: "　　时　　分"}


Cell: TypeAlias = "tuple[int, int]"
Span: TypeAlias = "tuple[str, Cell, Cell]"


class Square(Flowable):  # type: ignore[misc]
    """A square to tick, centred in its cell."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The cell's width, the square's height."""
        self.width, self.height = width, SQUARE
        return width, SQUARE

    def draw(self) -> None:
        """Draw it as lines, so that it needs no font."""
        tick_square(self.canv, (self.width - SQUARE) / 2, 0)


def tick_square(canvas: object, x: float, y: float) -> None:
    """Draw a square to tick with its lower left corner at x, y."""
    canvas.setLineWidth(0.6)  # type: ignore[attr-defined]
    canvas.setStrokeColorRGB(*style.INK)  # type: ignore[attr-defined]
    canvas.rect(x, y, SQUARE, SQUARE)  # type: ignore[attr-defined]


@attrs.frozen
class Blank:
    """One thing to fill in: a label, then words to tick, or room to write with the unit behind it."""

    label: str
    words: tuple[str, ...] = ()
    unit: str = ""
    room: float = 60


def choices_of(field: Field, choices: ChoicesOf) -> tuple[Choice, ...]:
    """The choices of a field, fixed or from a checklist; 无 and 有 for a yes or no."""
    if field.type is Type.FLAG:
        return (Choice("0", "无"), Choice("1", "有"))
    if field.choices_from:
        return tuple(choices(field.choices_from))
    return field.choices


def blank(field: Field, choices: ChoicesOf, *, room: float = 60) -> Blank:
    """What a person fills in for a declared field."""
    words = tuple(choice.label for choice in choices_of(field, choices))
    if field.type is Type.FLAG:
        words = ("否", "是") if field.label.startswith(("已", "曾")) else words
    return Blank(field.label, words, _BLANKS.get(field.type, field.unit), 0 if field.type in _BLANKS else room)


@attrs.define
class _Piece:
    """Something that `Blanks` draws on one of its lines: a text, a square to tick, or a line to write on."""

    x: float
    line: int
    text: str = ""
    room: float = 0
    square: bool = False


class Blanks(Flowable):  # type: ignore[misc]
    """Things to fill in, one after the other, on as many lines as they need; words to tick that are too many for a
    line go on below. With `stretch` a line to write on that ends its line reaches the margin.
    """

    def __init__(
        self, blanks: Sequence[Blank], fonts: FontSet, *, leading: float = WRITE, stretch: bool = False,
    ) -> None:
        super().__init__()
        self.blanks, self.leading, self.stretch = tuple(blanks), leading, stretch
        self.setter = Setter(fonts, LABEL)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay them out from left to right."""
        self.width, self._pieces = width, list[_Piece]()
        x, line = 0.0, 0
        for item in self.blanks:
            if x and x + self._width(item) > width:
                x, line = 0.0, line + 1
            x, line = self._lay(item, x, line)
            x += _ITEM_GAP
        self.height = (line + 1) * self.leading
        if self.stretch:
            self._reach_the_margin()
        return width, self.height

    def _width(self, item: Blank) -> float:
        label, unit = self.setter.width(self._label(item)), self.setter.width(item.unit)
        ticks = _TICK_GAP + sum(SQUARE + 3 + self.setter.width(word) + _WORD_GAP for word in item.words)
        return label + (ticks - _WORD_GAP if item.words else item.room + 2 + unit)

    def _label(self, item: Blank) -> str:
        return self.setter.prepare(f"{item.label}：") if item.label else ""

    def _lay(self, item: Blank, x: float, line: int) -> tuple[float, int]:
        """Place one; where it ends, and on which line."""
        label, unit = self._label(item), self.setter.prepare(item.unit)
        begin = self.setter.width(label) + (_TICK_GAP if label and item.words else 0)
        self._pieces.append(_Piece(x, line, label))
        x += begin
        if not item.words:
            room = min(item.room, max(self.width - x - 2 - self.setter.width(unit), 0))
            self._pieces += [_Piece(x, line, room=room), _Piece(x + room + 2, line, unit)]
            return x + room + 2 + self.setter.width(unit), line
        for word in map(self.setter.prepare, item.words):
            wide = SQUARE + 3 + self.setter.width(word)
            if x + wide > self.width:
                x, line = begin, line + 1
            self._pieces += [_Piece(x, line, square=True), _Piece(x + SQUARE + 3, line, word)]
            x += wide + _WORD_GAP
        return x - _WORD_GAP, line

    def _reach_the_margin(self) -> None:
        for rule, unit, after in zip(self._pieces, self._pieces[1:], [*self._pieces[2:], None], strict=False):
            if rule.room and (after is None or after.line > rule.line):
                rule.room = self.width - rule.x - 2 - self.setter.width(unit.text)
                unit.x = rule.x + rule.room + 2

    def draw(self) -> None:
        """Draw labels, lines and squares."""
        for piece in self._pieces:
            y = self.height - piece.line * self.leading - self.leading / 2 - 4
            if piece.square:
                tick_square(self.canv, piece.x, y - 0.5)
            elif piece.room:
                self.canv.setLineWidth(0.5)
                self.canv.setStrokeColorRGB(*style.INK)
                self.canv.line(piece.x, y - 3, piece.x + piece.room, y - 3)
            else:
                self.setter.draw(self.canv, piece.x, y, piece.text)


class DigitLegend(Flowable):  # type: ignore[misc]
    """What the digits mean that are written into a table: the lists one after the other, a list never torn apart unless
    it is wider than the page. The digits are those of the screen: the place in the list.
    """

    def __init__(self, lists: Sequence[tuple[str, Sequence[Choice]]], fonts: FontSet) -> None:
        super().__init__()
        self.setter = Setter(fonts, SMALL)
        self.label = Setter(fonts, HEAD)
        self.lists = [(self.label.prepare(f"{name}："), [self.setter.prepare(f"{key} {choice.label}")
                       for key, choice in zip(CHOICE_KEYS, choices, strict=False)]) for name, choices in lists]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay the lists out from left to right, each from a fresh line where it would not fit."""
        self.width, self._places = width, []
        x, line = 0.0, 0
        for name, words in self.lists:
            wide = self.label.width(name) + sum(self.setter.width(word) + _WORD_GAP for word in words)
            if x and x + wide > width:
                x, line = 0.0, line + 1
            self._places.append((self.label, x, line, name))
            x += self.label.width(name)
            for word in words:
                if x + self.setter.width(word) > width:
                    x, line = self.label.width(name), line + 1
                self._places.append((self.setter, x, line, word))
                x += self.setter.width(word) + _WORD_GAP
            x += _WORD_GAP
        self.height = (line + 1) * SMALL.leading
        return width, self.height

    def draw(self) -> None:
        """Draw names bold and words after them."""
        for setter, x, line, text in self._places:
            setter.draw(self.canv, x, self.height - (line + 1) * SMALL.leading + 3, text)


@attrs.frozen
class FormColumn:
    """A column of a table to fill in: a heading over one cell to write in, or over several to tick.

    `width` 0 takes what the page leaves. `tick_width` is that of each cell to tick.
    """

    heading: str
    width: float = 0
    ticks: tuple[str, ...] = ()
    tick_width: float = 24
    inside: str = ""


def form_table(columns: Sequence[FormColumn], lines: int, width: float, fonts: FontSet, *, line_height: float,
               rows: Sequence[Sequence[str]] = (), caption: str = "") -> Table:
    """A numbered table to fill in, with a heading of two rows that repeats on every page, and over it the `caption`.

    `rows` are what is printed in the first columns, which are not to tick, each row as high as it needs; without them
    there are so many `lines`.
    """
    columns = [_NUMBER, *columns]
    widths, spans, top, below, inside = _columns(columns, width)
    printed = [_printed(row, widths[1:], fonts) for row in rows or [()] * lines]
    body = [[str(number), *cells, *(Square() if cell is None else cell for cell in inside[1 + len(cells):])]
            for number, cells in enumerate(printed, start=1)]
    heights = [max([line_height, *(_tall(cell, wide) for cell, wide in zip(cells, widths[1:], strict=False))])
               for cells in printed]
    heads = [_heads(top, widths, fonts), _heads(below, widths, fonts)]
    first = 1 if caption else 0
    if caption:
        heads.insert(0, [[Text(caption, CAPTION, fonts)], *[""] * (len(widths) - 1)])
        spans = [("SPAN", (0, 0), (-1, 0)),
                 *((name, (left, up + 1), (right, down + 1)) for name, (left, up), (right, down) in spans)]
    table = Table([*heads, *body], colWidths=widths, rowHeights=[*[None] * len(heads), *heights],
                  repeatRows=len(heads), hAlign="LEFT")
    ink, grey = Color(*style.INK), Color(*style.GREY)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, ink), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("LINEBELOW", (0, first + 1), (-1, first + 1), 1.0, ink),
        ("FONT", (0, 0), (-1, -1), fonts.table[0].name, 9, 11), ("TEXTCOLOR", (1, first + 2), (-1, -1), grey),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD), ("RIGHTPADDING", (0, 0), (-1, -1), _PAD), *spans,
    ]))
    return table


def _printed(row: Sequence[str], widths: Sequence[float], fonts: FontSet) -> list[list[Text]]:
    """What is printed in the first cells of a row: centred where it has one line, else from the left."""
    cells = []
    for text, wide in zip(row, widths, strict=False):
        cell = Text(text, PRINTED, fonts)
        cell.wrap(wide - 2 * _PAD, 0)
        cells.append([cell if len(cell.lines) < 2 else Text(text, PRINTED_LONG, fonts)])
    return cells


def _tall(cell: Sequence[Text], width: float) -> float:
    return float(sum(part.wrap(width - 2 * _PAD, 0)[1] for part in cell)) + 6


def tick_share(columns: Sequence[FormColumn], width: float) -> float:
    """The share of their width that cells to tick would have in a numbered table of this width."""
    return _share([_NUMBER, *columns], width)


_NUMBER = FormColumn("序号", 24)


def _share(columns: Sequence[FormColumn], width: float) -> float:
    written, ticked, open_columns = _taken(columns)
    return min(1.0, (width - written - open_columns * _LEAST_OPEN) / max(ticked, 1))


def _taken(columns: Sequence[FormColumn]) -> tuple[float, float, int]:
    """What is taken by cells to write in and to tick, and how many columns take the rest."""
    return (sum(column.width for column in columns if not column.ticks),
            sum(len(column.ticks) * column.tick_width for column in columns),
            sum(1 for column in columns if not column.width and not column.ticks))


def _columns(columns: Sequence[FormColumn], width: float) -> tuple[
        list[float], list[Span], list[str], list[str], list[str | None]]:
    """Widths, spans of the heading, its two rows, and what stands in each cell below (None: a square)."""
    written, ticked, open_columns = _taken(columns)
    shrink = _share(columns, width)
    rest = (width - written - ticked * shrink) / max(open_columns, 1)
    widths: list[float] = []
    spans: list[Span] = []
    top: list[str] = []
    below: list[str] = []
    inside: list[str | None] = []
    for column in columns:
        at = len(widths)
        cells = max(len(column.ticks), 1)
        widths += [column.tick_width * shrink] * len(column.ticks) or [column.width or rest]
        spans.append(("SPAN", (at, 0), (at + cells - 1, 0)) if column.ticks else ("SPAN", (at, 0), (at, 1)))
        top += [column.heading, *[""] * (cells - 1)]
        below += list(column.ticks) or [""]
        inside += [None] * len(column.ticks) or [column.inside]
    return widths, spans, top, below, inside


def _heads(texts: Sequence[str], widths: Sequence[float], fonts: FontSet) -> list[str | Flowable]:
    from_text = Setter(fonts, HEAD)
    return [HeadCell(from_text.prepare(text), fonts) if text else "" for text, _ in zip(texts, widths, strict=True)]


class HeadCell(Flowable):  # type: ignore[misc]
    """A heading of a narrow column: centred, and broken where it is too wide."""

    def __init__(self, text: str, fonts: FontSet) -> None:
        super().__init__()
        self.setter, self.text = Setter(fonts, HEAD), text

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As many lines as the width asks for."""
        self.lines = [line.text for line in self.setter.lines(self.text, width)]
        self.width, self.height = width, len(self.lines) * HEAD.leading
        return width, self.height

    def draw(self) -> None:
        """Draw the lines centred."""
        for at, line in enumerate(self.lines):
            x = (self.width - self.setter.width(line)) / 2
            self.setter.draw(self.canv, x, self.height - (at + 1) * HEAD.leading + 2.5, line)
