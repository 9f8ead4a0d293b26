"""The trend chart: one drawing, as vectors in the PDF and as SVG on the screen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from panhuang_desk.model.figures import AWARENESS_TARGET, show_value
from panhuang_desk.model.monthly import FigureValue, TrendPoint
from panhuang_desk.report import style
from panhuang_desk.report.fonts import BOLD, REGULAR, font_set

HEIGHT, LOWEST = 200.0, 150.0
"""The chart's height in points, and what it may shrink to where a page is nearly full."""

_INK, _GREY, _HAIR = Color(*style.INK), Color(*style.GREY), Color(*style.HAIR)
_BAND, _COLUMN = Color(0.80, 0.83, 0.87), Color(0.72, 0.76, 0.81)
_SIZE = 8.0
_LEFT, _RIGHT, _FOOT = 34.0, 46.0, 23.0


def trend(points: Sequence[TrendPoint], width: float = style.TEXT_WIDTH, height: float = HEIGHT, *,
          headline: str = "person") -> Drawing:
    """Awareness (dots with their 95 % interval, and the target line) above coverage (columns), month by month.

    The awareness scale is cut and labelled so; a month without data has no dot and no column, and breaks the line.
    Width and height are in points; `headline` says which awareness rate the points hold.
    """
    font_set(bundled=True)  # registers the chart's fonts
    drawing = Drawing(width, height, initialFontName=REGULAR)  # else Helvetica comes in, not embedded
    lower = (height - _FOOT) * 0.34
    upper_from = _FOOT + lower + 26
    by = "按题" if headline == "answer" else "按人"
    drawing.add(_awareness(points, by, width, upper_from, height - 16))
    drawing.add(_coverage(points, width, _FOOT, _FOOT + lower))
    step = _step(points, width)
    for index, point in enumerate(points):
        label = f"{point.month.number}月"
        drawing.add(_text(_middle(index, step), 11, label, anchor="middle"))
        if index == 0 or point.month.number == 1:
            drawing.add(_text(_middle(index, step), 2.5, f"{point.month.year}年", anchor="middle", grey=True, size=6.5))
    return drawing


def to_svg(drawing: Drawing) -> str:
    """The drawing as SVG text, for the screen, with the font named as Qt knows it."""
    svg = renderSVG.drawToString(drawing)
    svg = svg.decode("utf-8") if isinstance(svg, bytes) else str(svg)
    svg = svg.replace("fill: None", "fill: none")  # Qt takes an unknown word for black
    svg = re.sub(r"<clipPath.*?</clipPath>", "", svg, flags=re.DOTALL)  # Qt would paint it, as a black page
    svg = re.sub(rf"font-family: ?{BOLD}", "font-family: 'Noto Sans SC'; font-weight: 700", svg)
    return re.sub(rf"font-family: ?{REGULAR}", "font-family: 'Noto Sans SC'", svg)


def _awareness(points: Sequence[TrendPoint], by: str, width: float, bottom: float, top: float) -> Group:
    group, step = Group(), _step(points, width)
    low = _cut([point.awareness for point in points])

    def height_of(share: float) -> float:
        return bottom + (share * 100 - low) / (100 - low) * (top - bottom)

    bands = "，竖条为95%置信区间" if any(point.awareness.interval for point in points) else ""
    group.add(_text(0, top + 8, f"知晓率（{by}）", bold=True))
    group.add(_text(64, top + 8, f"刻度自{low}%起{bands}", grey=True))
    for mark in sorted({low, (low + 100) // 2, 100}):
        group.add(_rule(height_of(mark / 100), width - _RIGHT, f"{mark}%"))
    _target_line(group, height_of(AWARENESS_TARGET / 100), width)
    path: list[float] = []
    for index, point in enumerate(points):
        x, share = _middle(index, step), _share(point.awareness)
        if share is None:
            _path(group, path)
            path = []
            continue
        path += [x, height_of(share)]
        if point.awareness.interval:
            ends = [max(bottom, height_of(end)) for end in point.awareness.interval]
            group.add(Line(x, ends[0], x, ends[1], strokeColor=_BAND, strokeWidth=5))
    _path(group, path)
    for index, point in enumerate(points):
        if (share := _share(point.awareness)) is not None:
            _dot(group, _middle(index, step), height_of(share))
    _last_value(group, [point.awareness for point in points], step, bottom, height_of)
    return group


def _target_line(group: Group, y: float, width: float) -> None:
    group.add(Line(_LEFT, y, width - _RIGHT, y, strokeColor=_INK, strokeWidth=0.8, strokeDashArray=[4, 2]))
    group.add(_text(width - _RIGHT + 4, y - 3, f"目标{AWARENESS_TARGET}%"))


def _path(group: Group, path: list[float]) -> None:
    if len(path) > 2:
        group.add(PolyLine(path, strokeColor=_INK, strokeWidth=1.1))


def _dot(group: Group, x: float, y: float) -> None:
    group.add(Circle(x, y, 2.6, fillColor=_INK, strokeColor=white, strokeWidth=0.8))


def _last_value(group: Group, values: Sequence[FigureValue], step: float, bottom: float,
                height_of: Callable[[float], float]) -> None:
    """The newest value, written beyond its interval on the side away from the target line."""
    share = _share(values[-1]) if values else None
    if share is not None:
        low, high = values[-1].interval or (share, share)
        below = share * 100 < AWARENESS_TARGET
        y = max(height_of(low), bottom + 10) - 10 if below else height_of(high) + 3
        group.add(_text(_middle(len(values) - 1, step), y, show_value(values[-1]), anchor="middle", bold=True))


def _coverage(points: Sequence[TrendPoint], width: float, bottom: float, top: float) -> Group:
    group, step = Group(), _step(points, width)
    group.add(_text(0, top + 10, "走访覆盖率（当月）", bold=True))
    for mark in (0, 100):
        group.add(_rule(bottom + mark / 100 * (top - bottom), width - _RIGHT, f"{mark}%"))
    for index, point in enumerate(points):
        x, share = _middle(index, step), _share(point.coverage)
        if share is None:
            group.add(_text(x, bottom + 2, "—", anchor="middle", grey=True))
            continue
        tall = share * (top - bottom)
        group.add(Rect(x - step * 0.3, bottom, step * 0.6, max(tall, 0.01), fillColor=_COLUMN, strokeColor=None))
        label = f"{math.floor(share * 100 + 0.5) if share < 0.995 or share == 1 else 99}%"
        inside = tall > top - bottom - 10
        group.add(_text(x, bottom + tall + (-9 if inside else 2), label, anchor="middle", size=7))
    return group


def _rule(y: float, right: float, label: str) -> Group:
    """A hairline of the scale with its value at the left."""
    line = Line(_LEFT, y, right, y, strokeColor=_HAIR, strokeWidth=0.3)
    return Group(line, _text(_LEFT - 4, y - 3, label, anchor="end"))


def _text(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False, grey: bool = False,
          size: float = _SIZE) -> String:
    font = BOLD if bold else REGULAR
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * stringWidth(text, font, size)
    return String(x - shift, y, text, fontName=font, fontSize=size, fillColor=_GREY if grey else _INK)


def _step(points: Sequence[TrendPoint], width: float) -> float:
    return (width - _LEFT - _RIGHT) / max(len(points), 1)


def _middle(index: int, step: float) -> float:
    return _LEFT + (index + 0.5) * step


def _share(value: FigureValue) -> float | None:
    return float(value.value) if isinstance(value.value, (int, float)) else None


def _cut(values: Sequence[FigureValue]) -> int:
    """Where the awareness scale begins: a multiple of ten below every dot, 80 at most, whatever the intervals."""
    shares = [share for value in values if (share := _share(value)) is not None]
    return min(80, math.floor(min(shares, default=1) * 10 - 0.2) * 10) if min(shares, default=1) > 0.02 else 0
