"""Spreadsheets that the program gives out: CSV for any program, XLSX with typed cells; both safe to open."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.fields import Field, Type, Value
from panhuang_desk.model.values import Progress, no_progress

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What a workbook cannot hold."""


@attrs.frozen
class Column:
    """One column to give out: the heading and the type of its cells."""

    heading: str
    type: Type = Type.TEXT
    width: int = 10

    @classmethod
    def of(cls, field: Field) -> Column:
        """The column of a declared field."""
        return cls(field.label, field.type, max(field.width, len(field.label) * 2))


def csv_bytes(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]], progress: Progress = no_progress
) -> bytes:
    """A CSV file in UTF-8 with the byte order mark that WPS and Excel need; days as YYYY-MM-DD.

    Text that a spreadsheet would run as a formula gets an apostrophe before it; `unescaped` takes it off.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([escaped(column.heading) for column in columns])
    for row in _watched(rows, progress):
        writer.writerow([escaped(text) if isinstance(value, str) else text
                         for value, text in ((value, cell_text(value)) for value in row)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def xlsx_bytes(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], progress: Progress = no_progress
) -> bytes:
    """An XLSX file of one sheet: numbers and days as such, all text as text, the heading bold and frozen."""
    return book_bytes([(title, columns, rows)], progress)


def book_bytes(
    sheets: Sequence[tuple[str, Sequence[Column], Sequence[Sequence[Value]]]], progress: Progress = no_progress
) -> bytes:
    """An XLSX file of several sheets, each a title, columns and rows, all made as `xlsx_bytes` makes one."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, columns, rows in sheets:
        _fill(book.create_sheet(re.sub(r"[\[\]:*?/\\]", "", title)[:31] or "表"), columns, rows, progress)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(
    sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Value]], progress: Progress
) -> None:
    """Write the heading and the rows of one sheet."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = min(max(column.width + 3, 8), 60)
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    bold = Font(bold=True)

    def cell(value: Value, column: Column, *, heading: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=None)
        if isinstance(value, (int, float)):
            made.value = value
        elif value and column.type in _WHEN and not heading and _WHEN[column.type][0].fullmatch(str(value)):
            made.value = dt.datetime.fromisoformat(str(value))
            made.number_format = _WHEN[column.type][1]
        elif value:
            # What looks like an escaped character is one to whoever reads the file; so its first sign is escaped.
            made.value = _ESCAPE_LIKE.sub("_x005F_", NOT_IN_XML.sub("", cell_text(value)))
            # openpyxl takes a text with "=" at its head for a formula; the type says that it is none.
            made.data_type = "s"
            made.quotePrefix = bool(_FORMULA.match(str(value)))
        if heading:
            made.font = bold
        return made

    sheet.append([cell(column.heading, column, heading=True) for column in columns])
    for row in _watched(rows, progress):
        sheet.append([cell(value, column) for value, column in zip(row, columns, strict=True)])


_WHEN = {Type.DATE: (_DAY, "yyyy-mm-dd"), Type.MOMENT: (_MOMENT, "yyyy-mm-dd hh:mm")}


def _watched(rows: Sequence[Sequence[Value]], progress: Progress) -> Iterator[Sequence[Value]]:
    """The rows, telling how far it is now and then."""
    for done, row in enumerate(rows):
        if done % 200 == 0:
            progress(0.3 + 0.6 * done / len(rows), f"正在写 {done}/{len(rows)}")
        yield row


def cell_text(value: Value) -> str:
    """A value as the text of a cell: numbers without exponent, lines ending in one sign, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return show_decimal(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def escaped(text: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text of a cell that `escaped` may have written."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text

