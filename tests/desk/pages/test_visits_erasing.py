"""Erasing a household's personal data at the desk: what is said, the safe answer first, and what comes of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.erase_dialog import EraseDialog, ask_to_erase
from panhuang_desk.desk.pages.visits.household_menu import ENTRIES
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.model.values import Village
from panhuang_desk.services import households, records
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from .visits_desk import add_households, open_desk, raise_one


@pytest.fixture
def home(session: Session) -> str:
    found = add_households(session)["孙桂兰"]
    raise_one(session, found, "孙子转学", "2026-05-20")
    records.save_record(session, "visit", {
        "household_id": found, "visited_on": "2026-05-14", "outcome": "met", "note": "腿脚不便"})
    return found


@pytest.fixture
def desk(qtbot: QtBot, session: Session, home: str) -> Shell:
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    shell.go("visits", kind="household", id=home)
    return shell


def ask(desk: Shell, home: str) -> EraseDialog:
    view = households.view(desk.session, home)
    assert view is not None
    dialog = ask_to_erase(desk.page.households, view)
    assert dialog is not None
    QTest.qWaitForWindowExposed(dialog)
    return dialog


def test_the_menu_of_a_household_offers_it() -> None:
    assert [entry.run for entry in ENTRIES if entry.word == "删除个人信息…"] == [ask_to_erase]


def erased(desk: Shell, home: str, reason: str, qtbot: QtBot) -> households.HouseholdView:
    """What is left of a household after an erasure."""
    dialog = ask(desk, home)
    dialog.reasons.set_codes((reason,))
    dialog.erase_button.click()
    qtbot.waitUntil(lambda: "删除了" in desk.undo_bar.text)
    view = households.view(desk.session, home)
    assert view is not None
    return view


def test_it_says_what_goes_what_stays_and_what_is_out_of_reach(desk: Shell, home: str) -> None:
    dialog = ask(desk, home)
    shown = " ".join(label.text() for label in dialog.findChildren(Label))
    for part in ("3 组 27 号·孙桂兰", "联系电话", "1 次走访里看到的情况", "1 件待办的事项", "报表要用的数不变",
                 "打印出来的纸"):
        assert part in shown
    dialog.reject()


def test_the_safe_answer_has_the_focus_and_nothing_happens_by_it(desk: Shell, home: str) -> None:
    dialog = ask(desk, home)
    assert dialog.keep_button.hasFocus()
    QTest.keyClick(dialog.keep_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert desk.session.store.get("household", home)["contact_name"] == "孙桂兰"


def test_a_reason_is_asked_for(desk: Shell, home: str) -> None:
    dialog = ask(desk, home)
    dialog.erase_button.click()
    assert dialog.isVisible()
    assert dialog.problem.isVisible()
    assert dialog.reasons.hasFocus()
    dialog.reject()


def test_erased_it_shows_everywhere_and_cannot_be_undone(desk: Shell, home: str, qtbot: QtBot) -> None:
    dialog = ask(desk, home)
    dialog.reasons.setFocus()
    QTest.keyClicks(dialog.reasons, "1")
    dialog.erase_button.click()
    store = desk.session.store
    qtbot.waitUntil(lambda: "删除了" in desk.undo_bar.text)
    assert store.get("household", home)["contact_name"] is None
    assert store.get("household", home)["erased_because"] == "asked"
    detail = desk.page.households.detail
    assert any("个人信息已删除" in label.text() for label in detail.findChildren(Label))
    desk.press("undo")
    assert store.get("household", home)["contact_name"] is None
    assert "27" not in desk.undo_bar.text
    desk.history.show_record("household", home)
    assert desk.history.table.table.row(0).text == "删除了个人信息（本人要求）"


def test_a_household_without_any_left_says_so(desk: Shell, home: str, said: Recorder, qtbot: QtBot) -> None:
    view = erased(desk, home, "other", qtbot)
    assert ask_to_erase(desk.page.households, view) is None
    assert said.said[-1].title == "这一户的个人信息已经删除过了"


def test_the_detail_tells_it_in_its_history_and_hides_what_is_gone(desk: Shell, home: str, qtbot: QtBot) -> None:
    view = erased(desk, home, "mistake", qtbot)
    assert [words.history_words(desk, entry) for entry in view.history] == ["删除了个人信息（登记错误）", "登记"]


def test_in_an_office_file_the_question_names_the_village(tmp_path: Path, qtbot: QtBot) -> None:
    villages = [Village("320903004202", "仰徐村", "320903004000", "潘黄街道"),
                Village("320903004203", "新民村", "320903004000", "潘黄街道")]
    store = Store.create(tmp_path / "街道.phdb", "菜园 水井 2026", villages=villages, home="", person="办公室",
                         settings=Settings())
    with Session(store, Settings(), lambda: dt.date(2026, 5, 22)) as office:
        saved = households.save_household(office, {"group_no": 3, "door_no": "27", "contact_name": "孙桂兰"},
                                          village=villages[1].code)
        assert saved.record is not None
        shell = open_desk(office, "visits")
        qtbot.addWidget(shell)
        dialog = ask(shell, saved.record.id)
        assert "新民村 3 组 27 号·孙桂兰" in [label.text() for label in dialog.findChildren(Label)]
        dialog.reject()
        shell.retire()
