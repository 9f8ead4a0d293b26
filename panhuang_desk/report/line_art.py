"""Drawings made of lines and curves, as vectors on paper."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Path
from reportlab.lib.colors import HexColor

from panhuang_desk.model.line_drawing import LineDrawing, LinePath
from panhuang_desk.report.chart_parts import blank


def line_art(drawing: LineDrawing, width: float, height: float) -> Drawing:
    """The drawing as large as fits into a box of points, in its middle."""
    scale = min(width / drawing.width, height / drawing.height)
    left, top = (width - scale * drawing.width) / 2, height - (height - scale * drawing.height) / 2
    art = blank(width, height)
    for path in drawing.paths:
        art.add(_shape(path, scale, left, top))
    return art


def _shape(path: LinePath, scale: float, left: float, top: float) -> Path:
    shape = Path(fillColor=HexColor(path.fill) if path.fill else None,
                 strokeColor=HexColor(path.stroke) if path.stroke else None, strokeWidth=path.width * scale,
                 strokeLineCap=1, strokeLineJoin=1)
    draw = {"M": shape.moveTo, "L": shape.lineTo, "C": shape.curveTo, "Z": shape.closePath}
    for letter, numbers in path.steps:
        at = [left + scale * number if index % 2 == 0 else top - scale * number for index, number in enumerate(numbers)]
        draw[letter](*at)
    return shape
