"""Files of places and ways as other programs write them, whole and broken: read, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places.flight_log import match, read_log, read_table
from panhuang_desk.exchange.places.found import Found, Place
from panhuang_desk.exchange.places.moments import china_clock, read_moment
from panhuang_desk.exchange.places.read import found_in, log_table, read_places
from panhuang_desk.exchange.places.write import write_geojson, write_kml
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, outline_shape, point_shape
from tests.exchange.places.samples import GEOJSON, GPX, KML, KMZ, LOG, packed


def read(text: str | bytes, name: str = "轨迹") -> Found:
    return found_in(text.encode() if isinstance(text, str) else text, name)


def test_a_gpx_file_with_everything() -> None:
    found = read(GPX)
    assert [(track.name, track.planned, [len(way.positions) for way in track.ways]) for track in found.tracks] == [
        ("打算走的", True, [2]), ("五月踏查", False, [2, 1])]
    way = found.tracks[1].ways[0]
    assert way.positions[0] == (119.97, 33.36)
    assert [china_clock(moment or 0) for moment in way.moments] == ["2026-05-04T09:00:00", "2026-05-04T09:00:10"]
    assert way.heights == (3.0, None)
    assert found.tracks[1].ways[1].moments == (None,)
    assert found.places == (Place("西河坡", point_shape((119.971, 33.361)), "沟边"),)
    assert found.notes == ()


@pytest.mark.parametrize("data", [
    GPX.encode("utf-8-sig"), GPX.replace("UTF-8", "UTF-16").encode("utf-16"), b"\r\n  " + GPX.encode(),
    GPX.replace("UTF-8", "GBK").encode("gbk"), GPX.replace("UTF-8", "gb18030").encode("gb18030"),
    GPX.replace('version="1.1"', 'version="1.0"').replace("GPX/1/1", "GPX/1/0").encode(),
    GPX.replace(' xmlns="http://www.topografix.com/GPX/1/1"', "").encode(),
], ids=["mark", "utf-16", "blank-lines", "gbk", "gb18030", "version-1.0", "no-namespace"])
def test_the_same_in_every_coding_and_version(data: bytes) -> None:
    assert read(data) == read(GPX)


def test_a_file_that_breaks_off_gives_what_stands_before() -> None:
    found = read(GPX[:GPX.index("33.3601")])
    assert [len(way.positions) for track in found.tracks for way in track.ways] == [2, 1]
    assert "断了" in found.notes[0]
    assert "前面读到的都收进来了" in found.notes[0]


def test_positions_that_are_none_are_counted_and_left_out() -> None:
    found = read(GPX.replace('lat="33.3601"', 'lat="north"').replace('lat="33.3602"', 'lat="933"'))
    assert found.count == 3
    assert found.notes == ("有 2 个点的坐标读不出来，没有收进来。",)


def test_a_kml_file_with_everything() -> None:
    found = read(KML)
    assert [(track.name, track.planned) for track in found.tracks] == [("走过的", False), ("画的", True)]
    assert found.tracks[0].ways[0].heights == (5.0, 6.0)
    assert [(place.name, place.note, place.properties, place.shape.is_outline) for place in found.places] == [
        ("东菜园", "棚后", (("组别", "3"),), True), ("井", "", (), False)]
    assert found.notes == ("“歪的”没有收进来：边界至少要有三个不同的点。",)


def test_kml_coordinates_may_have_spaces_at_their_commas() -> None:
    ring = b"119.97,33.36,0 119.98,33.36,0 119.98,33.37,0 119.97,33.36,0"
    kml = (b"<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>%s</coordinates></LinearRing>"
           b"</outerBoundaryIs></Polygon></Placemark></kml>")
    assert read(kml % ring.replace(b",", b", ")).places == read(kml % ring).places != ()


def test_kml_in_an_archive() -> None:
    assert read(KMZ) == read(KML)


def test_geojson_with_everything() -> None:
    found = read(GEOJSON)
    assert [(place.name, place.note) for place in found.places] == [("东菜园", "棚后"), ("", "")]
    assert dict(found.places[0].properties)["group"] == "3"
    assert [track.planned for track in found.tracks] == [False]
    assert found.tracks[0].ways[0].heights == (4.0, None)
    assert found.notes == ("第 4 处“坏”没有收进来：边界里有读不出来的坐标。",)


def test_a_log_of_a_drone_in_feet_and_utc() -> None:
    found = read(LOG)
    (way,) = found.tracks[0].ways
    assert way.positions == ((119.97, 33.36), (119.97, 33.3601))
    assert way.heights == pytest.approx((30.48, 60.96))
    assert way.angles == (-90.0, -45.0)
    assert china_clock(way.moments[0] or 0) == "2026-05-04T09:00:01"


def test_a_table_in_chinese_is_on_chinas_clock() -> None:
    found = read("踏查记录\n时间,经度,纬度,离地高度(米)\n2026/5/4 9:00:05,119.97,33.36,80\n".encode("gbk"))
    (way,) = found.tracks[0].ways
    assert (china_clock(way.moments[0] or 0), way.heights) == ("2026-05-04T09:00:05", (80.0,))


def test_columns_are_matched_by_a_person_where_headings_say_nothing() -> None:
    data = b"a,b,c\n119.97,33.36,80\n"
    table = log_table(data)
    assert table is not None
    assert not table.recognised
    found = read_log(table, {"longitude": 0, "latitude": 1, "height": 2})
    assert found.tracks[0].ways[0].positions == ((119.97, 33.36),)


@pytest.mark.parametrize(("headings", "expected"), [
    (("OSD.latitude", "OSD.longitude", "OSD.height [m]", "GIMBAL.pitch"),
     {"longitude": 1, "latitude": 0, "height": 2, "angle": 3}),
    (("lat", "lon", "ele", "time"), {"longitude": 1, "latitude": 0, "moment": 3, "height": 2}),
    (("纬度", "经度", "海拔高度", "相对高度", "日期时间"), {"longitude": 1, "latitude": 0, "height": 3, "moment": 4}),
    (("longevity", "latex", "platform"), {}),
])
def test_headings_that_are_known(headings: tuple[str, ...], expected: dict[str, int]) -> None:
    assert match(headings) == expected


BOMB = ('<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<gpx><wpt lat='1' lon='1'><name>&b;</name></wpt></gpx>")


@pytest.mark.parametrize(("data", "words"), [
    (b"", "是空的"), (b"\x00" * 50, "是空的"), (b"hello", "经度和纬度"), (b"<html></html>", "别的 XML"),
    (b"<gpx></gpx>", "没有一个读得出来的位置"), (BOMB.encode(), "DOCTYPE"), (b"PK\x03\x04 broken", "压缩包坏了"),
    (b'{"type": 1}', "不是 GeoJSON"), (b'{"type":', "不是完整的"), (b'{"a":' * 30000, "不是完整的"),
    (b"lon,lat\nx,y\n", "没有一个读得出来的位置"), (b"\xff\xd8\xff\xe0" + bytes(range(256)), ""),
])
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UserError) as caught:
        read(data, "a.gpx")
    assert words in caught.value.message
    assert caught.value.hint


def test_an_archive_without_kml_is_refused() -> None:
    with pytest.raises(UserError, match="没有 KML 文件"):
        read(packed(("readme.txt", "x")))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="读不了"):
        read_places(tmp_path / "gone.gpx")


@pytest.mark.parametrize(("text", "expected"), [
    ("2026-05-04T01:02:03Z", "2026-05-04T09:02:03"), ("2026-05-04T01:02:03.75Z", "2026-05-04T09:02:03"),
    ("2026-05-04T09:02:03+08:00", "2026-05-04T09:02:03"), ("2026-05-04T09:02:03+0800", "2026-05-04T09:02:03"),
    ("2026-5-4 1:02", "2026-05-04T09:02:00"), ("2026-05-03T19:32:03-05:30", "2026-05-04T09:02:03"),
])
def test_moments_as_they_are_written(text: str, expected: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert china_clock(moment) == expected


@pytest.mark.parametrize("text", [None, "", "now", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                                  "2026-05-04T25:00:00Z", "2026-05-04T00:61:00Z",
                                  "20a6-05-04T00:00:00Z", "0000-00-00T00:00:00Z", "1970-01-01T00:00:00Z",
                                  "9999-12-31T23:59:59Z", "0001-01-01 00:00:00"])
def test_what_is_no_moment(text: str | None) -> None:
    assert read_moment(text) is None


names = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=12).map(
    str.strip)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    plane = Plane((119.97, 33.36))
    x, y = draw(st.integers(-3000, 3000)), draw(st.integers(-3000, 3000))
    if draw(st.booleans()):
        return point_shape(tuple(round(each, 7) for each in plane.position((x, y))))  # type: ignore[arg-type]
    width, height = draw(st.integers(2, 300)), draw(st.integers(2, 300))
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    ring = [(round(a, 7), round(b, 7)) for a, b in (plane.position(each) for each in corners)]
    return outline_shape([[ring]])


places_of_a_village = st.builds(Place, names.filter(bool), shapes(), names, st.just((("组别", "3"),)))


@given(st.lists(places_of_a_village, min_size=1, max_size=5))
def test_what_is_given_out_comes_in_again(places: list[Place]) -> None:
    wanted = [(place.name, place.note, place.shape) for place in places]
    for data in (write_kml("地块", places), write_geojson(places)):
        found = read(data)
        assert [(place.name, place.note, place.shape) for place in found.places] == wanted
        assert all(dict(place.properties)["组别"] == "3" for place in found.places)
    assert write_kml("地块", places) == write_kml("地块", places)


def test_a_table_keeps_what_it_was_given() -> None:
    table = read_table(b"x\nlat,lon\n33.3,119.9\n\n")
    assert (table.headings, table.rows[0]) == (("lat", "lon"), ("33.3", "119.9"))
