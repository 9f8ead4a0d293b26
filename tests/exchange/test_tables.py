"""Spreadsheets of any usual make are read as the text that a person sees; the others are refused in words."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.exchange import tables
from panhuang_desk.exchange.tables import read_sheets

TEXT = "组别,门牌号,户主\n3,3-8,唐然杰\n"


def file(folder: Path, content: bytes, name: str = "台账.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def book(folder: Path, fill: Callable[[Any, Any], None]) -> Path:
    made = openpyxl.Workbook()
    fill(made, made.active)
    made.save(folder / "台账.xlsx")
    made.close()
    return folder / "台账.xlsx"


def cells(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    (sheet,) = read_sheets(path)
    return [(row.number, row.cells) for row in sheet.rows]


def refused(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("coding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_coding_is_found_out(tmp_path: Path, coding: str) -> None:
    assert cells(file(tmp_path, TEXT.encode(coding))) == [
        (1, ("组别", "门牌号", "户主")), (2, ("3", "3-8", "唐然杰"))]


def test_rare_characters_survive_gb18030(tmp_path: Path) -> None:
    assert cells(file(tmp_path, "姓名,组\n冯𬭎㛃䶮𠮷,3\n".encode("gb18030")))[1] == (2, ("冯𬭎㛃䶮𠮷", "3"))


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, sign: str) -> None:
    text = f"标题\n\n组别{sign}备注\n3{sign}\"在外,务工;好|的\t\"\n"
    assert cells(file(tmp_path, text.encode()))[2] == (4, ("3", "在外,务工;好|的"))


def test_a_quoted_cell_may_hold_lines_and_quotes(tmp_path: Path) -> None:
    text = '组别,备注\r\n3,"第一行\r\n说""好"""\r\n4,独居\r\n'
    assert cells(file(tmp_path, text.encode())) == [
        (1, ("组别", "备注")), (2, ("3", '第一行\n说"好"')), (3, ("4", "独居"))]


def test_blank_lines_count_and_empty_cells_at_the_end_do_not(tmp_path: Path) -> None:
    assert cells(file(tmp_path, "\n  \n甲,乙,,\n,\u3000,\n".encode())) == [(3, ("甲", "乙"))]


def test_lines_and_tabs_inside_quotes_say_nothing_about_the_delimiter(tmp_path: Path) -> None:
    text = '组别,备注\n3,"\t甲\n\t乙\n\t丙"\n'
    assert cells(file(tmp_path, text.encode()))[1] == (2, ("3", "甲\n\t乙\n\t丙"))


def test_a_quote_without_its_partner_is_told_instead_of_swallowing_rows(tmp_path: Path) -> None:
    assert refused(file(tmp_path, '甲,"乙\n丙,丁\n'.encode())).code == "table_quotes"


def test_a_stray_quote_inside_a_cell_is_harmless(tmp_path: Path) -> None:
    assert cells(file(tmp_path, '甲,乙"丙"\n"在外"务工,丁\n'.encode()))[1] == (2, ("在外务工", "丁"))


def test_cells_of_a_workbook_read_as_they_look(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.append([
            3, 13900001485.0, 5.5, dt.datetime(2026, 5, 3), dt.datetime(2026, 5, 3, 14, 30), True, None, " 空 "])
        sheet.append(["=1+1"])
        sheet["A2"].data_type = "s"

    assert cells(book(tmp_path, fill)) == [
        (1, ("3", "13900001485", "5.5", "2026-05-03", "2026-05-03 14:30", "是", "", "空")), (2, ("=1+1",))]


def test_a_merged_value_stands_in_each_of_its_cells(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.append(["户情表", None, None])
        sheet.append(["1组", "1-1", "甲"])
        sheet.append([None, "1-2", "乙"])
        sheet.append([None, None, None])
        sheet.append([None, "1-3", None])
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A2:A5")
        sheet.merged_cells.add("F1:XFD1048576")

    assert cells(book(tmp_path, fill)) == [
        (1, ("户情表", "户情表", "户情表")), (2, ("1组", "1-1", "甲")), (3, ("1组", "1-2", "乙")), (5, ("1组", "1-3"))]


def test_a_formula_without_a_result_is_told_and_one_with_an_empty_result_is_empty(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.append(["甲", "=1+1", "丙"])
        sheet.append(["丁"])

    path = book(tmp_path, fill)
    assert cells(path) == [(1, ("甲", tables.NO_RESULT, "丙")), (2, ("丁",))]
    edited = tmp_path / "b.xlsx"
    for found, put, shown in (
        # The writer ends an empty element in one of several ways.
        (rb"<f>1\+1</f><v ?(/>|></v>)", b"<f>1+1</f><v>2</v>", "2"),
        (rb'<c r="B1"><f>1\+1</f><v ?(/>|></v>)', b'<c r="B1" t="str"><f>1+1</f><v></v>', ""),
    ):
        with zipfile.ZipFile(path) as before, zipfile.ZipFile(edited, "w") as after:
            for name in before.namelist():
                after.writestr(name, re.sub(found, put, before.read(name)))
        assert cells(edited)[0] == (1, ("甲", shown, "丙"))


def test_escaped_signs_of_a_workbook_are_what_they_stand_for(tmp_path: Path) -> None:
    path = book(tmp_path, lambda made, sheet: sheet.append(["甲_x000A_乙", "_x005F_x0041_", "_xD800_"]))
    assert cells(path) == [(1, ("甲\n乙", "_x0041_", "_xD800_"))]


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.append(["看得见"])
        made.create_sheet("空的")
        hidden = made.create_sheet("藏起来的")
        hidden.append(["看不见"])
        hidden.sheet_state = "hidden"

    assert [sheet.rows[0].cells for sheet in read_sheets(book(tmp_path, fill))] == [("看得见",)]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "table_empty"),
    (b" \r\n ", "table_empty"),
    (b",,\n,,\n", "table_empty"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "table_old"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "table_locked"),
    (b"%PDF-1.7 ...", "table_kind"),
    (b"\xff\xd8\xff\xe0 jpeg", "table_kind"),
    (b"abc\0\1\2", "table_kind"),
    (b"<html><table></table></html>", "table_html"),
    (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "table_html"),
    (b"{\\rtf1 abc}", "table_kind"),
    (TEXT.encode()[:-2], "table_coding"),
    (TEXT.encode() + "4,4-1,苏萍天\n".encode("gbk"), "table_coding"),
    ("組別,門牌號,戶主\n".encode("big5"), "table_coding"),
    (b"\xef\xbb\xbf" + TEXT.encode("gbk"), "table_coding"),
    (b"\x81\xff\xff\xff", "table_coding"),
    (b"PK\x03\x04 broken", "table_broken"),
])
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(file(tmp_path, content)).code == code


@pytest.mark.parametrize(("name", "content", "code"), [
    ("readme.txt", "hello", "table_kind"), ("word/document.xml", "<w/>", "table_kind"),
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "table_old"), ("xl/workbook.bin", "", "table_old"),
])
def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path, name: str, content: str, code: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refused(file(tmp_path, stream.getvalue(), "a.xlsx")).code == code


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, lambda made, sheet: sheet.append(["甲"] * 50))
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path).code == "table_broken"


@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(wounds: list[tuple[float, int]]) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for number in range(5):
        sheet.append([number, "甲", 5.5])
    stream = io.BytesIO()
    made.save(stream)
    made.close()
    content = bytearray(stream.getvalue())
    for place, value in wounds:
        content[int(place * len(content))] = value
    with TemporaryDirectory() as folder:
        path = file(Path(folder), bytes(content), "a.xlsx")
        try:
            read_sheets(path)
        except UserError as error:
            assert error.hint  # noqa: PT017


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.csv").code == "table_missing"
    assert refused(tmp_path).code == "table_open"


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    assert refused(file(tmp_path, "甲\n乙\n丙\n丁\n".encode())).code == "table_big"
    path = book(tmp_path, lambda made, sheet: sheet.append(["甲"]))
    monkeypatch.setattr(tables, "MAX_BYTES", 100)
    assert refused(path).code == "table_big"


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))


@given(st.lists(st.lists(CELLS, min_size=2), min_size=1))
def test_any_bytes_of_a_csv_are_read_or_refused(records: list[list[str]]) -> None:
    text = "\n".join(",".join(record) for record in records)
    try:
        tables._rows(tables.csv_cells(tables.decode(text.encode("gb18030"))))
    except UserError as error:
        assert error.hint  # noqa: PT017
