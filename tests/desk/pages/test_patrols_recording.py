"""A patrol keyed in plot by plot: digits, whole groups, finds, problems, drafts, corrections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from panhuang_desk.model.values import Village
from panhuang_desk.services import patrols
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import show_village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY, YANGXU
from tests.desk.pages.patrols_desk import CTRL, FIND, Desk, add_patrol, add_plot, results

Key = Qt.Key


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    """The page of a file with five plots in two groups."""
    for name, group_no in (("甲地", 1), ("乙地", 1), ("丙地", 2), ("丁地", 2), ("戊地", 2)):
        add_plot(session, name, group_no)
    return Desk(qtbot, session)


def begin(desk: Desk, people: str = "3") -> None:
    """Ctrl+N, the head, then into the grid."""
    desk.key(Key.Key_N, CTRL)
    desk.fill(desk.patrol().form, patrolled_on="5.15", people=people)
    desk.key(Key.Key_R, CTRL)
    assert desk.patrol().grid.hasFocus()


def first_line(desk: Desk) -> None:
    desk.patrol().grid.select(0)


def test_a_patrol_is_recorded_by_keys_alone(desk: Desk) -> None:
    desk.key(Key.Key_N, CTRL)
    assert desk.page.tab == 1
    desk.type("5.15")
    for text in ("830", "11", "", "3", "", "", "", "", "", ""):
        desk.key(Key.Key_Return)
        if text:
            desk.type(text)
    assert desk.patrol().grid.hasFocus()
    desk.key(Key.Key_Space)
    desk.type("1")
    desk.key(Key.Key_Down)
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了踏查：5月15日，看了 3 块"
    row = patrols.patrols(desk.session)[0]
    assert (row.patrolled_on, row.people, row.plots, row.found) == ("2026-05-15", 3, 3, 0)
    assert (row.from_time, row.to_time) == ("08:30", "11:00")
    assert [check.plot_name for check in patrols.checks_of(desk.session, row.id)] == ["乙地", "甲地", "丙地"]
    assert desk.page.log.table.hasFocus()
    assert desk.page.log.table.current().id == row.id


def test_looked_and_not_looked_are_never_confused(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.type("1")
    desk.type("0")
    grid = desk.patrol().grid
    words = {line.name: grid.table.data(grid.table.index(place, 4)) for place in range(grid.table.rowCount())
             if (line := grid.table.row(place)) and hasattr(line, "result")}
    assert words == {"乙地": "1 看过，没有", "甲地": "没看", "丙地": "没看", "丁地": "没看", "戊地": "没看"}
    desk.key(Key.Key_S, CTRL)
    patrol = patrols.patrols(desk.session)[0]
    assert [check.plot_name for check in patrols.checks_of(desk.session, patrol.id)] == ["乙地"]


def test_one_key_marks_a_group_names_its_plots_and_can_be_taken_back(desk: Desk) -> None:
    begin(desk)
    grid = desk.patrol().grid
    grid.select_where(lambda row: getattr(row, "name", "") == "丙地")
    desk.type("0")
    grid.select_where(lambda row: getattr(row, "name", "") == "丁地")
    desk.type("9")
    assert {name for name, result in results(desk).items() if result} == {"丙地", "丁地", "戊地"}
    told = desk.patrol().grid_head.said.text()
    assert all(name in told for name in ("丙地", "丁地", "戊地"))
    assert "2 组 3 块" in told
    desk.key(Key.Key_Z, CTRL)
    assert not any(results(desk).values())
    assert desk.session.store.count("patrol") == 0


def test_a_group_leaves_what_was_already_said(desk: Desk) -> None:
    begin(desk)
    grid = desk.patrol().grid
    line = next(line for line in grid.lines if line.name == "丙地")
    grid.set_result(line, "found")
    grid.select_where(lambda row: row is line)
    desk.type("9")
    assert results(desk)["丙地"] == "found"


def test_a_find_is_written_in_place_and_saved_with_the_patrol(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.type("2")
    look = desk.patrol().look
    assert look is not None
    assert look.form.rows["found_at"].editor.focus.hasFocus()
    desk.type("8:40")
    desk.fill(look.form, plants="37")
    assert not look.head.strip.isHidden()
    desk.fill(look.form, reported_at="8:55", reported_to="派出所值班民警", reported_person="值班民警")
    assert look.head.strip.isHidden()
    desk.key(Key.Key_Return, CTRL)
    assert desk.patrol().look is None
    assert desk.patrol().grid.hasFocus()
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了踏查：5月15日，看了 1 块，有发现 1 处"
    found = patrols.findings(desk.session)[0]
    assert (found.found_at, found.plants, found.reported_at) == ("2026-05-15 08:40", 37, "2026-05-15 08:55")
    check = patrols.checks_of(desk.session, found.patrol_id)[0]
    assert json.loads(check.seen) == ["suspect"]
    desk.key(Key.Key_Z, CTRL)
    assert patrols.findings(desk.session) == []
    assert patrols.patrols(desk.session) == []


def test_what_is_wrong_stands_beside_plot_and_field(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.type("2")
    desk.type("8:40")
    desk.fill(desk.patrol().look.form, plants="37")
    desk.key(Key.Key_Escape)
    assert "还没有报告" in desk.patrol().grid.about_words(desk.patrol().grid.current())
    desk.key(Key.Key_S, CTRL)
    look = desk.patrol().look
    assert look is not None
    assert "必须报告派出所" in look.form.rows["reported_at"].problem
    assert look.form.rows["reported_at"].editor.focus.hasFocus()
    assert desk.patrol().grid_head.wrong.text() == f"1 块要改：{look.line.name}"
    assert desk.session.store.count("patrol") == 0


def test_a_find_without_its_hour_is_asked_for_it(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.type("2")
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_S, CTRL)
    look = desk.patrol().look
    assert look is not None
    assert look.form.rows["found_at"].problem == "请写发现时间，例如 8:40。"


def test_a_patrol_of_no_plot_and_one_without_people_are_refused_in_words(desk: Desk) -> None:
    begin(desk)
    desk.key(Key.Key_S, CTRL)
    assert "还没有选地块" in desk.patrol().grid_head.wrong.text()
    assert desk.patrol().grid_head.wrong.isVisible()
    assert desk.focus is desk.patrol().grid
    desk.type("1")
    assert not desk.patrol().grid_head.wrong.isVisible()
    desk.fill(desk.patrol().form, people=" ")
    desk.key(Key.Key_S, CTRL)
    assert desk.patrol().form.rows["people"].problem == "请写出动人数。"


def test_notes_of_a_plot_with_nothing_on_it(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.type("1")
    first_line(desk)
    desk.key(Key.Key_Return)
    desk.type("4")
    desk.fill(desk.patrol().look.form, note="新翻了地")
    desk.key(Key.Key_S, CTRL)
    check = patrols.checks_of(desk.session, patrols.patrols(desk.session)[0].id)[0]
    assert check.note == "新翻了地"
    assert json.loads(check.seen) == ["fresh_sowing"]


def test_a_begun_patrol_comes_back_with_its_plots(desk: Desk, qtbot: QtBot) -> None:
    begin(desk)
    first_line(desk)
    desk.type("1")
    desk.type("2")
    desk.type("8:40")
    desk.fill(desk.patrol().look.form, plants="37")
    qtbot.waitUntil(lambda: "37" in (desk.session.store.draft("patrol:new") or {}).get("plots", ""), timeout=2000)

    again = Desk(qtbot, desk.session)
    again.key(Key.Key_N, CTRL)
    assert again.patrol().form.rows["people"].editor.text() == "3"
    assert sorted(results(again).values()) == ["", "", "", "clear", "found"]
    found = next(line for line in again.patrol().grid.lines if line.result == "found")
    assert (found.finding["plants"], found.finding["found_at"]) == ("37", "8:40")


def test_stepping_back_keeps_the_draft_and_saving_drops_it(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.type("1")
    desk.key(Key.Key_Escape)
    assert desk.page.log.patrol is None
    assert desk.session.store.draft("patrol:new") is not None
    desk.key(Key.Key_N, CTRL)
    assert list(results(desk).values()).count("clear") == 1
    desk.key(Key.Key_S, CTRL)
    assert desk.session.store.draft("patrol:new") is None
    assert len(patrols.patrols(desk.session)) == 1


def test_a_saved_patrol_is_corrected_in_the_same_grid(session: Session, qtbot: QtBot) -> None:
    one, two = add_plot(session, "甲地", 1), add_plot(session, "乙地", 1)
    patrol = add_patrol(session, "2026-05-15", PlotLook(one, True, finding=FIND), PlotLook(two, note="田埂也看了"))
    desk = Desk(qtbot, session)
    desk.key(Key.Key_PageDown, CTRL)
    desk.key(Key.Key_Return)
    assert results(desk) == {"乙地": "clear", "甲地": "found"}
    desk.fill(desk.patrol().form, people="4")
    desk.key(Key.Key_R, CTRL)
    desk.patrol().grid.select_where(lambda row: getattr(row, "name", "") == "乙地")
    desk.type("0")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "改了踏查：5月15日，看了 1 块，有发现 1 处"
    assert [check.plot_name for check in patrols.checks_of(session, patrol)] == ["甲地"]
    assert patrols.patrols(session)[0].people == 4
    assert session.store.records("plant_finding")[0]["reported_to"] == "派出所值班民警"
    desk.key(Key.Key_Z, CTRL)
    assert len(patrols.checks_of(session, patrol)) == 2


def test_full_width_digits_work_as_they_come_from_an_input_method(desk: Desk) -> None:
    begin(desk)
    first_line(desk)
    desk.patrol().grid.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "１"))
    assert list(results(desk).values()).count("clear") == 1


def test_at_150_percent_head_plots_and_find_are_three_steps(session: Session, qtbot: QtBot, sized) -> None:  # type: ignore[no-untyped-def]
    add_plot(session, "甲地", 1)
    sized(150)
    desk = Desk(qtbot, session)
    desk.key(Key.Key_N, CTRL)
    entry = desk.patrol()
    assert not entry.grid.isVisible()
    desk.fill(entry.form, people="3")
    desk.key(Key.Key_Return, CTRL)
    assert entry.grid.isVisible()
    assert not entry.form.isVisible()
    desk.type("2")
    assert entry.look is not None
    assert not entry.grid.isVisible()
    desk.key(Key.Key_Escape)
    assert entry.grid.isVisible()
    desk.key(Key.Key_Escape)
    assert entry.form.isVisible()
    assert desk.page.log.patrol is entry
    assert desk.shell.width() == 1366


def test_in_an_office_file_a_patrol_belongs_to_the_village_that_is_shown(tmp_path: Path, qtbot: QtBot) -> None:
    villages = [YANGXU, Village("320903004203", "新民村", "320903004000", "潘黄街道")]
    store = Store.create(tmp_path / "街道.phdb", "菜园 水井 2026", villages=villages, home="", person="办公室",
                         settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as session:
        for village, name in ((villages[0], "甲地"), (villages[1], "乙地")):
            patrols.save_plot(session, {"name": name, "group_no": 1, "land_kind": "field"}, village=village.code)
        show_village(session, villages[1].code)
        desk = Desk(qtbot, session)
        begin(desk)
        assert list(results(desk)) == ["乙地"]
        desk.type("1")
        desk.key(Key.Key_S, CTRL)
        assert [record.village for record in session.store.records("patrol")] == [villages[1].code]


def test_with_all_villages_shown_a_patrol_asks_for_one_first(tmp_path: Path, qtbot: QtBot) -> None:
    villages = [YANGXU, Village("320903004203", "新民村", "320903004000", "潘黄街道")]
    store = Store.create(tmp_path / "街道.phdb", "菜园 水井 2026", villages=villages, home="", person="办公室",
                         settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as session:
        patrols.save_plot(session, {"name": "甲地", "group_no": 1, "land_kind": "field"}, village=YANGXU.code)
        desk = Desk(qtbot, session)
        desk.key(Key.Key_N, CTRL)
        assert desk.page.log.patrol is None
        assert desk.said == "先在页面上方选一个村（社区），再记踏查"
