"""What an import did, or would do, and the table of the rows that have to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.exchange.headings import DOUBT_HEADING, REASON_HEADING
from panhuang_desk.exchange.ledger import Reason
from panhuang_desk.exchange.sheets_out import Column
from panhuang_desk.exchange.xlsx_out import book_bytes
from panhuang_desk.model.fields import Value
from panhuang_desk.model.values import Changes, no_progress
from panhuang_desk.services.exports import Exported, writer
from panhuang_desk.services.files import write_file

Wrong = Reason
"""A cell that could not be taken, or a hint about one that was: row, column, reason, sheet."""


@attrs.frozen
class Updated:
    """A record that the spreadsheet changed: the row, and of each field the value before and after."""

    row: int
    record_id: str
    fields: Mapping[str, tuple[Value, Value]]
    sheet: str = ""


@attrs.frozen
class Rejected:
    """A row that has to be mended, as it stands in the spreadsheet, and why.

    `group_no` is the group that the sheet's name or the door told, where no column holds it. `renamed` are the headings
    that it is written out under where they must be others than those it has.
    """

    sheet: str
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    reasons: tuple[Wrong, ...]
    group_no: Value = None
    renamed: tuple[str, ...] = ()


@attrs.frozen
class Alike:
    """Cells of which the same is to be said, by the sheet, the heading and the words, with their rows."""

    column: str
    reason: str
    sheet: str
    rows: tuple[int, ...]


@attrs.frozen
class ImportResult:
    """What an import did, or would do. `wrong` rows did not come in; `notes` are about rows that did.

    `doubtful` cells could not be read, but the rest of their rows, `questioned`, came in. `ignored` are headings of
    columns that the program does not keep; `sheets` names those that were read.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[Wrong, ...] = ()
    updated: tuple[Updated, ...] = ()
    ignored: tuple[str, ...] = ()
    changes: Changes = attrs.field(factory=Changes)
    dry_run: bool = False
    rejected: tuple[Rejected, ...] = ()
    sheets: tuple[str, ...] = ()
    doubtful: tuple[Wrong, ...] = ()
    questioned: tuple[Rejected, ...] = ()

    @property
    def doubtful_rows(self) -> int:
        """The number of rows that came in with cells that could not be read."""
        return len({(item.sheet, item.row) for item in self.doubtful})

    @property
    def wrong_rows(self) -> int:
        """The number of rows that did not come in."""
        return len({(item.sheet, item.row) for item in self.wrong})

    def as_json(self) -> dict[str, object]:
        """The result for programs: the counts, and row, column and reason of every cell that could not be taken.

        The cells of rows that did not come in stand before those of rows that did. Where several sheets were read, the
        reason says which one it is about.
        """
        return {
            "new": self.new, "changed": self.changed, "same": self.same,
            "wrong": [{"row": item.row, "column": item.column, "reason": self._where(item) + item.reason}
                      for item in (*self.wrong, *self.doubtful)],
        }

    def _where(self, item: Wrong) -> str:
        return f"工作表“{item.sheet}”：" if len(self.sheets) > 1 else ""


def alike(items: Sequence[Wrong]) -> list[Alike]:
    """The same said of several rows, said once, in the order of first rows."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for item in items:
        rows.setdefault((item.column, item.reason, item.sheet), []).append(item.row)
    return [Alike(column, reason, sheet, tuple(found)) for (column, reason, sheet), found in rows.items()]


def export_rejected(result: ImportResult, target: Path) -> Exported:
    """Write the rows that could not come in, to be mended and imported again, as .csv or .xlsx by the target's name.

    Every row is whole, under the headings it had, with the reasons in a last column that an import passes over. A
    workbook has a sheet for each sheet; names and phones stand in it as they did.
    """
    return _export(result.rejected, target, REASON_HEADING)


def export_doubtful(result: ImportResult, target: Path) -> Exported:
    """The same of answer sheets: the rows that could not come in, and those that came in but for some cells."""
    place = {sheet: at for at, sheet in enumerate(result.sheets)}
    rows = sorted((*result.rejected, *result.questioned), key=lambda row: (place[row.sheet], row.reasons[0].row))
    return _export(rows, target, DOUBT_HEADING)


def _export(rows: Sequence[Rejected], target: Path, reason: str) -> Exported:
    make = writer(target)
    by_sheet: dict[str, list[Rejected]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    tables = {sheet: _table(of_sheet, reason) for sheet, of_sheet in by_sheet.items()}
    if target.suffix.lower() == ".xlsx" and len(tables) > 1:
        made = book_bytes([(sheet, *table) for sheet, table in tables.items()])
    else:
        made = make(next(iter(tables), "") or "要改的行", *_joined(list(tables.values()), reason), no_progress)
    write_file(target, made)
    return Exported(target, len(rows), personal=bool(rows))


_REASONS = (REASON_HEADING, DOUBT_HEADING)

Table = tuple[list[Column], list[list[Value]]]


def _table(rows: Sequence[Rejected], reason: str) -> Table:
    """The rows of one sheet without the reasons of an earlier import; their group goes before them where only the
    sheet's name told it.
    """
    grouped = any(row.group_no is not None for row in rows)
    headings = rows[0].renamed or rows[0].headings
    width = max(len(headings), *(len(row.cells) for row in rows))
    kept = [place for place in range(width) if place >= len(headings) or headings[place] not in _REASONS]
    columns = [Column(_at(headings, place), width=max(10, len(_at(headings, place)) * 2)) for place in kept]
    cells: list[list[Value]] = [
        [*([row.group_no] if grouped else []), *(_at(row.cells, place) for place in kept), _words(row)] for row in rows
    ]
    return [*([Column("组别", width=6)] if grouped else []), *columns, Column(reason, width=56)], cells


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _joined(tables: Sequence[Table], reason: str) -> Table:
    """Several tables as one; columns of the same heading become one."""
    if len(tables) <= 1:
        return tables[0] if tables else ([Column(reason, width=56)], [])
    columns: dict[tuple[str, int], Column] = {}
    for table, _ in tables:
        columns.update({key: column for key, column in zip(_keys(table), table, strict=True) if key not in columns})
    reasons = columns.pop((reason, 0))
    columns[reason, 0] = reasons
    rows: list[list[Value]] = []
    for table, cells in tables:
        keys = _keys(table)
        for row in cells:
            filled = dict(zip(keys, row, strict=True))
            rows.append([filled.get(key) for key in columns])
    return list(columns.values()), rows


def _keys(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """The headings, each with how often it stood before in the same row of headings."""
    seen: Counter[str] = Counter()
    keys = []
    for column in columns:
        keys.append((column.heading, seen[column.heading]))
        seen[column.heading] += 1
    return keys


def _words(row: Rejected) -> str:
    return "".join(f"{item.column}：{item.reason}" for item in row.reasons)
