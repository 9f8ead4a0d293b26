"""A register comes in from a spreadsheet: looked at first, wrong rows named, taken in and taken back as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from panhuang_desk.desk.dropping import files_of, refusal
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.models.columns import Heading
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.services import import_layouts
from panhuang_desk.services.session import Session
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, write

LEDGER = """组别,门牌号,户主,电话,房屋性质
3组,26,朱明霞,,自住
3组,27,孙桂兰,13900001485,自住
第五组,1,周学兵,13900001486,出租
五,,李广才,,自住
6,2,潘学礼,139000000,自住
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "户册.csv"
    path.write_text(LEDGER, encoding="gbk")
    return path


def begin(desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot) -> None:
    """The file is read, and its columns are shown."""
    said.paths = [[str(ledger)]]
    press(key("import"))
    qtbot.waitUntil(lambda: desk.page.importing is not None)


def check(desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot) -> None:
    """The columns are right; what the import would do is shown."""
    begin(desk, said, ledger, qtbot)
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing.result is not None)


def lines(view: TableView) -> list[list[str]]:
    """What the list says, but for its headings."""
    rows = [view.table.row(place) for place in range(view.table.rowCount())]
    return [[column.text(row) + (f" {column.detail(row)}" if column.detail and column.detail(row) else "")
             for column in view.table.columns] for row in rows if not isinstance(row, Heading)]


def test_the_first_step_shows_what_each_column_is_taken_for_and_read_as(
    desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot,
) -> None:
    begin(desk, said, ledger, qtbot)
    columns = desk.page.importing.columns
    assert columns.table.hasFocus()
    assert [row[:3] for row in lines(columns.table)][:4] == [
        ["组别", "组别", "3  ｜  3  ｜  5  ｜  5  ｜  6"], ["门牌号", "门牌号", "26  ｜  27  ｜  1  ｜  空  ｜  2"],
        ["户主", "联系人", "朱明霞  ｜  孙桂兰  ｜  周学兵  ｜  李广才  ｜  潘学礼"],
        ["电话", "联系电话", "空  ｜  13900001485  ｜  13900001486  ｜  空  ｜  139000000（读不了）"]]
    press(key("mask"))
    assert "孙桂兰" not in lines(columns.table)[2][2]
    press(key("mask"))
    press(key("back"))
    assert desk.page.importing is None
    assert desk.page.search.hasFocus()


def test_a_column_is_chosen_by_keys_and_remembered_in_the_file(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    odd = tmp_path / "台账.csv"
    odd.write_text("组,门牌号,当家人,孙桂兰,电话\n3,40,朱明霞,x,13900001485\n", encoding="utf-8")
    begin(desk, said, odd, qtbot)
    columns = desk.page.importing.columns
    press("Down", "Down", "Return")
    (action,) = [action for action in columns.menu.actions() if action.text() == "联系人"]
    action.trigger()
    columns.menu.close()
    desk.activateWindow()
    qtbot.waitUntil(lambda: columns.table.hasFocus())
    columns.choose("", 4, "")
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing.result is not None)
    assert desk.page.importing.result.ignored == ("孙桂兰", "电话")
    press(key("back"))
    assert desk.page.importing.result is None
    press(key("back"))
    begin(desk, said, odd, qtbot)
    assert [row[:2] for row in lines(desk.page.importing.columns.table)][2:] == [
        ["当家人", "联系人"], ["孙桂兰", "不要"], ["电话", "不要"]]
    assert import_layouts.remembered(session, "household") == {"当家人": "contact_name", "电话": ""}


def test_headings_that_were_not_found_are_pointed_at(
    desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    odd = tmp_path / "台账.csv"
    odd.write_text("某村\n甲,乙,丙\n3,40,朱明霞\n4,41,孙桂兰\n", encoding="utf-8")
    begin(desk, said, odd, qtbot)
    step = desk.page.importing.columns
    assert step.header.hasFocus()
    press(key("save"))
    assert "没有认出表头" in step.strip.label.text()
    write("2")
    press("Return")
    assert [row[0] for row in lines(step.table)] == ["甲", "乙", "丙"]
    assert "还没有一列当作门牌号" in step.strip.label.text()
    for position, field in enumerate(("group_no", "door_no", "contact_name")):
        step.choose("", position, field)
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing.result is not None)
    assert desk.page.importing.result.new == 2


def test_of_several_sheets_the_ledgers_are_chosen(
    desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    book = openpyxl.Workbook()
    for name, rows in (("三组", [("门牌号", "户主"), ("40", "甲"), ("41", "乙")]), ("说明", [("由网格员填",)]),
                       ("四组", [("门牌号", "户主"), ("50", "丙")])):
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "a.xlsx")
    begin(desk, said, tmp_path / "a.xlsx", qtbot)
    step = desk.page.importing.columns
    assert step.sheets.codes() == ("三组", "四组")
    step.sheets.setFocus()
    press("3")
    assert step.sheets.codes() == ("三组",)
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing.result is not None)
    assert desk.page.importing.result.new == 2


def test_the_second_step_says_what_would_happen_and_nothing_is_written(
    session: Session, desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot,
) -> None:
    check(desk, said, ledger, qtbot)
    sheet = desk.page.importing
    assert (sheet.result.new, sheet.result.changed, sheet.result.same, sheet.result.wrong_rows) == (1, 1, 1, 2)
    assert lines(sheet.outcome.table) == [
        ["第 5 行", "门牌号", "没有写门牌号，请补上。"],
        ["第 6 行", "电话", "手机号要 11 位，这里是 9 位。 写的是“139000000”"],
        ["第 3 行·3 组 27 号", "联系电话", "13800007702 → 13900001485"]]
    assert sheet.import_button.text() == "导入 2 户"
    press(key("mask"))
    shown = " ".join(" ".join(row) for row in lines(sheet.outcome.table))
    assert not any(word in shown for word in ("139000000", "13800007702", "13900001485"))
    press(key("mask"))
    assert session.store.count("household") == 5
    press(key("back"), key("back"))
    assert desk.page.importing is None
    assert desk.page.search.hasFocus()


def test_the_reasons_have_the_keys_and_the_import_goes_on_from_there(
    session: Session, desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot,
) -> None:
    check(desk, said, ledger, qtbot)
    table = desk.page.importing.outcome.table
    assert focus() is table
    first = table.current()
    press("Down")
    assert focus() is table
    assert table.current() is not first
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing is None)
    assert session.store.count("household") > 5


def test_in_large_text_the_reasons_have_room(
    qtbot: QtBot, session: Session, doors: dict[str, str], sized: Callable[[int], Theme], said: Recorder, ledger: Path,
) -> None:
    sized(150)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    check(desk, said, ledger, qtbot)
    table = desk.page.importing.outcome.table
    assert table.viewport().height() >= 5 * table.rowHeight(1)
    press("Escape", "Escape")
    assert desk.page.header.isVisible()


def test_what_is_said_of_many_rows_is_said_once(desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot) -> None:
    many = tmp_path / "空.csv"
    many.write_text("组别,门牌号,房屋性质,留守老人\n" + "".join(f"4,{door},空置,1\n" for door in range(30, 50)))
    check(desk, said, many, qtbot)
    assert lines(desk.page.importing.outcome.table) == [
        ["20 行", "房屋性质", "房屋为空置，但填了人数，请核对。 第 2、3、4、5、6、7、8、9、10、11、12、13 行等"]]


def test_the_import_is_one_action_that_can_be_undone(
    session: Session, desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot,
) -> None:
    check(desk, said, ledger, qtbot)
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing is None)
    assert session.store.count("household") == 6
    assert desk.undo_bar.text == "导入了户册：新增 1 户，改了 1 户，2 行没有进来"
    press(key("undo"))
    assert session.store.count("household") == 5
    check(desk, said, ledger, qtbot)
    assert (desk.page.importing.result.new, desk.page.importing.result.changed) == (1, 1)


def test_wrong_rows_are_saved_mended_and_imported_again(
    session: Session, desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot, tmp_path: Path,
) -> None:
    check(desk, said, ledger, qtbot)
    said.paths = [[str(tmp_path / "要改.csv")]]
    press(key("export"))
    written = (tmp_path / "要改.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",") for line in written.splitlines()] == [
        ["组别", "门牌号", "户主", "电话", "房屋性质", "不能导入的原因"],
        ["五", "", "李广才", "", "自住", "门牌号：没有写门牌号，请补上。"],
        ["6", "2", "潘学礼", "139000000", "自住", "电话：手机号要 11 位，这里是 9 位。"]]
    (tmp_path / "要改.csv").write_text(written.replace("139000000", "13900001487").replace("五,,", "五,9,"))
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing is None)
    check(desk, said, tmp_path / "要改.csv", qtbot)
    result = desk.page.importing.result
    assert (result.new, result.wrong, result.ignored) == (2, (), ())


def test_a_file_that_is_no_register_is_told_in_words(
    session: Session, desk: Shell, said: Recorder, qtbot: QtBot, tmp_path: Path,
) -> None:
    other = tmp_path / "照片.csv"
    other.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    said.paths = [[str(other)]]
    press(key("import"))
    qtbot.waitUntil(lambda: bool(said.said))
    assert said.said[0].look == "error"
    assert desk.page.importing is None
    assert session.store.count("household") == 5


def test_turning_back_from_the_choice_of_a_file_leaves_the_list(desk: Shell, said: Recorder) -> None:
    press(key("import"))
    assert desk.page.importing is None
    assert desk.page.search.hasFocus()


def test_a_spreadsheet_dropped_on_the_window_is_looked_at(
    desk: Shell, ledger: Path, qtbot: QtBot, tmp_path: Path,
) -> None:
    desk.go("today")
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(ledger))])
    enter = QDragEnterEvent(QPoint(600, 300), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(600, 300), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk, drop)
    qtbot.waitUntil(lambda: desk.page.name == "visits" and desk.page.importing is not None)
    assert desk.page.importing.source == ledger
    carried.setUrls([QUrl.fromLocalFile(str(tmp_path / "照片.jpg"))])
    assert "照片" in refusal(files_of(carried))[0]
