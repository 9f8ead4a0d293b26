"""Which plots a track came by: a proposal for somebody to confirm, never a check by itself.

On foot a plot counts as passed within `near` metres of its outline. A drone sees a disc under it whose radius follows
from its height and its camera; a camera that looks up or ahead sees nothing of it.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from panhuang_desk.model.geo.plane import Plane, Point, inside, to_polygon, to_segment
from panhuang_desk.model.geo.shape import Shape
from panhuang_desk.model.geo.track import DRONE, Stretch

SAMPLES = 12
"""A plot's share seen is taken at this many lines across it either way."""

_STEEP = -30.0
"""A camera must look at least so far down, in degrees, to see the ground under it."""


@attrs.frozen
class Sight:
    """How far one sees: `near` metres on foot; a drone by the full angle of its camera, `view` degrees, and its height
    above the ground, `height` metres where none is known.
    """

    near: float = 30.0
    view: float = 60.0
    height: float = 60.0

    def radius(self, method: str, height: float = math.nan, angle: float = math.nan) -> float:
        """The metres around a position that are seen from there; 0 where nothing is."""
        if method != DRONE:
            return self.near
        if not math.isnan(angle) and angle > _STEEP:
            return 0.0
        known = self.height if math.isnan(height) else height
        return max(0.0, known) * math.tan(math.radians(self.view / 2))


@attrs.frozen
class Passed:
    """A plot that was come by: the least distance in metres, the first moment (NaN where none is known), and what share
    of it was seen, 0 to 1.
    """

    plot: str
    metres: float
    moment: float
    share: float


Leg: TypeAlias = tuple[Point, Point, float, float, float]
"""A straight piece of the way with the moments of its ends and the radius seen along it."""


def passed(plots: Mapping[str, Shape], stretches: Sequence[Stretch], method: str, sight: Sight | None = None) -> tuple[
        Passed, ...]:
    """The plots that were come by, in the order of the way; of those without a moment in the order given."""
    return passed_by(plots, ((stretches, method),), sight)


def passed_by(plots: Mapping[str, Shape], ways: Sequence[tuple[Sequence[Stretch], str]],
              sight: Sight | None = None) -> tuple[Passed, ...]:
    """The same of several ways, each with its method: what one or another of them saw of a plot counts once."""
    sight = sight or Sight()
    positions = [position for stretches, _ in ways for stretch in stretches for position in stretch.positions]
    if not positions or not plots:
        return ()
    plane = Plane.around(positions)
    legs = [leg for stretches, method in ways for leg in _legs(stretches, plane, method, sight)]
    reach = max((leg[4] for leg in legs), default=0.0)
    grid = _Grid(legs, max(50.0, reach))
    found = []
    for plot, shape in plots.items():
        seen = _look(plot, shape, plane, grid, reach)
        if seen is not None:
            found.append(seen)
    return tuple(sorted(found, key=lambda each: (math.isnan(each.moment), each.moment)))


def _legs(stretches: Sequence[Stretch], plane: Plane, method: str, sight: Sight) -> list[Leg]:
    legs: list[Leg] = []
    for stretch in stretches:
        points = plane.points(stretch.positions)
        radii = [sight.radius(method, stretch.heights[at] if stretch.heights else math.nan,
                              stretch.angles[at] if stretch.angles else math.nan) for at in range(len(points))]
        if len(points) == 1:
            legs.append((points[0], points[0], stretch.moments[0], stretch.moments[0], radii[0]))
        for at in range(len(points) - 1):
            legs.append((points[at], points[at + 1], stretch.moments[at], stretch.moments[at + 1],
                         min(radii[at], radii[at + 1])))
    return [leg for leg in legs if leg[4] > 0]


class _Grid:
    """The legs by the squares that they may be seen from, so that a plot asks few of them."""

    def __init__(self, legs: Iterable[Leg], side: float) -> None:
        self._side = side
        self._cells: dict[tuple[int, int], list[Leg]] = defaultdict(list)
        for leg in legs:
            for cell in self._along(leg[0], leg[1]):
                self._cells[cell].append(leg)

    def near(self, box: tuple[float, float, float, float], reach: float) -> list[Leg]:
        """The legs that may come within `reach` metres of a box."""
        west, south, east, north = box
        found: dict[int, Leg] = {}
        for cell in self._squares(west - reach, south - reach, east + reach, north + reach):
            for leg in self._cells.get(cell, ()):
                found[id(leg)] = leg
        return list(found.values())

    def _along(self, one: Point, other: Point) -> set[tuple[int, int]]:
        """The squares of a straight piece, taken in parts no longer than one, so that a long one has few."""
        parts = math.ceil(math.dist(one, other) / self._side) or 1
        ends = [(one[0] + at / parts * (other[0] - one[0]), one[1] + at / parts * (other[1] - one[1]))
                for at in range(parts + 1)]
        return {cell for pair in itertools.pairwise(ends) for cell in self._squares(*_box(pair))}

    def _squares(self, west: float, south: float, east: float, north: float) -> Iterable[tuple[int, int]]:
        side = self._side
        for x in range(math.floor(west / side), math.floor(east / side) + 1):
            for y in range(math.floor(south / side), math.floor(north / side) + 1):
                yield x, y


def _look(plot: str, shape: Shape, plane: Plane, grid: _Grid, reach: float) -> Passed | None:
    """What was seen of one plot; None where nothing was."""
    polygons = [[plane.points(ring[:-1]) for ring in polygon] for polygon in shape.polygons]
    middle = plane.point(shape.point)
    box = _box([point for polygon in polygons for point in polygon[0]] or [middle])
    legs = grid.near(box, reach)
    nearest, moment = math.inf, math.inf
    seen_from: list[Leg] = []
    for leg in legs:
        far = (min(_to_rings(leg, rings) for rings in polygons) if polygons else to_segment(middle, leg[0], leg[1]))
        nearest = min(nearest, far)
        if far <= leg[4]:
            seen_from.append(leg)
            at = _moment_at(leg, middle)
            moment = moment if math.isnan(at) else min(moment, at)
    if not seen_from:
        return None
    points = _samples(polygons, box) or [middle]
    seen = sum(any(to_segment(point, leg[0], leg[1]) <= leg[4] for leg in seen_from) for point in points)
    return Passed(plot, nearest, math.nan if math.isinf(moment) else moment, seen / len(points))


def _moment_at(leg: Leg, point: Point) -> float:
    """When somebody on a straight piece is nearest to a point; NaN where no moment is known."""
    (ax, ay), (bx, by) = leg[0], leg[1]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else min(1.0, max(0.0, ((point[0] - ax) * dx + (point[1] - ay) * dy) / square))
    return leg[2] if math.isnan(leg[3]) else leg[2] + along * (leg[3] - leg[2])


def _to_rings(leg: Leg, rings: Sequence[Sequence[Point]]) -> float:
    """The distance in metres of a straight piece from a polygon, 0 where they meet."""
    one, other = leg[0], leg[1]
    if inside(one, rings) or inside(other, rings):
        return 0.0
    least = min(to_polygon(one, rings), to_polygon(other, rings))
    for ring in rings:
        for at in range(len(ring)):
            if _cross(one, other, ring[at - 1], ring[at]):
                return 0.0
            least = min(least, to_segment(ring[at], one, other))
    return least


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return (turn(a, b, c) > 0) != (turn(a, b, d) > 0) and (turn(c, d, a) > 0) != (turn(c, d, b) > 0)


def _samples(polygons: Sequence[Sequence[Sequence[Point]]], box: tuple[float, float, float, float]) -> list[Point]:
    """Points spread evenly over the plot."""
    west, south, east, north = box
    found = []
    for column in range(SAMPLES):
        for line in range(SAMPLES):
            point = (west + (column + 0.5) / SAMPLES * (east - west), south + (line + 0.5) / SAMPLES * (north - south))
            if any(inside(point, rings) for rings in polygons):
                found.append(point)
    return found


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)
