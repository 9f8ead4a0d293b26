"""Datums against published pairs, and the way back against the way forth."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.datum import BD09, DATUMS, GCJ02, WGS84, Position, from_wgs84, in_china, to_wgs84

METRE = 1 / 111_000

COORDTRANSFORM = [  # published with the library of that name: of, to, given, expected
    (BD09, GCJ02, (116.404, 39.915), (116.39762729119315, 39.90865673957631)),
    (GCJ02, BD09, (116.404, 39.915), (116.41036949371029, 39.92133699351021)),
    (WGS84, GCJ02, (116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    (GCJ02, WGS84, (116.404, 39.915), (116.39775550083061, 39.91359571849836)),
]
EVILTRANSFORM = [  # published with the library of that name: Shanghai, Shenzhen, Beijing
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]

in_jiangsu = st.tuples(st.floats(116.3, 122.0), st.floats(30.7, 35.2))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def apart(one: Position, other: Position) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


@pytest.mark.parametrize(("of", "to", "given_as", "expected"), COORDTRANSFORM)
def test_published_pairs_of_one_library(of: str, to: str, given_as: Position, expected: Position) -> None:
    assert apart(from_wgs84(to_wgs84(given_as, of), to), expected) < METRE


@pytest.mark.parametrize(("given_as", "expected"), EVILTRANSFORM)
def test_published_pairs_of_another(given_as: Position, expected: Position) -> None:
    assert apart(from_wgs84(given_as, GCJ02), expected) < METRE / 10
    assert apart(to_wgs84(expected, GCJ02), given_as) < METRE / 10


@given(in_jiangsu)
def test_there_and_back_is_where_one_was_to_a_millimetre(position: Position) -> None:
    for choice in DATUMS:
        assert apart(to_wgs84(from_wgs84(position, choice.code), choice.code), position) < METRE / 1000


@given(in_jiangsu)
def test_a_phone_map_is_some_hundred_metres_off_and_baidu_further(position: Position) -> None:
    assert 100 * METRE < apart(from_wgs84(position, GCJ02), position) < 1000 * METRE
    assert 200 * METRE < apart(from_wgs84(position, BD09), position) < 2500 * METRE


@given(anywhere)
def test_nothing_is_moved_outside_china(position: Position) -> None:
    if not in_china(position):
        assert from_wgs84(position, GCJ02) == position == to_wgs84(position, GCJ02)


@pytest.mark.parametrize("position", [(181.0, 0.0), (0.0, 90.5), (math.nan, 33.0), (119.0, math.inf)])
@pytest.mark.parametrize("datum", [WGS84, GCJ02, BD09])
def test_what_is_no_place_on_the_earth_is_refused(position: Position, datum: str) -> None:
    for convert in (to_wgs84, from_wgs84):
        with pytest.raises(ValueError, match="no such place"):
            convert(position, datum)


def test_an_unknown_datum_is_refused() -> None:
    for convert in (to_wgs84, from_wgs84):
        with pytest.raises(ValueError, match="unknown datum"):
            convert((119.0, 33.0), "beijing54")
