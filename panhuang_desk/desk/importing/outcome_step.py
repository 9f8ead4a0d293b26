"""The second step of an import: what it would do, as figures, a sentence, and a list of what is to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.bars import StatTile
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.services.import_result import Alike, ImportResult, Rejected, Wrong

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_ROWS_NAMED = 12


class OutcomeStep(QWidget):
    """A subclass names the tiles and the columns of the list, and says what stands in them. `row_word` is the word that
    counts what the file holds: 行 of a table, 处 of a map.
    """

    row_word = "行"

    def __init__(self, desk: Shell, tiles: Mapping[str, str], columns: Sequence[Column], name: str, good: str,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self._to_mend: dict[tuple[str, int], Rejected] = {}
        self._several = False
        self._rows: list[Row] = []
        narrow = theme.active().narrow
        box = column(self, 0, 8 if narrow else 16)
        head, filters = row(None, 0, 12), self.filters()
        head.addWidget(self._make_figures(tiles), 1)
        box.addLayout(head)
        self._strip = Strip("", icon="info")
        box.addWidget(self._strip)
        if filters is not None and narrow:
            head.addWidget(filters)
        elif filters is not None:
            box.addWidget(filters, 0, Qt.AlignmentFlag.AlignLeft)
        self.table = TableView(columns, name=name)
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(EmptyPage("check", good, "没有要改的地方，可以直接导入。"))
        box.addWidget(self._list, 1)
        self.add_below(box)
        desk.mask_changed.connect(self._masked)

    # What a subclass says

    def filters(self) -> QWidget | None:
        """What narrows the list; in large text it stands beside the figures."""
        return None

    def add_below(self, box: QVBoxLayout) -> None:
        """What stands under it."""

    def show_figures(self, result: ImportResult) -> None:
        """Fill the tiles, in large text the one line."""
        raise NotImplementedError

    def sentence(self, result: ImportResult) -> str:
        """What there is to know beside the figures."""
        raise NotImplementedError

    def rows_of(self, result: ImportResult) -> list[Row]:
        """What the list shows."""
        raise NotImplementedError

    # What the import uses

    def show_result(self, result: ImportResult) -> None:
        """Show what the dry run found."""
        self._several = len(result.sheets) > 1
        self._to_mend = {(row.sheet, row.reasons[0].row): row for row in (*result.questioned, *result.rejected)}
        self.show_figures(result)
        self.set_rows(self.rows_of(result))
        self._strip.set_text(self.sentence(result))

    def set_rows(self, rows: list[Row]) -> None:
        """Show these in the list."""
        self._rows = rows
        self.table.set_rows(rows)
        self._list.setCurrentIndex(0 if rows else 1)

    @property
    def tells(self) -> bool:
        """Whether there is anything to read in the list."""
        return bool(self._rows)

    # What the cells of the list have in common

    def place(self, item: Row) -> str:
        """The rows that a line is about."""
        sheet, unit = f"{item.sheet} " if self._several else "", self.row_word
        if isinstance(item, Alike):
            return f"{sheet}{len(item.rows)} {unit}" if len(item.rows) > 1 else f"{sheet}第 {item.rows[0]} {unit}"
        return f"{sheet}第 {item.row} {unit}"

    def known(self, item: Wrong) -> Rejected | None:
        """The whole row of a line, where it is one to be mended."""
        return self._to_mend.get((item.sheet, item.row))

    def written(self, item: Row) -> str:
        """What stands in the cell that a line is about, empty where nothing does."""
        row = self.known(item) if isinstance(item, Wrong) else None
        if row is None or item.column not in row.headings:
            return ""
        place = row.headings.index(item.column)
        return row.cells[place] if place < len(row.cells) else ""

    def rows_named(self, item: Alike) -> str:
        """The first rows that the same is said of."""
        if len(item.rows) < 2:
            return ""
        more = "等" if len(item.rows) > _ROWS_NAMED else ""
        return f"第 {'、'.join(map(str, item.rows[:_ROWS_NAMED]))} {self.row_word}{more}"

    # Inside

    def _masked(self) -> None:
        self.table.set_rows(self._rows)

    def _make_figures(self, tiles: Mapping[str, str]) -> QWidget:
        """The tiles; in large text one line, which leaves the list its room."""
        self.brief = Label("", "section", wrap=True)
        self.tiles: dict[str, StatTile] = {}
        if theme.active().narrow:
            return self.brief
        frame = QFrame()
        line = row(frame, 0, 24)
        self.tiles = {name: StatTile(label) for name, label in tiles.items()}
        for tile in self.tiles.values():
            line.addWidget(tile)
        return frame


def group(title: str, items: Sequence[Row], count: int) -> list[Row]:
    """The lines of one kind under their heading, nothing where there are none."""
    return [Heading(title, str(count)), *items] if items else []
