"""Outlines: what is read and refused, their area on the ellipsoid, and the flat picture that fast questions use."""

from __future__ import annotations

import itertools
import json
import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.geo import measure
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.plane import Plane, inside, plane_rings, simplify, to_polygon, to_segment
from panhuang_desk.model.geo.shape import (
    MOST_POSITIONS,
    ShapeError,
    geometry_of,
    outline_shape,
    point_shape,
    read_shape,
    write_shape,
)

HOME = (119.97, 33.36)
"""潘黄."""

metres = st.floats(-9000, 9000)
places = st.tuples(metres, metres)


def box(width: float, height: float, at: tuple[float, float] = (0.0, 0.0)) -> list[Position]:
    plane = Plane(HOME)
    x, y = at
    return [plane.position(each) for each in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))]


def star(radii: list[float]) -> list[tuple[float, float]]:
    """A ring that never crosses itself: one corner in each direction."""
    return [(radius * math.cos(2 * math.pi * place / len(radii)), radius * math.sin(2 * math.pi * place / len(radii)))
            for place, radius in enumerate(radii)]


def test_a_field_of_a_hectare_is_fifteen_mu() -> None:
    shape = outline_shape([[box(100, 100)]])
    assert shape.square_metres == pytest.approx(10_000, rel=1e-5)
    assert measure.mu(shape.square_metres) == pytest.approx(15, rel=1e-5)
    assert measure.square_metres(15) == pytest.approx(10_000)


def test_a_pond_in_a_field_is_not_field() -> None:
    whole = outline_shape([[box(100, 100), box(20, 20, (40, 40))]])
    assert whole.square_metres == pytest.approx(9_600, rel=1e-4)


def test_a_whole_degree_square_has_the_area_that_was_published() -> None:
    """Karney's Planimeter gives 12308778361.469 m2 for the square of one degree at the equator."""
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    assert measure.area([[square]]) == pytest.approx(12308778361.469, abs=0.01)


@given(st.lists(st.floats(20, 500), min_size=3, max_size=12))
def test_the_area_does_not_depend_on_where_one_begins_or_turns(radii: list[float]) -> None:
    plane = Plane(HOME)
    ring = [plane.position(each) for each in star(radii)]
    area = measure.area([[ring]])
    for other in (ring[1:] + ring[:1], ring[::-1], [*ring, ring[0]]):
        assert measure.area([[other]]) == pytest.approx(area, rel=1e-9)


@given(places, places)
def test_the_plane_agrees_with_the_ellipsoid_to_one_in_ten_thousand(one: tuple[float, float],
                                                                    other: tuple[float, float]) -> None:
    plane = Plane(HOME)
    flat = math.dist(one, other)
    assume(flat > 1)
    assert measure.distance(plane.position(one), plane.position(other)) == pytest.approx(flat, rel=1e-3, abs=0.01)
    near = [(x / 9, y / 9) for x, y in (one, other)]
    assert measure.distance(*map(plane.position, near)) == pytest.approx(math.dist(*near), rel=1.5e-4, abs=0.001)


@given(st.lists(st.floats(20, 500), min_size=3, max_size=12))
def test_what_was_written_is_read_again_equal(radii: list[float]) -> None:
    plane = Plane(HOME)
    text = write_shape(outline_shape([[[plane.position(each) for each in star(radii)]]]))
    assert write_shape(read_shape(text)) == text


@given(st.lists(st.floats(20, 500), min_size=3, max_size=12))
def test_outer_rings_turn_left_and_are_closed(radii: list[float]) -> None:
    plane = Plane(HOME)
    corners = [plane.position(each) for each in star(radii)]
    for ring in (corners, corners[::-1]):
        made = outline_shape([[ring]]).polygons[0][0]
        assert made[0] == made[-1]
        flat = plane.points(made)
        assert sum(flat[at][0] * flat[at + 1][1] - flat[at + 1][0] * flat[at][1] for at in range(len(flat) - 1)) > 0


@given(st.lists(st.floats(20, 500), min_size=3, max_size=12))
def test_the_label_stands_inside(radii: list[float]) -> None:
    plane = Plane(HOME)
    shape = outline_shape([[[plane.position(each) for each in star(radii)]]])
    around = Plane.around(shape.polygons[0][0])
    assert to_polygon(around.point(shape.point), plane_rings(around, shape.polygons[0])) < 0.05


def test_a_label_of_a_bent_field_stands_on_the_field() -> None:
    plane = Plane(HOME)
    bent = [(0, 0), (100, 0), (100, 10), (10, 10), (10, 90), (100, 90), (100, 100), (0, 100)]
    shape = outline_shape([[[plane.position(each) for each in bent]]])
    assert inside(plane.point(shape.point), [[(float(x), float(y)) for x, y in bent]])


@pytest.mark.parametrize(("text", "words"), [
    ("", "GeoJSON"), ("[]", "GeoJSON"), ("{", "GeoJSON"), ('"Point"', "GeoJSON"), ("[" * 100_000, "GeoJSON"),
    ('{"type":"LineString","coordinates":[[1,2],[3,4]]}', "点或者面"),
    ('{"type":"Point","coordinates":[33.4,119.9]}', "经纬度有没有写反"),
    ('{"type":"Point","coordinates":["a",2]}', "读不出来"), ('{"type":"Point"}', "读不出来"),
    ('{"type":"Point","coordinates":[true,2]}', "读不出来"), ('{"type":"Point","coordinates":[NaN,2]}', "不在地球上"),
    ('{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}', "三个不同的点"),
    ('{"type":"Polygon","coordinates":[]}', "没有边界的点"),
    ('{"type":"MultiPolygon","coordinates":[]}', "没有边界的点"),
    ('{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', "自己和自己相交"),
])
def test_what_is_no_shape_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ShapeError, match=words):
        read_shape(text)


def test_too_many_positions_are_refused() -> None:
    ring = [(119 + at * 1e-7, 33.0) for at in range(MOST_POSITIONS + 1)]
    with pytest.raises(ShapeError, match="简化"):
        outline_shape([[ring]])


def test_a_feature_and_a_third_coordinate_are_taken() -> None:
    feature = {"type": "Feature", "properties": {"name": "x"},
               "geometry": {"type": "Point", "coordinates": [119.97, 33.36, 4.2]}}
    assert read_shape(json.dumps(feature)) == point_shape(HOME)


def test_several_fields_of_one_plot() -> None:
    shape = outline_shape([[box(100, 100)], [box(50, 20, (300, 0))]])
    assert geometry_of(shape)["type"] == "MultiPolygon"
    assert shape.square_metres == pytest.approx(11_000, rel=1e-4)
    assert read_shape(write_shape(shape)).square_metres == pytest.approx(shape.square_metres, abs=2)


@given(places, places, places)
def test_the_distance_from_a_line_is_the_least_of_many_points_on_it(
    point: tuple[float, float], one: tuple[float, float], other: tuple[float, float],
) -> None:
    many = [(one[0] + (other[0] - one[0]) * at / 500, one[1] + (other[1] - one[1]) * at / 500) for at in range(501)]
    least = min(math.dist(point, each) for each in many)
    assert to_segment(point, one, other) <= least + 1e-6
    assert least <= to_segment(point, one, other) + math.dist(one, other) / 500 + 1e-6


@settings(max_examples=20)
@given(st.floats(0, 100), st.floats(0, 100), st.booleans())
def test_ground_under_two_outlines_is_counted_once(east: float, north: float, hole: bool) -> None:
    plane = Plane.around([HOME])

    def square(x: float, y: float, side: float) -> list[Position]:
        return [plane.position((x + dx * side, y + dy * side)) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]

    first = [square(0, 0, 100), *([square(80, 80, 20)] if hole else [])]
    under = (100 - east) * (100 - north) - (min(20, 100 - east) * min(20, 100 - north) if hole else 0)
    area = outline_shape([first, [square(east, north, 100)]]).square_metres
    assert area == pytest.approx(20_000 - 400 * hole - under, rel=5e-4)


@given(st.lists(places, min_size=2, max_size=60), st.floats(0.1, 500))
def test_simplifying_moves_no_point_further_than_allowed(line: list[tuple[float, float]], tolerance: float) -> None:
    kept = simplify(line, tolerance)
    assert (kept[0], kept[-1]) == (0, len(line) - 1)
    for first, last in itertools.pairwise(kept):
        for at in range(first, last + 1):
            assert to_segment(line[at], line[first], line[last]) <= tolerance + 1e-6


def test_a_straight_way_keeps_its_ends() -> None:
    assert simplify([(float(at), 0.0) for at in range(100)], 2.0) == [0, 99]


def comb(teeth: int, *, turn: float = 0.0) -> list[Position]:
    """A ring of so many long sides beside one another that never meet."""
    ring = [(0.0 if at % 2 else 900.0, at * 0.1) for at in range(teeth)]
    ring += [(950.0, teeth * 0.1), (950.0, -1.0), (900.0, -1.0)]
    plane, east, north = Plane(HOME), math.cos(turn), math.sin(turn)
    return [plane.position((x * east - y * north, x * north + y * east)) for x, y in ring]


def test_long_sides_beside_one_another_are_looked_through_in_no_time() -> None:
    assert outline_shape([[comb(15_000)]]).is_outline


def test_a_tangle_that_would_take_minutes_is_refused_in_words() -> None:
    with pytest.raises(ShapeError, match="缠得太密"):
        outline_shape([[comb(5000, turn=math.pi / 4)]])


@pytest.mark.parametrize("line", [((0, 0), (100, 0), (200, 0)), ((0, 0), (100, 100), (200, 200), (50, 50))])
def test_corners_on_one_line_are_no_outline(line: tuple[tuple[float, float], ...]) -> None:
    plane = Plane(HOME)
    with pytest.raises(ShapeError):
        outline_shape([[[plane.position(each) for each in line]]])
    assert outline_shape([[[plane.position(each) for each in ((0, 0), (900, 0), (900, 0.2))]]]).square_metres > 80
