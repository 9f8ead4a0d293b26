"""The map on paper: vectors, the same bytes from the same data, every state told apart without colour."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from panhuang_desk.model.geo.map_data import (
    CHECKED,
    FIND,
    FOUND,
    NEVER,
    OVERDUE,
    PHOTO,
    STATES,
    MapArea,
    MapData,
    MapPlot,
    MapPoint,
    MapTrack,
)
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, outline_shape, point_shape
from panhuang_desk.report.map_drawing import map_drawing
from panhuang_desk.report.map_paper import MapPaper, map_bytes
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Group, Polygon, PolyLine, String
from reportlab.pdfgen.canvas import Canvas

from tests.report.reading import Pdf, bare

PLANE = Plane((119.97, 33.36))


def _square(x: float, y: float, side: float) -> Shape:
    corners = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return outline_shape([[[PLANE.position(corner) for corner in corners]]])


def _data() -> MapData:
    plots = tuple(MapPlot(state, f"{word}地", state, _square(number * 120, 0, 80))
                  for number, (state, word) in enumerate(STATES.items()))
    return MapData(
        (MapArea("v", "仰徐村", "village", _square(-50, -400, 1000)),
         MapArea("g", "1 组", "group", _square(0, 100, 300))),
        (*plots, MapPlot("point", "桥头", CHECKED, point_shape(PLANE.position((100, 400))))),
        (MapTrack("t", "5月15日", ((PLANE.position((0, -100)), PLANE.position((700, 300))),)),),
        (MapPoint("f", FIND, PLANE.position((300, 300)), "罂粟 37 株"),
         MapPoint("p", PHOTO, PLANE.position((400, 300)))))


def _all(part: Drawing | Group) -> list[object]:
    found: list[object] = []
    for each in part.contents:
        found += _all(each) if isinstance(each, Group) else [each]
    return found


def _words(drawing: Drawing) -> list[str]:
    return [each.text for each in _all(drawing) if isinstance(each, String)]


def test_it_names_plots_finds_and_groups_and_explains_its_signs() -> None:
    words = _words(map_drawing(_data(), 440, 400))
    signs = (*STATES.values(), "步行轨迹", "发现点", "照片", "北", "200 米")
    for expected in ("1 组", "有发现地", "桥头", "罂粟 37 株", *signs):
        assert expected in words, expected


def test_equal_data_give_equal_bytes() -> None:
    assert _pdf(map_drawing(_data(), 440, 400)) == _pdf(map_drawing(_data(), 440, 400))


def _pdf(drawing: Drawing) -> bytes:
    canvas = Canvas("", pagesize=(500, 500), invariant=1)
    renderPDF.draw(drawing, canvas, 20, 20)
    return bytes(canvas.getpdfdata())


def test_states_differ_without_their_colours() -> None:
    seen = {}
    for state in STATES:
        parts = _all(map_drawing(MapData(plots=(MapPlot("a", "", state, _square(0, 0, 100)),)), 200, 200))
        seen[state] = tuple(
            (type(each).__name__, getattr(each, "strokeWidth", None), bool(getattr(each, "strokeDashArray", None)),
             getattr(each, "fillColor", None) is not None and round(sum(each.fillColor.rgb()), 1))
            for each in parts if not isinstance(each, String))
    assert len(set(seen.values())) == len(STATES)
    assert seen[OVERDUE] != seen[NEVER] != seen[FOUND]


def test_nothing_leaves_the_frame_of_a_sketch() -> None:
    drawing = map_drawing(_data(), 240, 180, around=PLANE.position((300, 300)), reach=200)
    assert "罂粟 37 株" in _words(drawing)
    assert "桥头" not in _words(map_drawing(_data(), 240, 180, around=PLANE.position((2000, 2000)), reach=100))
    for each in _all(drawing):
        points = each.points if isinstance(each, (Polygon, PolyLine)) else []
        assert all(-0.5 <= x <= 240.5 for x in points[::2])
        assert all(-0.5 <= y <= 180.5 for y in points[1::2])


def test_an_empty_map_says_so() -> None:
    assert _words(map_drawing(MapData(), 300, 200)) == ["还没有画地块和范围"]


def test_a_long_track_stays_small_on_paper() -> None:
    way = tuple(PLANE.position((step * 0.01, (step % 2) * 0.2)) for step in range(50_000))
    drawing = map_drawing(MapData(plots=_data().plots, tracks=(MapTrack("t", "", (way,)),)), 440, 300)
    assert sum(len(each.points) for each in _all(drawing) if isinstance(each, PolyLine)) < 2_000


def test_the_map_to_take_along_has_one_page_across_and_is_marked(read: Callable[[bytes], Pdf]) -> None:
    content = MapPaper("禁种铲毒踏查图", "仰徐村", ("图上 8 块地", "徐海燕 打印"), _data())
    pdf = read(map_bytes(content))
    assert pdf.pages == 1
    text = bare(pdf.text)
    for words in ("禁种铲毒踏查图", "图上8块地", "有发现地", "罂粟37株", "内部资料，注意保管"):
        assert words in text, words
    assert pdf.content == map_bytes(content)
    assert "演示数据，不作上报" in bare(read(map_bytes(attrs.evolve(content, sample=True))).text)
