"""A register comes in from a spreadsheet: looked at first, wrong rows named, taken in and taken back as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk.dropping import spreadsheet_of
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.models.columns import Heading
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services.session import Session
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, key, open_desk, press

LEDGER = """组别,门牌号,户主,电话,房屋性质
3组,26,朱明霞,,自住
3组,27,孙桂兰,13900001485,自住
第五组,1,周学兵,13900001486,出租
五,,李广才,,自住
6,2,潘学礼,1390000,自住
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "户册.csv"
    path.write_text(LEDGER, encoding="gbk")
    return path


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Shell:
    add_households(session)
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    return shell


def begin(desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot) -> None:
    said.paths = [[str(ledger)]]
    press(key("import"))
    qtbot.waitUntil(lambda: desk.page.importing is not None)


def test_the_sheet_says_what_would_happen_and_nothing_is_written(
    session: Session, desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot,
) -> None:
    begin(desk, said, ledger, qtbot)
    result = desk.page.importing.result
    assert (result.new, result.changed, result.same, result.wrong_rows) == (1, 1, 1, 2)
    table = desk.page.importing.table.table
    rows = [table.row(place) for place in range(table.rowCount())]
    assert [row.title for row in rows if isinstance(row, Heading)] == ["不能导入", "有变动"]
    assert {row.row for row in rows if not isinstance(row, Heading)} == {3, 5, 6}
    assert desk.page.importing.import_button.text() == "导入 2 户"
    assert session.store.count("household") == 5
    press(key("back"))
    assert desk.page.importing is None
    assert desk.page.search.hasFocus()


def test_the_import_is_one_action_that_can_be_undone(
    session: Session, desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot,
) -> None:
    begin(desk, said, ledger, qtbot)
    press(key("save"))
    qtbot.waitUntil(lambda: desk.page.importing is None)
    assert session.store.count("household") == 6
    assert desk.undo_bar.text == "导入了户册：新增 1 户，改了 1 户，2 行没有进来"
    press(key("undo"))
    assert session.store.count("household") == 5
    begin(desk, said, ledger, qtbot)
    assert (desk.page.importing.result.new, desk.page.importing.result.changed) == (1, 1)


def test_wrong_rows_are_saved_as_a_table(
    desk: Shell, said: Recorder, ledger: Path, qtbot: QtBot, tmp_path: Path,
) -> None:
    begin(desk, said, ledger, qtbot)
    said.paths = [[str(tmp_path / "要改.csv")]]
    press(key("export"))
    written = (tmp_path / "要改.csv").read_text(encoding="utf-8-sig").splitlines()
    assert written[0] == "组别,门牌号,户主,电话,房屋性质,不能导入的原因"
    assert [line.split(",")[2] for line in written[1:]] == ["李广才", "潘学礼"]


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
    assert spreadsheet_of(carried) == ""
