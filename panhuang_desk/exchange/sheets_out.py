"""Spreadsheets that the program gives out: CSV for any program, XLSX with typed cells; both safe to open."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence

import attrs

from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.fields import Field, Type, Value

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


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


def csv_bytes(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> bytes:
    """A CSV file in UTF-8 with the byte order mark that WPS and Excel need; days as YYYY-MM-DD.

    Text that a spreadsheet would run as a formula gets an apostrophe before it; `unescaped` takes it off.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([escaped(column.heading) for column in columns])
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def xlsx_bytes(title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> bytes:
    """An XLSX file of one sheet: numbers and days as such, all text as text, the heading bold and frozen."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "", title)[:31] or "表")
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = min(max(column.width + 3, 8), 60)
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"

    def cell(value: Value, column: Column, *, heading: bool = False) -> object:
        made = WriteOnlyCell(sheet, value=None)
        if isinstance(value, (int, float)):
            made.value = value
        elif value and column.type is Type.DATE and not heading:
            made.value = dt.date.fromisoformat(str(value))
            made.number_format = "yyyy-mm-dd"
        elif value:
            made.value = _NOT_IN_XML.sub("", str(value))
            # openpyxl takes a text with "=" at its head for a formula; the type says that it is none.
            made.data_type = "s"
            made.quotePrefix = bool(_FORMULA.match(str(value)))
        if heading:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(column.heading, column, heading=True) for column in columns])
    for row in rows:
        sheet.append([cell(value, column) for value, column in zip(row, columns, strict=True)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def escaped(text: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text of a cell that `escaped` may have written."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return show_decimal(value)
    if isinstance(value, int):
        return str(value)
    return escaped(str(value))
