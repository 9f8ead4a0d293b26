"""Follow-ups on the visits page: raised, closed, reported, corrected, deleted, and each taken back."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services.session import Session
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, focus, key, open_desk, press, raise_one, write


@pytest.fixture
def doors(session: Session) -> dict[str, str]:
    return add_households(session)


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
    press(key("save"))
    record = session.store.get("follow_up", late)
    assert (record["status"], record["reported_to"]) == ("reported", "街道禁毒办")


def test_correcting_refuses_days_out_of_order(session: Session, desk: Shell, late: str) -> None:
    press(key("edit"))
    due = desk.page.shown.entry.form.rows["due_on"].editor.focus
    due.setFocus()
    due.selectAll()
    write("2026.5.1")
    press(key("save"))
    assert desk.page.shown.entry.form.rows["due_on"].problem
    assert session.store.get("follow_up", late)["due_on"] == "2026-05-20"


def test_deleting_can_be_undone(session: Session, desk: Shell) -> None:
    press(key("delete"))
    assert matters(desk) == ["问大病救助"]
    press(key("undo"))
    assert len(matters(desk)) == 2


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
