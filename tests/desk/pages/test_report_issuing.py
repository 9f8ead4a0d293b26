"""From a draft to an edition, to changed data, to the next edition: what the page says and shows at each step."""

from __future__ import annotations

from pathlib import Path

from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.report.changes import ChangeRow
from panhuang_desk.desk.pages.report.changes_sheet import ChangesSheet
from panhuang_desk.desk.pages.report.comparison import ComparisonView
from panhuang_desk.desk.pages.report.issuing import IssueSheet
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.desk.pages.report.side import EDITIONS
from panhuang_desk.services.editions import CHANGED, DRAFT, ISSUED
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.report_desk import (
    PATIENCE_MS,
    open_page,
    sample_file,
    session,
    village_page,
    wait_state,
)

__all__ = ["sample_file", "session", "village_page"]


def issue(page: ReportPage, qtbot: QtBot) -> None:
    """Issue what is shown, by keys."""
    page.desk.press("issue")
    if isinstance(page.side.over, ChangesSheet):
        page.desk.press("issue")
    assert isinstance(page.side.over, IssueSheet)
    page.desk.press("issue")
    wait_state(page, qtbot, ISSUED)


def change(page: ReportPage, qtbot: QtBot) -> str:
    """A visit at which somebody was met turns out otherwise; the id of the visit."""
    code = page.session.store.villages[0].code
    visits = [each for each in page.session.store.records("visit", {"village": code})
              if each.text("visited_on").startswith("2026-04")]
    visit = next(each for each in visits if each["outcome"] == "met"
                 and sum(other["household_id"] == each["household_id"] for other in visits) == 1)
    with page.session.store.action() as action:
        action.save("visit", {"outcome": "refused"}, id=visit.id)
    page.desk.refresh(action.changes)
    wait_state(page, qtbot, CHANGED)
    return visit.id


def test_a_draft_says_so_and_is_issued_after_seeing_what_is_frozen(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    assert page.view is not None
    assert page.view.state_words == "草稿"
    assert "草稿" in page.strip.label.text()
    page.desk.press("issue")
    sheet = page.side.over
    assert isinstance(sheet, IssueSheet)
    assert sheet.corrects is None
    assert not page.view.editions
    page.desk.press("back")
    assert page.side.over is None
    assert page.side.figures.hasFocus()
    issue(page, qtbot)
    assert page.view.state_words == "第 1 版，已定稿"
    assert not page.strip.isVisible()
    assert page.desk.undo_bar.offers_undo
    page.desk.press("issue")
    assert page.side.over is None
    assert "不用再定" in page.desk.undo_bar.text


def test_issuing_is_taken_back_by_undo(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    issue(page, qtbot)
    page.desk.press("undo")
    wait_state(page, qtbot, DRAFT)
    assert page.view is not None
    assert page.view.editions == ()


def test_changed_data_is_said_with_its_records_and_corrected_by_the_next_edition(
    village_page: ReportPage, qtbot: QtBot, said: messages.Recorder,
) -> None:
    page = village_page
    issue(page, qtbot)
    first = page.paper.content
    visit = change(page, qtbot)
    qtbot.waitUntil(lambda: "1 条记录" in page.strip.label.text(), timeout=PATIENCE_MS)
    assert "“见到户数”会少 1" in page.strip.label.text()
    page.desk.press("issue")
    sheet = page.side.over
    assert isinstance(sheet, ChangesSheet)
    row = sheet.table.current()
    assert isinstance(row, ChangeRow)
    assert (row.difference.code, row.by) == ("households_met", "−1")
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.causes.isVisible, timeout=PATIENCE_MS)
    cause = sheet.cause_table.current()
    record = page.session.store.get("visit", visit)
    assert record is not None
    assert (cause.kind, cause.id) == ("household", record["household_id"])
    assert "改了走访的结果" in sheet.deeds.text()
    qtbot.waitUntil(sheet.cause_table.hasFocus)
    page.desk.press("issue")
    issuing = page.side.over
    assert isinstance(issuing, IssueSheet)
    assert issuing.corrects is not None
    assert "见到户数" in issuing.corrects.text()
    issuing.corrects.setPlainText("补正一户的走访结果")
    page.desk.press("issue")
    wait_state(page, qtbot, ISSUED)
    assert page.view is not None
    assert page.view.state_words == "第 2 版，已定稿"
    assert page.view.report.corrects == "补正一户的走访结果"
    assert page.session.store.draft(issuing.slot) is None
    edition_one_again(page, qtbot, said, first)


def edition_one_again(page: ReportPage, qtbot: QtBot, said: messages.Recorder, first: bytes) -> None:
    """The first edition comes out as it was issued, byte for byte; then both lie side by side."""
    page.show_side(EDITIONS)
    QTest.keyClick(page.side.editions.table, Qt.Key.Key_Down)
    QTest.keyClick(page.side.editions.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.looking.edition is not None, timeout=PATIENCE_MS)
    assert page.paper.content == first
    assert "第 1 版" in page.strip.label.text()
    target = Path(page.session.settings.last_folder) / "第一版.pdf"
    said.paths.append([str(target)])
    page.desk.press("save")
    assert target.read_bytes() == first
    page.desk.press("back")
    assert page.looking.edition is None
    page.desk.press("compare")
    qtbot.waitUntil(lambda: page.over.view is not None, timeout=PATIENCE_MS)
    view = page.over.view
    assert isinstance(view, ComparisonView)
    assert view.papers[0].content == first
    assert "households_met" in {row.difference.code for row in view.table.table._rows._rows
                                if isinstance(row, ChangeRow)}
    view.papers[0].verticalScrollBar().setValue(120)
    assert view.papers[1].verticalScrollBar().value() == 120
    page.desk.press("back")
    assert page.over.view is None
    assert page.side.tab == EDITIONS


def test_the_correction_that_was_being_written_survives_a_kill(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    issue(page, qtbot)
    change(page, qtbot)
    page.issuing.show_issuing()
    sheet = page.side.over
    assert isinstance(sheet, IssueSheet)
    assert sheet.corrects is not None
    sheet.corrects.setPlainText("写到一半")
    page.flush_drafts()
    again = open_page(page.session, qtbot)
    wait_state(again, qtbot, CHANGED)
    again.issuing.show_issuing()
    assert isinstance(again.side.over, IssueSheet)
    assert again.side.over.corrects is not None
    assert again.side.over.corrects.text() == "写到一半"


def test_a_phone_number_in_a_correction_is_refused_in_words(
    village_page: ReportPage, qtbot: QtBot, said: messages.Recorder,
) -> None:
    page = village_page
    issue(page, qtbot)
    change(page, qtbot)
    page.issuing.show_issuing()
    assert isinstance(page.side.over, IssueSheet)
    assert page.side.over.corrects is not None
    page.side.over.corrects.setPlainText("请找 13900001485")
    qtbot.waitUntil(lambda: page.side.over.warning.isVisible())  # type: ignore[union-attr]
    page.desk.press("issue")
    qtbot.waitUntil(lambda: bool(said.said), timeout=PATIENCE_MS)
    assert said.said[0].code == "personal"
    assert page.view is not None
    assert len(page.view.editions) == 1


def test_a_cause_leads_to_its_record(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    issue(page, qtbot)
    change(page, qtbot)
    page.desk.press("issue")
    sheet = page.side.over
    assert isinstance(sheet, ChangesSheet)
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.cause_table.hasFocus, timeout=PATIENCE_MS)
    QTest.keyClick(sheet.cause_table, Qt.Key.Key_Return)
    assert page.desk.current_name == "visits"
    assert QApplication.focusWidget() is not None


def test_the_months_are_marked_by_how_far_their_report_is(village_page: ReportPage, qtbot: QtBot) -> None:
    page = village_page
    assert page.choosing.span.marks["2026-04"] == "未定稿"
    issue(page, qtbot)
    qtbot.waitUntil(lambda: page.choosing.span.marks["2026-04"] == "第 1 版，已定稿", timeout=PATIENCE_MS)
    change(page, qtbot)
    qtbot.waitUntil(lambda: page.choosing.span.marks["2026-04"] == "第 1 版，数据已变更", timeout=PATIENCE_MS)


def test_a_file_with_nothing_in_it_says_what_to_do_first(session: Session, qtbot: QtBot) -> None:
    for kind in ("household", "plot"):
        for record in session.store.records(kind):
            with session.store.action() as action:
                action.delete(kind, record.id)
    page = open_page(session, qtbot)
    assert page.stack.currentIndex() == 1
