"""The report page: what is seen is what is printed, and every number opens to its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.report.figures import FigureRow
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.desk.shell import Shell
from panhuang_desk.model.months import Month
from panhuang_desk.services.behind import open_number
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.figures import figures
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

PASSPHRASE = "菜园 水井 2026"


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample file of one village over two months."""
    path = tmp_path_factory.mktemp("demo") / "demo.phdb"
    make_demo(path, PASSPHRASE, villages=2, months=2, until=Month(2026, 4), households=30, seed=7)
    return path


@pytest.fixture
def session(demo_file: Path, tmp_path: Path) -> Iterator[Session]:
    """The sample file, open on a day in May."""
    settings = Settings(file=tmp_path / "settings.json")
    settings.last_folder = str(tmp_path)
    with Session(Store.open(demo_file, PASSPHRASE, settings=settings), settings, lambda: dt.date(2026, 5, 4)) as opened:
        yield opened


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ReportPage:
    """The page in its window, with the paper set."""
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    shell.show()
    shell.go("report")
    page = shell.page
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: page.report is not None, timeout=10_000)
    return page


def row_of(page: ReportPage, code: str) -> FigureRow:
    assert page.figures.select_where(lambda row: getattr(row, "id", "") == code)
    row: Any = page.figures.current()
    return row  # type: ignore[no-any-return]


def test_the_month_that_is_due_is_shown_as_the_pdf_itself(page: ReportPage) -> None:
    assert page.report is not None
    assert str(page.report.period) == "2026-04"
    assert page.paper.pdf.pageCount() >= 3
    assert "禁毒工作月报" in page.paper.pdf.getAllText(0).text()
    assert page.pages.text() == f"1 / {page.paper.pdf.pageCount()} 页"


def test_enter_on_a_number_lists_its_records_and_they_come_to_it(page: ReportPage, qtbot: QtBot) -> None:
    row = row_of(page, "households_met")
    qtbot.keyClick(page.figures, Qt.Key.Key_Return)
    assert page.opened.isVisible()
    assert page.opened.table.table.rowCount() == row.line.this.value
    assert "相同" in page.opened.proof.text()
    qtbot.waitUntil(page.opened.table.hasFocus)
    qtbot.keyClick(page.opened.table, Qt.Key.Key_Escape)
    assert not page.opened.isVisible()
    assert page.figures.hasFocus()


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


def test_printing_prints_every_page(page: ReportPage, said: messages.Recorder, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    said.paths.append([str(target)])
    page.desk.press("print")
    printed = QPdfDocument()
    printed.load(str(target))
    assert printed.pageCount() == page.paper.pdf.pageCount()
    size = printed.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)


def test_another_month_and_one_village_can_be_chosen(page: ReportPage, qtbot: QtBot) -> None:
    before = page.report
    page.months.chosen.emit("2026-03")
    qtbot.waitUntil(lambda: page.report is not before, timeout=10_000)
    assert page.report is not None
    assert str(page.report.period) == "2026-03"
    before = page.report
    page.place.chosen.emit(page.session.store.villages[0].code)
    qtbot.waitUntil(lambda: page.report is not before, timeout=10_000)
    assert page.report is not None
    assert page.report.scope == "village"


def test_the_records_of_a_number_are_exported_without_names(
    page: ReportPage, said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    row_of(page, "visits")
    qtbot.keyClick(page.figures, Qt.Key.Key_Return)
    said.paths.append([str(tmp_path / "走访.csv")])
    page.desk.press("export")
    text = (tmp_path / "走访.csv").read_text(encoding="utf-8-sig")
    names = {record.text("contact_name") for record in page.session.store.records("household")} - {""}
    assert len(text.splitlines()) == page.opened.table.table.rowCount() + 1
    assert not [name for name in names if name in text]
