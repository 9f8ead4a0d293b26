"""The trend chart: one drawing, as vectors in the PDF and as SVG on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from reportlab.graphics.shapes import Drawing, Group, Line, PolyLine, Rect
from reportlab.lib.colors import Color

from panhuang_desk.model.figures import AWARENESS_TARGET, show_value
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import FigureValue, TrendPoint
from panhuang_desk.report import style
from panhuang_desk.report.chart_parts import BAND, INK, blank, cut, dot, rule, text

HEIGHT, LOWEST = 200.0, 150.0
"""The chart's height in points, and what it may shrink to where a page is nearly full."""

_COLUMN = Color(0.72, 0.76, 0.81)
_LEFT, _RIGHT, _FOOT = 34.0, 46.0, 23.0


def trend(points: Sequence[TrendPoint], width: float = style.TEXT_WIDTH, height: float = HEIGHT, *,
          headline: str = "person") -> Drawing:
    """Awareness (dots with their 95 % interval, and the target line) above coverage (columns), month by month.

    The awareness scale is cut and labelled so; a month without data has no dot and no column, and breaks the line.
    Width and height are in points; `headline` says which awareness rate the points hold.
    """
    drawing = blank(width, height)
    lower = (height - _FOOT) * 0.34
    upper_from = _FOOT + lower + 26
    by = "按题" if headline == "answer" else "按人"
    drawing.add(awareness([point.awareness for point in points], by, width, upper_from, height - 16))
    drawing.add(_coverage(points, width, _FOOT, _FOOT + lower))
    drawing.add(months_below([point.month for point in points], width))
    return drawing


def months_below(months: Sequence[Month], width: float) -> Group:
    """The names of months along the foot of a drawing, with the year where one begins."""
    group, step = Group(), _step(months, width)
    for index, month in enumerate(months):
        group.add(text(_middle(index, step), 11, f"{month.number}月", anchor="middle"))
        if index == 0 or month.number == 1:
            group.add(text(_middle(index, step), 2.5, f"{month.year}年", anchor="middle", grey=True, size=6.5))
    return group


def awareness(
    values: Sequence[FigureValue], by: str, width: float, bottom: float, top: float, *,
    hints: Sequence[bool] = (),
) -> Group:
    """Rates of months one after the other: dots with their interval, the line of the target, the newest in words.

    `hints` says of which months the rate is only a hint: their dots are hollow.
    """
    group, step = Group(), _step(values, width)
    low = cut(share for value in values if (share := _share(value)) is not None)

    def height_of(share: float) -> float:
        return bottom + (share * 100 - low) / (100 - low) * (top - bottom)

    bands = "，竖条为95%置信区间" if any(value.interval for value in values) else ""
    group.add(text(0, top + 8, f"知晓率（{by}）", bold=True))
    group.add(text(64, top + 8, f"刻度自{low}%起{bands}", grey=True))
    for mark in sorted({low, (low + 100) // 2, 100}):
        group.add(rule(_LEFT, width - _RIGHT, height_of(mark / 100), f"{mark}%"))
    _target_line(group, height_of(AWARENESS_TARGET / 100), width)
    path: list[float] = []
    for index, value in enumerate(values):
        x, share = _middle(index, step), _share(value)
        if share is None:
            _path(group, path)
            path = []
            continue
        path += [x, height_of(share)]
        if value.interval:
            ends = [max(bottom, height_of(end)) for end in value.interval]
            group.add(Line(x, ends[0], x, ends[1], strokeColor=BAND, strokeWidth=5))
    _path(group, path)
    for index, value in enumerate(values):
        if (share := _share(value)) is not None:
            group.add(dot(_middle(index, step), height_of(share), hollow=bool(hints) and hints[index]))
    _last_value(group, values, step, bottom, height_of)
    return group


def _target_line(group: Group, y: float, width: float) -> None:
    group.add(Line(_LEFT, y, width - _RIGHT, y, strokeColor=INK, strokeWidth=0.8, strokeDashArray=[4, 2]))
    group.add(text(width - _RIGHT + 4, y - 3, f"目标{AWARENESS_TARGET}%"))


def _path(group: Group, path: list[float]) -> None:
    if len(path) > 2:
        group.add(PolyLine(path, strokeColor=INK, strokeWidth=1.1))


def _last_value(group: Group, values: Sequence[FigureValue], step: float, bottom: float,
                height_of: Callable[[float], float]) -> None:
    """The newest value, written beyond its interval on the side away from the target line."""
    share = _share(values[-1]) if values else None
    if share is not None:
        low, high = values[-1].interval or (share, share)
        below = share * 100 < AWARENESS_TARGET
        y = max(height_of(low), bottom + 10) - 10 if below else height_of(high) + 3
        group.add(text(_middle(len(values) - 1, step), y, show_value(values[-1]), anchor="middle", bold=True))


def _coverage(points: Sequence[TrendPoint], width: float, bottom: float, top: float) -> Group:
    group, step = Group(), _step(points, width)
    group.add(text(0, top + 10, "走访覆盖率（当月）", bold=True))
    for mark in (0, 100):
        group.add(rule(_LEFT, width - _RIGHT, bottom + mark / 100 * (top - bottom), f"{mark}%"))
    for index, point in enumerate(points):
        x, share = _middle(index, step), _share(point.coverage)
        if share is None:
            group.add(text(x, bottom + 2, "—", anchor="middle", grey=True))
            continue
        tall = share * (top - bottom)
        group.add(Rect(x - step * 0.3, bottom, step * 0.6, max(tall, 0.01), fillColor=_COLUMN, strokeColor=None))
        label = f"{math.floor(share * 100 + 0.5) if share < 0.995 or share == 1 else 99}%"
        inside = tall > top - bottom - 10
        group.add(text(x, bottom + tall + (-9 if inside else 2), label, anchor="middle", size=7))
    return group


def _step(months: Sequence[object], width: float) -> float:
    return (width - _LEFT - _RIGHT) / max(len(months), 1)


def _middle(index: int, step: float) -> float:
    return _LEFT + (index + 0.5) * step


def _share(value: FigureValue) -> float | None:
    return float(value.value) if isinstance(value.value, (int, float)) else None
