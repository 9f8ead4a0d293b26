"""Ctrl+Z in a form stops at what is typed, and the bar that offers it never covers what is worked on."""

from __future__ import annotations

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.strips import PINNED
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services import households
from panhuang_desk.services.session import Session
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import entry, focus, key, press, write


def record_one(desk: Shell) -> None:
    """A visit that is in the file, which Ctrl+Z outside of a form takes back."""
    write("3-27")
    press("Return", "1", key("save"))
    assert desk.session.store.count("visit") == 1


def on_stack(desk: Shell, widget: QWidget) -> QRect:
    """Where a widget is, in the coordinates of the bar."""
    return QRect(widget.mapTo(desk.undo_bar.parentWidget(), widget.rect().topLeft()), widget.size())


def test_undo_in_a_form_takes_back_what_is_typed_and_never_a_record(session: Session, desk: Shell) -> None:
    record_one(desk)
    press("Return")
    note = entry(desk).form.rows["note"].editor.focus
    note.setFocus()
    write("ab")
    press(key("undo"))
    assert note.text() == ""
    press(key("undo"), key("undo"))
    assert desk.undo_bar.text == "这一栏没有可以撤销的了；按 Esc 退出后再撤销以前保存的"
    assert session.store.count("visit") == 1
    entry(desk).form.rows["outcome"].editor.focus.setFocus()
    press(key("undo"))
    assert session.store.count("visit") == 1
    press(key("back"), key("undo"))
    assert session.store.count("visit") == 0


def test_redo_in_a_form_does_nothing_to_the_file(session: Session, desk: Shell) -> None:
    record_one(desk)
    press(key("undo"))
    write("3-26")
    press("Return")
    entry(desk).form.rows["note"].editor.focus.setFocus()
    write("ab")
    press(key("redo"))
    assert session.store.count("visit") == 0
    assert desk.undo_bar.text == "这一栏没有可以重做的了；按 Esc 退出后再重做以前撤销的"


def test_the_bar_stands_above_the_buttons_of_a_form_and_what_has_the_keys(qtbot: QtBot, desk: Shell) -> None:
    write("3-27")
    press("Return", key("undo"))
    bar = desk.undo_bar
    foot = entry(desk).form.findChild(QWidget, PINNED)
    qtbot.waitUntil(lambda: bar.isVisible() and bar.geometry().bottom() < on_stack(desk, foot).top())
    before = bar.y()
    under = entry(desk).form.rows["seen"].editor.focus
    under.setFocus()
    qtbot.waitUntil(lambda: bar.geometry().bottom() < on_stack(desk, under).top() or not bar.isVisible())
    assert bar.y() < before or not bar.isVisible()
    qtbot.wait(bar.READ_MS)
    press("Shift+Tab")
    assert not bar.isVisible()


def test_the_bar_stands_above_the_marked_row_of_a_long_list(qtbot: QtBot, session: Session, desk: Shell) -> None:
    for door in range(40, 80):
        households.save_household(session, {"group_no": 5, "door_no": str(door), "contact_name": f"户{door}"})
    desk.refresh()
    press("Down", "End")
    table = desk.page.households.register.table
    press(key("mask"))  # it says so in the bar
    last, host = table.table.rowCount() - 1, desk.undo_bar.parentWidget()
    assert table.currentIndex().row() == last
    top = table.viewport().mapTo(host, QPoint(0, table.rowViewportPosition(last))).y()
    assert top + table.rowHeight(last) > host.height() - 2 * desk.undo_bar.height()
    qtbot.waitUntil(lambda: desk.undo_bar.isVisible() and desk.undo_bar.geometry().bottom() < top)


def test_save_and_next_passes_over_who_was_visited_that_day(session: Session, desk: Shell,
                                                            doors: dict[str, str]) -> None:
    record_one(desk)
    focus().selectAll()
    write("3-26")
    press("Return", "1", key("save_next"))
    assert entry(desk).about == doors["徐长林"]
    press(key("back"), key("back"), key("find"))
    focus().selectAll()
    write("3-28")
    press("Return", "1", key("save"), key("find"))
    focus().selectAll()
    write("2-14")
    press("Return", "1", key("save_next"))
    assert entry(desk) is None
    assert desk.undo_bar.text == "列表里后面的户今天都走访过了"


def test_the_hint_bar_says_what_enter_does_where_nothing_is_found(desk: Shell) -> None:
    write("99")
    assert ("Enter", "记走访") not in [(hint.cap, hint.word) for hint in desk._hint_bar.hints]
    assert ("Enter", "重新找") in [(hint.cap, hint.word) for hint in desk._hint_bar.hints]
    press(key("back"))
    assert ("Enter", "记走访") in [(hint.cap, hint.word) for hint in desk._hint_bar.hints]


def test_stepping_back_says_that_a_follow_up_alone_is_kept(session: Session, desk: Shell) -> None:
    write("3-27")
    press("Return", key("follow_up"))
    write("repair")
    press(key("back"), key("back"))
    assert entry(desk) is None
    assert desk._hint_bar.words == "草稿留着，再打开时还在"
    press("Return")
    assert entry(desk).inset.items[0].values()["matter"] == "repair"


def test_a_form_that_saves_under_another_word_says_that_word(desk: Shell) -> None:
    record = desk.session.store.records("household")[0]
    setup = desk.form_setup("household", slot="", base=record.values, new=False, save_word="合并")
    form = Form(HOUSEHOLD, setup)
    assert next((hint.cap, hint.word) for hint in form.hints()) == (cap("save"), form.save_button.text())


def test_a_long_door_is_read_whole_in_the_register_and_at_both_ends_beside_a_form(
    session: Session, desk: Shell,
) -> None:
    households.save_household(session, {"group_no": 13, "door_no": "13幢1单元501", "contact_name": "周学兵"})
    desk.refresh()
    write("13-13")
    table = desk.page.households.register.table
    column = next(place for place, each in enumerate(table.table.columns) if each.name == "door")
    text = table.table.columns[column].text(table.current())
    assert text == "13 组 13幢1单元501"
    assert paint.text_width(theme.active().font("body"), text) <= table.columnWidth(column) - 24
    assert table.table.columns[column].middle


def test_the_matter_of_a_follow_up_takes_the_room_there_is(desk: Shell) -> None:
    write("3-27")
    press("Return", key("follow_up"))
    QTest.qWait(1)
    assert focus().width() > 400


def test_unfolded_options_keep_off_the_line_above(desk: Shell) -> None:
    write("3-27")
    press("Return")
    row = entry(desk).form.rows["difficulties"]
    row.editor.focus.setFocus()
    QTest.qWait(1)
    assert row.editor.focus.mapTo(row, row.editor.focus.rect().topLeft()).y() >= 6
    entry(desk).form.rows["note"].editor.focus.setFocus()
    QTest.qWait(1)
    assert row.editor.y() == 0
