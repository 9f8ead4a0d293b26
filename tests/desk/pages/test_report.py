"""The report page: what is seen is what is printed, and every number opens to its records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.report.figures import FigureRow, VillageRow, value_of
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.desk.pages.report.side import EDITIONS, WORDS
from panhuang_desk.desk.printing.choice import Choice
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.services.behind import open_number
from panhuang_desk.services.figures import figures
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.desk.pages.report_desk import PATIENCE_MS, open_page, page, sample_file, session

__all__ = ["page", "sample_file", "session"]


def press(page: ReportPage, *keys: str) -> None:
    """Keys of the key map, as the window hands them on."""
    for key in keys:
        page.desk.press(key)


def row_of(page: ReportPage, code: str) -> FigureRow:
    assert page.side.figures.select_where(lambda row: getattr(row, "id", "") == code)
    row = page.side.figures.current()
    assert isinstance(row, FigureRow)
    return row


def test_the_month_that_is_due_is_shown_as_the_pdf_itself(page: ReportPage) -> None:
    assert page.report is not None
    assert str(page.report.period) == "2026-04"
    assert page.paper.pdf.pageCount() >= 3
    assert "禁毒工作月报" in page.paper.pdf.getAllText(0).text()
    assert page.pages.text() == f"1 / {page.paper.pdf.pageCount()} 页"


def test_enter_on_a_number_lists_its_records_and_they_come_to_it(page: ReportPage, qtbot: QtBot) -> None:
    row = row_of(page, "households_met")
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Return)
    assert page.side.opened.isVisible()
    assert page.side.opened.table.table.rowCount() == row.line.this.value
    assert "相同" in page.side.opened.proof.text()
    qtbot.waitUntil(page.side.opened.table.hasFocus)
    qtbot.keyClick(page.side.opened.table, Qt.Key.Key_Escape)
    assert not page.side.opened.isVisible()
    assert page.side.figures.hasFocus()


def test_all_numbers_of_a_month_are_the_sum_of_their_records(session: Session) -> None:
    month = Month(2026, 4)
    values = figures(session.store, month)
    opened = [open_number(session, value, month, None) for value in values.values()
              if isinstance(value.value, (int, float))]
    assert len(opened) > 40
    assert [behind.code for behind in opened if not behind.agrees] == []
    assert all(row.words for behind in opened for row in behind.rows)


def test_save_writes_the_bytes_that_are_shown(page: ReportPage, said: messages.Recorder, tmp_path: Path) -> None:
    target = tmp_path / "月报"
    said.paths.append([str(target)])
    assert page.desk.press("save")
    assert (tmp_path / "月报.pdf").read_bytes() == page.paper.content
    assert "2026-04" in said.asked[0].start


def test_a_full_or_missing_folder_is_said_and_nothing_is_left(
    page: ReportPage, said: messages.Recorder, tmp_path: Path,
) -> None:
    said.paths.append([str(tmp_path / "gone" / "月报.pdf")])
    page.desk.press("save")
    assert [message.code for message in said.said] == ["gone"]


def test_what_is_printed_is_the_pdf_that_is_shown(
    page: ReportPage, said: messages.Recorder, tmp_path: Path,
) -> None:
    said.choices.append(Choice(file=str(tmp_path / "printed.pdf")))
    page.desk.press("print")
    assert (tmp_path / "printed.pdf").read_bytes() == page.paper.content


def test_every_column_opens_and_its_records_come_to_the_number(page: ReportPage) -> None:
    report = page.side.report
    assert report is not None
    opened = 0
    for code, line in report.figures.items():
        for at in ("this", "previous", "year"):
            value = getattr(line, at)
            if value is None or not isinstance(value.value, (int, float)):
                continue
            assert page.side.open(code, at, focus=False), (code, at)
            assert page.side.behind is not None
            assert page.side.behind.agrees, (code, at)
            opened += 1
    assert opened > 100


def test_every_number_on_the_paper_opens_where_it_stands(page: ReportPage) -> None:
    assert page.view is not None
    wanted = [trace for each in page.view.texts for trace in each.traces]
    assert len(wanted) > 100
    assert len(page.paper.places) > 0.97 * len(wanted)
    for place in page.paper.places:
        trace = place.trace
        assert page.side.open(trace.code, trace.column, trace.village, focus=False), trace
        behind = page.side.behind
        assert behind is not None
        assert behind.agrees, trace
        if BY_CODE[trace.code].unit != "%":
            assert float(trace.shown) == behind.printed, trace


def test_tab_goes_from_number_to_number_and_enter_opens_it_and_escape_comes_back(
    page: ReportPage, qtbot: QtBot,
) -> None:
    page.desk.press("turn")
    assert page.paper.at == -1
    for _ in range(3):
        QTest.keyClick(page.paper, Qt.Key.Key_Tab)
    assert page.paper.at == 2
    assert page.paper.hasFocus()
    place = page.paper.places[2]
    assert page.paper.viewport().rect().contains(page.paper.rect_of(place).toRect())
    QTest.keyClick(page.paper, Qt.Key.Key_Return)
    assert page.side.behind is not None
    assert page.side.behind.code == place.trace.code
    assert getattr(page.side.figures.current(), "id", "") == place.trace.code
    qtbot.waitUntil(page.side.opened.table.hasFocus)
    QTest.keyClick(page.side.opened.table, Qt.Key.Key_Escape)
    page.desk.press("back")
    assert page.paper.hasFocus()
    assert page.paper.at == 2


def test_a_click_on_a_printed_number_opens_it(page: ReportPage) -> None:
    place = page.paper.places[1]
    QTest.mouseClick(page.paper.viewport(), Qt.MouseButton.LeftButton, pos=page.paper.rect_of(place).center().toPoint())
    assert page.side.behind is not None
    assert page.side.behind.code == place.trace.code


def test_left_and_right_walk_the_columns_and_enter_opens_the_one_in_the_frame(page: ReportPage, qtbot: QtBot) -> None:
    row = row_of(page, "visits")
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Right)
    assert page.side.figures.at == "previous"
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Return)
    assert row.line.previous is not None
    assert page.side.behind is not None
    assert page.side.behind.printed == row.line.previous.value
    assert "上月" in page.side.opened.title.text()
    qtbot.waitUntil(page.side.opened.table.hasFocus)
    QTest.keyClick(page.side.opened.table, Qt.Key.Key_Escape)
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Right)
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Return)
    assert "本年累计" in page.side.opened.title.text()


def test_a_figure_of_the_subdistrict_opens_village_by_village(page: ReportPage, qtbot: QtBot) -> None:
    row_of(page, "visits")
    for _ in range(3):
        qtbot.keyClick(page.side.figures, Qt.Key.Key_Right)
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Return)
    assert page.side.villages.isVisible()
    village = page.side.villages.current()
    assert isinstance(village, VillageRow)
    qtbot.keyClick(page.side.villages, Qt.Key.Key_Return)
    behind = page.side.behind
    assert behind is not None
    assert village.value is not None
    assert (behind.printed, behind.agrees) == (village.value.value, True)
    assert {each.village for each in behind.rows} == {village.village.name}
    press(page, "back", "back")
    assert page.side.figures.isVisible()


def test_a_word_and_what_is_not_known_do_not_open(page: ReportPage) -> None:
    assert value_of(row_of(page, "awareness_verdict"), "this") is None
    assert not page.side.open("awareness_verdict")
    assert BY_CODE["awareness_verdict"].label in page.side.figures.table.columns[0].text(
        row_of(page, "awareness_verdict"))


@pytest.mark.parametrize(("kind", "span", "paper"), [
    ("quarter", "2026-Q1", "季报"), ("half", "2025-H2", "半年报"), ("year", "2025", "年报"),
    ("publicity", "2025-06-publicity", "集中宣传月工作报告"),
])
def test_every_kind_of_report_is_set(page: ReportPage, qtbot: QtBot, kind: str, span: str, paper: str) -> None:
    page.choosing.kind.chosen.emit(kind)
    qtbot.waitUntil(lambda: page.report is not None and str(page.report.period) == span, timeout=PATIENCE_MS)
    assert page.report is not None
    assert page.report.period.words.paper == paper
    assert page.choosing.span.text() == Period.parse(span).label
    assert page.paper.pdf.pageCount() > 1


def test_months_chosen_freely_are_remembered(page: ReportPage, qtbot: QtBot) -> None:
    page.choosing.kind.chosen.emit("range")
    assert page.choosing.first.isVisible()
    assert not page.choosing.span.isVisible()
    page.choosing.first._pick("2026-03")
    qtbot.waitUntil(lambda: page.report is not None and str(page.report.period) == "2026-03..2026-04",
                    timeout=PATIENCE_MS)
    page.choosing.last._pick("2026-02")
    assert (page.choosing.first.code, page.choosing.last.code) == ("2026-02", "2026-02")
    page.choosing.last._pick("2026-04")
    kept = page.session.settings.list_look("月报").filters
    assert (kept["kind"], kept["range"]) == ("range", "2026-02..2026-04")


def test_a_season_leads_to_its_report_of_patrols(page: ReportPage) -> None:
    page.choosing.kind.chosen.emit("season")
    assert page.desk.current_name == "patrols"


def test_one_village_can_be_chosen(page: ReportPage, qtbot: QtBot) -> None:
    assert page.choosing.place is not None
    page.choosing.place.chosen.emit(page.session.store.villages[0].code)
    qtbot.waitUntil(lambda: page.report is not None and page.report.scope == "village", timeout=PATIENCE_MS)


def test_the_records_of_a_number_are_exported_without_names(
    page: ReportPage, said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    row_of(page, "visits")
    qtbot.keyClick(page.side.figures, Qt.Key.Key_Return)
    said.paths.append([str(tmp_path / "走访.csv")])
    page.desk.press("export")
    text = (tmp_path / "走访.csv").read_text(encoding="utf-8-sig")
    names = {record.text("contact_name") for record in page.session.store.records("household")} - {""}
    assert len(text.splitlines()) == page.side.opened.table.table.rowCount() + 1
    assert not [name for name in names if name in text]


def test_without_an_opened_number_the_figures_are_exported(
    page: ReportPage, said: messages.Recorder, tmp_path: Path,
) -> None:
    said.paths.append([str(tmp_path / "数字")])
    page.desk.press("export")
    book = openpyxl.load_workbook(tmp_path / "数字.xlsx")
    numbers = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    row = row_of(page, "visits")
    assert row.line.this.value in numbers


def test_tabs_and_steps_go_by_keys(page: ReportPage) -> None:
    press(page, "next_tab")
    assert page.side.tab == WORDS
    press(page, "next_tab")
    assert page.side.tab == EDITIONS
    assert "F6" in page.side.editions.empty.text()
    press(page, "turn")
    assert page.paper.hasFocus()
    press(page, "turn")
    assert not page.paper.hasFocus()


@pytest.mark.parametrize("size", [125, 150])
def test_paper_and_side_are_two_steps_where_text_is_large(
    session: Session, qtbot: QtBot, sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    page = open_page(session, qtbot)
    assert page.paper.isVisible()
    assert not page.side.isVisible()
    press(page, "turn")
    assert not page.paper.isVisible()
    assert page.side.figures.hasFocus()
    assert page.side.width() > 900
    press(page, "back")
    assert page.paper.hasFocus()
    assert QKeySequence("F7").toString() in {hint.cap for hint in page.hints()}
