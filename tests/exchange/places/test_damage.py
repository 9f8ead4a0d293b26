"""Damaged files of places are read as far as they go or refused in words; `build/fuzz.py` tries many more."""

from __future__ import annotations

import contextlib
from random import Random

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places.read import found_in
from tests.exchange.mutations import mutated
from tests.exchange.places.samples import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_or_refused_in_words(name: str) -> None:
    random = Random(name)
    read = 0
    for _ in range(150):
        with contextlib.suppress(UserError):
            found_in(mutated(SAMPLES[name], random), name)
            read += 1
    assert read


def _nested(count: int) -> bytes:
    point = b"<Placemark><name>n</name><Point><coordinates>119.97,33.36</coordinates></Point>"
    return b"<kml>" + point * count + b"</Placemark>" * count + b"</kml>"


def test_placemarks_that_lie_in_one_another_are_each_read_once() -> None:
    assert len(found_in(_nested(5000), "n.kml").places) == 5000


@pytest.mark.parametrize("geometry", [
    f'{{"type":"Point","coordinates":[{10 ** 400},33]}}', '{"type":"Point","coordinates":"12"}',
    f'{{"type":"Polygon","coordinates":[[[{10 ** 400},1],[2,3],[4,5]]]}}', '{"type":"Point","coordinates":[NaN,1e999]}',
    '{"type":"FeatureCollection","features":' + "[" * 100_000 + "]" * 100_000 + "}"])
def test_numbers_and_depths_beyond_all_bounds_are_refused_in_words(geometry: str) -> None:
    with pytest.raises(UserError, match=r"读不出来|不是完整|不在地球上"):
        found_in(geometry.encode(), "n.geojson")


@pytest.mark.parametrize("data", [b"<gpx>" + b"<a/>" * 8_000_001, b'{"type":"Feature","n":[' + b"[]," * 4_000_001])
def test_what_would_not_fit_into_the_memory_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(UserError, match="太多"):
        found_in(data, "n")


def test_a_time_that_only_looks_like_a_number_is_no_time() -> None:
    (track,) = found_in("经度,纬度,时间\n119.97,33.36,²\n".encode(), "n.csv").tracks
    assert track.ways[0].moments == (None,)
