"""Tables of labels and room to write, for forms that stand: every field of a declaration has a cell of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.model.blank_forms import ChoicesOf
from panhuang_desk.model.fields import Field, Type
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.form_columns import is_asked
from panhuang_desk.report.form_parts import LABEL, WRITE, Blank, Blanks, blank
from panhuang_desk.report.layout import Setter, Text
from panhuang_desk.report.style import TextStyle

NAME = TextStyle("strong", 10, 14, align="center", tracking=0)
LABEL_WIDTH = 72.0
_PAD = 5.0
_ROW = 1.2 * WRITE
_SHORT = (Type.DATE, Type.INTEGER, Type.DECIMAL, Type.MOMENT, Type.TIME, Type.PHONE)
_WIDE_TEXT = 50
"""A text that may have so many signs has a line of its own."""


class Ruled(Flowable):  # type: ignore[misc]
    """Lines to write on, 8 mm apart."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.lines = lines

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All of the width."""
        self.width, self.height = width, self.lines * WRITE
        return width, self.height

    def draw(self) -> None:
        """Draw them, but for the last, which is the frame's."""
        self.canv.setLineWidth(0.4)
        self.canv.setStrokeColorRGB(*style.HAIR)
        for line in range(1, self.lines):
            self.canv.line(0, self.height - line * WRITE, self.width, self.height - line * WRITE)


class Framed(Flowable):  # type: ignore[misc]
    """A frame across the page to draw in or to stick photos on, with a few words in its corner."""

    def __init__(self, words: str, tall: float, fonts: FontSet) -> None:
        super().__init__()
        self.tall, self.setter = tall, Setter(fonts, style.NOTE)
        self.words = self.setter.prepare(words)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All of the width."""
        self.width, self.height = width, self.tall
        return width, self.height

    def draw(self) -> None:
        """The frame and the words."""
        self.canv.setStrokeColorRGB(*style.INK)
        self.canv.setLineWidth(0.6)
        self.canv.rect(0, 0, self.width, self.height)
        self.setter.draw(self.canv, 8, self.height - 15, self.words)


class Written(Flowable):  # type: ignore[misc]
    """Room to write one line, with what is printed there: a unit at its end, or the signs of a date."""

    def __init__(self, text: str, fonts: FontSet) -> None:
        super().__init__()
        self.setter = Setter(fonts, LABEL)
        self.text = self.setter.prepare(text)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A line."""
        self.width, self.height = width, WRITE
        return width, self.height

    def draw(self) -> None:
        """A unit at the right; what has room before it, as a date, from the left."""
        x = 0 if self.text.startswith("　") else self.width - self.setter.width(self.text)
        self.setter.draw(self.canv, x, WRITE / 2 - 4, self.text)


def field_cell(field: Field, choices: ChoicesOf, fonts: FontSet) -> Flowable:
    """The room of a field: its choices to tick, or a line."""
    item = blank(field, choices)
    return Blanks([Blank("", item.words)], fonts) if item.words else Written(item.unit, fonts)


def field_table(fields: Sequence[Field], choices: ChoicesOf, width: float, fonts: FontSet, *,
                filled: Mapping[str, str] | None = None, lines: Mapping[str, int] | None = None) -> Table:
    """Labels and room, two short fields beside each other. `filled` prints the value of a field by its name, `lines`
    says how many lines a long text has.
    """
    filled, lines = filled or {}, lines or {}
    rows: list[list[object]] = []
    spans: list[tuple[object, ...]] = []
    for pair in _pairs([field for field in fields if is_asked(field, choices)]):
        cells: list[object] = []
        for field in pair:
            known = filled.get(field.name, "")
            room: Flowable = Text(known, LABEL, fonts) if known else (
                Ruled(lines.get(field.name, 3)) if field.type is Type.LONG_TEXT else field_cell(field, choices, fonts))
            cells += [[Text(field.label, NAME, fonts)], [room]]
        if len(pair) == 1:
            spans.append(("SPAN", (1, len(rows)), (3, len(rows))))
            cells += ["", ""]
        rows.append(cells)
    half = width / 2
    return cell_table(rows, [LABEL_WIDTH, half - LABEL_WIDTH] * 2, fonts, spans)


def named_rows(rows: Sequence[tuple[str, Flowable]], width: float, fonts: FontSet) -> Table:
    """Rows of a name and what stands beside it."""
    return cell_table([[[Text(name, NAME, fonts)], [room]] for name, room in rows],
                      [LABEL_WIDTH, width - LABEL_WIDTH], fonts)


def cell_table(rows: Sequence[Sequence[object]], widths: Sequence[float], fonts: FontSet,
               spans: Sequence[tuple[object, ...]] = (), *, tall: float = _ROW) -> Table:
    """A table with a frame, whose rows are high enough to write in, at least so `tall`."""
    table = Table(rows, colWidths=widths, hAlign="LEFT", minRowHeights=[tall] * len(rows))
    ink = Color(*style.INK)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, ink), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("FONT", (0, 0), (-1, -1), fonts.table[0].name, 9, 11), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD), ("RIGHTPADDING", (0, 0), (-1, -1), _PAD), *spans]))
    return table


def rest(story: Sequence[Flowable], width: float, tall: float) -> float:
    """The height that a page has left below a story."""
    return tall - float(sum(part.wrap(width, tall)[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in story))


def _pairs(fields: Sequence[Field]) -> list[list[Field]]:
    """The fields in their order, two short ones that follow each other in one row."""
    found: list[list[Field]] = []
    for field in fields:
        if found and len(found[-1]) == 1 and _is_short(field) and _is_short(found[-1][0]):
            found[-1].append(field)
        else:
            found.append([field])
    return found


def _is_short(field: Field) -> bool:
    return field.type in _SHORT or (field.type is Type.TEXT and field.max_length < _WIDE_TEXT)
