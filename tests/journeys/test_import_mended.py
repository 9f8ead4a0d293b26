"""A ledger with mistakes comes in: a column is put right, wrong rows are mended and follow, one key takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.model.values import Village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.journeys.worker import Worker

PASSPHRASE = "菜园 水井 2026"
YANGXU = Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道")
HEADINGS = (
    ("组", "门牌号", "当家人", "联系方式", "重点群体（人）", None), (None, None, None, None, "留守老人", "租户"),
)
ROWS = (
    ("1组", "1-1", "汤鑫然", 13900009171, 1, 0), (None, "1-2", "=邹庆娜", "139-0000-1485", 0, None),
    (None, "1-3", "冯𬭎", "1390000", 0, 0), ("2组", "2-1", "阿依·买买提", None, "两个", 0),
    (None, "2-2", "韩玉", "0515-88479545", -1, 0), (None, "2-3", "沈静", None, 0, 1),
)


def make_file(path: Path) -> Path:
    settings = Settings(file=path.with_name("settings.json"))
    Store.create(path, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings).close()
    return path


def make_ledger(path: Path) -> Path:
    """Merged headings of two lines, merged groups, a name that looks like a formula, three wrong cells."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["仰徐村户情登记表"])
    for cells in (*HEADINGS, *ROWS):
        sheet.append(cells)
    sheet["C5"].data_type = "s"
    for merged in ("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "A4:A6", "A7:A9"):
        sheet.merge_cells(merged)
    book.save(path)
    return path


def mend(path: Path) -> None:
    """What the worker does in the spreadsheet program."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for cell in row[:-1]:
            cell.value = {"1390000": "13900001234", "两个": 2, "-1": 1}.get(str(cell.value), cell.value)
    book.save(path)


def households(worker: Worker) -> dict[str, tuple[object, ...]]:
    return {record.text("contact_name"): (record["group_no"], record["door_no"], record["phone"],
                                          record["left_behind_elderly"])
            for record in worker.shell.session.store.records("household")}


def next_step(worker: Worker) -> None:
    worker.press("Ctrl+S")
    worker.until(lambda: worker.page.importing.result is not None)  # type: ignore[attr-defined]


def test_a_ledger_with_mistakes(sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path) -> None:
    worker = sit_down(make_file(tmp_path / "仰徐.phdb"))
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    wrong = tmp_path / "台账_要改的行.xlsx"
    said.paths = [[str(make_ledger(tmp_path / "台账.xlsx"))], [str(wrong)], [str(wrong)]]

    worker.press("Alt+2", "Ctrl+I")
    worker.until(lambda: worker.page.importing is not None)  # type: ignore[attr-defined]
    columns = worker.page.importing.columns  # type: ignore[attr-defined]
    worker.press("Down", "Down")
    assert (columns.table.current().heading, columns.table.current().field) == ("当家人", "")
    columns.choose("Sheet", columns.table.current().position, "contact_name")
    worker.shot("import-columns")
    next_step(worker)
    result = worker.page.importing.result  # type: ignore[attr-defined]
    assert (result.new, [(item.row, item.column) for item in result.wrong]) == (
        3, [(6, "联系方式"), (7, "留守老人"), (8, "留守老人")])
    worker.shot("import-outcome")
    worker.press("Ctrl+E")
    assert wrong.exists()
    worker.press("Ctrl+S")
    worker.until(lambda: worker.page.importing is None)  # type: ignore[attr-defined]
    assert set(households(worker)) == {"汤鑫然", "=邹庆娜", "沈静"}

    mend(wrong)
    worker.press("Ctrl+I")
    worker.until(lambda: worker.page.importing is not None)  # type: ignore[attr-defined]
    next_step(worker)
    result = worker.page.importing.result  # type: ignore[attr-defined]
    assert (result.new, result.wrong) == (3, ())
    worker.press("Ctrl+S")
    worker.until(lambda: worker.page.importing is None)  # type: ignore[attr-defined]
    assert households(worker)["冯𬭎"] == (1, "1-3", "13900001234", 0)
    assert households(worker)["阿依·买买提"] == (2, "2-1", None, 2)
    assert len(households(worker)) == 6

    worker.press("Ctrl+Z", "Ctrl+Z")
    assert households(worker) == {}
