"""存在问题 and 下月计划 in the window: every sentence is changed, added, moved and taken out by keys, and kept."""

from __future__ import annotations

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.report import page as report_page
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.desk.pages.report.side import WORDS
from panhuang_desk.desk.pages.report.words import SentenceEditor
from panhuang_desk.errors import UserError
from panhuang_desk.model.report_words import Kept, Words, to_json
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.desk.pages.report_desk import PATIENCE_MS, open_page, sample_file, session, village_page

__all__ = ["sample_file", "session", "village_page"]


def at_words(page: ReportPage) -> SentenceEditor:
    """The first sentence, with the keys."""
    page.desk.press("edit")
    assert page.side.tab == WORDS
    editor = page.side.words.editors["problems"][0]
    assert editor.field.hasFocus()
    return editor


def printed(page: ReportPage) -> str:
    """What stands on the paper, without its breaks."""
    pdf = page.paper.pdf
    return "".join("".join(pdf.getAllText(each).text() for each in range(pdf.pageCount())).split())


def texts(page: ReportPage, part: str = "problems") -> list[str]:
    """The sentences of the draft."""
    assert page.view is not None
    return [line.text for line in getattr(page.view.drafted, part)]


def test_a_changed_sentence_is_kept_on_enter_marked_printed_and_taken_back(
    village_page: ReportPage, qtbot: QtBot,
) -> None:
    page = village_page
    editor = at_words(page)
    before = texts(page)
    QTest.keyClicks(editor.field, "ABC")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert page.side.words.editors["problems"][1].field.hasFocus()
    qtbot.waitUntil(lambda: texts(page)[0] == f"ABC{before[0]}", timeout=PATIENCE_MS)
    assert editor.tag.accessibleName() == "已改"
    assert "ABC" in printed(page)
    page.desk.press("undo")
    qtbot.waitUntil(lambda: texts(page) == before, timeout=PATIENCE_MS)
    assert editor.field.text() == before[0]


def test_a_sentence_is_added_and_moved_and_taken_out(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    at_words(page)
    count = len(texts(page))
    page.desk.press("new")
    added = page.side.words.editors["problems"][-1]
    qtbot.waitUntil(added.field.hasFocus)
    QTest.keyClicks(added.field, "own words")
    QTest.keyClick(added.field, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(texts(page)) == count + 1, timeout=PATIENCE_MS)
    assert texts(page)[-2] == "own words"
    moved = page.side.words.editors["problems"][count - 1]
    assert moved.field.hasFocus()
    assert moved.tag.accessibleName() == "自己写的"
    QTest.keyClick(moved.field, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(texts(page)) == count, timeout=PATIENCE_MS)
    assert "own words" not in texts(page)


def test_a_proposal_that_was_taken_out_stays_out_until_all_is_put_back(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    editor = at_words(page)
    before = texts(page)
    QTest.keyClick(editor.field, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: texts(page) == before[1:], timeout=PATIENCE_MS)
    page.side.words.reset_asked.emit()
    qtbot.waitUntil(lambda: texts(page) == before, timeout=PATIENCE_MS)


def test_a_changed_sentence_whose_figures_have_changed_offers_the_new_proposal(
    session: Session, village_page: ReportPage, qtbot: QtBot,
) -> None:
    page = village_page
    assert page.view is not None
    line = page.view.drafted.problems[0]
    words = Words((Kept("自己的话", line.key, "以前的建议"),))
    with session.store.action() as action:
        action.save("report_words", {"period": "2026-04", "problems": to_json(words), "plans": None},
                    village=page.view.drafted.code)
    page.desk.refresh(action.changes)
    qtbot.waitUntil(lambda: texts(page)[0] == "自己的话", timeout=PATIENCE_MS)
    page.show_side(WORDS)
    editor = page.side.words.editors["problems"][0]
    assert line.text in editor.stale_note.text()
    editor.take.click()
    qtbot.waitUntil(lambda: texts(page)[0] == line.text, timeout=PATIENCE_MS)
    assert not editor.stale.isVisible()


def test_what_was_being_typed_survives_a_kill(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    editor = at_words(page)
    before = texts(page)
    QTest.keyClicks(editor.field, "half")
    page.flush_drafts()
    again = open_page(page.session, qtbot)
    assert again.side.words.editors["problems"][0].field.text() == f"half{before[0]}"
    assert texts(again) == before


def test_personal_data_is_warned_of_beside_the_sentence(village_page: ReportPage) -> None:
    page = village_page
    editor = at_words(page)
    name = next(each.text("contact_name") for each in page.session.store.records("household")
                if len(each.text("contact_name")) > 2)
    editor.field.setPlainText(f"请走访{name}")
    assert name in editor.personal.text()
    assert editor.personal.isVisible()
    editor.field.setPlainText("电话 13900001485")
    assert "手机号" in editor.personal.text()


def test_what_cannot_be_written_is_said_and_stays_typed(
    village_page: ReportPage, said: messages.Recorder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = village_page
    editor = at_words(page)
    before = texts(page)

    def full(*args: object) -> None:
        raise UserError("磁盘满了。", "请清出地方。", code="full")

    with monkeypatch.context() as broken:
        broken.setattr(report_page, "save_words", full)
        QTest.keyClicks(editor.field, "kept")
        QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert [message.code for message in said.said] == ["full"]
    assert editor.field.hasFocus()
    assert editor.field.text() == f"kept{before[0]}"
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(page)[0] == f"kept{before[0]}", timeout=PATIENCE_MS)


def test_escape_takes_back_what_is_typed_before_it_leaves(village_page: ReportPage) -> None:
    page = village_page
    editor = at_words(page)
    before = editor.field.text()
    QTest.keyClicks(editor.field, "no")
    page.desk.press("back")
    assert editor.field.text() == before
    assert editor.field.hasFocus()
