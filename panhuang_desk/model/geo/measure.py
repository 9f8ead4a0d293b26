"""Lengths and areas on the ellipsoid, by geographiclib (Karney 2013), and the units that people use for land."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from panhuang_desk.model.geo.datum import Position

SQUARE_METRES_OF_A_MU = 10_000 / 15
"""市亩: fifteen make a hectare."""

Ring = Sequence[Position]
Polygon = Sequence[Ring]
"""The outer ring, then those of its holes; a ring may, but need not, come back to its first position."""


def area(polygons: Iterable[Polygon]) -> float:
    """The geodesic area in square metres of polygons that do not overlap, without their holes."""
    whole = 0.0
    for outer, *holes in polygons:
        whole += _ring(outer)[1] - sum(_ring(hole)[1] for hole in holes)
    return max(0.0, whole)


def perimeter(ring: Ring) -> float:
    """The length in metres of a ring, back to its first position."""
    return _ring(ring)[0]


def distance(one: Position, other: Position) -> float:
    """The length in metres of the shortest way between two positions."""
    from geographiclib.geodesic import Geodesic

    return float(Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0], Geodesic.DISTANCE)["s12"])


def length(line: Sequence[Position]) -> float:
    """The length in metres of a line, from position to position."""
    return sum(distance(one, other) for one, other in itertools.pairwise(line))


def mu(square_metres: float) -> float:
    """Square metres as 亩."""
    return square_metres / SQUARE_METRES_OF_A_MU


def square_metres(of_mu: float) -> float:
    """亩 as square metres."""
    return of_mu * SQUARE_METRES_OF_A_MU


def _ring(ring: Ring) -> tuple[float, float]:
    """Length and area of a ring, whichever way round it goes."""
    from geographiclib.geodesic import Geodesic

    polygon = Geodesic.WGS84.Polygon()
    points = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
    for longitude, latitude in points:
        polygon.AddPoint(latitude, longitude)
    _, around, inside = polygon.Compute(False, True)
    return float(around), abs(float(inside))
