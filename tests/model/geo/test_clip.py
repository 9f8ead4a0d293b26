"""Clipping and hatching against shapely, and against what they promise."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.clip import clip_line, clip_ring, hatch
from shapely.geometry import LineString, Polygon, box

FRAME = (-5.0, -4.0, 6.0, 7.0)
NUMBERS = st.floats(-12, 12).map(lambda value: round(value, 2))
POINTS = st.tuples(NUMBERS, NUMBERS)


@given(st.lists(POINTS, min_size=3, max_size=3))
def test_a_ring_is_clipped_as_shapely_does(ring: list[tuple[float, float]]) -> None:
    expected = Polygon(ring).intersection(box(*FRAME)).area if Polygon(ring).area > 1e-6 else 0.0
    found = clip_ring(ring, FRAME)
    assert (Polygon(found).area if len(found) > 2 else 0.0) == pytest.approx(expected, abs=1e-6)


@given(st.lists(POINTS, min_size=2, max_size=8))
def test_a_line_is_clipped_as_shapely_does(line: list[tuple[float, float]]) -> None:
    parts = list(clip_line(line, FRAME))
    length = sum(math.dist(one, other) for part in parts for one, other in itertools.pairwise(part))
    pieces = sum(LineString(pair).intersection(box(*FRAME)).length for pair in itertools.pairwise(line))
    assert length == pytest.approx(pieces, abs=1e-6)


def test_hatching_stays_inside_and_leaves_holes_out() -> None:
    outer = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)]
    hole = [(8.0, 8.0), (12.0, 8.0), (12.0, 12.0), (8.0, 12.0)]
    ground = Polygon(outer, [hole]).buffer(1e-9)
    lines = list(hatch([outer, hole], 4))
    assert len(lines) > 8
    assert all(ground.covers(LineString(line)) for line in lines)
