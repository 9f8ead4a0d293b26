"""The office brings copies in: looks first, merges, decides what two sides filled in differently, takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.handover.office import CONFLICTS, OfficePage
from panhuang_desk.desk.pages.handover.page import HandoverPage
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services.board import MISSING, RECEIVED
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.services.test_copies import OFFICE, OTHERS, VILLAGES, add, file_of

PATIENCE_MS = 20_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    with file_of(tmp_path, "街道", OFFICE, "") as session:
        yield session


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Session]:
    with file_of(tmp_path, VILLAGES[0].name, OTHERS[0], VILLAGES[0].code) as session:
        add(session, "1")
        add(session, "2")
        yield session


@pytest.fixture
def page(office: Session, qtbot: QtBot) -> OfficePage:
    shell = Shell(office)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("handover")
    assert isinstance(shell.page, OfficePage)
    return shell.page


def copy_of(village: Session, folder: Path, name: str = "仰徐_报送.phdb") -> Path:
    copy = folder / name
    copy.unlink(missing_ok=True)
    village.store.snapshot(copy)
    return copy


def bring(page: OfficePage, qtbot: QtBot, copy: Path) -> None:
    """A copy is let go over the window; its passphrase is typed where it is asked for; then it is merged."""
    assert page.take_files([str(copy)])
    qtbot.waitUntil(lambda: page.panel.title.text() == "合并预览", timeout=PATIENCE_MS)
    if page.panel.passphrase.isVisible():
        QTest.keyClicks(page.panel.passphrase.field, "")
        page.panel.passphrase.field.setText(OTHERS[0])
        QTest.keyClick(page.panel.passphrase.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.panel.ready, timeout=PATIENCE_MS)
    page.desk.press("save")
    qtbot.waitUntil(lambda: page.panel.title.text() == "合并完了", timeout=PATIENCE_MS)


def differ(page: OfficePage, village: Session, qtbot: QtBot, folder: Path) -> str:
    """Both sides fill in another phone of one household, and the copy comes again; the household's id."""
    bring(page, qtbot, copy_of(village, folder))
    household = village.store.records("household")[0].id
    for session, phone in ((village, "13800000001"), (page.session, "13800000002")):
        with session.store.action() as action:
            action.save("household", {"phone": phone}, id=household)
    bring(page, qtbot, copy_of(village, folder))
    return household


def test_a_village_makes_copies_and_an_office_brings_them_in(
    page: OfficePage, village: Session, qtbot: QtBot,
) -> None:
    shell = Shell(village)
    qtbot.addWidget(shell)
    shell.go("handover")
    assert isinstance(shell.page, HandoverPage)


def test_a_copy_is_looked_at_then_merged_and_the_board_knows(
    page: OfficePage, village: Session, qtbot: QtBot, tmp_path: Path,
) -> None:
    assert [page.board.table.row(at).state for at in range(page.board.table.rowCount())] == [MISSING, MISSING]
    assert page.take_files([str(copy_of(village, tmp_path))])
    qtbot.waitUntil(lambda: page.panel.passphrase.isVisible(), timeout=PATIENCE_MS)
    assert not page.panel.ready
    assert "不对" not in page.panel.ask.text()
    page.panel.passphrase.field.setText(OTHERS[1])
    QTest.keyClick(page.panel.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "刚才的口令不对" in page.panel.ask.text(), timeout=PATIENCE_MS)
    page.panel.passphrase.field.setText(OTHERS[0])
    QTest.keyClick(page.panel.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.ready, timeout=PATIENCE_MS)
    assert page.session.store.count("household") == 0
    assert page.panel.button.text().startswith("合并 1 份")
    page.desk.press("save")
    qtbot.waitUntil(lambda: page.panel.title.text() == "合并完了", timeout=PATIENCE_MS)
    assert page.session.store.count("household") == 2
    page._choose_month(dt.datetime.now().strftime("%Y-%m"))
    assert [page.board.table.row(at).state for at in range(page.board.table.rowCount())] == [RECEIVED, MISSING]


def test_putting_the_preview_away_writes_nothing(
    page: OfficePage, village: Session, qtbot: QtBot, tmp_path: Path,
) -> None:
    page.passphrases.append(OTHERS[0])
    page.take_files([str(copy_of(village, tmp_path))])
    qtbot.waitUntil(lambda: page.panel.ready, timeout=PATIENCE_MS)
    page.desk.press("back")
    assert not page.panel.ready
    assert page.session.store.count("household") == 0


def test_other_files_are_left_to_the_rest_of_the_desk(page: OfficePage) -> None:
    assert not page.take_files(["户册.xlsx"])


@pytest.mark.parametrize(("key", "phone"), [(Qt.Key.Key_1, "13800000002"), (Qt.Key.Key_2, "13800000001")])
def test_a_digit_decides_a_conflict_and_it_can_be_taken_back(
    page: OfficePage, village: Session, qtbot: QtBot, tmp_path: Path, key: Qt.Key, phone: str,
) -> None:
    household = differ(page, village, qtbot, tmp_path)
    assert page.tab == CONFLICTS
    assert page.conflicts.sides[0].text().endswith("13800000002")
    page.conflicts.table.setFocus()
    QTest.keyClick(page.conflicts.table, key)
    assert page.session.store.records("household", {"id": household})[0].text("phone") == phone
    assert page.conflicts.current is None
    page.desk.press("undo")
    assert page.session.store.records("household", {"id": household})[0].text("phone") == "13800000002"


def test_another_value_is_written_and_what_is_none_is_said(
    page: OfficePage, village: Session, qtbot: QtBot, tmp_path: Path,
) -> None:
    household = differ(page, village, qtbot, tmp_path)
    page.conflicts.table.setFocus()
    QTest.keyClick(page.conflicts.table, Qt.Key.Key_3)
    page.conflicts.other.setText("一二三")
    QTest.keyClick(page.conflicts.other, Qt.Key.Key_Return)
    assert page.conflicts.problem.text()
    page.conflicts.other.setText("139 0000 0000")
    QTest.keyClick(page.conflicts.other, Qt.Key.Key_Return)
    assert page.session.store.records("household", {"id": household})[0].text("phone") == "13900000000"
    assert page.conflicts.current is None


def test_the_newest_merge_is_taken_back_as_a_whole(
    page: OfficePage, village: Session, qtbot: QtBot, tmp_path: Path, said: messages.Recorder,
) -> None:
    bring(page, qtbot, copy_of(village, tmp_path))
    said.answers.append("yes")
    page.done.opened.emit(page.done.table.row(0))
    qtbot.waitUntil(lambda: page.session.store.count("household") == 0, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(page.done.table.row(0).undone_at), timeout=PATIENCE_MS)
