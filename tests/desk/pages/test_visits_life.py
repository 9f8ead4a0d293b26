"""The life of a household by keys: moved away, came back, split, merged with another entry; each taken back whole."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services import duplicates, household_life, households, visits
from panhuang_desk.services.session import Session
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import entry, focus, key, press, raise_one, write


def choose(word: str) -> None:
    """Open the menu of the household that is marked, and take a line of it."""
    press(key("menu"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text().startswith(word))
    menu.close()
    action.trigger()


def words_of_menu() -> list[str]:
    press(key("menu"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().split("\t")[0] for action in menu.actions()]
    menu.close()
    return words


def value(session: Session, id: str, name: str):
    record = session.store.get("household", id)
    assert record is not None
    return record[name]


def test_it_moved_away_and_one_of_two_follow_ups_ends_with_it(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    home = doors["孙桂兰"]
    kept = raise_one(session, home, "修路灯", "2026-05-20")
    closed = raise_one(session, home, "孙子转学", "2026-05-30")
    write("3-27")
    choose("搬走了")
    assert entry(desk).form._title.text() == "搬走了"
    press("1", "0", "Return", "Return", "2", key("save"))
    assert value(session, home, "inactive_from") == "2026-05-10"
    assert value(session, home, "inactive_reason") == "moved"
    assert [each.id for each in household_life.open_follow_ups(session, home)] == [kept]
    assert session.store.get("follow_up", closed)["closed_as"] == "moot"
    assert desk.undo_bar.text == "不再在册（搬走）：3 组 27 号，办结了 1 件待办"
    press(key("undo"))
    assert value(session, home, "inactive_from") is None
    assert len(household_life.open_follow_ups(session, home)) == 2


def test_it_came_back(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    home = doors["孙桂兰"]
    assert household_life.move_away(session, home, "2026-04-02", "moved").ok
    desk.refresh()
    desk.go("visits", kind="household", id=home)
    words = words_of_menu()
    assert "搬回来了…" in words
    assert "搬走了…" not in words
    choose("搬回来了")
    press("1", key("save"))
    assert value(session, home, "away") == '[["2026-04-02","2026-05-01","moved"]]'
    assert desk.undo_bar.text == "搬回来了：3 组 27 号"
    press(key("undo"))
    assert value(session, home, "inactive_from") == "2026-04-02"


def test_a_day_before_it_left_is_said_beside_the_field(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    home = doors["孙桂兰"]
    assert household_life.move_away(session, home, "2026-05-12", "moved").ok
    desk.refresh()
    desk.go("visits", kind="household", id=home)
    choose("搬回来了")
    press("1", "1", key("save"))
    assert "搬走的日期" in entry(desk).form.rows["active_from"].problem
    assert value(session, home, "inactive_from") == "2026-05-12"


def test_a_split_says_how_many_stay_and_is_one_action(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    home = doors["朱明霞"]
    write("3-26")
    choose("分户")
    form = entry(desk).form
    assert "pupils" not in form.rows
    write("26-1")
    press("Return")
    write("朱小明")
    press("Return", "Return", "Return", "1")
    assert form.rows["left_behind_elderly"]._hint.text() == "分出 1 人，留下 1 人"
    press(key("save"))
    assert desk.undo_bar.text == "从 3 组 26 号分出了 3 组 26-1 号"
    assert value(session, home, "left_behind_elderly") == 1
    new = session.store.records("household", where={"split_from": home})[0]
    assert (new["contact_name"], new["left_behind_elderly"], new["group_no"]) == ("朱小明", 1, 3)
    press(key("undo"))
    assert value(session, home, "left_behind_elderly") == 2
    assert session.store.records("household", where={"split_from": home}) == []


def test_no_more_people_go_than_there_are(desk: Shell, session: Session) -> None:
    write("3-26")
    choose("分户")
    write("26-1")
    press("Return", "Return", "Return", "Return", "3", key("save"))
    assert "不能大于 2" in entry(desk).form.rows["left_behind_elderly"].problem
    assert session.store.count("household") == 5


# Two that are one

@pytest.fixture
def pair(session: Session, doors: dict[str, str]) -> tuple[str, str]:
    """孙桂兰 of 3-27 a second time, with another name and pupils."""
    saved = households.save_household(session, {
        "group_no": 3, "door_no": "27号", "contact_name": "孙桂栏", "pupils": 2, "active_from": "2026-01-01"})
    assert saved.record is not None
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-02", "outcome": "met"})
    return doors["孙桂兰"], saved.record.id


def look(qtbot: QtBot, desk: Shell) -> None:
    """Open the list of duplicates and wait until the households are compared."""
    tab = desk.page.households
    tab.show_duplicates()
    qtbot.waitUntil(lambda: tab.duplicates._stack.currentIndex() != 2)


def test_the_register_says_how_many_pairs_there_are(
    qtbot: QtBot, session: Session, pair: tuple[str, str], desk: Shell,
) -> None:
    link = desk.page.households.duplicates_link
    assert link.isHidden()
    link.count()
    qtbot.waitUntil(link.isVisible)
    assert link.text() == "疑似重复 1 对"
    link.click()
    qtbot.waitUntil(lambda: focus() is desk.page.households.duplicates.table)
    duplicates.tell_apart(session, *pair)
    link.count()
    qtbot.waitUntil(link.isHidden)


def test_two_entries_are_merged_field_by_field_by_keys(
    qtbot: QtBot, session: Session, pair: tuple[str, str], desk: Shell,
) -> None:
    keep, lose = pair
    look(qtbot, desk)
    press("Return")
    form = entry(desk).form
    assert list(form.rows) == ["keep", "door_no", "contact_name", "phone", "left_behind_elderly", "pupils"]
    offered = form.values()
    assert (offered["keep"], offered["phone"], offered["left_behind_elderly"], offered["pupils"]) == (
        keep, "13800007702", 1, 2)
    press("Return", "1", "Return", "3")
    write("芳")
    press("Return", "Return", "Return", "1", key("save"))
    merged = session.store.get("household", keep)
    assert merged is not None
    assert (merged["door_no"], merged["contact_name"], merged["phone"], merged["left_behind_elderly"],
            merged["pupils"]) == ("27", "芳", "13800007702", 1, 0)
    assert value(session, lose, "merged_into") == keep
    assert desk.undo_bar.text == "合并了两户，留下 3 组 27 号"
    tab = desk.page.households.duplicates
    qtbot.waitUntil(lambda: tab._stack.currentIndex() == 1)
    press(key("undo"))
    assert value(session, lose, "merged_into") is None
    assert value(session, keep, "contact_name") == "孙桂兰"
    qtbot.waitUntil(lambda: tab._stack.currentIndex() == 0)


def test_a_half_made_choice_comes_back(qtbot: QtBot, session: Session, pair: tuple[str, str], desk: Shell) -> None:
    look(qtbot, desk)
    press("Return", "Return", "Return", "3")
    write("芳")
    press("Escape")
    assert entry(desk) is None
    press("Return")
    assert entry(desk).form.values()["contact_name"] == "芳"
    assert entry(desk).form.rows["contact_name"].editor.text() == "own:芳"


def test_delete_says_that_they_are_two_and_one_can_look_again(
    qtbot: QtBot, session: Session, pair: tuple[str, str], desk: Shell,
) -> None:
    look(qtbot, desk)
    tab = desk.page.households.duplicates
    press(key("delete"))
    assert duplicates.suspects(session) == []
    assert desk.undo_bar.text.startswith("记下了是两户：3 组 27 号")
    qtbot.waitUntil(lambda: tab._stack.currentIndex() == 1)
    assert focus() is tab.apart_chip
    press("Space")
    qtbot.waitUntil(lambda: tab.table.table.rowCount() == 1)
    tab.table.setFocus()
    press("Return")
    assert len(duplicates.suspects(session)) == 1
    press("Escape")
    assert desk.page.households.looking is None
    assert focus() is desk.page.search


def test_names_on_the_form_are_covered_too(
    qtbot: QtBot, session: Session, pair: tuple[str, str], desk: Shell,
) -> None:
    look(qtbot, desk)
    press("Return")
    chips = entry(desk).form.rows["contact_name"].editor.group.chips
    assert [chip.text() for chip in chips] == ["孙桂兰", "孙桂栏", "另写"]
    press(key("mask"))
    assert entry(desk) is None
    press("Return")
    chips = entry(desk).form.rows["contact_name"].editor.group.chips
    assert [chip.text() for chip in chips] == ["孙**", "孙**", "另写"]
    assert "孙桂" not in entry(desk).form._about.text()
    press(key("mask"))
    assert chips[0].text() == "孙桂兰"


def test_another_household_is_chosen_by_its_words_and_merged(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    write("3-27")
    choose("与另一户合并")
    picker = entry(desk).form.rows["other"].editor
    assert focus() is picker.line
    press(key("save"))
    assert "另一户" in entry(desk).form.rows["other"].problem
    write("xcl")
    press("Return")
    form = entry(desk).form
    assert form.rows["contact_name"].editor.group.choices[1].label == "徐长林"
    press(key("save"))
    assert value(session, doors["徐长林"], "merged_into") == doors["孙桂兰"] or (
        value(session, doors["孙桂兰"], "merged_into") == doors["徐长林"])
    for name in ("徐长林", "孙桂兰"):
        desk.go("visits", kind="household", id=doors[name])
        assert desk.page.households.detail.view.record["merged_into"] is None
    press(key("undo"))
    assert value(session, doors["徐长林"], "merged_into") is None


def test_the_form_takes_two_for_two_households(
    qtbot: QtBot, session: Session, pair: tuple[str, str], desk: Shell,
) -> None:
    look(qtbot, desk)
    press("Return")
    entry(desk).apart_link.click()
    assert duplicates.suspects(session) == []
    assert desk.undo_bar.text.startswith("记下了是两户")
    press(key("undo"))
    assert len(duplicates.suspects(session)) == 1


def test_the_history_says_in_words_what_happened(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    home, other = doors["孙桂兰"], doors["徐长林"]
    household_life.move_away(session, home, "2026-04-02", "moved")
    household_life.come_back(session, home, "2026-05-01")
    duplicates.tell_apart(session, *sorted((home, other)))
    household_life.split(session, home, {"group_no": 3, "door_no": "27-1", "left_behind_elderly": 1})
    household_life.merge(session, other, home, {})
    told = [words.history_words(desk, entry) for entry in session.store.history("household", home)]
    assert "并入 3 组 28 号" in told[0]
    assert told[1] == "留守老人 1 → 0"
    assert any("曾不在册 4月2日至5月1日" in line for line in told)
    assert not any("[" in line or home in line or other in line for line in told)


def test_a_visit_to_the_other_entry_is_recorded_for_the_one_that_stays(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    keep, lose = doors["孙桂兰"], doors["徐长林"]
    household_life.merge(session, keep, lose, {})
    desk.refresh()
    desk.go("visits", kind="household", id=lose, do="visit")
    press("1", key("save"))
    assert [record["household_id"] for record in session.store.records("visit")] == [keep]
