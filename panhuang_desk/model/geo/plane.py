"""A flat picture of a neighbourhood in metres, for what is asked a hundred thousand times: near, inside, simplified.

Within 20 km of its middle lengths are true to one in ten thousand (held by a test against the geodesic ones), which is
far below what a phone's position is good for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.measure import Polygon

Point: TypeAlias = tuple[float, float]
"""Metres east and north of the middle of a plane."""

_AXIS, _FLATTENING = 6378137.0, 1 / 298.257223563
_SQUARE = _FLATTENING * (2 - _FLATTENING)
_PIECE = 1000
"""Lines are simplified in pieces of so many points, which is faster and costs next to nothing."""


@attrs.frozen
class Plane:
    """The plane that touches the ellipsoid at `middle`."""

    middle: Position
    east: float = attrs.field(init=False)
    north: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Metres a degree, at the middle's latitude."""
        angle = math.radians(self.middle[1])
        flat = 1 - _SQUARE * math.sin(angle) ** 2
        object.__setattr__(self, "north", math.radians(_AXIS * (1 - _SQUARE) / (flat * math.sqrt(flat))))
        object.__setattr__(self, "east", math.radians(_AXIS / math.sqrt(flat) * math.cos(angle)))

    @classmethod
    def around(cls, positions: Iterable[Position]) -> Plane:
        """The plane in the middle of the box around positions; ValueError where there is none."""
        known = list(positions)
        if not known:
            raise ValueError("no position")
        return cls((_middle([each[0] for each in known]), _middle([each[1] for each in known])))

    def point(self, position: Position) -> Point:
        """A position on the plane."""
        return (position[0] - self.middle[0]) * self.east, (position[1] - self.middle[1]) * self.north

    def position(self, point: Point) -> Position:
        """A point of the plane on the earth."""
        return self.middle[0] + point[0] / self.east, self.middle[1] + point[1] / self.north

    def points(self, positions: Iterable[Position]) -> list[Point]:
        """Positions on the plane."""
        (longitude, latitude), east, north = self.middle, self.east, self.north
        return [((x - longitude) * east, (y - latitude) * north) for x, y in positions]


def to_segment(point: Point, one: Point, other: Point) -> float:
    """The distance in metres of a point from the straight line between two others, ends included."""
    (x, y), (ax, ay), (bx, by) = point, one, other
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / square))
    return math.hypot(x - ax - along * dx, y - ay - along * dy)


def inside(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    """Whether a point lies in a polygon: outer ring first, then its holes (even-odd rule)."""
    x, y = point
    within = False
    for ring in rings:
        bx, by = ring[-1]
        for ax, ay in ring:
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                within = not within
            bx, by = ax, ay
    return within


def to_polygon(point: Point, rings: Sequence[Sequence[Point]]) -> float:
    """The distance in metres of a point from a polygon, 0 within it."""
    if inside(point, rings):
        return 0.0
    return min(to_segment(point, ring[at - 1], ring[at]) for ring in rings for at in range(len(ring)))


def plane_rings(plane: Plane, polygon: Polygon) -> list[list[Point]]:
    """The rings of a polygon on a plane."""
    return [plane.points(ring) for ring in polygon]


def simplify(points: Sequence[Point], tolerance: float) -> list[int]:
    """The places of the points that are kept so that none left out is further than `tolerance` metres from the line
    (Douglas and Peucker 1973); the first and the last always are, and in long lines one in a thousand between.
    """
    count = len(points)
    if count <= 2:
        return list(range(count))
    keep = bytearray(count)
    ends = [*range(0, count - 1, _PIECE), count - 1]
    waiting = list(itertools.pairwise(ends))
    for end in ends:
        keep[end] = 1
    while waiting:
        first, last = waiting.pop()
        far, at = _farthest(points, first, last)
        if far > tolerance:
            keep[at] = 1
            waiting.append((first, at))
            waiting.append((at, last))
    return [place for place in range(count) if keep[place]]


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """How far the farthest point between two is from their line, in metres, and its place."""
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    most, at = -1.0, first
    for place in range(first + 1, last):
        x, y = points[place]
        x, y = x - ax, y - ay
        along = 0.0 if square == 0 else (x * dx + y * dy) / square
        along = 0.0 if along < 0 else 1.0 if along > 1 else along
        x, y = x - along * dx, y - along * dy
        off = x * x + y * y
        if off > most:
            most, at = off, place
    return math.sqrt(max(most, 0.0)), at


def _middle(values: Sequence[float]) -> float:
    return (min(values) + max(values)) / 2
