"""The life of a household by keys: moved away, came back, split, merged with another entry; each taken back whole."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services import household_life
from panhuang_desk.services.session import Session
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, key, open_desk, press, raise_one, write


@pytest.fixture
def doors(session: Session) -> dict[str, str]:
    return add_households(session)


@pytest.fixture
def desk(qtbot: QtBot, session: Session, doors: dict[str, str]) -> Shell:
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    return shell


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


def entry(desk: Shell):
    return desk.page.shown.entry


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
    assert form.rows["left_behind_elderly"]._hint.text() == "分出去 1 人，原来的户留 1 人"
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
