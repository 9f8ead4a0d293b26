"""The Today page: what is late stands first, Enter does it and comes back, an empty file says what to do first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from panhuang_desk.desk.models.columns import Heading, More
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.months import Month
from panhuang_desk.services import households, visits
from panhuang_desk.services.editions import issue_report
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import TodayItem
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, raise_one, write


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Shell:
    shell = open_desk(session, "today")
    qtbot.addWidget(shell)
    return shell


def listed(desk: Shell) -> list[str]:
    table = desk.page.table.table
    rows = [table.row(place) for place in range(table.rowCount())]
    return [f"# {row.title} {row.count}".strip() if isinstance(row, Heading) else row.text if isinstance(row, More)
            else f"{row.tag} {row.subject} {row.when}".strip() for row in rows]


def test_an_empty_file_says_what_to_do_first(desk: Shell) -> None:
    assert desk.page.import_button.isVisible()
    assert focus() is desk.page.import_button
    press(key("household"))
    assert desk.page.name == "visits"
    assert desk.page.shown.entry.form.rows["group_no"].editor.focus.hasFocus()


def test_what_is_late_stands_first_and_the_rail_counts_it(
    session: Session, doors: dict[str, str], qtbot: QtBot,
) -> None:
    raise_one(session, doors["王德发"], "返乡后想找活干", "2026-05-20", "difficulty")
    raise_one(session, doors["孙桂兰"], "孙子转学手续", "2026-05-22")
    visits.record_visit(session, doors["陈秀英"], {"visited_on": "2026-05-13", "outcome": "not_home"})
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    assert listed(desk) == [
        "# 已逾期 1", "困难 2 组 14 号 王德发 逾期 2 天",
        "# 今天到期 1", "诉求 3 组 27 号 孙桂兰 今天",
        "# 今天的计划", "计划 走 3 户",
        "# 再次上门 1", "走访 1 组 8 号 陈秀英 已 9 天",
        "# 重点户本月还没见到 2", "走访 3 组 26 号 朱明霞", "走访 3 组 27 号 孙桂兰"]
    assert desk._rail.rows["today"].accessibleDescription() == "2 件"
    assert focus() is desk.page.table


def test_enter_closes_a_follow_up_and_comes_back(session: Session, doors: dict[str, str], qtbot: QtBot) -> None:
    id = raise_one(session, doors["孙桂兰"], "孙子转学手续", "2026-05-22")
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    press("Return")
    assert desk.page.name == "visits"
    write("已办好")
    press(key("save"))
    record = session.store.get("follow_up", id)
    assert (record["status"], record["closed_on"], record["outcome"]) == ("closed", "2026-05-22", "已办好")
    assert desk.page.name == "today"
    assert "今天到期" not in "".join(listed(desk))
    assert desk.undo_bar.isVisible()
    press(key("undo"))
    assert session.store.get("follow_up", id)["status"] == "raised"
    assert "# 今天到期 1" in listed(desk)


def test_enter_on_a_household_records_its_visit_and_comes_back(
    session: Session, doors: dict[str, str], qtbot: QtBot,
) -> None:
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    press("Down")
    item = desk.page.table.current()
    assert isinstance(item, TodayItem)
    press("Return", "1", key("save"))
    assert desk.page.name == "today"
    assert session.store.count("visit", {"household_id": item.id}) == 1


def test_escape_comes_back_and_the_draft_is_offered(session: Session, doors: dict[str, str], qtbot: QtBot) -> None:
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    press("Down")
    item = desk.page.table.current()
    press("Return", "2", "Escape")
    assert desk.page.name == "today"
    desk.refresh()
    assert listed(desk)[0] == "# 没写完的 1"
    desk.page.table.select(1)
    assert desk.page.table.current().id == item.id
    press("Return")
    assert desk.page.shown.entry.form.rows["outcome"].editor.codes() == ("not_home",)


def test_a_visit_of_which_only_a_follow_up_is_typed_stands_among_the_unfinished(
    session: Session, doors: dict[str, str], qtbot: QtBot,
) -> None:
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    write("3-27")
    press("Return", key("follow_up"))
    write("问大病救助")
    press("Escape", "Escape")
    assert session.store.draft(f"visit:new:{doors['孙桂兰']}") is None
    press("Alt+1")
    assert listed(desk)[0] == "# 没写完的 1"
    desk.page.table.select(1)
    press("Return")
    assert [each.rows["matter"].editor.text() for each in desk.page.shown.entry.inset.items] == ["问大病救助"]


def test_the_rest_of_a_long_group_is_shown_by_the_register(
    session: Session, doors: dict[str, str], qtbot: QtBot,
) -> None:
    for id in doors.values():
        visits.record_visit(session, id, {"visited_on": "2026-05-13", "outcome": "not_home"})
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    assert listed(desk)[-1] == "还有 2 户，按 Enter 在户册里看"
    desk.page.table.select_where(lambda row: isinstance(row, More))
    press("Return")
    register = desk.page.households.register
    assert register.filters.again.isChecked()
    assert register.narrowed.count == 5
    assert focus() is register.table
    desk.go("visits", do="narrow", people="any", late="22")
    assert not register.filters.again.isChecked()
    assert register.narrowed.ids() == [doors["陈秀英"], doors["朱明霞"], doors["孙桂兰"]]


def test_the_plan_of_today_is_one_line_that_leads_to_it(
    session: Session, doors: dict[str, str], qtbot: QtBot,
) -> None:
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    assert listed(desk)[:2] == ["# 今天的计划", "计划 走 3 户"]
    press("Return")
    assert desk.page.tab == 3
    assert focus() is desk.page.plan.table


def marked(desk: Shell) -> str:
    """The line at the right that has the keys."""
    assert focus() in desk.page.side.lines
    return focus().accessibleName()


def go_down(desk: Shell, wanted: str) -> None:
    """From the list to a line at the right, by keys alone."""
    desk.go("today")
    press("Right")
    for _ in desk.page.side.lines:
        if marked(desk).startswith(wanted):
            return
        press("Down")
    raise AssertionError(wanted)


def test_the_lines_at_the_right_are_walked_by_keys(session: Session, doors: dict[str, str], qtbot: QtBot) -> None:
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    press("Right")
    assert marked(desk) == "五月进度，还有 9 天"
    names = [marked(desk)]
    while press("Down") or marked(desk) != names[-1]:
        names.append(marked(desk))
    assert [name.split("，")[0] for name in names] == [
        "五月进度", "走访到户", "重点户", "季内踏查", "知晓率（按人）",
        "5月31日", "6月1日", "6月3日", "6月10日", "四月月报", "四月报送"]
    assert names[2] == "重点户，0.0%，到今天应有 71 %，差 2 户"
    assert names[-2:] == ["四月月报，还没有定稿", "四月报送，还没有报送"]
    press("Up")
    assert marked(desk) == "四月月报，还没有定稿"
    _, issued = issue_report(session.store, Month(2026, 4), None, dt.datetime(2026, 5, 2, 9))
    desk.did("定稿", issued)
    assert marked(desk) == "四月月报，5月2日 定稿"
    house = session.store.records("household")[0].id
    with session.store.action() as action:
        action.save("visit", {"household_id": house, "visited_on": "2026-04-30", "outcome": "met"})
    desk.did("记了走访", action.changes)
    assert marked(desk) == "四月月报，数据已变更"
    press("Left")
    assert focus() is desk.page.table
    press("Tab")
    assert marked(desk) == names[0]
    press("Tab")
    assert marked(desk) == names[1]
    assert ("Enter", "看计划") in [(hint.cap, hint.word) for hint in desk._hint_bar.hints]


@pytest.mark.parametrize(("line", "page", "tab"), [
    ("五月进度", "report", 0), ("走访到户", "visits", 3), ("重点户", "visits", 0), ("季内踏查", "patrols", 0),
    ("知晓率", "quizzes", 4), ("5月31日，月报截止", "report", 0), ("6月1日，全民禁毒宣传月", "visits", 0),
    ("6月10日，罂粟集中踏查结束", "patrols", 0), ("四月月报", "report", 0), ("四月报送", "handover", 0),
])
def test_each_line_leads_to_where_it_is_done(
    session: Session, doors: dict[str, str], qtbot: QtBot, line: str, page: str, tab: int,
) -> None:
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    go_down(desk, line)
    press("Return")
    assert (desk.page.name, desk.page.tab) == (page, tab)
    if page in ("report", "handover"):
        shown = desk.page.choosing.period if page == "report" else desk.page.month
        assert str(shown) == ("2026-04" if line.startswith("四月") else "2026-05")
    if line == "重点户":
        assert desk.page.households.register.narrowed.ids() == [doors["陈秀英"], doors["朱明霞"], doors["孙桂兰"]]


def test_a_line_leads_by_the_mouse_too_and_keeps_the_keys_when_something_changes(
    session: Session, doors: dict[str, str], qtbot: QtBot,
) -> None:
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    go_down(desk, "重点户")
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-22", "outcome": "met"})
    desk.refresh()
    assert marked(desk) == "重点户，33.3%，到今天应有 71 %，差 1 户"
    qtbot.mouseClick(desk.page.side.lines[4], Qt.MouseButton.LeftButton)
    assert (desk.page.name, desk.page.tab) == ("quizzes", 4)


def test_with_nothing_to_do_the_month_has_the_keys(qtbot: QtBot, session: Session) -> None:
    saved = households.save_household(session, {"group_no": 1, "door_no": "1", "active_from": "2026-01-01"})
    assert saved.record is not None
    visits.record_visit(session, saved.record.id, {"visited_on": "2026-05-22", "outcome": "met"})
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    assert listed(desk) == []
    assert marked(desk) == "五月进度，还有 9 天"
    press("Left")
    assert marked(desk) == "五月进度，还有 9 天"


def test_names_can_be_covered(session: Session, doors: dict[str, str], qtbot: QtBot) -> None:
    raise_one(session, doors["孙桂兰"], "孙子转学手续", "2026-05-22")
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    column = desk.page.table.table.columns[1]
    assert column.text(desk.page.table.current()) == "3 组 27 号 孙桂兰"
    press(key("mask"))
    assert column.text(desk.page.table.current()) == "3 组 27 号 孙**"


@pytest.mark.parametrize("size", [100, 125, 150])
def test_the_side_is_never_wider_than_its_place(
    session: Session, doors: dict[str, str], qtbot: QtBot, sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    side = desk.page.side
    qtbot.waitUntil(lambda: side.widget().width() <= side.viewport().width())
    assert desk.minimumSizeHint().width() <= 1366
