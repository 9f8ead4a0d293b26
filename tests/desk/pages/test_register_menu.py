"""The menu of a household: by key, by right click, by its button; it offers what makes sense for the household."""

from __future__ import annotations

import pytest
from panhuang_desk.desk import keys
from panhuang_desk.desk.pages.visits import household_menu
from panhuang_desk.desk.pages.visits.household_menu import MenuEntry
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services.session import Session
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from tests.desk.pages.visits_desk import key, press, write


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def words(shown: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in shown.actions() if not action.isSeparator()]


def choose(word: str) -> None:
    shown = menu()
    action = next(each for each in shown.actions() if each.text().startswith(word))
    shown.setActiveAction(action)
    QTest.keyClick(shown, Qt.Key.Key_Return)


def test_the_key_opens_the_menu_of_the_marked_household(session: Session, desk: Shell) -> None:
    write("3-27")
    press(key("menu"))
    assert words(menu())[:3] == ["记走访", "改资料…", "加待办…"]
    choose("删除这一户")
    assert session.store.count("household") == 4
    assert desk.undo_bar.text == "删除了户：3 组 27 号"


def test_a_right_click_marks_the_household_under_the_mouse(desk: Shell) -> None:
    table = desk.page.households.register.table
    at = QPoint(40, table.rowViewportPosition(3) + 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    assert desk.page.households.register.current.contact_name == "孙桂兰"
    choose("改资料")
    assert desk.page.shown.entry.form.rows["contact_name"].editor.text() == "孙桂兰"


def test_the_button_of_the_detail_opens_it_too(desk: Shell) -> None:
    desk.page.households.detail.more_button.click()
    assert words(menu())[:1] == ["记走访"]
    menu().close()


def test_only_what_makes_sense_is_offered(desk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(household_menu, "ENTRIES", (
        MenuEntry("删除", lambda tab, view: None, group=9),
        MenuEntry("搬走了…", lambda tab, view: asked.append(view.record.id), group=1),
        MenuEntry("搬回来了…", lambda tab, view: None, shown=lambda view: bool(view.record["inactive_from"]), group=1),
    ))
    press("Down", key("menu"))
    assert words(menu()) == ["搬走了…", "删除"]
    choose("搬走了")
    assert asked == [desk.page.households.register.current.id]


def test_every_key_named_in_the_menu_is_in_the_map() -> None:
    assert all(keys.key(entry.key) for entry in household_menu.ENTRIES if entry.key)
