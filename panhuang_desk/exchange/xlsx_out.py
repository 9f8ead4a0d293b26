"""Writes an XLSX file into memory: typed cells, a bold frozen heading, a filter; nothing goes through a temporary file,
as it does where openpyxl writes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from panhuang_desk.exchange.sheets_out import FORMULA, NOT_IN_XML, Column, cell_text, watched
from panhuang_desk.model.fields import Type, Value
from panhuang_desk.model.values import Progress, no_progress

_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_FIRST_DAY = dt.datetime(1899, 12, 30)
"""What Excel counts days from: its 1900 has a 29 February."""

_PLAIN, _BOLD, _ON_DAY, _AT_MOMENT, _QUOTED = range(5)
_STYLES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Table = tuple[str, Sequence[Column], Sequence[Sequence[Value]]]
"""A sheet: its title, its columns, its rows."""


def xlsx_bytes(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], progress: Progress = no_progress
) -> bytes:
    """An XLSX file of one sheet: numbers and days as such, all text as text, the heading bold and frozen."""
    return book_bytes([(title, columns, rows)], progress)


def book_bytes(tables: Sequence[Table], progress: Progress = no_progress) -> bytes:
    """An XLSX file of several sheets, each made as `xlsx_bytes` makes one; equal tables give equal bytes."""
    names = _sheet_names([title for title, _, _ in tables])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _frame(names, tables):
            archive.writestr(_entry(name), _HEAD + content)
        for number, (_, columns, rows) in enumerate(tables, 1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for text in _sheet(columns, rows, progress):
                    part.write(text.encode())
    return stream.getvalue()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _entry(name: str) -> zipfile.ZipInfo:
    """A part of the file, dated like every other, so that the bytes tell nothing of the moment."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """The titles as sheets may be called: 31 characters, some signs not, no two alike."""
    names: list[str] = []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\]", "", NOT_IN_XML.sub("", title)).strip("'")[:31] or "表"
        name, number = plain, 1
        while name.lower() in (taken.lower() for taken in names):
            number += 1
            name = f"{plain[:28]}_{number}"
        names.append(name)
    return names


def _frame(names: Sequence[str], tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """The parts around the sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
                     for n in numbers)
    yield "[Content_Types].xml", (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>')
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"{escape(_quoted(name))}!$A$1:${_letters(len(columns))}${len(rows) + 1}</definedName>"
        for n, (name, (_, columns, rows)) in enumerate(zip(names, tables, strict=True)) if columns)
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
                     for n, name in zip(numbers, names, strict=True))
    defined = f"<definedNames>{filters}</definedNames>" if filters else ""
    yield "xl/workbook.xml", (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets>{defined}</workbook>')
    yield "xl/_rels/workbook.xml.rels", _relations(
        [*((f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
         (f"rId{len(names) + 1}", "styles", "styles.xml")])
    yield "xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>'


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{id}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
                    for id, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _sheet(columns: Sequence[Column], rows: Sequence[Sequence[Value]], progress: Progress) -> Iterator[str]:
    """One sheet, row by row."""
    widths = "".join(f'<col min="{n}" max="{n}" width="{min(max(column.width + 3, 8), 60)}" customWidth="1"/>'
                     for n, column in enumerate(columns, 1))
    yield (f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
           '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
           f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>")
    letters = [_letters(n) for n in range(1, len(columns) + 1)]
    yield _row(1, (_text(f"{letter}1", column.heading, _BOLD)
                   for letter, column in zip(letters, columns, strict=True)))
    for number, row in enumerate(watched(rows, progress), 2):
        yield _row(number, (_cell(f"{letter}{number}", value, column.type)
                            for letter, value, column in zip(letters, row, columns, strict=True)))
    last = f"A1:{letters[-1]}{len(rows) + 1}" if letters else ""
    yield f"</sheetData>{f'<autoFilter ref={quoteattr(last)}/>' if last else ''}</worksheet>"


def _row(number: int, cells: Iterator[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, type: Type) -> str:
    """A cell; nothing where there is no value."""
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if not value:
        return ""
    if type is Type.DATE and _DAY.fullmatch(str(value)):
        return _moment(place, str(value), _ON_DAY)
    if type is Type.MOMENT and _MOMENT.fullmatch(str(value)):
        return _moment(place, str(value), _AT_MOMENT)
    text = cell_text(value)
    return _text(place, text, _QUOTED if FORMULA.match(text) else _PLAIN)


def _moment(place: str, iso: str, style: int) -> str:
    since = dt.datetime.fromisoformat(iso) - _FIRST_DAY
    days = since.days if style == _ON_DAY else since.total_seconds() / 86400
    return f'<c r="{place}" s="{style}"><v>{days!r}</v></c>'


def _text(place: str, text: str, style: int) -> str:
    """A text, whatever it looks like; what looks like an escaped sign is one to a reader, so its head is escaped."""
    plain = escape(_ESCAPE_LIKE.sub("_x005F_", NOT_IN_XML.sub("", text)))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


def _letters(number: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
