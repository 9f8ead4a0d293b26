"""What all charts are made of: colours, text, dots and lines of a scale, and the way to the screen."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import groupby

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, String
from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from panhuang_desk.report import style
from panhuang_desk.report.fonts import BOLD, MISSING, REGULAR, font_set

INK, GREY, HAIR = Color(*style.INK), Color(*style.GREY), Color(*style.HAIR)
BAND = Color(0.80, 0.83, 0.87)
SIZE = 8.0
"""The size of text in a chart."""


def blank(width: float, height: float) -> Drawing:
    """An empty drawing, in points, with the charts' fonts at hand."""
    font_set(bundled=True)  # registers the fonts
    return Drawing(width, height, initialFontName=REGULAR)  # else Helvetica comes in, not embedded


def text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False, grey: bool = False,
         size: float = SIZE) -> String | Group:
    """Words at a point; several pieces where a character comes from another font."""
    font = BOLD if bold else REGULAR
    x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * stringWidth(words, font, size)
    pieces = []
    for name, run in _runs(words, bold=bold):
        pieces.append(String(x, y, run, fontName=name, fontSize=size, fillColor=GREY if grey else INK))
        x += stringWidth(run, name, size)
    return pieces[0] if len(pieces) == 1 else Group(*pieces)


def _runs(words: str, *, bold: bool) -> list[tuple[str, str]]:
    """The words cut where the font changes, each piece after its font's name; what no font has is 〓."""
    fonts, role, usual = font_set(bundled=True), "strong" if bold else "table", BOLD if bold else REGULAR
    if words.isascii() or all(fonts.faces(role)[0].has(char) for char in words):
        return [(usual, words)]
    faces = [fonts.face_of(role, char) for char in words]
    drawn = [(face.name if face else usual, char if face else MISSING) for face, char in zip(faces, words, strict=True)]
    return [(name, "".join(char for _, char in run)) for name, run in groupby(drawn, key=lambda each: each[0])]


def dot(x: float, y: float, *, hollow: bool = False) -> Circle:
    """A rate: full, or hollow where it may only be taken for a hint."""
    if hollow:
        return Circle(x, y, 2.4, fillColor=white, strokeColor=INK, strokeWidth=1.1)
    return Circle(x, y, 2.6, fillColor=INK, strokeColor=white, strokeWidth=0.8)


def rule(left: float, right: float, y: float, label: str) -> Group:
    """A hairline of the scale with its value at the left."""
    return Group(Line(left, y, right, y, strokeColor=HAIR, strokeWidth=0.3), text(left - 4, y - 3, label, anchor="end"))


def cut(shares: Iterable[float]) -> int:
    """Where the scale of a rate begins, in per cent: a multiple of ten below every share, 80 at most."""
    least = min(shares, default=1.0)
    return min(80, math.floor(least * 10 - 0.2) * 10) if least > 0.02 else 0


def to_svg(drawing: Drawing) -> str:
    """The drawing as SVG text, for the screen, with the font named as Qt knows it."""
    svg = renderSVG.drawToString(drawing)
    svg = svg.decode("utf-8") if isinstance(svg, bytes) else str(svg)
    svg = svg.replace("fill: None", "fill: none")  # Qt takes an unknown word for black
    svg = re.sub(r"<clipPath.*?</clipPath>", "", svg, flags=re.DOTALL)  # Qt would paint it, as a black page
    svg = re.sub(rf"font-family: ?{BOLD}", "font-family: 'Noto Sans SC'; font-weight: 700", svg)
    svg = re.sub(rf"font-family: ?{REGULAR}", "font-family: 'Noto Sans SC'", svg)
    return re.sub(r"font-family: ?PanhuangRare-([0-9A-F]+)", r"font-family: 'Panhuang Rare \1'", svg)
