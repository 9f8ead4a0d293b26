"""Bars of a report: columns along a span, one bar of states, villages by coverage; told apart without colour."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Group, Line, Rect
from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from panhuang_desk.model.figures import show_value
from panhuang_desk.model.report import Bar, FigureValue
from panhuang_desk.report import style
from panhuang_desk.report.chart_parts import INK, SIZE, blank, rule, text
from panhuang_desk.report.fonts import REGULAR

COLUMNS, STATES = 104.0, 52.0
"""The heights of columns and of the bar of states, in points."""

_FILL = Color(0.72, 0.76, 0.81)
_LEFT, _FOOT = 34.0, 16.0
_ROW, _MOST_ROWS = 13.0, 30
_GAP = 24.0


def columns(bars: Sequence[Bar], unit: str, width: float = style.TEXT_WIDTH, height: float = COLUMNS) -> Drawing:
    """One column a bar with its number above it, in words of a unit; width and height are in points."""
    drawing = blank(width, height)
    top = height - 22
    most = _round_up(max((bar.number or 0 for bar in bars), default=0))
    drawing.add(text(0, height - 9, f"单位：{unit}", grey=True))
    for mark in (0, most):
        drawing.add(rule(_LEFT, width, _FOOT + mark / most * (top - _FOOT), f"{mark:g}"))
    step = (width - _LEFT) / max(len(bars), 1)
    wide = min(step * 0.5, 34.0)
    for at, bar in enumerate(bars):
        middle, number = _LEFT + (at + 0.5) * step, bar.number
        tall = (number or 0) / most * (top - _FOOT)
        if number:
            drawing.add(Rect(middle - wide / 2, _FOOT, wide, tall, fillColor=_FILL, strokeColor=INK, strokeWidth=0.5))
        drawing.add(text(middle, _FOOT + tall + 3, "—" if number is None else f"{number:g}", anchor="middle"))
        drawing.add(text(middle, 4, bar.label, anchor="middle"))
    return drawing


def states(bars: Sequence[Bar], unit: str, width: float = style.TEXT_WIDTH) -> Drawing:
    """One bar cut into its parts, each with its own pattern, its name and its number below."""
    drawing = blank(width, STATES)
    whole = sum(bar.number or 0 for bar in bars)
    x, y, tall = 0.0, STATES - 22, 20.0
    for at, bar in enumerate(bars):
        wide = width * (bar.number or 0) / whole if whole else 0.0
        if wide:
            drawing.add(_patterned(x, y, wide, tall, at))
        x += wide
    left = 0.0
    for at, bar in enumerate(bars):
        words = f"{bar.label} {bar.number or 0:g}{unit}"
        drawing.add(_patterned(left, 8, 12, 9, at))
        drawing.add(text(left + 16, 9, words))
        left += 16 + stringWidth(words, REGULAR, SIZE) + 18
    return drawing


def shares(rows: Sequence[tuple[str, FigureValue | None]], width: float = style.TEXT_WIDTH) -> Drawing:
    """A bar a village with its rate in words, the fullest first; one that has not reported has words and no bar.

    More than 30 stand in two columns.
    """
    known = sorted((row for row in rows if row[1] is not None and _number(row[1]) is not None),
                   key=lambda row: -(_number(row[1]) or 0))
    ordered = [*known, *(row for row in rows if row not in known)]
    halves = 2 if len(ordered) > _MOST_ROWS else 1
    per = math.ceil(len(ordered) / halves)
    drawing = blank(width, per * _ROW + 4)
    room = (width - _GAP * (halves - 1)) / halves
    name = max((stringWidth(words, REGULAR, SIZE) for words, _ in ordered), default=0.0) + 6
    for at, (words, value) in enumerate(ordered):
        x, y = at // per * (room + _GAP), drawing.height - _ROW * (at % per + 1)
        drawing.add(_share(words, value, x, y, name, room))
    return drawing


def _share(words: str, value: FigureValue | None, x: float, y: float, name: float, room: float) -> Group:
    group = Group(text(x + name - 6, y + 3, words, anchor="end"))
    number = _number(value)
    if value is None or number is None:
        group.add(text(x + name, y + 3, "未报" if value is None else show_value(value), grey=True))
        return group
    full = room - name - 34
    group.add(Rect(x + name, y + 1.5, full, _ROW - 4, fillColor=white, strokeColor=INK, strokeWidth=0.3))
    if number:
        group.add(Rect(x + name, y + 1.5, full * min(number, 1), _ROW - 4, fillColor=_FILL, strokeColor=INK,
                       strokeWidth=0.5))
    group.add(text(x + name + full + 4, y + 3, show_value(value)))
    return group


def _number(value: FigureValue | None) -> float | None:
    return float(value.value) if value is not None and isinstance(value.value, (int, float)) else None


def _patterned(x: float, y: float, wide: float, tall: float, pattern: int) -> Group:
    """A box that is grey, hatched one way, hatched the other, or white: told apart in black and white."""
    group = Group(Rect(x, y, wide, tall, fillColor=_FILL if pattern == 0 else white, strokeColor=INK, strokeWidth=0.5))
    if pattern in (1, 2):
        for start, end in _hatch(wide, tall, 3.0 if pattern == 1 else 5.0):
            points = (start, end) if pattern == 1 else ((wide - start[0], start[1]), (wide - end[0], end[1]))
            group.add(Line(x + points[0][0], y + points[0][1], x + points[1][0], y + points[1][1],
                           strokeColor=INK, strokeWidth=0.5))
    return group


def _hatch(wide: float, tall: float, apart: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Lines at 45 degrees across a box from its lower left, cut at its sides."""
    lines, at = [], apart
    while at < wide + tall:
        lines.append(((max(0.0, at - tall), min(at, tall)), (min(at, wide), max(0.0, at - wide))))
        at += apart
    return lines


def _round_up(most: float) -> float:
    """The top of a scale: 1, 2 or 5 times a power of ten, not below the greatest number."""
    if most <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= most)
