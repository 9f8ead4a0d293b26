"""Charts of awareness: the parts of a scope side by side, and its months; for paper and screen, readable in black."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.graphics.shapes import Drawing, Group, Line
from reportlab.pdfbase.pdfmetrics import stringWidth

from panhuang_desk.model.figures import AWARENESS_TARGET, show_share
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import FigureValue
from panhuang_desk.report import style
from panhuang_desk.report.chart_parts import BAND, HAIR, INK, SIZE, blank, cut, dot, text
from panhuang_desk.report.charts import awareness, months_below
from panhuang_desk.report.fonts import REGULAR

LINE = 18.0
"""The height of a part's line in points."""
_HEAD, _FOOT, _VALUES = 18.0, 16.0, 88.0
_APART = 36.0
"""Nearer to the target than this a mark of the scale has no room for its label."""


@attrs.frozen
class ChartPart:
    """A line of the chart: persons who are aware of those who count. `valid` None where it is withheld.

    `interval` is that of the rate, as shares; `hint` says that it was not sampled at random, so that the rate is only
    a hint: its dot is hollow.
    """

    label: str
    passed: int = 0
    valid: int | None = None
    interval: tuple[float, float] = (0.0, 1.0)
    hint: bool = False


def parts_height(count: int) -> float:
    """How high a chart of so many parts is."""
    return _HEAD + count * LINE + _FOOT


def parts(lines: Sequence[ChartPart], width: float = style.TEXT_WIDTH) -> Drawing:
    """A line for each part: its interval as a band, its rate as a dot, on a cut scale with the line of the target.

    What is withheld is said in words, and so is a part without sheets that count. The width is in points.
    """
    height = parts_height(len(lines))
    drawing = blank(width, height)
    left = min(width * 0.34, max((stringWidth(line.label, REGULAR, SIZE) for line in lines), default=0) + 10)
    right = width - _VALUES
    low = cut(line.passed / line.valid for line in lines if line.valid)

    def at(share: float) -> float:
        return left + (max(share * 100, low) - low) / (100 - low) * (right - left)

    foot, top = _FOOT, height - _HEAD
    words = "横条为95%置信区间" + ("，空心点含非随机抽样" if any(line.hint and line.valid for line in lines) else "")
    drawing.add(text(0, height - 9, words, grey=True))
    for mark in sorted({low, (low + 100) // 2, 100}):
        drawing.add(Line(at(mark / 100), foot, at(mark / 100), top, strokeColor=HAIR, strokeWidth=0.3))
        if abs(at(mark / 100) - at(AWARENESS_TARGET / 100)) > _APART:
            drawing.add(text(at(mark / 100), 4, f"{mark}%", anchor="middle", grey=True))
    target = at(AWARENESS_TARGET / 100)
    drawing.add(Line(target, foot - 2, target, top, strokeColor=INK, strokeWidth=0.8, strokeDashArray=[4, 2]))
    drawing.add(text(target, 4, f"目标{AWARENESS_TARGET}%", anchor="middle", bold=True))
    for place, line in enumerate(lines):
        middle = top - (place + 0.5) * LINE
        drawing.add(text(0, middle - 3, _fitting(line.label, left - 6)))
        drawing.add(_part(line, middle, left, right, width, [at(end) for end in line.interval],
                          at(line.passed / line.valid) if line.valid else 0.0))
    return drawing


def months(names: Sequence[Month], rates: Sequence[FigureValue], hints: Sequence[bool],
           width: float = style.TEXT_WIDTH, height: float = 120.0) -> Drawing:
    """Awareness by person of months one after the other; `hints` says of which it is only a hint."""
    drawing = blank(width, height)
    drawing.add(awareness(rates, "按人", width, 26, height - 18, hints=hints))
    drawing.add(months_below(names, width))
    return drawing


def _part(line: ChartPart, middle: float, left: float, right: float, width: float, ends: Sequence[float],
          rate: float) -> Group:
    if not line.valid:
        return Group(text(left + 4, middle - 3, "没有有效答卷" if line.valid == 0 else "不显示", grey=True))
    counts = f"{line.passed}/{line.valid}"
    shown = show_share(line.passed, line.valid, 2, (AWARENESS_TARGET,))
    return Group(
        Line(ends[0], middle, max(ends[1], ends[0] + 0.1), middle, strokeColor=BAND, strokeWidth=5),
        dot(rate, middle, hollow=line.hint),
        text(right + 48, middle - 3, shown, anchor="end", bold=True),
        text(width, middle - 3, counts, anchor="end", grey=True))


def _fitting(words: str, room: float) -> str:
    """The words, shortened where they are wider than the room."""
    if stringWidth(words, REGULAR, SIZE) <= room:
        return words
    while words and stringWidth(f"{words}…", REGULAR, SIZE) > room:
        words = words[:-1]
    return f"{words}…"
