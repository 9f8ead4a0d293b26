"""Positions and shapes as people write them: whatever the order and the signs, the same place; nonsense is told."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.shape import ShapeError, geometry_of, write_shape
from panhuang_desk.model.geo.typed import read_outline, read_position, show_position

HERE = (119.9712, 33.3611)


@pytest.mark.parametrize("text", [
    "119.9712, 33.3611", "119.9712，33.3611", "33.3611,119.9712", "１１９．９７１２　３３．３６１１",
    "(119.9712,33.3611)",
    "北纬33.3611 东经119.9712", "东经119.9712°，北纬33.3611°", "N33.3611 E119.9712", "33.3611N, 119.9712E",
    "纬度：33.3611 经度：119.9712", "经度119.9712纬度33.3611", "lat: 33.3611, lng: 119.9712", "119.9712/33.3611",
    "119°58′16.32″，33°21′39.96″", "33°21'39.96\"N 119° 58' 16.32\"E", "东经119度58分16.32秒 北纬33度21分39.96秒",
])
def test_every_way_of_writing_it_is_the_same_place(text: str) -> None:
    assert read_position(text) == pytest.approx(HERE, abs=1e-9)


@pytest.mark.parametrize(("text", "place"), [
    ("12.5, 41.9", (12.5, 41.9)), ("纬度41.9 经度12.5", (12.5, 41.9)), ("70.5W 33.4S", (-70.5, -33.4)),
    ("-70.5, -33.4", (-70.5, -33.4)), ("70°30′W，33°24′S", (-70.5, -33.4)),
])
def test_the_order_goes_by_what_is_said_else_longitude_first(text: str, place: tuple[float, float]) -> None:
    assert read_position(text) == pytest.approx(place)


@pytest.mark.parametrize("text", [
    "", "东大田", "119.9712", "119.97, 33.36, 12", "119.97 33.36 亩", "N33.36 N119.97", "120.1, 120.2", "3.3.4, 119"])
def test_what_is_no_position_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ShapeError, match=r"位置要写成|不在地球上"):
        read_position(text)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_what_is_shown_is_read_again(longitude: float, latitude: float) -> None:
    if abs(longitude) > 90 or abs(latitude) <= 90:
        assert read_position(show_position((longitude, latitude))) == pytest.approx((longitude, latitude), abs=1e-6)


@given(st.text(max_size=40))
def test_any_text_is_read_or_told(text: str) -> None:
    for read in (read_position, read_outline):
        with contextlib.suppress(ShapeError):
            read(text)


SQUARE = "119.97 33.36, 119.971 33.36, 119.971 33.361, 119.97 33.361, 119.97 33.36"
HOLE = "119.9702 33.3602, 119.9704 33.3602, 119.9704 33.3604, 119.9702 33.3602"


@pytest.mark.parametrize(("text", "kind", "rings"), [
    (f"POLYGON(({SQUARE}))", "Polygon", 1), (f"polygon (({SQUARE}), ({HOLE}))", "Polygon", 2),
    (f"SRID=4490; POLYGON (({SQUARE}))", "Polygon", 1), ("POINT (119.97 33.36)", "Point", 0),
    (f"MULTIPOLYGON((({SQUARE}), ({HOLE})), ((119.98 33.36, 119.981 33.36, 119.981 33.361)))", "MultiPolygon", 3),
])
def test_shapes_in_words_of_maps_are_read_as_geojson_is(text: str, kind: str, rings: int) -> None:
    shape = read_outline(text)
    assert geometry_of(shape)["type"] == kind
    assert sum(len(polygon) for polygon in shape.polygons) == rings
    assert read_outline(write_shape(shape)) == shape


@pytest.mark.parametrize(("text", "words"), [
    ("POLYGON((1 2))", "三个"), ("POLYGON()", "没有"), ("LINESTRING(1 2, 3 4)", "WKT"), ("{}", "点或者面"),
    ("SRID=4527;POINT(119 33)", "4527"), ("POLYGON((a b, c d, e f))", "读不出来"), ("POINT(119)", "读不出来"),
    ("POLYGON((33.36 119.97, 33.37 119.97, 33.37 119.98))", "写反"),
])
def test_a_shape_that_is_wrong_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(ShapeError, match=words):
        read_outline(text)
