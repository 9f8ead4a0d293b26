"""All villages' reports in one go from the report page: what is written, what is said, and what cancelling leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.report import batch
from panhuang_desk.desk.pages.report.batch import BatchSheet
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.errors import UserError
from panhuang_desk.services.batch import Batch, Failed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.desk.pages.report_desk import PATIENCE_MS, page, sample_file, session

__all__ = ["page", "sample_file", "session"]


def sheet_of(page: ReportPage, said: messages.Recorder, folder: Path) -> BatchSheet:
    """The sheet, over a folder that a person chose."""
    folder.mkdir()
    page.desk.press("batch")
    sheet = page.side.over
    assert isinstance(sheet, BatchSheet)
    assert sheet.what.hasFocus()
    said.paths.append([str(folder)])
    sheet.choose.click()
    return sheet


def test_a_file_for_each_village_and_a_bound_one(
    page: ReportPage, qtbot: QtBot, said: messages.Recorder, tmp_path: Path,
) -> None:
    sheet = sheet_of(page, said, tmp_path / "out")
    page.desk.press("batch")
    qtbot.waitUntil(lambda: sheet.result is not None, timeout=PATIENCE_MS)
    written = sorted(each.name for each in (tmp_path / "out").iterdir())
    assert len(written) == 3
    assert all(each.read_bytes().startswith(b"%PDF") for each in (tmp_path / "out").iterdir())
    assert "3 个文件" in sheet.said.text()
    assert sheet.table.table.rowCount() == 3
    assert page.window().focusWidget() is sheet.table
    page.desk.press("back")
    assert page.side.over is None


def test_only_what_is_chosen_is_written(
    page: ReportPage, qtbot: QtBot, said: messages.Recorder, tmp_path: Path,
) -> None:
    sheet = sheet_of(page, said, tmp_path / "out")
    QTest.keyClick(sheet.what, Qt.Key.Key_1)
    QTest.keyClick(sheet.what, Qt.Key.Key_2)
    page.desk.press("batch")
    assert "先选" in page.desk.undo_bar.text
    QTest.keyClick(sheet.what, Qt.Key.Key_2)
    page.desk.press("batch")
    qtbot.waitUntil(lambda: sheet.result is not None, timeout=PATIENCE_MS)
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_a_village_that_failed_stands_first_with_its_reason(
    page: ReportPage, qtbot: QtBot, said: messages.Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = UserError("字体坏了。", "请修好。")
    monkeypatch.setattr(batch, "write_all", lambda *a, **k: Batch((), None, (Failed("新民村", problem),)))
    sheet = sheet_of(page, said, tmp_path / "out")
    page.desk.press("batch")
    qtbot.waitUntil(lambda: sheet.result is not None, timeout=PATIENCE_MS)
    row = sheet.table.current()
    assert isinstance(row, batch.Outcome)
    assert (row.name, row.failed) == ("新民村", "字体坏了。请修好。")
    assert "1 个村（社区）没有出" in sheet.said.text()


def test_cancelling_leaves_what_is_finished_and_says_so(
    page: ReportPage, qtbot: QtBot, said: messages.Recorder, tmp_path: Path,
) -> None:
    sheet = sheet_of(page, said, tmp_path / "out")
    page.desk.press("batch")
    assert sheet.task is not None
    sheet.task.cancel()
    qtbot.waitUntil(lambda: "取消了" in sheet.said.text(), timeout=PATIENCE_MS)
    assert not [each for each in (tmp_path / "out").iterdir() if "汇编" in each.name]
    assert page.window().focusWidget() is sheet.button
