"""What is given out opens in any spreadsheet program, runs nothing there, and reads back as it was."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.exchange.sheets_out import Column, csv_bytes, escaped, unescaped
from panhuang_desk.exchange.tables import read_sheets
from panhuang_desk.exchange.xlsx_out import book_bytes, xlsx_bytes
from panhuang_desk.model.fields import Type, Value

COLUMNS = (
    Column("组别", Type.INTEGER), Column("姓名"), Column("面积", Type.DECIMAL), Column("日期", Type.DATE),
    Column("电话", Type.PHONE),
)
ROW: tuple[Value, ...] = (3, "=cmd|'/c calc'!A1", 2.40, "2026-05-03", "13900001485")


def test_a_csv_file_begins_with_a_mark_and_ends_lines_as_windows_does() -> None:
    content = csv_bytes(COLUMNS, [ROW, (None, None, None, None, None)])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == (
        "组别,姓名,面积,日期,电话\r\n3,'=cmd|'/c calc'!A1,2.4,2026-05-03,13900001485\r\n,,,,\r\n")


def test_no_cell_of_a_csv_file_can_be_run() -> None:
    for sign in "=+-@\t\r＝＋－＠":
        content = csv_bytes([Column("名")], [(f"{sign}1",), (f"'{sign}1",)]).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline="")))
        assert [row[0][0] for row in rows[1:]] == ["'", "'"]


@given(st.text())
def test_what_was_made_safe_reads_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_a_workbook_has_typed_cells_and_a_frozen_bold_heading() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("户/台账", COLUMNS, [ROW])))
    sheet = book.active
    assert sheet is not None
    assert sheet.title == "户台账"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert [cell.data_type for cell in sheet[2]] == ["n", "s", "n", "d", "s"]
    assert sheet["B2"].value == "=cmd|'/c calc'!A1"
    assert sheet["E2"].value == "13900001485"
    book.close()


def test_no_temporary_file_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert xlsx_bytes("户", COLUMNS, [ROW] * 500) == xlsx_bytes("户", COLUMNS, [ROW] * 500)


def test_sheets_have_names_that_a_workbook_may_have() -> None:
    titles = ["三组", "三组", "a" * 40, "A" * 40, "[:*?/\\]", "'户'"]
    made = book_bytes([(title, [Column("名")], [(title,)]) for title in titles])
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["三组", "三组_2", "a" * 31, "A" * 28 + "_2", "表", "户"]
    assert [sheet["A2"].value for sheet in book.worksheets] == titles
    assert book.worksheets[0].auto_filter.ref == "A1:A2"
    book.close()


def test_moments_are_moments_and_wide_tables_have_their_letters() -> None:
    columns = [Column(f"列{n}", Type.MOMENT) for n in range(1, 731)]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("户", columns, [["2026-05-03 14:30"] * 729 + ["不详"]])))
    sheet = book.worksheets[0]
    assert sheet["AA2"].value == dt.datetime(2026, 5, 3, 14, 30)
    assert sheet["ZZ2"].number_format.replace("\\", "") == "yyyy-mm-dd hh:mm"
    assert sheet["ABB2"].value == "不详"
    book.close()


def test_characters_that_a_workbook_cannot_hold_are_left_out() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("户", [Column("名")], [("甲\x0b乙\ud800",)])))
    assert book.active is not None
    assert book.active["A2"].value == "甲乙"
    book.close()


NAMES = st.text("甲乙丙=+-@'\" ,;\n\t𠮷", min_size=1, max_size=6)


@given(st.lists(st.tuples(st.integers(0, 99), NAMES), min_size=1, max_size=5))
def test_both_forms_read_back_the_same(rows: list[tuple[int, str]]) -> None:
    columns = (Column("组别", Type.INTEGER), Column("名"))
    with TemporaryDirectory() as folder:
        given_out = (Path(folder, "a.csv"), Path(folder, "a.xlsx"))
        given_out[0].write_bytes(csv_bytes(columns, rows))
        given_out[1].write_bytes(xlsx_bytes("户", columns, rows))
        for path in given_out:
            (sheet,) = read_sheets(path)
            assert [(row.cells[0], row.cells[1] if len(row.cells) > 1 else "") for row in sheet.rows[1:]] == [
                (str(number), text.strip()) for number, text in rows]
