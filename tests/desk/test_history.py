"""The panel of a record's history, from any list, by one key."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services import records
from panhuang_desk.services.session import Session
from pytestqt.qtbot import QtBot

from .pages.visits_desk import add_households, key, open_desk, press, raise_one


@pytest.fixture
def homes(session: Session) -> dict[str, str]:
    found = add_households(session)
    records.save_record(session, "household", {"phone": "13951439307"}, found["孙桂兰"])
    return found


@pytest.fixture
def desk(qtbot: QtBot, session: Session, homes: dict[str, str]) -> Shell:
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    return shell


def texts(desk: Shell) -> list[str]:
    table = desk.history.table.table
    return [table.row(place).text for place in range(table.rowCount())]


def test_the_key_shows_the_history_of_the_household_that_is_marked(desk: Shell, homes: dict[str, str]) -> None:
    desk.go("visits", kind="household", id=homes["孙桂兰"])
    press(key("history"))
    assert desk.history.isVisible()
    assert desk.history.about.text() == "户 3 组 27 号"
    assert texts(desk)[0] == "联系电话：13800007702 → 13951439307"
    assert "登记" in texts(desk)
    assert desk.history.table.hasFocus()
    press("Esc")
    assert not desk.history.isVisible()
    assert not desk.history.isAncestorOf(desk.focusWidget())


def test_enter_on_the_history_in_the_detail_opens_it(desk: Shell, homes: dict[str, str]) -> None:
    desk.go("visits", kind="household", id=homes["孙桂兰"])
    desk.page.households.detail.tables["history"].setFocus()
    press("Return")
    assert desk.history.record == ("household", homes["孙桂兰"])
    press("Esc")
    assert desk.page.households.detail.tables["history"].hasFocus()


def test_it_covers_names_while_masking_is_on_and_follows_an_undo(desk: Shell, homes: dict[str, str]) -> None:
    desk.history.show_record("household", homes["孙桂兰"])
    assert "联系人：孙桂兰" in texts(desk)
    press(key("mask"))
    assert "联系人：孙**" in texts(desk)
    press(key("mask"))
    press(key("undo"))
    assert texts(desk)[0].startswith("撤销：联系电话：13951439307")


def test_it_goes_with_the_page_and_says_so_where_nothing_is_marked(desk: Shell, homes: dict[str, str]) -> None:
    desk.history.show_record("household", homes["孙桂兰"])
    desk.go("settings")
    assert not desk.history.isVisible()
    press(key("history"))
    assert "先选一条" in desk.undo_bar.text


def test_it_goes_when_the_page_below_gets_the_keys(desk: Shell, homes: dict[str, str]) -> None:
    desk.history.show_record("household", homes["孙桂兰"])
    press(key("find"))
    assert not desk.history.isVisible()


def test_what_has_no_room_is_told_in_full_below(desk: Shell, session: Session, homes: dict[str, str]) -> None:
    note = "走到底左手第二家，来之前先打电话，老人耳朵不好，要多按几次门铃，儿子周末在家，平时只有老人一个。"
    records.save_record(session, "household", {"note": note}, homes["孙桂兰"])
    desk.history.show_record("household", homes["孙桂兰"])
    assert desk.history.whole.isVisible()
    assert desk.history.whole.text() == f"备注：{note}"
    desk.history.table.select(1)
    assert not desk.history.whole.isVisible()


def test_every_list_knows_its_records(desk: Shell, session: Session, homes: dict[str, str]) -> None:
    raise_one(session, homes["孙桂兰"], "换证", "2026-05-20")
    records.save_record(session, "visit", {
        "household_id": homes["孙桂兰"], "visited_on": session.today_iso, "outcome": "met"})
    plot = records.save_record(session, "plot", {
        "name": "东洼", "group_no": 3, "land_kind": "vegetable", "active_from": "2026-01-01"})
    assert plot.record is not None
    seen = []
    for tab in (1, 2):
        desk.go("visits")
        desk.page.set_tab(tab)
        desk.refresh(None)
        desk.page.arrive()
        press(key("history"))
        seen.append(desk.history.record[0] if desk.history.record else desk.undo_bar.text)
        press("Esc")
    assert sorted(seen) == ["follow_up", "visit"]
    desk.go("patrols", kind="plot", id=plot.record.id)
    press(key("history"))
    assert desk.history.record == ("plot", plot.record.id)
