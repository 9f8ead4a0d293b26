"""The register on screen by real keys: filters, order, columns, what is remembered, what goes out, the detail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk import theme
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.desk.widgets.menus import TickMenu
from panhuang_desk.services import household_life, households, visits
from panhuang_desk.services.session import Session
from panhuang_desk.settings import ListLook, Settings
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, raise_one, write


def names(desk: Shell) -> list[str]:
    table = desk.page.households.register.table.table
    return [table.row(place).contact_name for place in range(table.rowCount())]


def register(desk: Shell):
    return desk.page.households.register


def cells(desk: Shell, column: str) -> list[str]:
    table = register(desk).table.table
    place = [each.name for each in table.columns].index(column)
    return [table.index(row, place).data() for row in range(table.rowCount())]


def titles(desk: Shell) -> list[str]:
    return [each.title for each in register(desk).columns.all if each.name in register(desk).shown_columns()]


def menu() -> TickMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, TickMenu)
    return found


def tick(shown: TickMenu, word: str) -> None:
    action = next(each for each in shown.actions() if each.text() == word)
    shown.setActiveAction(action)
    QTest.keyClick(shown, Qt.Key.Key_Space)


def test_a_number_of_days_is_chosen_or_typed_and_remembered(
    session: Session, desk: Shell, doors: dict[str, str], qtbot: QtBot,
) -> None:
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-14", "outcome": "met"})
    visits.record_visit(session, doors["朱明霞"], {"visited_on": "2026-05-02", "outcome": "met"})
    desk.refresh()
    filters = register(desk).filters
    filters.late._pick("15")
    assert names(desk) == ["陈秀英", "王德发", "朱明霞", "徐长林"]
    filters.late._pick("other")
    assert focus() is filters.days
    focus().selectAll()
    write("7天")
    press("Return")
    assert names(desk) == ["陈秀英", "王德发", "朱明霞", "孙桂兰", "徐长林"]
    assert filters.late.text() == "7 天没见到"
    assert focus() is filters.late
    filters.late._pick("")
    assert filters.late.text() == "7 天没见到"
    again = open_desk(session, "visits")
    qtbot.addWidget(again)
    assert register(again).filters.late.text() == "7 天没见到"


def test_what_another_page_asks_for_holds_for_this_showing_and_is_not_remembered(
    session: Session, desk: Shell, doors: dict[str, str], qtbot: QtBot,
) -> None:
    filters = register(desk).filters
    filters.late._pick("60")
    filters.late._pick("")
    filters.open.click()
    kept = dict(register(desk).look.filters)
    desk.go("visits", do="narrow", people="any", late="22")
    assert names(desk) == ["陈秀英", "朱明霞", "孙桂兰"]
    assert (filters.late.text(), filters.late_days) == ("22 天没见到", 22)
    assert not filters.open.isChecked()
    assert register(desk).look.filters == kept == {"days": "60", "open": "1"}
    filters.again.click()
    assert names(desk) == []
    assert register(desk).look.filters == {"days": "60", "people": "any", "again": "1"}
    filters.again.click()
    desk.refresh()
    assert names(desk) == ["陈秀英", "朱明霞", "孙桂兰"], "those asked for hold on beside what a person chose"
    press("Escape", "Escape")
    assert len(names(desk)) == 5
    assert filters.late.text() == "60 天没见到"
    assert register(desk).look.filters == {"days": "60"}
    desk.go("visits", do="narrow", late="22")
    filters.late._pick("30")
    assert (filters.late_days, register(desk).look.filters) == (30, {"days": "30", "late": "30"})
    again = open_desk(session, "visits")
    qtbot.addWidget(again)
    assert register(again).filters.late.isChecked()


def test_a_number_that_is_none_is_not_taken(desk: Shell) -> None:
    filters = register(desk).filters
    filters.late._pick("other")
    focus().selectAll()
    write("很久")
    press("Return")
    assert filters.days.isVisible()
    press("Escape")
    assert not filters.days.isVisible()
    assert not filters.late.isChecked()
    assert len(names(desk)) == 5


def test_filters_add_up_and_the_count_says_so(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-20", "outcome": "not_home"})
    raise_one(session, doors["孙桂兰"], "孙子转学", "2026-05-25")
    raise_one(session, doors["陈秀英"], "换水表", "2026-05-25")
    desk.refresh()
    filters = register(desk).filters
    filters.open.click()
    assert names(desk) == ["陈秀英", "孙桂兰"]
    filters.again.click()
    assert names(desk) == ["孙桂兰"]
    assert register(desk).count.text() == "显示 1 户，共 5 户"
    filters.open.click()
    filters.again.click()
    filters.people._pick("left_behind_elderly")
    assert names(desk) == ["陈秀英", "朱明霞", "孙桂兰"]
    register(desk).clear_filters()
    assert register(desk).count.text() == "共 5 户"


def test_nothing_found_says_what_to_do(desk: Shell) -> None:
    filters = register(desk).filters
    filters.tenure._pick("rented")
    assert register(desk)._none_title.isVisible()
    assert register(desk)._none_title.text() == "没有这样的户"
    write("孙")
    assert register(desk)._none_title.text() == "没有找到“孙”"
    assert "筛选还开着" in register(desk)._none_says.text()
    press("Escape", "Escape")
    assert len(names(desk)) == 5


def test_what_was_chosen_is_there_the_next_time(session: Session, desk: Shell, qtbot: QtBot) -> None:
    register(desk).filters.group._pick("3")
    register(desk).table._sort(2)
    write("孙")
    session.settings.save()
    kept = Settings.load(session.settings.file)
    assert kept.lists["register"] == ListLook([], "name", False, {"group": "3"})
    session.settings.lists = kept.lists
    again = open_desk(session, "visits")
    qtbot.addWidget(again)
    assert register(again).filters.group.text() == "3 组"
    assert names(again) == sorted(["朱明霞", "孙桂兰", "徐长林"])
    assert register(again).search.text() == ""


@pytest.mark.parametrize("damage", [{"lists": 5}, {"lists": {"register": 1}}, {"lists": {"register": {"columns": 7}}}])
def test_a_damaged_memory_is_forgotten(tmp_path: Path, damage: dict[str, object]) -> None:
    import json

    file = tmp_path / "settings.json"
    file.write_text(json.dumps(damage), encoding="utf-8")
    assert Settings.load(file).list_look("register") == ListLook()


def test_columns_are_chosen_by_keys_and_remembered(session: Session, desk: Shell, qtbot: QtBot) -> None:
    assert titles(desk) == ["组门牌", "联系人", "房屋", "重点", "上次见到", "待办"]
    press(key("columns"))
    shown = menu()
    tick(shown, "联系电话")
    tick(shown, "房屋")
    assert shown.isVisible()
    assert titles(desk) == ["组门牌", "联系人", "重点", "上次见到", "待办", "联系电话"]
    assert cells(desk, "phone")[3] == "13800007702"
    tick(shown, "在校学生")
    shown.close()
    again = open_desk(session, "visits")
    qtbot.addWidget(again)
    assert "在校学生" in titles(again)
    press(key("columns"))
    tick(menu(), "恢复平常的列")
    menu().close()
    assert titles(again) == ["组门牌", "联系人", "房屋", "重点", "上次见到", "待办"]


def test_in_large_text_the_columns_stand_one_below_the_other(
    session: Session, doors: dict[str, str], sized: Callable[[int], Theme], qtbot: QtBot,
) -> None:
    sized(150)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    press(key("columns"))
    shown = menu()
    assert len({shown.actionGeometry(action).left() for action in shown.actions()}) == 1
    assert shown.height() <= shown.screen().geometry().height()
    QTest.keyClick(shown, Qt.Key.Key_Up)
    assert shown.activeAction().text() == "恢复平常的列"
    assert shown.rect().contains(shown.actionGeometry(shown.activeAction()).center())
    shown.close()


def test_a_declared_column_reads_the_record(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    households.save_household(session, {"pupils": 2, "note": "晚上\n在家"}, doors["孙桂兰"])
    register(desk).look.columns = ["pupils", "note", "active_from"]
    desk.refresh()
    assert cells(desk, "pupils") == ["", "", "", "2", ""]
    assert cells(desk, "note")[3] == "晚上 在家"
    assert cells(desk, "active_from")[0] == "1月1日"
    press(key("mask"))
    assert cells(desk, "note")[3] == "（已遮住）"


def test_the_order_is_chosen_by_keys_and_turned(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-20", "outcome": "met"})
    visits.record_visit(session, doors["王德发"], {"visited_on": "2026-05-02", "outcome": "met"})
    desk.refresh()
    register(desk).mark(doors["孙桂兰"])
    press(key("columns"))
    order = next(each.menu() for each in menu().actions() if each.menu() is not None)
    tick(order, "上次见到")
    assert names(desk)[-2:] == ["王德发", "孙桂兰"]
    tick(order, "上次见到")
    assert names(desk)[:2] == ["孙桂兰", "王德发"]
    assert register(desk).current.contact_name == "孙桂兰"
    assert (register(desk).look.order, register(desk).look.descending) == ("met", True)


def test_while_one_searches_the_best_answer_stands_first(desk: Shell) -> None:
    register(desk).table.order_by("name", descending=True)
    register(desk)._ordered("name", True)
    write("8")
    assert names(desk)[0] == "陈秀英"
    press("Escape")
    assert names(desk) == sorted(names(desk), reverse=True)


def test_what_is_on_screen_goes_out(
    session: Session, desk: Shell, said: Recorder, qtbot: QtBot, tmp_path: Path, doors: dict[str, str],
) -> None:
    raise_one(session, doors["孙桂兰"], "孙子转学", "2026-05-25")
    desk.refresh()
    register(desk).filters.group._pick("3")
    register(desk).table.order_by("open")
    target = tmp_path / "户.csv"
    said.answers, said.paths = ["masked"], [[str(target)]]
    press(key("export"))
    qtbot.waitUntil(target.exists)
    heading, *rows = target.read_text(encoding="utf-8-sig").splitlines()
    assert heading.startswith("村（社区）,组别,门牌号,联系人（已遮盖）,房屋性质,留守儿童")
    assert heading.endswith("上次见到,未办结的待办,记录号")
    assert [row.split(",")[2:4] for row in rows] == [["27", "孙**"], ["26", "朱**"], ["28", "徐**"]]
    qtbot.waitUntil(lambda: "导出了 3 户" in desk.undo_bar.text)


def test_the_marked_household_stays_when_another_one_comes_before_it(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    register(desk).mark(doors["孙桂兰"])
    households.save_household(session, {"group_no": 1, "door_no": "1", "contact_name": "新来的"})
    desk.refresh()
    assert names(desk)[0] == "新来的"
    assert register(desk).current.contact_name == "孙桂兰"
    assert desk.page.households.detail.head.name.text() == "孙桂兰"


def test_the_detail_waits_for_a_rest_in_typing_and_never_lags_behind_keys(desk: Shell, qtbot: QtBot) -> None:
    head = desk.page.households.detail.head
    assert head.name.text() == "陈秀英"
    write("3-27")
    assert head.name.text() == "陈秀英"
    qtbot.waitUntil(lambda: head.name.text() == "孙桂兰")
    press("Escape", "Down", "Down")
    assert focus() is register(desk).table
    assert head.name.text() == register(desk).current.contact_name


def test_the_detail_says_what_comes_next_and_covers_it(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-20", "outcome": "not_home"})
    raise_one(session, doors["孙桂兰"], "孙子转学", "2026-05-21")
    raise_one(session, doors["孙桂兰"], "换水表", "2026-06-21")
    desk.refresh()
    register(desk).mark(doors["孙桂兰"])
    strip = desk.page.households.detail._next.label
    assert strip.text() == "下一件：孙子转学（已逾期 1 天），另有 1 件待办；5月20日不在家，再去一次"
    press(key("mask"))
    assert strip.text() == "下一件：诉求（已逾期 1 天），另有 1 件待办；5月20日不在家，再去一次"


def test_the_detail_tells_what_a_household_went_through(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    home = doors["孙桂兰"]
    household_life.move_away(session, home, "2026-02-01", "moved")
    household_life.come_back(session, home, "2026-03-01")
    part = household_life.split(session, home, {"group_no": 3, "door_no": "27-1", "contact_name": "孙小军",
                                                "active_from": "2026-04-01"})
    assert part.ok
    household_life.merge(session, home, doors["徐长林"], {})
    desk.refresh()
    register(desk).mark(home)
    detail = desk.page.households.detail
    story = detail.tables["story"]
    told = [story.table.columns[1].text(story.table.row(n)) for n in range(story.table.rowCount())]
    assert told == ["与 3 组 28 号 徐长林 合成一户，那边的走访和待办都在这里", "分出 3 组 27-1 号 孙小军",
                    "搬回来，重新在册", "不再在册：搬走"]
    story.setFocus()
    story.select(1)
    press("Return")
    assert register(desk).current.contact_name == "孙小军"
    assert detail.tables["story"].table.columns[1].text(
        detail.tables["story"].table.row(0)) == "从 3 组 27 号 孙桂兰 分出来"
    assert register(desk).mark(doors["王德发"])
    assert not detail.tables["story"].isVisible()


def test_more_columns_than_room_scroll_by_keys(session: Session, desk: Shell) -> None:
    register(desk).look.columns = ["tenure", "people", "met", "open", "phone", "visit", "due", "pupils", "note"]
    desk.refresh()
    register(desk).to_list()
    bar = register(desk).table.horizontalScrollBar()
    assert bar.maximum() > 0
    for _ in range(20):
        press("Right")
        if bar.value() == bar.maximum():
            break
    assert bar.value() == bar.maximum()
    press("Left")
    assert bar.value() < bar.maximum()


@pytest.mark.parametrize("size", [100, 125, 150])
def test_the_usual_columns_have_room_at_every_size(
    session: Session, doors: dict[str, str], qtbot: QtBot, sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    table = register(desk).table
    assert table.horizontalScrollBar().maximum() == 0
    for place, column in enumerate(table.table.columns):
        if not table.isColumnHidden(place):
            assert table.columnWidth(place) >= theme.active().text_px(column.width) - 1
