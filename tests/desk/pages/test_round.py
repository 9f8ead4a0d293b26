"""A round through the real page by keys alone: the count of them, what is stored, what is kept, what is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.pages.visits.round.view import RoundView
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Village
from panhuang_desk.services import households, rounds, visits
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY, YANGXU
from tests.desk.pages.round_typist import PASSPHRASE, WHOLE_LINES
from tests.desk.pages.visits_desk import focus, key, open_desk, press, write

ROOT = Path(__file__).resolve().parents[3]
DOORS = tuple(str(number) for number in range(1, 26))


@pytest.fixture
def ids(session: Session) -> dict[str, str]:
    """Twenty-five households of group 3, by door."""
    found = {}
    for door in DOORS:
        saved = households.save_household(session, {
            "group_no": 3, "door_no": door, "contact_name": f"住户{door}", "active_from": "2026-01-01"})
        assert saved.record is not None
        found[door] = saved.record.id
    return found


@pytest.fixture
def desk(qtbot: QtBot, session: Session, ids: dict[str, str]) -> Shell:
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    return shell


@pytest.fixture
def view(desk: Shell) -> RoundView:
    press(key("round"))
    shown = desk.page.rounds.shown
    assert shown is not None
    return shown


def fill_before(view: RoundView) -> None:
    """What a met household is filled with: topic 1, one leaflet."""
    view.head.before.show_codes({"topics": ("no_planting",), "materials": ("leaflet",)})
    view.head.before.changed.emit()


def by_door(session: Session, ids: dict[str, str]) -> dict[str, Record]:
    doors = {id: door for door, id in ids.items()}
    return {doors[visit.text("household_id")]: visit for visit in session.store.records("visit")}


class Typist:
    """Counts every key; Chinese goes in by an input method, at the keys of its pinyin and one to take it."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, *sequences: str) -> None:
        for sequence in sequences:
            press(sequence)
            self.keys += 1

    def chinese(self, text: str, pinyin: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(focus(), event)
        self.keys += len(pinyin) + 1


MIX = {
    "other topic": ("1", "5", "9", "14", "20", "23"), "four leaflets": ("3", "18"), "not home": ("4", "10", "16"),
    "refused": ("8",), "notes": {"3": ("新来两人", "xinlailiangren"), "8": ("说没空", "shuomeikong"),
                                 "10": ("邻居说傍晚在", "linjushuobangwanzai")},
}
"""Of 25 households 21 met, 6 of them with another topic than the rest and 2 with 4 leaflets; 3 not at home, 1 refused;
3 with a note."""


def test_twenty_five_households_take_at_most_150_keys(
    session: Session, desk: Shell, ids: dict[str, str], view: RoundView,
) -> None:
    fill_before(view)
    typist = Typist()
    typist.keys += 1  # Ctrl+R
    for door in DOORS:
        typist.press("2" if door in MIX["not home"] else "3" if door in MIX["refused"] else "1")
        if door in MIX["other topic"]:
            typist.press("Right", "5")
        if door in MIX["four leaflets"]:
            typist.press("Right", "Right", "Space", "4")
        if door in MIX["notes"]:
            typist.press("End")
            typist.chinese(*MIX["notes"][door])
        typist.press("Return")
    typist.press(key("save"))
    assert typist.keys <= 150, f"{typist.keys} keys"
    stored = by_door(session, ids)
    assert len(stored) == 25
    for door, visit in stored.items():
        outcome = "not_home" if door in MIX["not home"] else "refused" if door in MIX["refused"] else "met"
        met = outcome == "met"
        assert visit["outcome"] == outcome
        assert visit["visited_on"] == TODAY.isoformat()
        assert visit["topics"] == ((("no_planting", "schooling") if door in MIX["other topic"] else ("no_planting",))
                                   if met else None)
        assert visit["materials_given"] == ((4 if door in MIX["four leaflets"] else 1) if met else None)
        assert visit.text("note") == (MIX["notes"][door][0] if door in MIX["notes"] else "")
    assert desk.undo_bar.text == "记了一轮走访：3 组 25 户，5月22日"
    press(key("undo"))
    assert session.store.count("visit") == 0


def test_lines_left_empty_are_not_saved(session: Session, ids: dict[str, str], view: RoundView) -> None:
    press("1", "Return", "Return", "2", "Return", "Down", "4", key("save"))
    assert {door: visit["outcome"] for door, visit in by_door(session, ids).items()} == {
        "1": "met", "3": "not_home", "5": "moved"}
    assert session.store.drafts() == []
    assert view.grid.line is not None
    assert view.grid.line.row.door_no == "2"


def test_digits_toggle_and_zero_takes_the_last_topics(session: Session, ids: dict[str, str], view: RoundView) -> None:
    visits.record_visit(session, ids["1"], {"visited_on": "2026-05-01", "outcome": "met", "topics": ("harm", "work")})
    line = view.grid.line
    assert line is not None
    press("1", "Right", "0")
    assert line.texts["topics"] == "harm,work"
    press("2", "4")
    assert line.texts["topics"] == "tenancy,work"
    press("Backspace")
    assert "topics" not in line.texts
    for typed in ("３", "１"):
        QApplication.sendEvent(focus(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, typed))
    assert line.texts["topics"] == "no_planting,new_drugs"


def test_the_number_of_materials_is_one_each_until_it_is_typed(view: RoundView) -> None:
    line = view.grid.line
    assert line is not None
    press("1", "Right", "Right", "1", "2")
    assert view.cells.words(line, "materials") == "宣传单、告知书 2"
    press("Space", "1", "2")
    assert view.cells.words(line, "materials") == "宣传单、告知书 12"
    press("Backspace", "Backspace")
    assert view.cells.words(line, "materials") == "宣传单、告知书 2"


def test_the_cells_of_an_outcome_that_does_not_ask_them_are_passed_over(view: RoundView) -> None:
    press("2", "Right")
    assert view.grid.cell == "materials"
    press("Right")
    assert focus() is view.grid.note
    press("Tab")
    assert (view.grid.cell, view.grid.line.row.door_no) == ("outcome", "2")
    press("4", "Tab")
    assert view.grid.cell == "note"
    press("Left")
    assert view.grid.cell == "outcome"


def test_same_as_above_undo_and_clear(view: RoundView) -> None:
    fill_before(view)
    lines = view.grid.lines
    press("1", "Right", "4", "Return", "Ctrl+D")
    assert lines[1].texts == lines[0].texts == {
        "outcome": "met", "topics": "no_planting,tenancy", "materials": "leaflet"}
    press(key("undo"))
    assert not lines[1].filled
    press(key("undo"))
    assert view.grid.line is lines[0]
    assert lines[0].texts["topics"] == "no_planting"
    press("Home", "Backspace")
    assert not lines[0].filled


def test_a_note_is_a_real_field_and_the_other_cells_take_no_input_method(view: RoundView) -> None:
    assert not view.grid.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    press("1", "End")
    assert focus() is view.grid.note
    assert view.grid.note.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    write("想学电焊")
    press("Down")
    assert view.grid.lines[0].texts["note"] == "想学电焊"
    assert view.grid.cell == "note"
    press("Ctrl+D")
    assert view.grid.lines[1].texts["note"] == "想学电焊"
    press(key("back"))
    assert (focus(), view.grid.cell) == (view.grid, "outcome")
    press(key("undo"))
    assert not view.grid.lines[1].filled


def test_pages_ends_and_the_way_to_the_head(view: RoundView) -> None:
    grid = view.grid
    press("PgDown")
    assert int(grid.line.row.door_no) > 15
    press("Ctrl+End")
    assert grid.line.row.door_no == "25"
    press("Return")
    assert grid.line.row.door_no == "25"
    press("Ctrl+Home")
    assert grid.line.row.door_no == "1"
    press("Shift+Tab")
    assert focus() is view.head.save_button
    press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    assert focus() is view.head.group_chip


def test_undoing_another_action_out_of_the_note_leaves_a_cell_that_takes_keys(
    session: Session, desk: Shell, ids: dict[str, str], view: RoundView,
) -> None:
    press("1", key("save"))
    assert session.store.count("visit") == 1
    press("End", key("undo"))
    assert session.store.count("visit") == 0
    press("Home", "2")
    assert view.grid.line.texts["outcome"] == "not_home"


def test_a_form_begun_on_another_day_does_not_move_the_round(
    session: Session, desk: Shell, ids: dict[str, str],
) -> None:
    session.store.save_draft(rounds.slot_of(ids["4"]), {"visited_on": "5月3日", "outcome": "met", "note": "没写完"})
    press(key("round"))
    view = desk.page.rounds.shown
    assert view.day == TODAY.isoformat()
    note = next(column for column in view.grid.table.columns if column.name == "note")
    assert note.text(view.grid.lines[3]) == "5月3日的走访·没写完"
    press("1", key("save"))
    assert {visit["visited_on"] for visit in session.store.records("visit")} == {"2026-05-03", "2026-05-22"}


def test_groups_and_those_to_call_again_can_be_chosen(session: Session, desk: Shell, ids: dict[str, str]) -> None:
    saved = households.save_household(session, {
        "group_no": 4, "door_no": "1", "contact_name": "四组", "active_from": "2026-01-01"})
    visits.record_visit(session, ids["7"], {"visited_on": "2026-05-20", "outcome": "not_home"})
    press(key("round"))
    view = desk.page.rounds.shown
    press("1")
    view.head.group_chip._pick("4")
    assert [line.id for line in view.grid.lines] == [saved.record.id]
    view.head.group_chip._pick(rounds.CALL_AGAIN)
    assert [line.row.door_no for line in view.grid.lines] == ["7"]
    press("1", key("save"))
    assert session.store.count("visit") == 2
    view.head.group_chip._pick("3")
    assert view.grid.lines[0].texts == {"outcome": "met"}


def test_what_is_odd_is_said_on_the_line_before_the_save(session: Session, ids: dict[str, str], desk: Shell) -> None:
    visits.record_visit(session, ids["1"], {"visited_on": TODAY.isoformat(), "outcome": "not_home"})
    press(key("round"))
    view = desk.page.rounds.shown
    assert view.grid.line.row.door_no == "2"
    view.grid.go_to(ids["1"])
    press("1")
    assert [problem.warning for problem in view.grid.line.problems] == [True]
    assert "当天已经记过" in desk._hint_bar.words
    press("Return")
    assert "草稿已存" in desk._hint_bar.words
    press("Up")
    assert "当天已经记过" in desk._hint_bar.words
    assert desk._hint_bar.state == "warn"
    press(key("save"))
    assert session.store.count("visit") == 2


def test_a_day_that_lies_ahead_saves_nothing_and_gets_the_keys(session: Session, desk: Shell, view: RoundView) -> None:
    press("1", "Return")
    view.head.day.setFocus()
    view.head.day.selectAll()
    write("2026.5.23")
    press(key("save"))
    assert session.store.count("visit") == 0
    assert focus() is view.head.day
    assert "今天以后" in desk._hint_bar.words
    view.head.day.selectAll()
    write("5.24")
    press(key("save"))
    assert session.store.count("visit") == 0
    assert "2025年5月24日" in desk._hint_bar.words
    view.head.day.setFocus()
    view.head.day.selectAll()
    write("5.20")
    press("Return")
    assert focus() is view.grid
    press(key("save"))
    assert session.store.records("visit")[0]["visited_on"] == "2026-05-20"
    assert rounds.begun_rounds(session) == []


def test_a_line_that_is_wrong_stays_with_the_keys_on_it(session: Session, desk: Shell, view: RoundView) -> None:
    press("1", "Return", "End")
    write("没写结果")
    press("Return", "1", key("save"))
    assert session.store.count("visit") == 2
    assert view.grid.line.row.door_no == "2"
    assert view.grid.line.texts == {"note": "没写结果"}
    assert desk._hint_bar.words == "1 户要改。3 组 2 号：请选结果。"
    press("2", key("save"))
    assert session.store.count("visit") == 3


def test_esc_keeps_the_lines_and_today_leads_back_to_them(session: Session, desk: Shell, view: RoundView) -> None:
    press("1", "Return", "2", key("back"))
    assert desk.page.rounds.shown is None
    assert desk.page.header.isVisible()
    assert session.store.count("visit") == 0
    desk.go("today")
    item = next(item for group in desk.page.view.groups for item in group.items if item.kind == "round")
    desk.page.open_row(item)
    again = desk.page.rounds.shown
    assert [line.texts.get("outcome") for line in again.grid.lines[:3]] == ["met", "not_home", None]
    assert again.grid.line.row.door_no == "3"
    assert again.head.save_button.text().startswith("保存 2 户")


def test_a_follow_up_of_a_line_is_saved_with_it(session: Session, desk: Shell, view: RoundView) -> None:
    press("1", key("follow_up"))
    write("孙子转学")
    press(key("follow_up"))
    assert focus() is view.grid
    assert [each["matter"] for each in view.grid.line.follow_ups] == ["孙子转学"]
    press("Down", key("follow_up"), key("back"))
    assert not view.grid.lines[1].filled
    press(key("save"))
    follow_up, = session.store.records("follow_up")
    assert (follow_up["matter"], follow_up["source_table"]) == ("孙子转学", "visit")
    assert desk.undo_bar.text.endswith("，加了 1 件待办")
    press(key("undo"))
    assert (session.store.count("follow_up"), session.store.count("visit")) == (0, 0)


def test_the_full_form_takes_what_was_typed_and_the_round_comes_back(
    session: Session, desk: Shell, ids: dict[str, str], view: RoundView,
) -> None:
    press("1", "Right", "2", key("edit"))
    form = desk.page.open_form()
    assert form is not None
    assert form.rows["topics"].editor.text() == "harm"
    press(key("back"))
    assert desk.page.rounds.shown is view
    assert focus() is view.grid
    press(key("edit"), key("save"))
    assert by_door(session, ids)["1"]["topics"] == ("harm",)
    assert desk.page.rounds.shown is view
    assert not view.grid.lines[0].filled
    assert view.grid.lines[0].recorded is not None
    view.grid.go_to(ids["1"])
    press(key("edit"))
    assert desk.page.open_form() is not None
    press(key("back"))
    assert desk.page.rounds.shown is view


def test_save_and_next_in_the_full_form_comes_back_to_the_next_line(
    session: Session, desk: Shell, ids: dict[str, str], view: RoundView,
) -> None:
    press("1", "Return", "2", "Up", key("edit"))
    press(key("save_next"))
    assert by_door(session, ids).keys() == {"1"}
    assert desk.page.rounds.shown is view
    assert focus() is view.grid
    assert view.grid.line.id == ids["2"]
    assert view.grid.line.texts == {"outcome": "not_home"}


def test_those_that_moved_away_leave_the_register_one_after_the_other(
    session: Session, desk: Shell, ids: dict[str, str], view: RoundView,
) -> None:
    assert view.moved_strip.isHidden()
    press("4", "Return", "4", "Return", "1", key("save"))
    assert view.moved_strip.label.text() == "2 户已搬走，户册里还在册。"
    for door in ("1", "2"):
        assert view._moved_link.text() == f"登记搬走：3 组 {door} 号"
        press(key("menu"))
        assert desk.page.shown.entry.form.rows["inactive_from"].editor.value("2026-05-22") == view.day
        press(key("save"))
        record = session.store.get("household", ids[door])
        assert (record["inactive_from"], record["inactive_reason"]) == (view.day, "moved")
        assert desk.page.rounds.shown is view
        assert focus() is view.grid
    assert view.moved_strip.isHidden()
    press(key("menu"))
    assert desk.page.rounds.shown is view
    assert QApplication.activePopupWidget() is None
    press(key("undo"))
    assert view._moved_link.text() == "登记搬走：3 组 2 号"
    press(key("menu"), key("back"))
    assert desk.page.rounds.shown is view


def test_several_follow_ups_of_a_line_are_counted_on_it(desk: Shell, view: RoundView) -> None:
    press("1", key("follow_up"))
    write("孙子转学手续")
    press(key("back"), key("back"))
    note = next(column for column in view.grid.table.columns if column.name == "note")
    assert note.text(view.grid.line) == "加诉求"
    view.grid.line.follow_ups = view.grid.line.follow_ups * 2
    assert note.text(view.grid.line) == "加 2 件待办"


def test_what_is_filled_in_beforehand_is_remembered(session: Session, desk: Shell, view: RoundView) -> None:
    view.head.before.setFocus()
    press("Return")
    press("1", "3", "Return", "1", "Return")
    assert view.head.before.codes == {"topics": ("no_planting", "new_drugs"), "materials": ("leaflet",)}
    press(key("back"))
    press(key("round"))
    press("1")
    assert desk.page.rounds.shown.grid.line.texts == {
        "outcome": "met", "topics": "no_planting,new_drugs", "materials": "leaflet"}


def test_the_line_stays_in_sight_and_names_are_covered(desk: Shell, view: RoundView) -> None:
    grid = view.grid
    shown = grid.viewport().height() // grid.rowHeight(0)
    assert shown >= 22
    for _ in range(24):
        press("Return")
        assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()).center())
    name = grid.table.columns[[column.name for column in grid.table.columns].index("name")]
    assert name.text(grid.lines[0]) == "住户1"
    press(key("mask"))
    assert name.text(grid.lines[0]) == "住**"


@pytest.mark.parametrize("size", [125, 150])
def test_a_round_is_usable_in_larger_text(
    qtbot: QtBot, session: Session, ids: dict[str, str], sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    press(key("round"))
    view = desk.page.rounds.shown
    press("1", "End")
    write("新来两人")
    press("Return")
    grid = view.grid
    assert grid.horizontalHeader().length() <= grid.viewport().width()
    note = [column.name for column in grid.table.columns].index("note")
    assert grid.columnWidth(note) >= 160
    assert view.head.sizeHint().width() <= view.width()
    for _ in range(20):
        press("Return")
        assert grid.viewport().rect().contains(grid.visualRect(grid.table.index(grid.currentIndex().row(), note)))
    press(key("follow_up"))
    qtbot.waitUntil(lambda: grid.viewport().rect().contains(
        grid.visualRect(grid.table.index(grid.currentIndex().row(), note))))
    press(key("follow_up"))
    press(key("save"))
    assert session.store.records("visit")[0]["note"] == "新来两人"


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")
def test_what_was_typed_survives_a_kill_line_by_line(qtbot: QtBot, session: Session, ids: dict[str, str]) -> None:
    path = session.store.path
    session.close()
    typist = subprocess.Popen([sys.executable, "-m", "tests.desk.pages.round_typist", str(path)], cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=dict(os.environ))
    assert typist.stdout is not None
    for words in typist.stdout:
        if words.strip() == "begun":
            break
    typist.send_signal(signal.SIGKILL)
    typist.wait()
    typist.stdout.close()
    with Session(Store.open(path, PASSPHRASE, settings=Settings()), Settings(), lambda: TODAY) as opened:
        desk = open_desk(opened, "visits")
        qtbot.addWidget(desk)
        press(key("round"))
        lines = desk.page.rounds.shown.grid.lines
        typed = [line for line in lines if line.filled]
        assert [line.row.door_no for line in typed] == list(DOORS[:WHOLE_LINES + 1])
        topics = [choice.code for choice in desk.page.rounds.shown.cells.choices["topics"]]
        assert [line.texts["topics"] for line in typed] == [topics[place % 9] for place in range(1, WHOLE_LINES + 2)]
        desk.retire()


def test_in_an_office_file_a_round_stays_in_the_village_of_the_marked_household(qtbot: QtBot, tmp_path: Path) -> None:
    villages = [YANGXU, Village("320903004201", "新民村", "320903004000", "潘黄街道", 1)]
    store = Store.create(tmp_path / "街道.phdb", PASSPHRASE, villages=villages, home="", person="徐海燕",
                         settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as session:
        for village in villages:
            households.save_household(session, {
                "group_no": 3, "door_no": "1", "contact_name": village.name, "active_from": "2026-01-01",
            }, village=village.code)
        desk = open_desk(session, "visits")
        qtbot.addWidget(desk)
        write("新民")
        press(key("round"), "1", key("save"))
        visit, = store.records("visit")
        assert visit.village == villages[1].code
        assert len(desk.page.rounds.shown.grid.lines) == 1
        desk.retire()
