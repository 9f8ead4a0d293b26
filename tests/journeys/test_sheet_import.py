"""Answer sheets that somebody else typed come in; what cannot be read is named, mended, and fills the same sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.quizzes import QuizzesPage
from panhuang_desk.desk.pages.quizzes.import_sheets import SheetImport
from panhuang_desk.model.values import Village
from panhuang_desk.services import quizzes
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.journeys.worker import Worker

PASSPHRASE = "菜园 水井 2026"
YANGXU = Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道")
HEADINGS = ["编号", "日期", "人群", "抽样方式", *(f"第{n}题" for n in range(1, 21)), "满意度"]
DAYS = ("2026-05-04", "2026.5.3", "5月6日")


def make_file(path: Path) -> list[str]:
    """A file of one village; the right answers of the standard paper come back."""
    settings = Settings(file=path.with_name("settings.json"))
    Store.create(path, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings).close()
    with open_file(path, PASSPHRASE, settings) as session:
        return [question.answer for question in quizzes.standard_questions(session.bank, session.today_iso)]


def make_table(path: Path, answers: list[str]) -> Path:
    """Twelve right sheets under a title, in mixed writing; two cells that cannot be read, one sheet without a day."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["五月知晓率答卷"])
    sheet.append(HEADINGS)
    for number in range(1, 13):
        written = [answer.lower() if number % 2 else answer for answer in answers]
        if number == 5:
            written[3] = "看"
        if number == 7:
            written[0] = "AB"
        day = None if number == 9 else DAYS[number % 3]
        sheet.append([f"{number:03}", day, "普通居民", "入户随机", *written, "满意"])
    book.save(path)
    return path


def mend(path: Path, answers: list[str]) -> None:
    """What the worker does in the spreadsheet program, the paper in hand."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        row[1].value = row[1].value or "2026-05-05"
        for place, answer in enumerate(answers):
            row[4 + place].value = answer
    book.save(path)


def page_of(worker: Worker) -> QuizzesPage:
    assert isinstance(worker.page, QuizzesPage)
    return worker.page


def choose(worker: Worker) -> SheetImport:
    """A file is chosen, and its columns are right."""
    worker.press("Ctrl+I")
    worker.until(lambda: isinstance(page_of(worker).over.view, SheetImport))
    view = page_of(worker).over.view
    assert isinstance(view, SheetImport)
    worker.press("Ctrl+S")
    worker.until(lambda: view.result is not None)
    return view


def take_in(worker: Worker) -> None:
    worker.press("Ctrl+S")
    worker.until(lambda: page_of(worker).over.view is None)


def test_sheets_of_a_table_come_in_and_the_doubtful_ones_are_mended(
    sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path,
) -> None:
    answers = make_file(tmp_path / "仰徐.phdb")
    table, mended = make_table(tmp_path / "答卷.xlsx", answers), tmp_path / "答卷_要改的行.xlsx"
    worker = sit_down(tmp_path / "仰徐.phdb")
    worker.unlock(PASSPHRASE)
    worker.press("Alt+3")
    said.paths = [[str(table)], [str(mended)], [str(mended)], [str(table)]]

    view = choose(worker)
    result = view.result
    assert result is not None
    assert (result.new, result.wrong_rows, [(item.row, item.column) for item in result.doubtful]) == (
        11, 1, [(7, "第4题"), (9, "第1题")])
    worker.press("Down", "Down")
    worker.shot("sheets-outcome")
    worker.press("Ctrl+E")
    take_in(worker)
    store = worker.shell.session.store
    assert store.count("answer_sheet") == 11
    assert sorted(sheet.number("correct") or 0 for sheet in store.records("answer_sheet")) == [19, 19, *[20] * 9]

    mend(mended, answers)
    again = choose(worker).result
    assert again is not None
    assert (again.new, again.changed, again.wrong, again.doubtful) == (1, 2, (), ())
    take_in(worker)
    assert [sheet["correct"] for sheet in store.records("answer_sheet")] == [20] * 12

    first = choose(worker).result
    assert first is not None
    assert (first.new, first.changed, first.same) == (0, 0, 11)
    worker.press("Escape", "Escape", "Ctrl+Z", "Ctrl+Z")
    assert store.count("answer_sheet") == 0
