"""What blank paper forms are made of: lines to write on, squares to tick, and tables with rows to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.model.fields import CHOICE_KEYS, Choice, Field, Type
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter
from panhuang_desk.report.style import MM, TextStyle

ChoicesOf = Callable[[str], Sequence[Choice]]
"""Gives the choices of a checklist's list, such as `visit.topics`."""

SQUARE = 8.0
_LEAST_OPEN = 50.0
_WORD_GAP = 9.0
LANDSCAPE = (style.PAGE[1], style.PAGE[0])
FORM_MARGINS = (13 * MM, 14 * MM, 15 * MM, 13 * MM)
"""Top, bottom, left (where it is bound) and right."""

FORM_TITLE = TextStyle("title", 18, 26, align="center", after=4, tracking=0)
SMALL = TextStyle("body", 9, 13, align="left", tracking=0)
LABEL = TextStyle("body", style.TABLE_SIZE, 20, align="left", tracking=0)
HEAD = TextStyle("strong", 9, 11, align="center", tracking=0)

_BLANKS = {Type.DATE: "　　　　年　　月　　日", Type.MOMENT: "　　月　　日　　时　　分", Type.TIME: "　　时　　分"}


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


class Blanks(Flowable):  # type: ignore[misc]
    """Things to fill in, one after the other, on as many lines as they need; a last one may fill its line."""

    def __init__(
        self, blanks: Sequence[Blank], fonts: FontSet, *, leading: float = 21, stretch: bool = False,
    ) -> None:
        super().__init__()
        self.blanks, self.leading, self.stretch = tuple(blanks), leading, stretch
        self.setter = Setter(fonts, LABEL)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lay them out from left to right."""
        self.width, self._places = width, []
        x, line = 0.0, 0
        for item in self.blanks:
            wide = self._width(item)
            if x and x + wide > width:
                x, line = 0.0, line + 1
            self._places.append((x, line))
            x += wide + 16
        self.height = (line + 1) * self.leading
        return width, self.height

    def _width(self, item: Blank) -> float:
        label, unit = self.setter.width(item.label + "："), self.setter.width(item.unit)
        ticks = sum(SQUARE + 3 + self.setter.width(word) + 9 for word in item.words)
        return label + (ticks or item.room + 2 + unit)

    def draw(self) -> None:
        """Draw labels, lines and squares."""
        for at, (item, (x, line)) in enumerate(zip(self.blanks, self._places, strict=True)):
            last = at + 1 == len(self.blanks) or self._places[at + 1][1] != line
            self._item(item, x, self.height - line * self.leading - 14, fill=last and self.stretch)

    def _item(self, item: Blank, x: float, y: float, *, fill: bool) -> None:
        label = self.setter.prepare(item.label + "：")
        self.setter.draw(self.canv, x, y, label)
        x += self.setter.width(label)
        for word in map(self.setter.prepare, item.words):
            tick_square(self.canv, x, y - 0.5)
            self.setter.draw(self.canv, x + SQUARE + 3, y, word)
            x += SQUARE + 3 + self.setter.width(word) + 9
        if item.words:
            return
        unit = self.setter.width(item.unit)
        room = self.width - x - unit - 2 if fill and item.room else item.room
        if room:
            self.canv.setLineWidth(0.5)
            self.canv.setStrokeColorRGB(*style.INK)
            self.canv.line(x, y - 3, x + room, y - 3)
        self.setter.draw(self.canv, x + room + 2, y, item.unit)


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


def form_table(columns: Sequence[FormColumn], lines: int, width: float, fonts: FontSet, *, line_height: float) -> Table:
    """A numbered table to fill in, with a heading of two rows that repeats on every page."""
    columns = [FormColumn("序号", 24), *columns]
    widths, spans, top, below, inside = _columns(columns, width)
    rows = [[str(number), *(Square() if cell is None else cell for cell in inside[1:])]
            for number in range(1, lines + 1)]
    table = Table([_heads(top, widths, fonts), _heads(below, widths, fonts), *rows], colWidths=widths,
                  rowHeights=[None, None, *[line_height] * lines], repeatRows=2, hAlign="LEFT")
    ink, grey = Color(*style.INK), Color(*style.GREY)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, ink), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("LINEBELOW", (0, 1), (-1, 1), 1.0, ink),
        ("FONT", (0, 0), (-1, -1), fonts.table[0].name, 9, 11), ("TEXTCOLOR", (1, 2), (-1, -1), grey),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 1), ("RIGHTPADDING", (0, 0), (-1, -1), 1), *spans,
    ]))
    return table


def _columns(columns: Sequence[FormColumn], width: float) -> tuple[
        list[float], list[tuple[object, ...]], list[str], list[str], list[str | None]]:
    """Widths, spans of the heading, its two rows, and what stands in each cell below (None: a square)."""
    written = sum(column.width for column in columns if not column.ticks)
    ticked = sum(len(column.ticks) * column.tick_width for column in columns)
    open_columns = sum(1 for column in columns if not column.width and not column.ticks)
    shrink = min(1.0, (width - written - open_columns * _LEAST_OPEN) / max(ticked, 1))
    rest = (width - written - ticked * shrink) / max(open_columns, 1)
    widths: list[float] = []
    spans: list[tuple[object, ...]] = []
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
