"""A report's figures as a workbook: laid out like its printed tables, and one figure a row with its definition."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from panhuang_desk.exchange.sheets_out import NOT_IN_XML

if TYPE_CHECKING:  # openpyxl is loaded on first use
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_NUMBER = re.compile(r"\d+(\.(\d+))?")
_A4, _FIRST_WIDTH, _WIDTH, _LYING_FIRST, _LYING_WIDTH = 9, 22, 12, 16, 8
_FONT = "宋体"


@attrs.frozen
class Head:
    """A column's heading, the words that it shares with its neighbours, and whether numbers stand in it."""

    words: str
    group: str = ""
    numbers: bool = True


@attrs.frozen
class PrintedTable:
    """A table as it is printed. `wide` ones stand on a sheet of their own that prints on its side."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    total: bool = False
    wide: bool = False


@attrs.frozen
class RawFigure:
    """One figure: its columns as printed, and of a rate what it is of."""

    code: str
    label: str
    unit: str
    cells: tuple[str, ...]
    numerator: float | None
    denominator: float | None
    definition: str


@attrs.frozen
class Book:
    """What a workbook says. `columns` head the cells of a raw figure; `mark` stands above the printed tables."""

    title: str
    subtitle: str
    day: str
    tables: tuple[PrintedTable, ...]
    columns: tuple[str, ...]
    figures: tuple[RawFigure, ...]
    mark: str = ""


def report_book(book: Book) -> bytes:
    """The workbook: numbers as numbers, percentages with their sign, what paper withholds as its sign."""
    from openpyxl import Workbook

    work = Workbook()
    printed = work.active
    printed.title = "报表"
    _printed(printed, book, [table for table in book.tables if not table.wide], _FIRST_WIDTH, _WIDTH)
    _raw(work.create_sheet("指标"), book)
    if lying := [table for table in book.tables if table.wide]:
        sheet = work.create_sheet("各村情况")
        _printed(sheet, book, lying, _LYING_FIRST, _LYING_WIDTH)
        sheet.page_setup.orientation = "landscape"
    work.properties.creator = work.properties.lastModifiedBy = ""
    work.properties.title = f"{book.title}{book.subtitle}"
    work.properties.created = work.properties.modified = dt.datetime.fromisoformat(book.day)
    stream = io.BytesIO()
    work.save(stream)
    return stream.getvalue()


def _printed(sheet: Worksheet, book: Book, tables: Sequence[PrintedTable], first: int, width: int) -> None:
    """Tables below each other, as on paper, over one grid of columns."""
    span = max((len(table.heads) for table in tables), default=1)
    for at in range(span):
        sheet.column_dimensions[_letter(at)].width = first if at == 0 else width
    row = 1
    for text, size in ((book.mark, 11), (book.title, 16), (book.subtitle, 11)):
        if text:
            _line(sheet, row, text, span, size=size, bold=size > 11, centre=True)
            row += 1
    for table in tables:
        row = _table(sheet, row + 1, table, span)
    _set_up(sheet)


def _table(sheet: Worksheet, row: int, table: PrintedTable, span: int) -> int:
    """One table with its caption and notes; gives the row below it."""
    _line(sheet, row, table.caption, span, bold=True, centre=True)
    row += 1
    row += _heads(sheet, row, table.heads)
    for number, cells in enumerate(table.rows, start=1):
        unit = cells[1] if len(cells) > 1 and not table.heads[1].numbers else ""
        for at, (text, head) in enumerate(zip(cells, table.heads, strict=True)):
            percent = unit == "%" or "%" in head.words
            cell = _cell(sheet, row, at, text, number=head.numbers, percent=percent)
            _frame(cell, bold=table.total and number == len(table.rows))
        row += 1
    if table.notes:
        _line(sheet, row, f"注：{'；'.join(table.notes)}。", span, size=9)
        row += 1
    return row


def _heads(sheet: Worksheet, row: int, heads: Sequence[Head]) -> int:
    """The heading in one or two rows, those that share words merged; gives how many rows."""
    from openpyxl.styles import Alignment

    low = row + (1 if any(head.group for head in heads) else 0)
    for at, head in enumerate(heads):
        for each, words in ((low, head.words), (row, head.group or head.words)):
            cell = _cell(sheet, each, at, words)
            _frame(cell, bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if low > row:
        for first, last in _runs(heads):
            sheet.merge_cells(start_row=row, end_row=row if heads[first].group else low,
                              start_column=first + 1, end_column=last + 1)
    return low - row + 1


def _runs(heads: Sequence[Head]) -> list[tuple[int, int]]:
    """The first and last place of each heading above: neighbours that share words, or one that has none."""
    runs: list[tuple[int, int]] = []
    for at, head in enumerate(heads):
        if head.group and at and heads[at - 1].group == head.group:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _raw(sheet: Worksheet, book: Book) -> None:
    """One figure a row, in the order of the report."""
    from openpyxl.styles import Alignment, Font

    heads = ("代码", "指标", "单位", *book.columns, "分子", "分母", "定义")
    widths = (26, 22, 8, *(12 for _ in book.columns), 10, 10, 70)
    for at, (words, width) in enumerate(zip(heads, widths, strict=True)):
        _cell(sheet, 1, at, words).font = Font(name=_FONT, size=11, bold=True)
        sheet.column_dimensions[_letter(at)].width = width
    for row, figure in enumerate(book.figures, start=2):
        for at, text in enumerate((figure.code, figure.label, figure.unit)):
            _cell(sheet, row, at, text)
        for at, text in enumerate(figure.cells, start=3):
            _cell(sheet, row, at, text, number=True, percent=figure.unit == "%")
        after = 3 + len(figure.cells)
        for at, value in ((after, figure.numerator), (after + 1, figure.denominator)):
            if value is not None:
                sheet.cell(row, at + 1, value)
        _cell(sheet, row, after + 2, figure.definition).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{_letter(len(heads) - 1)}{len(book.figures) + 1}"
    sheet.print_title_rows = "1:1"
    _set_up(sheet)
    sheet.page_setup.orientation = "landscape"


def _cell(sheet: Worksheet, row: int, at: int, text: str, *, number: bool = False, percent: bool = False) -> Cell:
    """A cell: a number where it is one and stands in a column of numbers, else text whatever it looks like."""
    from openpyxl.styles import Alignment, Font

    cell: Any = sheet.cell(row, at + 1)
    text = text.removesuffix("%") if percent and number else text
    match = _NUMBER.fullmatch(text) if number else None
    if match:
        places = len(match[2] or "")
        value = float(text) if places or percent else int(text)
        cell.value = round(value / 100, places + 2) if percent else value
        cell.number_format = (f"0{'.' if places else ''}{'0' * places}%" if percent else "General")
    else:
        cell.value = NOT_IN_XML.sub("", text)
        cell.data_type = "s"  # what begins with = is no formula
    cell.font = Font(name=_FONT, size=10.5)
    cell.alignment = Alignment(horizontal="right" if number else "left", vertical="center", wrap_text=not number)
    return cell


def _frame(cell: Cell, *, bold: bool = False) -> None:
    from openpyxl.styles import Border, Font, Side

    side = Side(style="thin")
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.font = Font(name=_FONT, size=10.5, bold=bold)


def _line(sheet: Worksheet, row: int, text: str, span: int, *, size: float = 10.5, bold: bool = False,
          centre: bool = False) -> None:
    """A text over the whole width, as high as it takes."""
    from openpyxl.styles import Alignment, Font

    cell = _cell(sheet, row, 0, text)
    cell.font = Font(name=_FONT, size=size, bold=bold)
    cell.alignment = Alignment(horizontal="center" if centre else "left", vertical="center", wrap_text=True)
    if span > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=span)
    room = sum(sheet.column_dimensions[_letter(at)].width for at in range(span))
    lines = -(-len(text) * 2 * size // (10.5 * room)) or 1
    sheet.row_dimensions[row].height = max(lines, 1) * size * 1.5


def _set_up(sheet: Worksheet) -> None:
    """A4, as wide as the page, page numbers at the foot."""
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))
