"""Reads the cells of other people's spreadsheets as text: CSV in any usual coding, and XLSX."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.sheets_out import NOT_IN_XML, unescaped

MAX_BYTES = 50 * 1024 * 1024
"""Greatest size of a spreadsheet file; unpacked it may be eight times that."""
NO_RESULT = "#没有结果"
"""What stands for a cell with a formula whose result the file does not hold."""
MAX_ROWS = 100_000
MAX_COLUMNS = 256

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHER_MAGIC = (
    b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"SQLite format 3", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf",
)
_SAVE_AS = "请用 WPS 或 Excel 打开它，另存为 .xlsx 或 .csv 再导入。"
_DELIMITERS = ",\t;|"
_HANZI = re.compile("[\u3400-\u9fff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_STUMBLES = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, EOFError, OSError, RuntimeError,
)
"""What openpyxl and zipfile raise on a workbook that is damaged: whatever they stumble over."""


@attrs.frozen
class Row:
    """One row: its number as the spreadsheet program shows it, from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(self.cells)


@attrs.frozen
class Sheet:
    """One sheet. `name` is empty for a CSV file."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The visible sheets of a spreadsheet that hold anything; merged cells all carry their value.

    Dates come as ISO text, whole numbers without a decimal point, formulas as their last result.
    UserError says in words why a file cannot be read.
    """
    content = _content(path)
    if content.startswith(b"PK"):
        sheets = _xlsx_sheets(content)
    else:
        records = csv_cells(decode(content))
        sheets = (Sheet("", _rows([unescaped(cell) for cell in record] for record in records)),)
    sheets = tuple(sheet for sheet in sheets if sheet.rows)
    if not sheets:
        raise UserError("这个表格是空的，没有可导入的内容。", "请核对选的是否这个文件。", code="table_empty")
    return sheets


def _content(path: Path) -> bytes:
    """The bytes of a file that may be a table."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_big("这个文件太大，不像是台账。")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(
            "找不到要导入的文件。", "请看 U 盘是否插好，文件名是否写对。", code="table_missing"
        ) from error
    except OSError as error:
        raise UserError(
            "要导入的文件打不开。", "请先在 WPS 或 Excel 里关掉它，再试一次。", code="table_open"
        ) from error
    if not content.strip(b"\0 \r\n\t"):
        raise UserError("这个文件是空的。", "请核对选的是不是这个文件。", code="table_empty")
    if content.startswith(_OLE_MAGIC):
        if _ENCRYPTED_PACKAGE in content:
            raise UserError(
                "这个表格加了打开密码，读不了。", "请在 WPS 或 Excel 里去掉密码再导入。", code="table_locked"
            )
        raise UserError("这是旧的 .xls 或 .et 格式，读不了。", _SAVE_AS, code="table_old")
    head = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if content.startswith(_OTHER_MAGIC):
        raise _not_a_table()
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"mime-version:")):
        raise UserError("这个文件其实是网页格式，不是表格。", _SAVE_AS, code="table_html")
    return content


def _not_a_table() -> UserError:
    return UserError("这个文件不是表格。", "能导入的是 .xlsx 和 .csv 文件。", code="table_kind")


def _too_big(message: str) -> UserError:
    return UserError(message, "请只留下要导入的那张表再试。", code="table_big")


def decode(content: bytes) -> str:
    """Text of a CSV file: by its byte order mark, else UTF-8 where it is valid, else GB 18030."""
    for mark, coding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            with contextlib.suppress(UnicodeDecodeError):
                return content[len(mark):].decode(coding)
            raise _garbled()
    if b"\0" in content:
        for coding in ("utf-16-le", "utf-16-be"):
            with contextlib.suppress(UnicodeDecodeError):
                text = content.decode(coding)
                if "\n" in text and all(sign.isprintable() or sign in "\r\n\t" for sign in text):
                    return text
        raise _not_a_table()
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    guess = content.decode("utf-8", "replace")
    if guess.count("\ufffd") * 5 < len(_HANZI.findall(guess)):
        # UTF-8 with a few broken characters; GB 18030 would make nonsense of all the others.
        raise _garbled()
    with contextlib.suppress(UnicodeDecodeError):
        text = content.decode("gb18030")
        if len(_PRIVATE.findall(text)) * 10 <= len(_HANZI.findall(text)):
            return text
    raise _garbled()


def _garbled() -> UserError:
    return UserError("这个文件的文字编码认不出来。", _SAVE_AS, code="table_coding")


def csv_cells(text: str) -> Iterator[list[str]]:
    """The records of a CSV text, by the delimiter that it uses."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("sep=") and "\n" in text:
        text = "\n" + text.partition("\n")[2]
    delimiter = _delimiter(text)
    try:
        return iter(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            raise UserError(
                "表格里有一处引号没有成对，后面的内容分不开。", _SAVE_AS, code="table_quotes"
            ) from error
    return iter(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))


def _delimiter(text: str) -> str:
    """The sign that most of the first lines hold the same number of times, outside quotes."""
    lines = [line for line in re.sub(r'"[^"]*"', "", text[:100_000]).split("\n")[:60] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        count, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times, count

    return max(_DELIMITERS, key=agreement)


def _rows(cells: Iterable[Iterable[str]]) -> tuple[Row, ...]:
    """Rows with tidied cells; blank ones are dropped but counted."""
    rows: list[Row] = []
    for number, record in enumerate(cells, 1):
        texts = [tidied(text) for text in record][:MAX_COLUMNS]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            rows.append(Row(number, tuple(texts)))
        if len(rows) > MAX_ROWS:
            raise _too_big(f"表格超过 {MAX_ROWS} 行，不像是台账。")
    return tuple(rows)


def tidied(text: str) -> str:
    """The text of a cell without the white space around it and without signs that no workbook holds."""
    text = NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\u3000", " ").strip()


def _xlsx_sheets(content: bytes) -> tuple[Sheet, ...]:
    """The visible sheets of an XLSX file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, warnings.catch_warnings():
            # What openpyxl leaves out, such as drop-down lists, it warns about on stderr.
            warnings.simplefilter("ignore")
            if sum(item.file_size for item in archive.infolist()) > 8 * MAX_BYTES:
                raise _too_big("这个表格展开后太大，不像是台账。")
            names = archive.namelist()
            if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
                raise UserError("这是 .ods 格式，读不了。", _SAVE_AS, code="table_old")
            if "xl/workbook.bin" in names:
                raise UserError("这是 .xlsb 格式，读不了。", _SAVE_AS, code="table_old")
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise _not_a_table()
            return _visible_sheets(archive, content)
    except _STUMBLES as error:
        raise UserError(
            "这个表格文件坏了，读不全。", "请用 WPS 打开另存一份，或请对方重发。", code="table_broken"
        ) from error


def _visible_sheets(archive: zipfile.ZipFile, content: bytes) -> tuple[Sheet, ...]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        return tuple(
            Sheet(str(sheet.title), _rows(_sheet_cells(sheet, archive)))
            for sheet in book.worksheets if sheet.sheet_state == "visible"
        )
    finally:
        book.close()


def _grid(sheet: Any) -> list[list[str]]:
    """The cells of a sheet as text, trailing empty rows cut."""
    sheet.reset_dimensions()
    grid: list[list[str]] = []
    filled = 0
    for record in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
        values = list(record)
        while values and values[-1] is None:
            values.pop()
        texts = [_as_text(value) for value in values]
        grid.append(texts if any(texts) else [])
        if any(texts):
            filled = len(grid)
    return grid[:filled]


def _as_text(value: object) -> str:
    """A cell's value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return repr(round(value, 10))
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d") if value.time() == dt.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return _ESCAPED.sub(_character, str(value))


def _character(escape: re.Match[str]) -> str:
    """What `_x000D_` stands for in a workbook; half of a pair stays as it is."""
    code = int(escape[1], 16)
    return escape[0] if 0xD800 <= code < 0xE000 else chr(code)


def _sheet_cells(sheet: Any, archive: zipfile.ZipFile) -> list[list[str]]:
    """The cells of a sheet as text, merged ones filled, formulas without a result marked."""
    grid = _grid(sheet)
    merged, unsolved = _merged_and_unsolved(archive, sheet._worksheet_path)
    for row, column in unsolved:
        if row <= MAX_ROWS and column <= MAX_COLUMNS:
            grid.extend([] for _ in range(row - len(grid)))
            cells = grid[row - 1]
            cells.extend([""] * (column - len(cells)))
            cells[column - 1] = NO_RESULT
    return _unmerged(grid, merged)


def _merged_and_unsolved(
    archive: zipfile.ZipFile, part: str
) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int]]]:
    """What openpyxl does not tell of a sheet's part, rows and columns from 1.

    The merged ranges: first row, first column, last row, last column; and the cells with a formula but no result.
    """
    from openpyxl.utils import range_boundaries
    from openpyxl.utils.cell import coordinate_to_tuple

    ranges: list[tuple[int, int, int, int]] = []
    unsolved: list[tuple[int, int]] = []
    with archive.open(part.lstrip("/")) as stream:
        for _, element in ElementTree.iterparse(stream):
            tag = element.tag.rpartition("}")[2]
            if tag == "mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                ranges.append((int(top), int(left), int(bottom), int(right)))
            elif tag == "c" and element.get("r") and _is_unsolved(element):
                unsolved.append(coordinate_to_tuple(element.get("r", "")))
            if tag in ("row", "mergeCell"):
                element.clear()
    return ranges, unsolved


def _is_unsolved(cell: ElementTree.Element) -> bool:
    """Whether a cell holds a formula and no result; an empty text is one."""
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    return "f" in parts and cell.get("t") != "str" and not (parts["v"].text if "v" in parts else "")


def _unmerged(grid: list[list[str]], merged: list[tuple[int, int, int, int]]) -> list[list[str]]:
    """The grid with the value of every merged range in each of its cells, as far as the sheet is filled."""
    width = max(map(len, grid), default=0)
    for top, left, bottom, right in merged:
        value = grid[top - 1][left - 1] if top <= len(grid) and left <= len(grid[top - 1]) else ""
        if not value:
            continue
        for cells in grid[top - 1 : bottom]:
            if cells and len(cells) < right <= width:
                cells.extend([""] * (right - len(cells)))
            for column in range(left - 1, min(right, len(cells))):
                cells[column] = value
    return grid
