"""A place on the map as GeoJSON (RFC 7946): a point, or one or several outlines with holes.

Text made here has longitude and latitude to seven decimals, about a centimetre; equal shapes give equal text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from panhuang_desk.model.geo.datum import Position, check
from panhuang_desk.model.geo.measure import area
from panhuang_desk.model.geo.plane import Plane

MOST_POSITIONS = 20_000
"""More positions than any field has; such a shape is no plot."""

_DECIMALS = 7
_FLAT = 1e-9
"""Of the square of its length, a ring that encloses no more than that has no inside."""
_FEWEST_STRIPS, _MOST_STRIPS, _STRIP_SIDES = 200, 2000, 400_000
"""Into how many strips ground is cut, so that strips times corners is about the last number."""
_MOST_LOOKS, _LOOKS_A_SIDE = 50_000, 40
"""So many pairs of sides are looked at; an outline of a field needs a few for each of its sides."""


class ShapeError(ValueError):
    """What is wrong with a shape, in Chinese, for the person who gave it."""


@attrs.frozen
class Shape:
    """A point where `polygons` is empty, else outlines: each an outer ring and its holes, closed rings."""

    point: Position
    polygons: tuple[tuple[tuple[Position, ...], ...], ...] = ()

    @property
    def is_outline(self) -> bool:
        """Whether there is an outline and not only a point."""
        return bool(self.polygons)

    @property
    def square_metres(self) -> float:
        """The geodesic area, ground that two outlines cover counted once; 0 of a point."""
        return area(self.polygons) * _share_once(self.polygons)

    @property
    def positions(self) -> tuple[Position, ...]:
        """All its positions."""
        return tuple(each for polygon in self.polygons for ring in polygon for each in ring) or (self.point,)

    def converted(self, convert: Callable[[Position], Position]) -> Shape:
        """The shape with every position changed."""
        return Shape(convert(self.point), tuple(tuple(tuple(convert(each) for each in ring) for ring in polygon)
                                                for polygon in self.polygons))


def point_shape(position: Position) -> Shape:
    """The shape of one position; ShapeError where it is no place on the earth."""
    return Shape(_checked(position))


def outline_shape(polygons: Sequence[Sequence[Sequence[Position]]]) -> Shape:
    """The shape of outlines: rings are closed and turned as RFC 7946 asks (outer ones to the left).

    ShapeError where a ring has fewer than three corners, crosses itself or is a tangle, or there are more than
    `MOST_POSITIONS`.
    """
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_POSITIONS:
        raise ShapeError(f"边界的点超过 {MOST_POSITIONS} 个，请先简化再导入。")
    made = tuple(tuple(_ring(ring, outer=place == 0) for place, ring in enumerate(polygon)) for polygon in polygons)
    if not made or not all(made):
        raise ShapeError("没有边界的点。")
    return Shape(_middle_of(made[0]), made)


def read_shape(text: str) -> Shape:
    """A shape from GeoJSON text: Point, Polygon, MultiPolygon, or a Feature of one; ShapeError where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ShapeError("边界不是 GeoJSON 格式。") from error
    return shape_of(found)


def shape_of(found: Any) -> Shape:
    """The same of GeoJSON that was parsed already."""
    geometry = found.get("geometry") if isinstance(found, Mapping) and found.get("type") == "Feature" else found
    if not isinstance(geometry, Mapping):
        raise ShapeError("边界不是 GeoJSON 格式。")
    kind, places = geometry.get("type"), geometry.get("coordinates")
    try:
        if kind == "Point":
            return point_shape(_position(places))
        if kind == "Polygon":
            return outline_shape([_rings(places)])
        if kind == "MultiPolygon":
            return outline_shape([_rings(polygon) for polygon in places or ()])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        if isinstance(error, ShapeError):
            raise
        raise ShapeError("边界里有读不出来的坐标。") from error
    raise ShapeError("边界要是点或者面（Point、Polygon、MultiPolygon）。")


def geometry_of(shape: Shape) -> dict[str, Any]:
    """The shape as a GeoJSON geometry."""
    if not shape.is_outline:
        return {"type": "Point", "coordinates": _rounded(shape.point)}
    polygons = [[[_rounded(each) for each in ring] for ring in polygon] for polygon in shape.polygons]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def write_shape(shape: Shape) -> str:
    """The shape as GeoJSON text, ready to be kept."""
    return json.dumps(geometry_of(shape), separators=(",", ":"))


def _rings(places: Any) -> list[list[Position]]:
    return [[_position(each) for each in ring] for ring in places]


def _position(place: Any) -> Position:
    longitude, latitude = place[0], place[1]
    if isinstance(place, str) or isinstance(longitude, bool) or isinstance(latitude, bool):
        raise ShapeError("边界里有读不出来的坐标。")
    return _checked((float(longitude), float(latitude)))


def _checked(position: Position) -> Position:
    try:
        check(position)
    except ValueError as error:
        raise ShapeError("坐标不在地球上：经度应在 ±180、纬度应在 ±90 之间，请看经纬度有没有写反。") from error
    return position


def _rounded(position: Position) -> list[float]:
    return [round(position[0], _DECIMALS), round(position[1], _DECIMALS)]


def _ring(ring: Sequence[Position], *, outer: bool) -> tuple[Position, ...]:
    corners: list[Position] = []
    for place in ring:
        _checked(place)
        if not corners or corners[-1] != place:
            corners.append(place)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(set(corners)) < 3:
        raise ShapeError("边界至少要有三个不同的点。")
    points = Plane.around(corners).points(corners)
    if _crosses(points):
        raise ShapeError("边界自己和自己相交，请改一改那几个点的顺序。")
    twice, around = _twice_area(points), sum(math.dist(points[at - 1], points[at]) for at in range(len(points)))
    if abs(twice) <= _FLAT * around * around:
        raise ShapeError("边界的点都在一条直线上，围不出一块地。")
    if (twice > 0) != outer:
        corners.reverse()
    return (*corners, corners[0])


def _twice_area(points: Sequence[tuple[float, float]]) -> float:
    """Twice the signed area: above 0 where the ring turns left."""
    return sum(points[at - 1][0] * points[at][1] - points[at][0] * points[at - 1][1] for at in range(len(points)))


def _crosses(points: Sequence[tuple[float, float]]) -> bool:
    """Whether two sides that are no neighbours meet; ShapeError where that would take too long to find out.

    Sides are swept along the axis on which they are shorter together, so that few are open at a time.
    """
    count = len(points)
    lengths = [sum(abs(points[at][axis] - points[at - 1][axis]) for at in range(count)) for axis in (0, 1)]
    along = 0 if lengths[0] <= lengths[1] else 1
    spans = [tuple(sorted((points[at][along], points[(at + 1) % count][along]))) for at in range(count)]
    open_sides: list[int] = []
    looks = 0
    for at in sorted(range(count), key=lambda side: spans[side][0]):
        open_sides = [each for each in open_sides if spans[each][1] >= spans[at][0]]
        looks += len(open_sides)
        if looks > _MOST_LOOKS + _LOOKS_A_SIDE * count:
            raise ShapeError("边界的线缠得太密，请先简化再导入。")
        for each in open_sides:
            apart = abs(each - at)
            if apart not in (0, 1, count - 1) and _meet(
                    points[at], points[(at + 1) % count], points[each], points[(each + 1) % count]):
                return True
        open_sides.append(at)
    return False


def _meet(a: Position, b: Position, c: Position, d: Position) -> bool:
    """Whether two lines have a point in common."""
    def turn(p: Position, q: Position, r: Position) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    def within(p: Position, q: Position, r: Position) -> bool:
        return min(p[0], q[0]) <= r[0] <= max(p[0], q[0]) and min(p[1], q[1]) <= r[1] <= max(p[1], q[1])

    one, two, three, four = turn(c, d, a), turn(c, d, b), turn(a, b, c), turn(a, b, d)
    if ((one > 0) != (two > 0)) and ((three > 0) != (four > 0)) and 0 not in (one, two, three, four):
        return True
    return any(value == 0 and within(*ends) for value, ends in (
        (one, (c, d, a)), (two, (c, d, b)), (three, (a, b, c)), (four, (a, b, d))))


def _middle_of(polygon: Sequence[Sequence[Position]]) -> Position:
    """A position for a label: the middle of the outer ring's weight; where that lies outside, of its widest inside."""
    plane = Plane.around(polygon[0])
    rings = [plane.points(ring[:-1]) for ring in polygon]
    outer = rings[0]
    twice = _twice_area(outer)
    if twice:
        x = sum((outer[at - 1][0] + outer[at][0]) * (outer[at - 1][0] * outer[at][1] - outer[at][0] * outer[at - 1][1])
                for at in range(len(outer))) / (3 * twice)
        y = sum((outer[at - 1][1] + outer[at][1]) * (outer[at - 1][0] * outer[at][1] - outer[at][0] * outer[at - 1][1])
                for at in range(len(outer))) / (3 * twice)
    else:
        x, y = outer[0]
    spans = sorted(_spans(rings, y), key=lambda span: span[0] - span[1])
    if spans and not any(left <= x <= right for left, right in spans):
        x = (spans[0][0] + spans[0][1]) / 2
    longitude, latitude = plane.position((x, y))
    return round(longitude, _DECIMALS), round(latitude, _DECIMALS)


def _share_once(polygons: Sequence[Sequence[Sequence[Position]]]) -> float:
    """Which share of the areas of outlines is left where ground under several is counted once; 1 where none is.

    The ground is cut into strips from west to east, so thin that what they miss at corners does not matter.
    """
    if len(polygons) < 2 or not _may_overlap(polygons):
        return 1.0
    plane = Plane.around([place for polygon in polygons for place in polygon[0]])
    rings = [[plane.points(ring[:-1]) for ring in polygon] for polygon in polygons]
    heights = [y for polygon in rings for _, y in polygon[0]]
    low, high = min(heights), max(heights)
    strips = min(_MOST_STRIPS, max(_FEWEST_STRIPS, _STRIP_SIDES // len(heights)))
    every = once = 0.0
    for strip in range(strips):
        y = low + (high - low) * (strip + 0.5) / strips
        reached = -math.inf
        for left, right in sorted(span for polygon in rings for span in _spans(polygon, y)):
            every += right - left
            once += max(0.0, right - max(left, reached))
            reached = max(reached, right)
    return once / every if once < every * (1 - _FLAT) else 1.0


def _may_overlap(polygons: Sequence[Sequence[Sequence[Position]]]) -> bool:
    """Whether the boxes around two outlines have ground in common."""
    boxes = sorted((min(x for x, _ in outer), max(x for x, _ in outer), min(y for _, y in outer),
                    max(y for _, y in outer)) for outer, *_ in polygons)
    for place, (_, east, south, north) in enumerate(boxes):
        for west, _, low, high in boxes[place + 1:]:
            if west >= east:
                break
            if south < high and low < north:
                return True
    return False


def _spans(rings: Sequence[Sequence[tuple[float, float]]], y: float) -> Iterator[tuple[float, float]]:
    """Where a line from west to east at `y` runs inside the rings."""
    cuts = []
    for ring in rings:
        for at in range(len(ring)):
            (ax, ay), (bx, by) = ring[at - 1], ring[at]
            if (ay > y) != (by > y):
                cuts.append((bx - ax) * (y - ay) / (by - ay) + ax)
    cuts.sort()
    yield from zip(cuts[::2], cuts[1::2], strict=False)
