"""A report's workbook: what paper prints, as numbers where it is a number, and nothing that paper withholds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from panhuang_desk.report.periodic_tables import numbered_all
from panhuang_desk.services.report_paper import report_xlsx
from tests.report import samples


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The workbooks of a village and of the subdistrict, opened."""
    folder = tmp_path_factory.mktemp("books")
    found = {}
    for name in ("village", "subdistrict", "sample"):
        report_xlsx(samples.BUILDERS[name](), folder / f"{name}.xlsx")
        found[name] = openpyxl.load_workbook(folder / f"{name}.xlsx")
    return found


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("name", ["village", "subdistrict"])
def test_every_printed_table_stands_in_it_cell_by_cell(books: dict[str, Any], name: str) -> None:
    sheets = [sheet for sheet in books[name] if sheet.title != "指标"]
    shown = [[_shown(cell) for cell in row] for sheet in sheets for row in sheet.iter_rows()]
    for data in numbered_all(samples.BUILDERS[name]()):
        captions = [at for at, row in enumerate(shown) if row[0] == data.caption]
        assert len(captions) == 1
        begin = captions[0] + (3 if data.wide else 2)
        for row, cells in zip(data.rows, shown[begin:begin + len(data.rows)], strict=True):
            plain = [text if text == "%" else text.removesuffix("%") for text in cells[:len(row)]]
            assert plain == list(row), data.caption
        if data.notes:
            assert shown[begin + len(data.rows)][0] == f"注：{'；'.join(data.notes)}。"


def _shown(cell: Any) -> str:
    """A cell as a spreadsheet program shows it."""
    if isinstance(cell.value, (int, float)):
        if cell.number_format.endswith("%"):
            places = cell.number_format.count("0") - 1
            return f"{100 * cell.value:.{places}f}%"
        return f"{cell.value:g}" if isinstance(cell.value, float) and cell.value < 1000 else str(cell.value)
    return cell.value or ""


def test_numbers_are_numbers_and_percentages_know_that_they_are(books: dict[str, Any]) -> None:
    raw = {row[0].value: row for row in books["village"]["指标"].iter_rows()}
    heads = {cell.value: at for at, cell in enumerate(raw["代码"])}
    assert list(heads) == ["代码", "指标", "单位", "本月", "上月", "本年累计", "去年同月", "分子", "分母", "定义"]
    rate = raw["awareness_by_person"]
    assert (rate[heads["本月"]].value, rate[heads["本月"]].number_format) == (0.9437, "0.00%")
    assert (rate[heads["分子"]].value, rate[heads["分母"]].value) == (134, 142)
    assert raw["visits"][heads["本月"]].value == 327
    assert raw["area_checked_mu"][heads["本月"]].value == 421.5
    assert all(row[heads["定义"]].value for code, row in raw.items() if code != "代码")


def test_what_paper_withholds_stands_nowhere_in_it(books: dict[str, Any]) -> None:
    raw = {row[0]: row for row in rows_of(books["village"]["指标"])}
    assert raw["people_returned_workers"][3] == raw["met_returned_workers"][3] == "<3"
    assert raw["coverage_returned_workers"][3:] == ["*", None, "*", None, None, None,
                                                    raw["coverage_returned_workers"][-1]]
    assert not any("/" in code for code in raw), "shares of single groups of people do not print"
    subdistrict = {row[0]: row for row in rows_of(books["subdistrict"]["各村情况"])}
    assert set(subdistrict["吴杨居委会"][1:]) == {"未报"}
    assert subdistrict["旭日居委会"][2] == 0


def test_it_prints_on_a4_as_wide_as_the_page(books: dict[str, Any]) -> None:
    assert books["village"].sheetnames == ["报表", "指标"]
    for sheet in books["subdistrict"]:
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert books["subdistrict"]["各村情况"].page_setup.orientation == "landscape"
    printed = books["subdistrict"]["报表"]
    assert printed["A1"].value == "潘黄街道禁毒工作月报"
    assert any(str(merged).startswith("A1:") for merged in printed.merged_cells.ranges)
    assert books["sample"]["报表"]["A1"].value == "演示数据，不作上报"


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    report = samples.subdistrict()
    odd = attrs.evolve(report.by_village[0], name="=1+1\x07村委会")
    report_xlsx(attrs.evolve(report, by_village=(odd, *report.by_village[1:])), tmp_path / "a.xlsx")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["报表"].iter_rows() for cell in row]
    named = [cell for cell in cells if cell.value == "=1+1村委会"]
    assert named
    assert all(cell.data_type != "f" for cell in named)
