"""Plots out of other programs' files, and back: which one each place is, what is asked, what comes home unchanged."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.datum import BD09, GCJ02, from_wgs84
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.shape import Shape, outline_shape, point_shape, read_shape, write_shape
from panhuang_desk.model.kind import Record
from panhuang_desk.services import records
from panhuang_desk.services.import_result import ImportResult
from panhuang_desk.services.patrols import save_plot
from panhuang_desk.services.plot_exports import export_plots
from panhuang_desk.services.plot_imports import Answers, import_plots
from panhuang_desk.services.plots import place_values, shape_of
from panhuang_desk.services.session import Session

from .helpers import VILLAGE, open_village
from .test_plots import MIDDLE, PLANE, square


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def add(session: Session, name: str, group: int = 3, **values: Any) -> str:
    saved = save_plot(session, {"name": name, "group_no": group, "land_kind": "field", **values})
    assert saved.record is not None, saved.problems
    return saved.record.id


def known(session: Session, id: str) -> Record:
    record = session.store.get("plot", id)
    assert record is not None
    return record


def at(east: float, north: float = 0) -> tuple[float, float]:
    return PLANE.position((east, north))


def gpx(folder: Path, *points: tuple[str, tuple[float, float]], name: str = "手机.gpx") -> Path:
    found = "".join(f'<wpt lat="{lat}" lon="{lon}"><name>{word}</name><desc>拍照点</desc></wpt>'
                    for word, (lon, lat) in points)
    path = folder / name
    path.write_text(f'<gpx xmlns="http://www.topografix.com/GPX/1/1">{found}</gpx>', encoding="utf-8")
    return path


def geojson(folder: Path, *features: tuple[dict[str, Any], Shape], name: str = "地块.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": json.loads(write_shape(shape))}
        for properties, shape in features]}, ensure_ascii=False), encoding="utf-8")
    return path


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.new, result.changed, result.same, result.wrong_rows


def said(result: ImportResult) -> list[tuple[int, str]]:
    return [(item.row, item.reason) for item in (*result.wrong, *result.notes)]


def around(position: tuple[float, float], half: float = 0.0003) -> Shape:
    x, y = position
    ring = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    return outline_shape([[ring]])


# Which plot a place is

def test_waypoints_go_to_the_plots_of_their_name_and_the_rest_needs_a_group_and_a_land_kind(
    session: Session, tmp_path: Path,
) -> None:
    plot = add(session, "东大田", note="看渠边")
    source = gpx(tmp_path, ("东 大田", at(10)), ("西圩", at(500)))
    dry = import_plots(session, source, dry_run=True)
    assert (counts(dry), dry.dry_run) == ((0, 1, 0, 1), True)
    assert said(dry) == [(2, "没有写组别，请补上。")]
    assert [item.column for item in import_plots(session, source, Answers(group_no=5), dry_run=True).wrong] == ["类别"]
    assert known(session, plot)["outline"] is None
    result = import_plots(session, source, Answers(group_no=5, land_kind="riverbank"))
    assert counts(result) == (1, 1, 0, 0)
    assert (known(session, plot)["name"], known(session, plot)["note"]) == ("东大田", "看渠边")
    shape = shape_of(known(session, plot))
    assert shape == point_shape((round(at(10)[0], 7), round(at(10)[1], 7)))
    (new,) = session.store.records("plot", {"name": "西圩"})
    assert (new["group_no"], new["land_kind"], new["note"], new["datum"]) == (5, "riverbank", "拍照点", "wgs84")
    again = import_plots(session, source, Answers(group_no=5, land_kind="riverbank"))
    assert counts(again) == (0, 0, 2, 0)
    records.undo(session, result.changes.action_id)
    assert session.store.count("plot") == 1
    assert known(session, plot)["outline"] is None


def test_a_new_plot_belongs_to_the_group_on_whose_ground_it_lies(session: Session, tmp_path: Path) -> None:
    for group, middle in ((1, at(0)), (2, at(1000))):
        records.save_record(session, "map_area", {"name": f"{group} 组", "level": "group", "group_no": group,
                                                  "outline": write_shape(around(middle, 0.002))})
    source = gpx(tmp_path, ("甲", at(30)), ("乙", at(1030)), ("丙", at(5000)))
    result = import_plots(session, source, Answers(land_kind="yard"))
    assert [(row["name"], row["group_no"]) for row in session.store.records("plot", order=("name",))] == [
        ("乙", 2), ("甲", 1)]
    assert said(result) == [(3, "没有写组别，请补上。")]


def test_of_several_plots_of_a_name_the_group_tells_else_the_nearest(session: Session, tmp_path: Path) -> None:
    near, far = (add(session, "鱼塘埂", group, **place_values(around(at(east))))
                 for group, east in ((1, 0), (2, 2000)))
    moved = around(at(1900))
    result = import_plots(session, geojson(tmp_path, ({"name": "鱼塘埂"}, moved)))
    assert counts(result) == (0, 1, 0, 0)
    assert shape_of(known(session, far)) == read_shape(write_shape(moved))
    result = import_plots(session, geojson(tmp_path, ({"name": "鱼塘埂", "组别": "1组"}, moved)))
    assert counts(result) == (0, 1, 0, 0)
    assert shape_of(known(session, near)) == read_shape(write_shape(moved))


def test_a_name_may_begin_with_its_group(session: Session, tmp_path: Path) -> None:
    plot = add(session, "东大田")
    other = add(session, "7组老圩", 2)
    source = gpx(tmp_path, ("3组 东大田", at(10)), ("七组·西圩", at(50)), ("7组老圩", at(90)), ("第9小组洼地", at(130)))
    assert counts(import_plots(session, source, Answers(land_kind="yard"))) == (2, 2, 0, 0)
    assert shape_of(known(session, plot)) is not None
    assert shape_of(known(session, other)) is not None
    assert {(row["group_no"], row["name"]) for row in session.store.records("plot")} == {
        (3, "东大田"), (2, "7组老圩"), (7, "西圩"), (9, "洼地")}


def test_a_place_far_from_all_plots_is_to_be_looked_at(session: Session, tmp_path: Path) -> None:
    add(session, "东大田", **place_values(square(100)))
    result = import_plots(session, gpx(tmp_path, ("西圩", at(300)), ("远处", at(40_000))),
                          Answers(group_no=1, land_kind="yard"))
    assert result.new == 2
    assert said(result) == [(2, "离村里最近的地块 40 公里，请核对，可能坐标系没选对，或者不是本村的。")]


def test_the_record_number_tells_even_when_the_name_is_another(session: Session, tmp_path: Path) -> None:
    plot = add(session, "东大田")
    result = import_plots(session, geojson(tmp_path, (
        {"name": "东大田（渠北）", "记录号": plot, "类别": "林果地", "面积": "2.5"}, around(at(0)))))
    assert counts(result) == (0, 1, 0, 0)
    record = known(session, plot)
    assert (record["name"], record["land_kind"], record["area_mu"]) == ("东大田（渠北）", "orchard", 2.5)


def test_one_plot_twice_in_a_file_comes_in_once_by_its_outline(session: Session, tmp_path: Path) -> None:
    plot = add(session, "东大田")
    result = import_plots(session, geojson(
        tmp_path, ({"name": "东大田"}, point_shape(at(5))), ({"name": "东大田"}, around(at(0))),
        ({"name": "东大田"}, around(at(50)))))
    assert counts(result) == (0, 1, 0, 0)
    assert said(result) == [(1, "与第 2 处是同一块地，收了那一处。"), (3, "与第 2 处是同一块地，收了那一处。")]
    shape = shape_of(known(session, plot))
    assert shape is not None
    assert shape.is_outline


def test_a_point_does_not_do_away_with_an_outline(session: Session, tmp_path: Path) -> None:
    plot = add(session, "东大田", **place_values(square(100)))
    result = import_plots(session, gpx(tmp_path, ("东大田", at(300))))
    assert counts(result) == (0, 0, 1, 0)
    assert "位置随边界走" in said(result)[0][1]
    assert shape_of(known(session, plot)) == read_shape(write_shape(square(100)))


def test_values_that_cannot_be_are_told_with_the_number_of_the_place(session: Session, tmp_path: Path) -> None:
    result = import_plots(session, geojson(
        tmp_path, ({"name": "甲", "组别": "三", "类别": "草场"}, around(at(0))), ({"组别": 3}, around(at(90))),
        ({"name": "乙", "组别": 3, "类别": "菜园", "fill": "#ff0000"}, around(at(200)))))
    assert counts(result) == (1, 0, 0, 2)
    assert [(item.row, item.column) for item in result.wrong] == [(1, "类别"), (2, "地块名称")]
    assert result.ignored == ("fill",)
    assert [rejected.cells[0] for rejected in result.rejected] == ["甲", ""]
    assert session.store.records("plot")[0]["area_mu"] == pytest.approx(5.6, rel=0.05)


def test_tracks_beside_places_are_named_and_alone_refused(session: Session, tmp_path: Path) -> None:
    add(session, "东大田")
    path = gpx(tmp_path, ("东大田", at(0)))
    track = '<trk><trkseg><trkpt lat="33.36" lon="119.97"/></trkseg></trk>'
    path.write_text(path.read_text(encoding="utf-8").replace("</gpx>", f"{track}</gpx>"), encoding="utf-8")
    assert (0, "还有 1 条轨迹或路线，这里没有收。") in said(import_plots(session, path))
    path.write_text(f"<gpx>{track}</gpx>", encoding="utf-8")
    with pytest.raises(UserError, match="没有标注的地块"):
        import_plots(session, path)


# Datum

@pytest.mark.parametrize("datum", [GCJ02, BD09])
def test_coordinates_of_a_phones_map_are_kept_in_wgs84_and_as_received(
    session: Session, tmp_path: Path, datum: str,
) -> None:
    plot = add(session, "东大田")
    source = geojson(tmp_path, ({"name": "东大田"}, square(100, datum)))
    import_plots(session, source, Answers(datum=datum))
    record = known(session, plot)
    shape = shape_of(record)
    assert shape is not None
    assert distance(shape.point, MIDDLE) < 1.5
    assert (record["datum"], read_shape(record.text("received"))) == (
        datum, square(100, datum).converted(lambda each: (round(each[0], 7), round(each[1], 7))))
    assert counts(import_plots(session, source, Answers(datum=datum))) == (0, 0, 1, 0)


def test_a_table_says_the_datum_in_a_column_or_it_is_asked(session: Session, tmp_path: Path) -> None:
    lon, lat = from_wgs84(MIDDLE, GCJ02)
    path = tmp_path / "地块.csv"
    path.write_text(f"组别,地块,类别,经度,纬度,坐标系\n3,甲,菜园,{lon},{lat},高德\n3,乙,菜园,{lon},{lat},\n"
                    "3,丙,菜园,119.97,,\n3,丁,菜园,,,\n", encoding="utf-8")
    result = import_plots(session, path)
    assert (result.new, said(result)) == (3, [(4, "经度和纬度要一起写。")])
    there = {row["name"]: shape_of(row) for row in session.store.records("plot")}
    assert there["丁"] is None
    assert distance(there["甲"].point, MIDDLE) < 1  # type: ignore[union-attr]
    assert distance(there["乙"].point, (lon, lat)) < 1  # type: ignore[union-attr]
    result = import_plots(session, path, Answers(datum=GCJ02))
    assert (result.changed, result.same) == (1, 2)


def test_outlines_stand_in_a_table_as_wkt_or_geojson(session: Session, tmp_path: Path) -> None:
    x, y = MIDDLE
    wkt = f"POLYGON(({x} {y}, {x + 0.001} {y}, {x + 0.001} {y + 0.001}, {x} {y + 0.001}, {x} {y}))"
    text = write_shape(square(100)).replace('"', '""')
    path = tmp_path / "地块.csv"
    path.write_text(f'组别,地块,类别,边界\n3,甲,菜园,"{wkt}"\n3,乙,菜园,"{text}"\n3,丙,菜园,四周是沟\n',
                    encoding="utf-8")
    result = import_plots(session, path)
    assert (result.new, [(item.row, item.column) for item in result.wrong]) == (2, [(4, "边界")])
    assert {row["name"]: row["area_mu"] for row in session.store.records("plot")} == {
        "甲": pytest.approx(15.5, rel=0.02), "乙": 15.0}
    assert import_plots(session, path).same == 2


# Home again

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=12).map(str.strip)
SHAPES = st.one_of(
    st.just(None),
    st.tuples(st.floats(119.9, 120), st.floats(33.3, 33.4)).map(point_shape),
    st.tuples(st.floats(119.9, 120), st.floats(33.3, 33.4), st.floats(1e-5, 0.01)).map(
        lambda at: around((at[0], at[1]), at[2])),
    st.tuples(st.floats(119.9, 119.95), st.floats(33.3, 33.4)).map(lambda at: Shape(
        at, (*around(at, 0.002).polygons, *around((at[0] + 0.02, at[1]), 0.001).polygons))))
PLOTS = st.lists(st.fixed_dictionaries({
    "name": TEXTS.map(lambda text: f"{text}圩"), "note": TEXTS, "former_find": st.sampled_from((0, 1)),
    "group_no": st.integers(1, 9), "land_kind": st.sampled_from(("vegetable", "greenhouse", "former_find")),
    "area_mu": st.none() | st.floats(0, 9999).map(lambda area: round(area, 3)),
    "shape": SHAPES, "datum": st.sampled_from(("wgs84", GCJ02, BD09)),
}), min_size=1, max_size=4)


@pytest.mark.parametrize("ending", ["geojson", "kml", "xlsx", "csv"])
def test_what_goes_out_comes_in_again_unchanged(tmp_path: Path, ending: str) -> None:
    @settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
    @given(PLOTS)
    def comes_back(plots: list[dict[str, Any]]) -> None:
        placed = sum(plot["shape"] is not None for plot in plots)
        with village.store.action() as action:
            for record in village.store.records("plot"):
                action.delete("plot", record.id)
            for plot in plots:
                place = place_values(plot["shape"], plot["datum"]) if plot["shape"] else {}
                values = {name: value or None for name, value in plot.items() if name not in ("shape", "datum")}
                action.save("plot", {**place, **values, "former_find": plot["former_find"],
                                     "active_from": "2026-01-01"})
        exported = export_plots(village, tmp_path / f"地块.{ending}")
        if ending in ("geojson", "kml"):
            assert exported.rows == placed
            assert bool(exported.missing) == (placed < len(plots))
        if not exported.rows:
            return
        again = import_plots(village, exported.path)
        assert (counts(again), again.notes) == ((0, 0, exported.rows, 0), ())

    with open_village(tmp_path) as village:
        comes_back()


def test_another_file_gets_the_plots_where_they_lie(session: Session, tmp_path: Path) -> None:
    add(session, "东大田", **{**place_values(square(50)), "former_find": 1, "area_mu": 2.5, "note": "看渠边\n有狗"})
    path = export_plots(session, tmp_path / "地块.kml").path
    (tmp_path / "other").mkdir()
    with open_village(tmp_path / "other") as other:
        assert import_plots(other, path).new == 1
        (record,) = other.store.records("plot")
        assert (record.village, record["name"], record["group_no"], record["land_kind"], record["former_find"],
                record["area_mu"], record["note"]) == (
            VILLAGE.code, "东大田", 3, "field", 1, 2.5, "看渠边\n有狗")
        assert shape_of(record) == read_shape(write_shape(square(50)))


def test_an_outline_that_no_cell_holds_is_named_when_a_workbook_is_written(session: Session, tmp_path: Path) -> None:
    ring = [(119.97 + 0.01 * math.cos(step / 1000), 33.36 + 0.01 * math.sin(step / 1000)) for step in range(0, 6283, 4)]
    plot = add(session, "大圆", **place_values(outline_shape([[ring]])))
    exported = export_plots(session, tmp_path / "地块.xlsx")
    assert "1 块的边界点太多" in exported.missing
    assert import_plots(session, exported.path).same == 1
    assert known(session, plot)["outline"] is not None
    assert export_plots(session, tmp_path / "地块.csv").missing == ""
