"""The register of plots by keys: filters, where a plot lies, its life, what comes in and what goes out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols.place_editor import PlaceEditor
from panhuang_desk.desk.pages.patrols.plot_import.view import PlotImport
from panhuang_desk.desk.pages.patrols.plot_life_forms import MergeEntry, PickEntry, SplitEntry, parts_of
from panhuang_desk.desk.pages.patrols.plot_menu import ENTRIES
from panhuang_desk.model.geo.datum import GCJ02, WGS84
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.shape import outline_shape, point_shape
from panhuang_desk.model.kind import Record
from panhuang_desk.services import patrols
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.plot_imports import import_plots
from panhuang_desk.services.plots import place_values, shape_of
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, Desk, add_patrol, add_plot

Key = Qt.Key
TODAY = dt.date(2026, 5, 21)
SQUARE = outline_shape([[[(119.97, 33.36), (119.971, 33.36), (119.971, 33.361), (119.97, 33.361)]]])


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Desk:
    session.today = lambda: TODAY
    add_plot(session, "沟东菜地", 2, **place_values(SQUARE, known={"area_mu": 2.4}))
    add_plot(session, "河坡北段", 3, land_kind="riverbank", former_find=1)
    add_plot(session, "西二棚", 4, land_kind="greenhouse", **place_values(point_shape((119.98, 33.36))))
    plot = patrols.plots(session)[0].id
    for day in ("2026-05-05", "2026-05-12", "2026-05-19", "2026-05-21"):
        add_patrol(session, day, PlotLook(plot))
    return Desk(qtbot, session)


def names(desk: Desk) -> list[str]:
    table = desk.page.plots.table.table
    return [table.row(place).name for place in range(table.rowCount())]


def plot(desk: Desk, name: str) -> Record:
    (record,) = desk.session.store.records("plot", {"name": name})
    return record


def run(desk: Desk, word: str) -> None:
    """Choose a line of the menu of the plot that is marked."""
    page = desk.page.plots
    assert page.detail.view is not None
    entry = next(entry for entry in ENTRIES if entry.word == word)
    assert entry.shown(page.detail.view)
    entry.run(page, page.detail.view)


def words_of(desk: Desk) -> list[str]:
    """The lines of the menu that make sense for the plot that is marked."""
    view = desk.page.plots.detail.view
    return [entry.word for entry in ENTRIES if view is not None and entry.shown(view)]


@pytest.mark.parametrize(("chip", "code", "left"), [
    ("group", "3", ["河坡北段"]), ("land", "greenhouse", ["西二棚"]), ("due", "asked", ["河坡北段", "西二棚"]),
    ("looked", "yes", ["沟东菜地"]), ("looked", "never", ["河坡北段", "西二棚"]), ("former", "1", ["河坡北段"]),
    ("place", "none", ["河坡北段"]), ("place", "point", ["西二棚"]), ("place", "outline", ["沟东菜地"]),
])
def test_each_filter_lets_its_plots_through_and_is_remembered(
    desk: Desk, chip: str, code: str, left: list[str],
) -> None:
    filters = desk.page.plots.filters
    if filters.chips[chip].has_options:
        filters.chips[chip]._pick(code)
    else:
        filters.chips[chip].click()
    assert names(desk) == left
    assert desk.session.settings.list_look("plots").filters == {chip: code}
    assert f"显示 {len(left)} 块" in desk.page.plots.count.text()


def test_the_order_is_remembered_and_states_go_by_what_presses(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page.plots
    places = {column.name: place for place, column in enumerate(page.table.table.columns)}
    page.table.horizontalHeader().sectionClicked.emit(places["state"])
    assert names(desk)[-1] == "沟东菜地"
    page.table.horizontalHeader().sectionClicked.emit(places["area"])
    page.table.horizontalHeader().sectionClicked.emit(places["name"])
    page.table.horizontalHeader().sectionClicked.emit(places["name"])
    expected = names(desk)
    assert expected == sorted(expected, reverse=True)
    look = desk.session.settings.list_look("plots")
    assert (look.order, look.descending) == ("name", True)
    desk.shell.refresh()
    assert names(desk) == expected


def test_a_list_that_is_filtered_empty_says_so_and_a_plot_that_is_asked_for_is_shown(desk: Desk) -> None:
    page = desk.page.plots
    page.filters.group._pick("3")
    page.filters.place._pick("outline")
    assert names(desk) == []
    assert page._none.isVisible()
    desk.shell.go("patrols", kind="plot", id=plot(desk, "西二棚").id)
    assert page.detail.view is not None
    assert page.detail.view.record["name"] == "西二棚"
    assert len(names(desk)) == 3


def test_the_detail_says_the_area_in_all_units_and_where_it_lies(desk: Desk) -> None:
    page = desk.page.plots
    assert "2.4 亩（1,600 m²，0.16 公顷）" in page.detail._facts.text()
    assert "边界 4 个点，15.48 亩（实测）" in page.detail._facts.text()
    page.table.select_where(lambda row: row.name == "西二棚")
    assert "位置 119.98, 33.36" in page.detail._facts.text()
    page.table.select_where(lambda row: row.name == "河坡北段")
    assert "没有位置" in page.detail._facts.text()


# Where a plot lies

def test_a_position_pasted_from_a_phones_map_is_kept_in_wgs84_and_its_source_is_offered_again(desk: Desk) -> None:
    page = desk.page.plots
    page.table.select_where(lambda row: row.name == "河坡北段")
    page.table.setFocus()
    desk.key(Key.Key_F2)
    assert page.entry is not None
    desk.fill(page.entry.form, outline="33.3611, 119.9712")
    page.entry.form.rows["datum"].editor.focus.setFocus()
    desk.key(Key.Key_2)
    desk.key(Key.Key_S, CTRL)
    record = plot(desk, "河坡北段")
    shape = shape_of(record)
    assert shape is not None
    assert (record["datum"], '[119.9712,33.3611]' in record.text("received")) == (GCJ02, True)
    assert 300 < distance(shape.point, (119.9712, 33.3611)) < 800
    desk.key(Key.Key_H, CTRL)
    assert page.entry is not None
    assert page.entry.form.rows["datum"].editor.text() == GCJ02


def test_where_a_position_comes_from_is_put_right_without_typing_it_again(desk: Desk) -> None:
    page = desk.page.plots
    for key, datum in ((Key.Key_2, GCJ02), (Key.Key_1, "wgs84")):
        page.table.select_where(lambda row: row.name == "西二棚")
        page.table.setFocus()
        desk.key(Key.Key_F2)
        assert page.entry is not None
        assert page.entry.form.rows["outline"].editor.text() == "119.98, 33.36"
        page.entry.form.rows["datum"].editor.focus.setFocus()
        desk.key(key)
        desk.key(Key.Key_S, CTRL)
        record = plot(desk, "西二棚")
        shape = shape_of(record)
        assert shape is not None
        assert (record["datum"], distance(shape.point, (119.98, 33.36)) < 1) == (datum, datum == "wgs84")


def test_a_position_that_is_none_is_told_and_one_far_away_is_doubted(desk: Desk) -> None:
    page = desk.page.plots
    desk.key(Key.Key_H, CTRL)
    assert page.entry is not None
    form = page.entry.form
    desk.fill(form, name="新洼地", group_no="5", outline="东头")
    form.rows["land_kind"].editor.focus.setFocus()
    desk.key(Key.Key_1)
    desk.key(Key.Key_S, CTRL)
    assert form.rows["outline"].editor.focus.hasFocus()
    assert page.entry is not None
    editor = form.rows["outline"].editor
    assert isinstance(editor, PlaceEditor)
    editor.set_text("119.9712, 33.9611")
    assert editor.echo("2026-05-22") == "离村里最近的地块 67 公里，请核对"
    editor.set_text("119.9712, 33.3611")
    assert editor.echo("2026-05-22") == ""
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "登记了地块：5 组 新洼地"
    assert plot(desk, "新洼地")["longitude"] == 119.9712


def test_an_outline_is_told_in_words_kept_by_a_correction_and_taken_away_when_asked(desk: Desk) -> None:
    page, before = desk.page.plots, plot(desk, "沟东菜地")
    page.table.setFocus()
    desk.key(Key.Key_F2)
    assert page.entry is not None
    editor = page.entry.form.rows["outline"].editor
    assert isinstance(editor, PlaceEditor)
    assert editor.told.text() == "边界 4 个点，15.48 亩（实测）"
    assert "datum" not in page.entry.form.rows
    desk.fill(page.entry.form, area_mu="3")
    desk.key(Key.Key_S, CTRL)
    assert (plot(desk, "沟东菜地")["outline"], plot(desk, "沟东菜地")["area_mu"]) == (before["outline"], 3.0)
    desk.key(Key.Key_F2)
    assert page.entry is not None
    editor = page.entry.form.rows["outline"].editor
    assert isinstance(editor, PlaceEditor)
    editor.remove.click()
    desk.key(Key.Key_S, CTRL)
    assert (plot(desk, "沟东菜地")["outline"], plot(desk, "沟东菜地")["longitude"]) == (None, None)
    desk.key(Key.Key_Z, CTRL)
    assert plot(desk, "沟东菜地")["outline"] == before["outline"]


# The life of a plot

def test_the_key_and_the_button_offer_what_can_be_done_with_a_plot(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page.plots
    page.table.setFocus()
    desk.key(Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in page.findChildren(QMenu)))
    (menu,) = (menu for menu in page.findChildren(QMenu) if menu.isVisible())
    said = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert said == words_of(desk) == [
        "改资料…", "加待办…", "停用…", "拆成几块…", "与另一块合并…", "修改记录", "删除这块地"]
    menu.close()


def test_given_up_with_a_reason_and_brought_back_by_the_menu(desk: Desk) -> None:
    page = desk.page.plots
    page.table.setFocus()
    run(desk, "停用…")
    assert page.entry is not None
    desk.key(Key.Key_S, CTRL)
    assert page.entry is not None  # without a reason nothing is saved
    page.entry.form.rows["inactive_reason"].editor.focus.setFocus()
    desk.key(Key.Key_1)
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "停用了地块（建房、修路占用）：2 组 沟东菜地"
    assert names(desk) == ["河坡北段", "西二棚"]
    page.filters.gone.click()
    page.table.select_where(lambda row: row.name == "沟东菜地")
    assert "停用（建房、修路占用）" in page.detail._facts.text()
    assert "停用…" not in words_of(desk)
    run(desk, "恢复踏查…")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "恢复踏查：2 组 沟东菜地"
    assert plot(desk, "沟东菜地")["inactive_from"] is None


def test_split_by_lines_with_areas_and_undone_in_one_stroke(desk: Desk) -> None:
    page = desk.page.plots
    page.table.setFocus()
    run(desk, "拆成几块…")
    assert isinstance(page.entry, SplitEntry)
    desk.fill(page.entry.form, parts="沟东菜地北 1.2\n沟东菜地北")
    desk.key(Key.Key_S, CTRL)
    assert isinstance(page.entry, SplitEntry)
    assert "名称不能相同" in page.entry.form.rows["parts"].note.accessibleName() or page.entry is not None
    page.entry.form.rows["parts"].editor.set_text("沟东菜地北 1.2\n沟东菜地南，1.2亩\n沟东菜地渠边")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "拆成了 3 块：2 组 沟东菜地"
    assert names(desk) == ["沟东菜地北", "沟东菜地南", "沟东菜地渠边", "河坡北段", "西二棚"]
    assert [row.last_checked for row in patrols.plots(desk.session)][:3] == ["2026-05-21"] * 3
    assert [row.area_mu for row in patrols.plots(desk.session)][:3] == [1.2, 1.2, None]
    desk.key(Key.Key_Z, CTRL)
    assert names(desk) == ["沟东菜地", "河坡北段", "西二棚"]


def test_lines_of_pieces_are_read_with_and_without_areas() -> None:
    assert parts_of("北 1.2\n 南２亩地 , ３.5 亩\n\n渠边：0.5亩\n第 2 块") == [
        {"name": "北", "area_mu": 1.2}, {"name": "南2亩地", "area_mu": 3.5}, {"name": "渠边", "area_mu": 0.5},
        {"name": "第 2 块"}]


def test_two_entries_become_one_by_picking_and_choosing(desk: Desk) -> None:
    page = desk.page.plots
    page.table.setFocus()
    run(desk, "与另一块合并…")
    assert isinstance(page.entry, PickEntry)
    desk.fill(page.entry.form, other="二棚")
    desk.key(Key.Key_Return)
    assert isinstance(page.entry, MergeEntry)
    form = page.entry.form
    form.rows["keep"].editor.focus.setFocus()
    desk.key(Key.Key_1)
    for name in ("name", "group_no", "land_kind"):
        form.rows[name].editor.focus.setFocus()
        desk.key(Key.Key_1)
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "合并了两块地，留下 2 组 沟东菜地"
    assert names(desk) == ["沟东菜地", "河坡北段"]
    lost = plot(desk, "西二棚")
    assert lost["merged_into"] == plot(desk, "沟东菜地").id
    desk.key(Key.Key_F, CTRL)
    desk.type("西二")
    assert names(desk) == ["沟东菜地"]
    desk.key(Key.Key_Escape)
    desk.shell.go("patrols", kind="plot", id=lost.id)
    assert page.detail.view is not None
    assert page.detail.view.record["name"] == "沟东菜地"
    desk.key(Key.Key_Z, CTRL)
    assert len(names(desk)) == 3


# In and out

def a_map(folder: Path) -> Path:
    path = folder / "手机.gpx"
    path.write_text('<gpx><wpt lat="33.3611" lon="119.9712"><name>河坡北段</name></wpt>'
                    '<wpt lat="33.3622" lon="119.9722"><name>新洼地</name></wpt></gpx>', encoding="utf-8")
    return path


def import_of(desk: Desk, qtbot: QtBot) -> PlotImport:
    qtbot.waitUntil(lambda: isinstance(desk.page.over.view, PlotImport) and desk.page.over.view.columns is not None)
    view = desk.page.over.view
    assert isinstance(view, PlotImport)
    return view


def test_a_map_that_is_dropped_is_asked_about_shown_and_comes_in_as_one_action(
    desk: Desk, qtbot: QtBot, tmp_path: Path,
) -> None:
    desk.page.take_files([str(a_map(tmp_path))])
    view = import_of(desk, qtbot)
    assert view.columns is not None
    assert "标了 2 处：2 处是一个点" in view.columns.strip.label.text()
    desk.key(Key.Key_2)  # 高德、腾讯
    desk.key(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: view.result is not None)
    assert view.result is not None
    assert (view.result.new, view.result.changed, view.result.wrong_rows) == (0, 1, 1)
    assert "没写组别的，按 Esc 退回上一步补上" in view.outcome._strip.label.text()
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Return)
    desk.type("5")
    desk.key(Key.Key_Return)
    desk.type("a")  # 荒地河坡
    desk.key(Key.Key_Return)
    assert view.import_button.hasFocus()
    desk.key(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: view.result is not None)
    desk.key(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(names(desk)) == 4)
    assert desk.said == "导入了地块：新增 1 块，改了 1 块"
    assert (plot(desk, "新洼地")["datum"], plot(desk, "新洼地")["group_no"]) == (GCJ02, 5)
    assert desk.session.settings.list_look("plot_place").filters["datum"] == GCJ02
    desk.key(Key.Key_Z, CTRL)
    assert names(desk) == ["沟东菜地", "河坡北段", "西二棚"]
    assert plot(desk, "河坡北段")["longitude"] is None


def test_a_kml_file_is_taken_in_its_own_datum_whatever_the_last_file_was_in(
    desk: Desk, qtbot: QtBot, tmp_path: Path,
) -> None:
    kept = desk.session.settings.list_look("plot_place").filters
    kept["datum"] = GCJ02
    path = tmp_path / "地块.kml"
    path.write_text("<kml><Placemark><name>新洼地</name><Point><coordinates>119.97,33.36</coordinates></Point>"
                    "</Placemark></kml>", encoding="utf-8")
    desk.page.take_files([str(path)])
    view = import_of(desk, qtbot)
    assert view.columns is not None
    assert view.columns.answers.datum == WGS84
    view.columns.remember()
    assert kept["datum"] == GCJ02


def test_a_table_comes_in_by_ctrl_i_and_what_is_wrong_is_listed(
    desk: Desk, qtbot: QtBot, tmp_path: Path, said: Recorder,
) -> None:
    path = tmp_path / "地块.csv"
    path.write_text("组别,地块,类别,经度,纬度\n2,沟东菜地,菜地,119.97,33.36\n6,新圩,草场,119.97,33.36\n",
                    encoding="utf-8")
    said.paths = [[str(path)]]
    desk.key(Key.Key_I, CTRL)
    view = import_of(desk, qtbot)
    desk.key(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: view.result is not None)
    assert view.result is not None
    assert (view.result.new, view.result.changed, view.result.wrong_rows) == (0, 0, 1)
    rows: list[Any] = view.outcome._rows
    assert any("类别" in view.outcome.table.table.data(
        view.outcome.table.table.index(place, 1), Qt.ItemDataRole.DisplayRole) for place in range(1, 2)), rows
    assert view.outcome.table.table.data(
        view.outcome.table.table.index(1, 2), Qt.ItemDataRole.DisplayRole).startswith("写的是“草场”。可写：")
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Escape)
    assert desk.page.over.view is None


@pytest.mark.parametrize("ending", ["xlsx", "geojson", "kml"])
def test_what_is_listed_goes_out_in_the_format_that_is_chosen_and_comes_home_unchanged(
    desk: Desk, qtbot: QtBot, tmp_path: Path, said: Recorder, ending: str,
) -> None:
    target = tmp_path / f"地块.{ending}"
    said.paths = [[str(target)]]
    desk.page.plots.filters.group._pick("2")
    desk.key(Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: "导出了 1 块" in desk.said)
    result = import_plots(desk.session, target)
    assert (result.new, result.changed, result.same) == (0, 0, 1)
