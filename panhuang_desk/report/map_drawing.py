"""A map as one vector drawing, for a page of a report or a sketch beside a record; readable in black and white."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import attrs
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, PolyLine, Rect
from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from panhuang_desk.model.geo import map_data
from panhuang_desk.model.geo.clip import Box, clip_line, clip_ring, hatch
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.map_data import FIND, VILLAGE, MapData, MapPlot
from panhuang_desk.model.geo.map_layout import Label, Taken, place_labels, scale_length
from panhuang_desk.model.geo.plane import Plane, Point, simplify
from panhuang_desk.model.geo.shape import Shape
from panhuang_desk.report.chart_parts import GREY, INK, blank, text
from panhuang_desk.report.fonts import BOLD, REGULAR

REACH = 150.0
"""Metres around its middle that a sketch shows."""

_PALE, _DARK, _TRACK = Color(0.86, 0.89, 0.86), Color(0.35, 0.38, 0.42), Color(0.42, 0.25, 0.63)
_SIZES, _WIDE, _LEGEND_LINE, _PAD = (7.0, 9.0), 600.0, 13.0, 10.0
_NAME_FROM, _SIGN_FROM, _SHAPE_FROM = 20.0, 11.0, 2.5
_HATCH = 3.2
_FEW_NAMES = 80


@attrs.frozen
class _Look:
    """A plot's state on paper."""

    fill: Color
    border: Color = INK
    width: float = 0.6
    dash: tuple[float, ...] = ()
    hatched: bool = False


_LOOKS = {
    map_data.FOUND: _Look(white, width=1.8), map_data.OVERDUE: _Look(white, width=0.8, hatched=True),
    map_data.DUE: _Look(white, width=0.8), map_data.NEVER: _Look(white, width=0.8, dash=(2.5, 1.5)),
    map_data.CHECKED: _Look(_PALE), map_data.NOT_DUE: _Look(white, GREY, 0.4),
    map_data.INACTIVE: _Look(Color(0.93, 0.94, 0.95), GREY, 0.4),
}
_SIGNED = (map_data.FOUND, map_data.OVERDUE, map_data.CHECKED, map_data.INACTIVE)
"""The states with a sign in the middle of the plot."""


def map_drawing(data: MapData, width: float, height: float, *, around: Position | None = None,
                reach: float = REACH) -> Drawing:
    """The map in a frame with scale bar and north, its legend below; sizes are points.

    Where a position is given, the map shows `reach` metres around it, and it is marked with a cross in a ring.
    """
    drawing = blank(width, height)
    if around is not None:
        data = _near(data, around, reach * width / min(width, height), reach * height / min(width, height))
    size = _SIZES[width >= _WIDE]
    lines = _legend_lines(data, width, size)
    foot = len(lines) * _LEGEND_LINE + (3 if lines else 0)
    frame = (0.5, foot + 0.5, width - 0.5, height - 0.5)
    drawing.add(Rect(frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1], fillColor=white, strokeColor=None))
    if data.empty and around is None:
        drawing.add(text(width / 2, (frame[1] + frame[3]) / 2, "还没有画地块和范围", anchor="middle", grey=True))
    else:
        _Sheet(data, frame, around, reach, size).draw(drawing)
    drawing.add(Rect(frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1], fillColor=None, strokeColor=INK,
                     strokeWidth=0.8))
    for number, line in enumerate(lines):
        _put_legend(drawing, line, foot - (number + 1) * _LEGEND_LINE, size)
    return drawing


class _Sheet:
    """One map in its frame: places are points of the drawing."""

    def __init__(self, data: MapData, frame: Box, around: Position | None, reach: float, size: float) -> None:
        self.data, self.frame, self.around, self.size = data, frame, around, size
        self.plane = Plane(around) if around else data.plane()
        wide, tall = frame[2] - frame[0], frame[3] - frame[1]
        if around:
            self.scale, middle = min(wide, tall) / (2 * reach), (0.0, 0.0)
        else:
            west, low, east, high = _box(self.plane.points(data.positions()))
            self.scale = min((wide - 2 * _PAD) / max(east - west, 20.0), (tall - 2 * _PAD) / max(high - low, 20.0))
            middle = ((west + east) / 2, (low + high) / 2)
        self.left = (frame[0] + frame[2]) / 2 - middle[0] * self.scale
        self.low = (frame[1] + frame[3]) / 2 - middle[1] * self.scale
        self.taken, self.labels = Taken(), [*self._area_labels()]

    def draw(self, into: Drawing) -> None:
        """Everything from the ground up."""
        self._furniture_takes_room()
        for area in sorted(self.data.areas, key=lambda each: each.level != VILLAGE):
            village = area.level == VILLAGE
            for ring in self.rings(area.shape):
                into.add(Polygon(_flat(ring), fillColor=None, strokeColor=_DARK, strokeWidth=0.9 if village else 0.5,
                                 strokeDashArray=[5, 2.5] if village else [1.5, 2]))
        names = sum(bool(plot.name) for plot in self.data.plots) <= _FEW_NAMES or self.around is not None
        for plot in sorted(self.data.plots, key=lambda each: each.state == map_data.FOUND):
            self._plot(into, plot, names)
        for track in self.data.tracks:
            for way in track.ways:
                self._track(into, way, drone=track.drone)
        self._points(into)
        for placed in place_labels(self.labels, self.taken, margin=1.0):
            label = placed.label
            into.add(text(placed.left, -placed.top - label.height * 0.78, label.words, bold=label.bold, size=self.size,
                          grey=label.bold))
        self._furniture(into)

    def rings(self, shape: Shape) -> list[list[Point]]:
        """The rings of a shape within the frame."""
        clipped = (clip_ring(self.points(ring[:-1]), self.frame) for polygon in shape.polygons for ring in polygon)
        return [ring for ring in clipped if len(ring) > 2]

    def points(self, positions: Iterable[Position]) -> list[Point]:
        """Positions as places of the drawing."""
        scale, left, low = self.scale, self.left, self.low
        return [(left + x * scale, low + y * scale) for x, y in self.plane.points(positions)]

    def _plot(self, into: Drawing, plot: MapPlot, names: bool) -> None:
        look, (x, y) = _LOOKS[plot.state], self.points([plot.shape.point])[0]
        rings = self.rings(plot.shape)
        box = _box([point for ring in rings for point in ring]) if rings else (x, y, x, y)
        across = min(box[2] - box[0], box[3] - box[1])
        inside = self.frame[0] < x < self.frame[2] and self.frame[1] < y < self.frame[3]
        if rings and across >= _SHAPE_FROM:
            _put_shape(into, rings, look)
            if inside and across >= _SIGN_FROM:
                _put_sign(into, x, y, plot.state)
        elif inside:
            _put_dot(into, x, y, plot.state)
        if plot.state == map_data.FOUND and inside:
            _put_find(into, x, y, closed=False)
            self.taken.take(x - 5, -y - 5, x + 5, -y + 4)
        if inside and (across >= _NAME_FROM or names):
            label = self._label(plot.name, x, y, 2, 6.0)
            if rings and (label.width > box[2] - box[0] - 4 or box[3] - box[1] < _NAME_FROM):
                label = attrs.evolve(label, gap=max(y - box[1], 3.0) + 1)
            elif rings and plot.state not in _SIGNED:
                label = attrs.evolve(label, gap=0.0)
            self.labels.append(label)

    def _track(self, into: Drawing, way: Sequence[Position], *, drone: bool) -> None:
        points = self.points(way)
        for part in clip_line([points[place] for place in simplify(points, 0.3)], self.frame):
            into.add(PolyLine(_flat(part), strokeColor=_TRACK, strokeWidth=0.9,
                              strokeDashArray=[3, 1.5] if drone else None))

    def _points(self, into: Drawing) -> None:
        for point in self.data.points:
            x, y = self.points([point.position])[0]
            if not (self.frame[0] < x < self.frame[2] and self.frame[1] < y < self.frame[3]):
                continue
            if point.layer == FIND:
                _put_find(into, x, y, closed=point.closed)
                if point.label:
                    gap = 13.0 if point.position == self.around else 7.0
                    self.labels.append(self._label(point.label, x, y, 0, gap))
            else:
                into.add(Rect(x - 2.5, y - 2.5, 5, 5, fillColor=white, strokeColor=INK, strokeWidth=0.6))
                into.add(Circle(x, y, 1.1, fillColor=INK, strokeColor=None))
            self.taken.take(x - 5, -y - 6, x + 5, -y + 5)
        if self.around:
            x, y = self.points([self.around])[0]
            for radius, colour in ((7.5, white), (7.0, INK)):
                into.add(Circle(x, y, radius, fillColor=None, strokeColor=colour, strokeWidth=1.2))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                into.add(Line(x + 7 * dx, y + 7 * dy, x + 12 * dx, y + 12 * dy, strokeColor=INK, strokeWidth=1.2))
            self.taken.take(x - 12, -y - 12, x + 12, -y + 12)

    def _area_labels(self) -> Iterable[Label]:
        """Groups by their names; villages only where there are several."""
        several = sum(area.level == VILLAGE for area in self.data.areas) > 1
        for area in self.data.areas:
            x, y = self.points([area.shape.point])[0]
            inside = self.frame[0] < x < self.frame[2] and self.frame[1] < y < self.frame[3]
            if inside and (several or area.level != VILLAGE):
                yield self._label(area.name, x, y, 1, 0.0, bold=True)

    def _label(self, words: str, x: float, y: float, priority: int, gap: float, *, bold: bool = False) -> Label:
        width = stringWidth(words, BOLD if bold else REGULAR, self.size)
        return Label(words, x, -y, width, self.size * 1.3, priority, gap, bold)

    def _furniture_takes_room(self) -> None:
        left, low, right, high = self.frame
        self.taken.take(left, -low - 26, left + 110, -low)
        self.taken.take(right - 28, -high, right, -high + 40)
        for edge in ((left - 400, -high - 400, left, -low + 400), (right, -high - 400, right + 400, -low + 400),
                     (left, -high - 400, right, -high), (left, -low, right, -low + 400)):
            self.taken.take(*edge)

    def _furniture(self, into: Drawing) -> None:
        left, low, right, high = self.frame
        metres, words = scale_length(90 / self.scale)
        long = metres * self.scale
        into.add(Rect(left + 5, low + 5, max(long, 30) + 12, 20, fillColor=white, strokeColor=None))
        into.add(PolyLine([left + 10, low + 13, left + 10, low + 9, left + 10 + long, low + 9, left + 10 + long,
                           low + 13], strokeColor=INK, strokeWidth=1))
        into.add(text(left + 10, low + 15, words, size=self.size))
        x, y = right - 15, high - 8
        into.add(Rect(x - 9, y - 31, 18, 35, fillColor=white, strokeColor=None))
        into.add(Polygon([x, y, x + 5, y - 17, x, y - 13, x - 5, y - 17], fillColor=INK, strokeColor=None))
        into.add(text(x, y - 27, "北", anchor="middle", size=self.size + 1))


def _near(data: MapData, around: Position, east: float, north: float) -> MapData:
    """What of a map lies within so many metres of a position."""
    plane, box = Plane(around), (-east, -north, east, north)

    def there(positions: Iterable[Position]) -> bool:
        west, low, right, high = _box(plane.points(positions))
        return west < east and right > -east and low < north and high > -north

    return MapData(
        data.areas, tuple(plot for plot in data.plots if there(plot.shape.positions)),
        tuple(track for track in data.tracks
              if any(any(clip_line(plane.points(way), box)) for way in track.ways)),
        tuple(point for point in data.points if there([point.position])))


# What a state looks like


def _put_shape(into: Drawing | Group, rings: Sequence[Sequence[Point]], look: _Look) -> None:
    for number, ring in enumerate(rings):
        into.add(Polygon(_flat(ring), fillColor=white if number else look.fill, strokeColor=look.border,
                         strokeWidth=look.width, strokeDashArray=list(look.dash) or None, strokeLineJoin=1))
    if look.hatched:
        for one, other in hatch(rings, _HATCH * 2):
            into.add(Line(*one, *other, strokeColor=_DARK, strokeWidth=0.35))


def _put_sign(into: Drawing | Group, x: float, y: float, state: str) -> None:
    if state == map_data.CHECKED:
        into.add(PolyLine([x - 3, y, x - 1, y - 2.4, x + 3, y + 2.6], strokeColor=INK, strokeWidth=0.9))
    elif state == map_data.OVERDUE:
        into.add(Circle(x, y, 3.2, fillColor=white, strokeColor=INK, strokeWidth=0.8))
        into.add(PolyLine([x, y + 2, x, y, x + 1.6, y - 0.8], strokeColor=INK, strokeWidth=0.8))
    elif state == map_data.INACTIVE:
        into.add(Line(x - 2.5, y - 2.5, x + 2.5, y + 2.5, strokeColor=GREY, strokeWidth=0.7))
        into.add(Line(x - 2.5, y + 2.5, x + 2.5, y - 2.5, strokeColor=GREY, strokeWidth=0.7))


def _put_dot(into: Drawing, x: float, y: float, state: str) -> None:
    """A plot of which only a point is known, or that is too small for its shape."""
    look = _LOOKS[state]
    full = state == map_data.CHECKED
    into.add(Circle(x, y, 2.2, fillColor=_DARK if full else look.fill, strokeColor=look.border, strokeWidth=0.7,
                    strokeDashArray=[1.2, 0.9] if look.dash else None))
    if state == map_data.OVERDUE:
        into.add(Line(x - 1.5, y - 1.5, x + 1.5, y + 1.5, strokeColor=INK, strokeWidth=0.7))


def _put_find(into: Drawing | Group, x: float, y: float, *, closed: bool) -> None:
    """A triangle with an exclamation mark, hollow once the find is dealt with."""
    into.add(Polygon([x, y + 5, x + 5, y - 3.6, x - 5, y - 3.6], fillColor=white if closed else INK,
                     strokeColor=INK if closed else white, strokeWidth=0.8))
    colour = INK if closed else white
    into.add(Line(x, y + 2, x, y - 0.8, strokeColor=colour, strokeWidth=1))
    into.add(Circle(x, y - 2.2, 0.6, fillColor=colour, strokeColor=None))


# Legend


def _legend_lines(data: MapData, width: float, size: float) -> list[list[tuple[float, str, str]]]:
    """The entries of the legend by line: where each begins, what it is, its word."""
    entries = [(state, map_data.STATES[state]) for state in data.states]
    if any(not track.drone for track in data.tracks):
        entries.append(("track", "步行轨迹"))
    if any(track.drone for track in data.tracks):
        entries.append(("flight", "无人机轨迹"))
    if any(point.layer == FIND for point in data.points):
        entries.append(("find", "发现点"))
    if any(point.layer != FIND for point in data.points):
        entries.append(("photo", "照片"))
    lines: list[list[tuple[float, str, str]]] = []
    x = math.inf
    for what, word in entries:
        needed = 22 + stringWidth(word, REGULAR, size) + 10
        if x + needed > width:
            lines.append([])
            x = 0.0
        lines[-1].append((x, what, word))
        x += needed
    return lines


def _put_legend(into: Drawing, entries: Sequence[tuple[float, str, str]], y: float, size: float) -> None:
    for x, what, word in entries:
        middle = y + 5
        if what in _LOOKS:
            _put_shape(into, [[(x + 1, y + 0.5), (x + 17, y + 0.5), (x + 17, y + 9.5), (x + 1, y + 9.5)]], _LOOKS[what])
            _put_sign(into, x + 9, middle, what)
            if what == map_data.FOUND:
                _put_find(into, x + 9, middle - 0.8, closed=False)
        elif what in ("track", "flight"):
            into.add(Line(x + 1, middle, x + 17, middle, strokeColor=_TRACK, strokeWidth=0.9,
                          strokeDashArray=[3, 1.5] if what == "flight" else None))
        elif what == "find":
            _put_find(into, x + 9, middle - 0.8, closed=False)
        else:
            into.add(Rect(x + 6.5, middle - 2.5, 5, 5, fillColor=white, strokeColor=INK, strokeWidth=0.6))
            into.add(Circle(x + 9, middle, 1.1, fillColor=INK, strokeColor=None))
        into.add(text(x + 21, y + 2.5, word, size=size))


def _flat(points: Sequence[Point]) -> list[float]:
    return [round(value, 2) for point in points for value in point]


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
