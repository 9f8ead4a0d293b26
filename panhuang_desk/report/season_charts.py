"""The charts of a season's report: coverage by round, and how long ago plots were looked at; black on paper."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Group, Line, Rect
from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from panhuang_desk.model.figures import show_share
from panhuang_desk.model.season_report import NEVER, SINCE, RoundLine
from panhuang_desk.report import style
from panhuang_desk.report.chart_parts import INK, SIZE, blank, rule, text
from panhuang_desk.report.fonts import BOLD

HEIGHT = 150.0
ROW = 17.0
"""The height of the chart of rounds, and of a line of the other."""

_COLUMN = Color(0.72, 0.76, 0.81)
_LEFT, _FOOT, _TOP = 30.0, 26.0, 28.0
_WIDEST, _LETTERS = 64.0, 5


def rounds(lines: Sequence[RoundLine], width: float = style.TEXT_WIDTH, height: float = HEIGHT) -> Drawing:
    """For each round the share of plots (grey) and of their area (white) that was looked at; one without area has one
    column. Width and height are in points.
    """
    drawing, top = blank(width, height), height - _TOP
    drawing.add(_legend(height - 10))
    for mark in (0, 50, 100):
        drawing.add(rule(_LEFT, width, _FOOT + mark / 100 * (top - _FOOT), f"{mark}%"))
    step = min((width - _LEFT) / max(len(lines), 1), _WIDEST * 1.6)
    for index, line in enumerate(lines):
        drawing.add(_columns(line, _LEFT + (index + 0.5) * step, step, top))
    return drawing


def since(parts: Sequence[tuple[str, Sequence[int]]], width: float = style.TEXT_WIDTH) -> Drawing:
    """How many plots of each part were last looked at how long ago: the more of a part's, the darker.

    A part has its name and its counts by the classes of `since_counts`; the last is the sum of all.
    """
    drawing = blank(width, ROW * (len(parts) + 1) + 2)
    classes = (*(words for _, _, words in SINCE), NEVER)
    label = max(stringWidth(name, BOLD, SIZE) for name, _ in parts) + 8
    step, top = (width - label) / len(classes), drawing.height - ROW
    for index, words in enumerate(classes):
        drawing.add(text(label + (index + 0.5) * step, top + 5, words, anchor="middle", grey=True))
    for number, (name, counts) in enumerate(parts):
        y, whole = top - ROW * (number + 1), number == len(parts) - 1
        drawing.add(text(0, y + 5, name, bold=whole))
        if whole and number:
            drawing.add(Line(0, y + ROW, width, y + ROW, strokeColor=INK, strokeWidth=0.5))
        for index, count in enumerate(counts):
            drawing.add(_heat(count, sum(counts), label + index * step, y, step, bold=whole))
    return drawing


def _heat(count: int, of: int, x: float, y: float, wide: float, *, bold: bool) -> Group:
    """A cell: its shade is the share, its number says it without a shade."""
    shade = 1 - 0.42 * count / of if of else 1.0
    group = Group(Rect(x + 1, y + 1, wide - 2, ROW - 2, fillColor=Color(shade, shade + (1 - shade) * 0.12, shade + (
        1 - shade) * 0.25), strokeColor=None))
    group.add(text(x + wide / 2, y + 5, str(count), anchor="middle", bold=bold, grey=not count))
    return group


def _legend(y: float) -> Group:
    group = Group(text(0, y, "踏查覆盖率", bold=True))
    for x, words, colour in ((62.0, "按地块", _COLUMN), (112.0, "按面积", white)):
        group.add(Rect(x, y - 1, 8, 8, fillColor=colour, strokeColor=INK, strokeWidth=0.5))
        group.add(text(x + 11, y, words, grey=True))
    return group


def _columns(line: RoundLine, middle: float, step: float, top: float) -> Group:
    group, wide = Group(), min(step * 0.36, 22.0)
    share = line.share
    pairs = [(share.looked, share.asked, _COLUMN)] + ([(share.area_looked, share.area, white)] if share.area else [])
    for index, (part, whole, colour) in enumerate(pairs):
        x = middle + (index - len(pairs) / 2) * wide
        tall = part / whole * (top - _FOOT) if whole else 0.0
        group.add(Rect(x, _FOOT, wide, max(tall, 0.01), fillColor=colour, strokeColor=INK, strokeWidth=0.5))
        group.add(text(x + wide / 2, _FOOT + tall + 2, show_share(part, whole, 0), anchor="middle", size=6.5))
    words = [line.label[at:at + _LETTERS] for at in range(0, len(line.label), _LETTERS)][:2]
    for place, word in enumerate(words):
        size = 8.0 if len(words) == 1 else 7.0
        group.add(text(middle, 15 - place * 8.5, word, anchor="middle", size=size))
    if len(words) == 1:
        group.add(text(middle, 6, _days(line), anchor="middle", grey=True, size=6.5))
    return group


def _days(line: RoundLine) -> str:
    (_, month, day), (_, until, last) = line.first.split("-"), line.last.split("-")
    return f"{int(month)}.{int(day)}–{int(until)}.{int(last)}"
