"""The patrols page: plots registered, found, corrected, given up, deleted; patrols and finds looked over."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.pages.patrols.find_head import REPORT_FIRST, REPORT_NOW
from panhuang_desk.services import follow_ups, patrols
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, FIND, Desk, add_patrol, add_plot

Key = Qt.Key


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    """The page of a file with three plots, one of them looked at this season."""
    first = add_plot(session, "沟东菜地", 2)
    add_plot(session, "西二棚", 4, land_kind="greenhouse")
    add_plot(session, "河坡北段", 4, land_kind="riverbank")
    add_patrol(session, "2026-05-15", PlotLook(first))
    return Desk(qtbot, session)


def names(desk: Desk) -> list[str]:
    model = desk.page.plots.table.table
    return [model.row(place).name for place in range(model.rowCount())]


def test_an_empty_file_says_what_to_do_first(session: Session, qtbot: QtBot) -> None:
    desk = Desk(qtbot, session)
    assert desk.page.plots.first_button.hasFocus()
    desk.key(Key.Key_N, CTRL)
    assert desk.page.tab == 0
    assert desk.page.plots.entry is not None
    assert desk.said == "先登记地块，再记踏查"


def test_plots_are_registered_one_after_the_other_by_keys(session: Session, qtbot: QtBot) -> None:
    desk = Desk(qtbot, session)
    desk.key(Key.Key_H, CTRL)
    desk.type("沟东菜地")
    desk.key(Key.Key_Return)
    desk.type("2")
    desk.key(Key.Key_Return)
    desk.type("2")
    desk.key(Key.Key_Return)
    desk.type("2.4")
    assert desk.page.plots._first.isVisible()
    desk.key(Key.Key_Return, CTRL)
    entry = desk.page.plots.entry
    assert entry is not None
    assert entry.form.rows["group_no"].editor.text() == "2"
    assert desk.said == "登记了地块：2 组 沟东菜地"
    desk.type("西二棚")
    desk.key(Key.Key_S, CTRL)
    rows = patrols.plots(session)
    assert [(row.name, row.group_no, row.land_kind, row.area_mu) for row in rows] == [
        ("沟东菜地", 2, "vegetable", 2.4), ("西二棚", 2, "vegetable", None)]
    assert desk.page.plots.table.current().name == "西二棚"
    desk.key(Key.Key_Z, CTRL)
    assert [row.name for row in patrols.plots(session)] == ["沟东菜地"]


def test_saving_a_plot_as_it_was_says_so(desk: Desk) -> None:
    desk.key(Key.Key_F2)
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "没有改动，同原来一样"


def test_a_plot_without_a_name_is_told_beside_the_field(desk: Desk) -> None:
    desk.key(Key.Key_H, CTRL)
    desk.key(Key.Key_S, CTRL)
    entry = desk.page.plots.entry
    assert entry is not None
    assert entry.form.rows["name"].problem == "请写地块名称。"
    assert entry.form.rows["name"].editor.focus.hasFocus()


def test_a_begun_plot_comes_back(desk: Desk, qtbot: QtBot) -> None:
    desk.key(Key.Key_H, CTRL)
    desk.type("砖厂旧址")
    qtbot.waitUntil(lambda: desk.session.store.draft("plot:new") is not None, timeout=2000)
    desk.key(Key.Key_Escape)
    assert desk.page.plots.entry is None
    desk.key(Key.Key_H, CTRL)
    entry = desk.page.plots.entry
    assert entry is not None
    assert entry.form.rows["name"].editor.text() == "砖厂旧址"


def test_the_tiles_say_how_the_round_stands(desk: Desk) -> None:
    tiles = desk.page.plots.tiles
    assert tiles.plots.accessibleName() == "本季看过的地块，1 / 3，33.3 %"
    assert "2 块" in tiles.left_over.accessibleName()
    assert "第5轮还差 3 块，到 5月31日" in tiles.left_over.accessibleName()
    assert "看过的 1 块里没有" in tiles.finds.accessibleName()


def test_search_and_filters_narrow_the_list(desk: Desk) -> None:
    page = desk.page.plots
    assert names(desk) == ["沟东菜地", "河坡北段", "西二棚"]
    desk.key(Key.Key_F, CTRL)
    desk.type("坡")
    assert names(desk) == ["河坡北段"]
    desk.key(Key.Key_Escape)
    assert len(names(desk)) == 3
    page.filters.looked._pick("no")
    assert names(desk) == ["河坡北段", "西二棚"]
    page.filters.looked._pick("")
    page.filters.group._pick("2")
    assert names(desk) == ["沟东菜地"]
    assert page.count.text() == "3 块，显示 1 块，2.4 亩"


def test_correct_delete_and_undo_a_plot(desk: Desk) -> None:
    page = desk.page.plots
    page.table.setFocus()
    desk.key(Key.Key_F2)
    assert page.entry is not None
    desk.fill(page.entry.form, area_mu="3.1")
    desk.key(Key.Key_S, CTRL)
    assert patrols.plots(desk.session)[0].area_mu == 3.1
    assert page.detail.tables["history"].table.row(0).fields["area_mu"] == (2.4, 3.1)

    page.table.select_where(lambda row: row.name == "西二棚")
    page.table.setFocus()
    desk.key(Key.Key_Delete)
    assert names(desk) == ["沟东菜地", "河坡北段"]
    assert desk.said == "删除了地块：4 组 西二棚"
    desk.key(Key.Key_Z, CTRL)
    assert len(names(desk)) == 3


def test_a_follow_up_is_raised_from_a_plot_a_check_and_a_find(desk: Desk) -> None:
    session, page = desk.session, desk.page.plots
    plot = patrols.plots(session)[0].id
    add_patrol(session, "2026-05-20", PlotLook(plot, True, finding=FIND))
    desk.shell.refresh()
    page.table.setFocus()
    for source in ("plot", "plot_check", "plant_finding"):
        if source != "plot":
            page.detail.tables["checks" if source == "plot_check" else "findings"].setFocus()
        desk.key(Key.Key_T, CTRL)
        assert page.entry is not None
        desk.fill(page.entry.form, matter="再去看一次")
        desk.key(Key.Key_S, CTRL)
        assert page.entry is None
    waiting = [row for row in follow_ups.follow_ups(session) if row.matter == "再去看一次"]
    assert sorted(row.source_table for row in waiting) == ["plant_finding", "plot", "plot_check"]
    assert {row.place for row in waiting} == {"沟东菜地"}


@pytest.mark.parametrize("kind", ["plot", "patrol", "plot_check", "plant_finding"])
def test_other_pages_lead_to_each_record(desk: Desk, kind: str) -> None:
    session = desk.session
    plot = patrols.plots(session)[2].id
    patrol = add_patrol(session, "2026-05-20", PlotLook(plot, True, finding=FIND))
    check = patrols.checks_of(session, patrol)[0]
    id = {"plot": plot, "patrol": patrol, "plot_check": check.id, "plant_finding": check.finding_id}[kind]
    desk.shell.refresh()
    desk.shell.go("patrols", kind=kind, id=id)
    view = desk.page.shown.detail.view
    assert view.record.id == (patrol if kind == "plot_check" else id)
    if kind == "plot_check":
        assert desk.page.log.detail.tables["checks"].current().id == id


def test_a_patrol_is_looked_over_deleted_and_brought_back(desk: Desk) -> None:
    desk.key(Key.Key_PageDown, CTRL)
    tab = desk.page.log
    assert tab.table.hasFocus()
    assert tab.detail.view is not None
    assert [row.name for row in tab.detail.view.not_looked] == ["河坡北段", "西二棚"]
    desk.key(Key.Key_Delete)
    assert desk.said == "删除了踏查：5月15日，看了 1 块"
    assert patrols.patrols(desk.session) == []
    desk.key(Key.Key_Z, CTRL)
    assert len(patrols.patrols(desk.session)) == 1


def test_a_find_goes_on_step_by_step(desk: Desk) -> None:
    session = desk.session
    plot = patrols.plots(session)[0].id
    add_patrol(session, "2026-05-20", PlotLook(plot, True, finding=FIND))
    desk.shell.refresh()
    desk.shell.go("patrols", tab="2")
    tab = desk.page.findings
    tab.table.setFocus()
    assert tab.table.table.data(tab.table.table.index(0, 4), Qt.ItemDataRole.AccessibleTextRole) == "已报告"
    desk.key(Key.Key_Return)
    assert tab.entry is not None
    assert tab.entry.form.rows["confirmed_at"].editor.focus.hasFocus()
    desk.type("5.15 9:30")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了发现：2 组 沟东菜地，待铲除"
    desk.key(Key.Key_Return)
    desk.fill(tab.entry.form, uprooted="37", uprooted_at="5.15 10:00", destroyed_at="5.15 11:00", recheck_on="5.30")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了发现：2 组 沟东菜地，待复查"
    tab.detail.recheck_button.click()
    assert tab.entry is not None
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了复查：2 组 沟东菜地，没有复种"
    assert tab.detail.view is not None
    assert tab.detail.view.state == "closed"


def test_uprooting_before_the_report_is_warned_about_and_a_missing_report_pressed_for(desk: Desk) -> None:
    session = desk.session
    add_patrol(session, "2026-05-20", PlotLook(patrols.plots(session)[0].id, True, finding=FIND))
    desk.shell.refresh()
    desk.shell.go("patrols", tab="2")
    tab = desk.page.findings
    tab.on_edit()
    head = tab.entry.head  # type: ignore[union-attr]
    form = tab.entry.form  # type: ignore[union-attr]
    assert head.strip.isHidden()
    desk.fill(form, uprooted_at="5.15 8:50")
    assert head.strip.accessibleName() == REPORT_FIRST
    desk.fill(form, uprooted_at=" ", reported_at=" ")
    form.rows["uprooted_at"].editor.set_text("")
    form.rows["reported_at"].editor.set_text("")
    head.follow()
    assert head.strip.accessibleName() == REPORT_NOW
    desk.key(Key.Key_S, CTRL)
    assert "必须报告派出所" in form.rows["reported_at"].problem
    assert form.rows["reported_at"].editor.focus.hasFocus()


def test_a_find_that_was_none_is_deleted_and_the_plot_stays_looked_at(desk: Desk) -> None:
    session = desk.session
    patrol = add_patrol(session, "2026-05-20", PlotLook(patrols.plots(session)[0].id, True, finding=FIND))
    desk.shell.refresh()
    desk.shell.go("patrols", tab="2")
    desk.page.findings.table.setFocus()
    desk.key(Key.Key_Delete)
    assert patrols.findings(session) == []
    assert [row.found for row in patrols.checks_of(session, patrol)] == [0]
    desk.key(Key.Key_Z, CTRL)
    assert len(patrols.findings(session)) == 1
