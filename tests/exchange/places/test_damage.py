"""Damaged files of places are read as far as they go or refused in words; `build/fuzz.py` tries many more."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
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


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_of_any_sort_is_refused_in_chinese(method: int) -> None:
    stream, random = io.BytesIO(), Random(method)
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("doc.kml", b"<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>")
    whole, told = stream.getvalue(), []
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(random.choice((1, 2, 5))):
            data[random.randrange(30, len(data))] = random.randrange(256)
        try:
            found_in(bytes(data), "n")
        except UserError as problem:
            told.append(problem.message)
    assert told
    assert not [words for words in told if re.search("[a-z]{4}", words)]


def test_half_a_character_in_a_name_is_left_out() -> None:
    text = '{"type":"Feature","properties":{"name":"\\ud800东","\\udfff":"1"},"geometry":%s}'
    (place,) = found_in((text % '{"type":"Point","coordinates":[119.97,33.36]}').encode(), "n").places
    assert (place.name, dict(place.properties)) == ("东", {"name": "东", "": "1"})
    (track,) = found_in((text % '{"type":"LineString","coordinates":[[119.97,33.36]]}').encode(), "n").tracks
    assert track.name == "东"
