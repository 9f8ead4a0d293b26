"""What of shapes lies within a box, and lines across them: for drawings that cannot clip. Boxes are left, low, right,
high.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from panhuang_desk.model.geo.plane import Point

Box = tuple[float, float, float, float]


def clip_ring(ring: Sequence[Point], box: Box) -> list[Point]:
    """A ring within a box (Sutherland and Hodgman 1974); empty where it lies outside."""
    points = list(ring)
    for axis, edge, below in ((0, box[0], False), (0, box[2], True), (1, box[1], False), (1, box[3], True)):
        points = _cut(points, axis, edge, 1 if below else -1)
    return points


def clip_line(line: Sequence[Point], box: Box) -> Iterator[list[Point]]:
    """The parts of a line within a box."""
    part: list[Point] = []
    for one, other in itertools.pairwise(line):
        inside = _segment(one, other, box)
        if inside is None:
            if part:
                yield part
            part = []
            continue
        first, last = inside
        if part and part[-1] != first:
            yield part
            part = []
        part = part or [first]
        part.append(last)
    if part:
        yield part


def hatch(rings: Sequence[Sequence[Point]], apart: float) -> Iterator[tuple[Point, Point]]:
    """Lines that rise to the right across a polygon and leave out its holes; each `apart` from the next along an
    axis. They lie on one raster for all polygons.
    """
    turned = [[(x + y, y - x) for x, y in ring] for ring in rings]
    lines = [line for ring in turned for _, line in ring]
    for number in range(int(min(lines) // apart) + 1, int(max(lines) // apart) + 1):
        level = number * apart
        cuts = sorted(ax + (level - ay) * (bx - ax) / (by - ay)
                      for ring in turned for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
                      if (ay > level) != (by > level))
        for one, other in zip(cuts[::2], cuts[1::2], strict=False):
            yield ((one - level) / 2, (one + level) / 2), ((other - level) / 2, (other + level) / 2)


def _cut(points: list[Point], axis: int, edge: float, side: int) -> list[Point]:
    """A ring without what lies beyond an edge; `side` is 1 where greater values go, -1 where smaller ones do."""
    kept: list[Point] = []

    def keeps(value: float) -> bool:
        return value * side <= edge * side

    for before, point in zip([points[-1], *points[:-1]] if points else [], points, strict=True):
        if keeps(before[axis]) != keeps(point[axis]):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            meets = [before[way] + share * (point[way] - before[way]) for way in (0, 1)]
            meets[axis] = edge
            kept.append((meets[0], meets[1]))
        if keeps(point[axis]):
            kept.append(point)
    return kept


def _segment(one: Point, other: Point, box: Box) -> tuple[Point, Point] | None:
    """A straight piece within a box (Liang and Barsky 1984)."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    first, last = 0.0, 1.0
    for run, room in ((-dx, one[0] - box[0]), (dx, box[2] - one[0]), (-dy, one[1] - box[1]), (dy, box[3] - one[1])):
        if run == 0:
            if room < 0:
                return None
            continue
        share = room / run
        if run < 0:
            first = max(first, share)
        else:
            last = min(last, share)
    if first > last:
        return None
    return ((one[0] + first * dx, one[1] + first * dy) if first else one,
            (one[0] + last * dx, one[1] + last * dy) if last < 1 else other)
