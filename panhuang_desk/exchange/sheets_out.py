"""Tables that the program gives out: what their columns are, and CSV for any program, safe to open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

import attrs

from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.fields import Field, Type, Value
from panhuang_desk.model.values import Progress, no_progress

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet program may take for a formula."""
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
    for row in watched(rows, progress):
        writer.writerow([escaped(text) if isinstance(value, str) else text
                         for value, text in ((value, cell_text(value)) for value in row)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def watched(rows: Sequence[Sequence[Value]], progress: Progress) -> Iterator[Sequence[Value]]:
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
    return "'" + text if FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text of a cell that `escaped` may have written."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text

