"""Follow-ups on the visits page: raised, closed, reported, corrected, deleted, and each taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk.keys import cap as key_cap
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.services.follow_ups import report_follow_up
from panhuang_desk.services.session import Session
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, raise_one, write


@pytest.fixture
def late(session: Session, doors: dict[str, str]) -> str:
    """A follow-up that is overdue, beside one that is not."""
    raise_one(session, doors["孙桂兰"], "问大病救助", "2026-06-03")
    return raise_one(session, doors["王德发"], "返乡后想找活干", "2026-05-20", "difficulty")


@pytest.fixture
def desk(qtbot: QtBot, session: Session, late: str) -> Shell:
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    shell.page.set_tab(2)
    return shell


def matters(desk: Shell) -> list[str]:
    table = desk.page.follow_ups.table.table
    return [table.row(place).matter for place in range(table.rowCount())]


def test_the_one_due_first_stands_first_with_its_state(desk: Shell) -> None:
    table = desk.page.follow_ups.table
    assert matters(desk) == ["返乡后想找活干", "问大病救助"]
    cells = {column.name: column for column in table.table.columns}
    first = table.current()
    assert cells["due"].text(first) == "逾期 2 天"
    assert cells["source"].text(first) == "2 组 14 号 王德发"
    assert cells["state"].tag(first).word == "已逾期"
    assert desk.page.follow_ups.count.text() == "2 件未办结，1 件逾期"


def test_enter_closes_and_undo_opens_it_again(session: Session, desk: Shell, late: str) -> None:
    assert focus() is desk.page.follow_ups.table
    press("Return")
    write("介绍到服装厂")
    press(key("save"))
    record = session.store.get("follow_up", late)
    assert (record["status"], record["outcome"], record["closed_on"]) == ("closed", "介绍到服装厂", "2026-05-22")
    assert matters(desk) == ["问大病救助"]
    press(key("undo"))
    assert session.store.get("follow_up", late)["status"] == "raised"
    assert len(matters(desk)) == 2


def test_a_closed_one_is_found_again_and_corrected(session: Session, desk: Shell, late: str) -> None:
    press("Return", key("save"))
    assert "请写办理结果" in desk.page.shown.entry.form.rows["outcome"].problem
    assert session.store.get("follow_up", late)["status"] == "raised"
    write("介绍到服装厂")
    press(key("save"))
    desk.page.follow_ups.state_chip._pick("closed")
    assert matters(desk) == ["返乡后想找活干"]
    press("Return")
    desk.page.shown.entry.form.rows["status"].editor.focus.setFocus()
    press("1", key("save"))
    record = session.store.get("follow_up", late)
    assert (record["status"], record["closed_on"]) == ("raised", None)


def test_reporting_says_to_whom(session: Session, desk: Shell, late: str) -> None:
    desk.page.follow_ups.report_link.click()
    write("街道禁毒办")
    press("Return", "Return", "1", key("save"))
    record = session.store.get("follow_up", late)
    assert [record[name] for name in ("status", "reported_to", "reported_on", "reported_how")] == [
        "reported", "街道禁毒办", "2026-05-22", "phone"]


def test_correcting_refuses_days_out_of_order(session: Session, desk: Shell, late: str) -> None:
    press(key("edit"))
    due = desk.page.shown.entry.form.rows["due_on"].editor.focus
    due.setFocus()
    due.selectAll()
    write("2026.5.1")
    press(key("save"))
    assert desk.page.shown.entry.form.rows["due_on"].problem
    assert session.store.get("follow_up", late)["due_on"] == "2026-05-20"


def test_deleting_asks_for_the_reason_and_keeps_the_record(session: Session, desk: Shell, late: str) -> None:
    press(key("delete"))
    form = desk.page.shown.entry.form
    assert form.rows["closed_as"].editor.codes() == ("mistake",)
    press(key("save"))
    assert "错在哪里" in form.rows["outcome"].problem
    write("记到了别家")
    press(key("save"))
    record = session.store.get("follow_up", late)
    assert (record["status"], record["closed_as"], record["outcome"]) == ("closed", "mistake", "记到了别家")
    assert matters(desk) == ["问大病救助"]
    press(key("undo"))
    assert len(matters(desk)) == 2
    assert session.store.count("follow_up") == 2


def test_a_closed_one_is_never_deleted_and_can_be_opened_again(session: Session, desk: Shell, late: str) -> None:
    press("Return")
    write("介绍到服装厂")
    press(key("save"))
    desk.page.follow_ups.state_chip._pick("closed")
    desk.page.follow_ups.table.setFocus()
    press(key("delete"))
    assert "留作记录" in desk.undo_bar.text
    assert session.store.get("follow_up", late)["status"] == "closed"
    desk.page.follow_ups.report_link.click()
    assert session.store.get("follow_up", late)["status"] == "raised"
    assert desk.undo_bar.text == "重新办理：返乡后想找活干"
    desk.page.follow_ups.state_chip._pick("open")
    assert len(matters(desk)) == 2


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def lines() -> list[str]:
    return [action.text().split("\t")[0] for action in menu().actions() if not action.isSeparator()]


def choose(word: str) -> None:
    """Walk down to a line of the menu and press Enter."""
    shown = menu()
    while shown.activeAction() is None or not shown.activeAction().text().startswith(word):
        QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.keyClick(shown, Qt.Key.Key_Return)


def test_the_menu_reports_and_opens_again_by_keys(session: Session, desk: Shell, late: str) -> None:
    assert Hint(key_cap("menu"), "上报等") in desk._hint_bar.hints
    press(key("menu"))
    assert lines() == ["办结…", "上报…", "修改…", "修改记录", "记错了…"]
    choose("上报")
    write("街道禁毒办")
    press(key("save"))
    assert session.store.get("follow_up", late)["status"] == "reported"
    press("Return")
    write("介绍到服装厂")
    press(key("save"))
    desk.page.follow_ups.state_chip._pick("closed")
    desk.page.follow_ups.table.setFocus()
    press(key("menu"))
    assert lines() == ["重新办理", "修改…", "修改记录"]
    choose("重新办理")
    assert session.store.get("follow_up", late)["status"] == "reported"
    press(key("undo"))
    assert session.store.get("follow_up", late)["status"] == "closed"


def test_a_right_click_opens_the_menu_of_the_one_under_the_mouse(session: Session, desk: Shell) -> None:
    table = desk.page.follow_ups.table
    at = QPoint(40, table.rowViewportPosition(1) + 5)
    QApplication.sendEvent(table.viewport(), QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at)))
    choose("记错了")
    assert desk.page.shown.entry.record is None
    assert "问大病救助" in desk.page.shown.entry.form.accessibleName()


def test_below_a_household_the_menu_is_that_of_the_follow_up(session: Session, desk: Shell, late: str) -> None:
    desk.page.set_tab(0)
    write("2-14")
    press("Down", "Right")
    assert focus() is desk.page.households.detail.tables["follow_ups"]
    assert Hint(key_cap("menu"), "上报等") in desk._hint_bar.hints
    press(key("menu"))
    assert lines()[0] == "办结…"
    choose("上报")
    write("街道禁毒办")
    press(key("save"))
    assert session.store.get("follow_up", late)["status"] == "reported"


def test_an_old_one_that_was_closed_without_a_result_is_corrected_with_one(
    session: Session, desk: Shell, late: str,
) -> None:
    with session.store.action() as action:
        action.save("follow_up", {"status": "closed", "closed_on": "2026-05-21"}, id=late)
    desk.refresh()
    desk.page.follow_ups.state_chip._pick("closed")
    desk.page.follow_ups.table.setFocus()
    press("Return", key("save"))
    form = desk.page.shown.entry.form
    assert "请写办理结果" in form.rows["outcome"].problem
    assert form.rows["outcome"].editor.focus.hasFocus()


def test_the_list_is_narrowed_by_state_kind_group_and_month(session: Session, desk: Shell, doors: dict[str, str],
                                                            late: str) -> None:
    raise_one(session, doors["陈秀英"], "楼道堆物", "2026-05-22", "hazard")
    report_follow_up(session, late, "街道办", "2026-05-12")
    desk.refresh()
    tab = desk.page.follow_ups
    for state, expected in (("today", ["楼道堆物"]), ("overdue", ["返乡后想找活干"]), ("reported", ["返乡后想找活干"]),
                            ("open", ["返乡后想找活干", "楼道堆物", "问大病救助"]), ("closed", [])):
        tab.state_chip._pick(state)
        assert matters(desk) == expected, state
    tab.state_chip._pick("")
    tab.kind_chip._pick("hazard")
    assert matters(desk) == ["楼道堆物"]
    assert tab.count.text() == "3 件未办结，1 件逾期，显示 1 件"
    tab.kind_chip._pick("")
    tab.group_chip._pick("3")
    assert matters(desk) == ["问大病救助"]
    tab.group_chip._pick("")
    tab.month_chip._pick("2026-05")
    assert len(matters(desk)) == 3
    cell = next(column for column in tab.table.table.columns if column.name == "matter")
    assert cell.detail(tab.shown[0]) == "5月12日报街道办"


def test_the_list_is_shown_as_paper_printed_and_kept(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path,
) -> None:
    press(key("print"))
    sheet = desk.page.follow_ups.paper
    text = sheet.paper.pdf.getAllText(0).text()
    assert "待办事项清单" in text
    assert "王德发" in text
    said.paths.append([str(tmp_path / "清单")])
    press(key("save"))
    assert (tmp_path / "清单.pdf").read_bytes() == sheet.paper.content
    sheet.mask_chip.click()
    assert "王德发" not in sheet.paper.pdf.getAllText(0).text()
    sheet.take_focus()
    press("Escape")
    assert desk.page.follow_ups.paper is None
    assert focus() is desk.page.follow_ups.table


def test_raising_from_a_household(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    desk.page.set_tab(0)
    desk.page.search.setFocus()
    write("3-28")
    press(key("follow_up"), "1")
    form = desk.page.shown.entry.form
    form.rows["matter"].editor.focus.setFocus()
    write("门锁坏，外人进出")
    press(key("save"))
    raised = next(r for r in session.store.records("follow_up") if r["matter"] == "门锁坏，外人进出")
    assert (raised["source_table"], raised["source_id"]) == ("household", doors["徐长林"])


def test_raising_one_that_belongs_to_no_record(session: Session, desk: Shell) -> None:
    press(key("new"))
    form = desk.page.shown.entry.form
    form.rows["matter"].editor.focus.setFocus()
    write("河坡有人翻土")
    press(key("save"))
    raised = next(r for r in session.store.records("follow_up") if r["matter"] == "河坡有人翻土")
    assert raised.village == session.home.code
    press(key("undo"))
    assert "河坡有人翻土" not in matters(desk)


def test_the_search_goes_over_matters_and_names(desk: Shell) -> None:
    press(key("find"))
    assert focus() is desk.page.search
    write("救助")
    assert matters(desk) == ["问大病救助"]
    press("Escape")
    write("王德发")
    assert matters(desk) == ["返乡后想找活干"]
