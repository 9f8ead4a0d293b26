"""The table model: columns declared, rows fetched a window at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from panhuang_desk.desk.models.columns import Column, Heading, ListRows, More, Row, Rows

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
OBJECT_ROLE = Qt.ItemDataRole.UserRole + 2
_WINDOW = 100
_WINDOWS_KEPT = 40
_ROOT = QModelIndex()
_TEXT_ROLES = frozenset((Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, SORT_ROLE, OBJECT_ROLE))
_HEADING = Qt.ItemFlag.ItemIsEnabled
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
"""Put together once: Qt asks for the flags of each cell, and joining flags in Python is slow."""

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """Rows of any provider under declared columns. SORT_ROLE gives native values, OBJECT_ROLE the row object."""

    def __init__(self, columns: Sequence[Column], rows: Rows | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.sorted_by: tuple[str, bool] = ("", False)
        self._rows: Rows = rows if rows is not None else ListRows(())
        self._count = self._rows.count()
        self._special = frozenset(self._rows.special())
        self._windows: OrderedDict[int, Sequence[Row]] = OrderedDict()

    @property
    def special(self) -> frozenset[int]:
        """The places of headings and rows that open more."""
        return self._special

    def set_rows(self, rows: Rows | Sequence[Row]) -> None:
        """Show other rows; a plain sequence is taken into memory. The order chosen by a person is kept."""
        provider: Rows = rows if hasattr(rows, "window") else ListRows(rows, self.columns)  # type: ignore[assignment]
        if self.sorted_by[0]:
            provider.sort(*self.sorted_by)
        self._rows = provider
        self.reload()

    def reload(self) -> None:
        """Ask the provider anew."""
        self.beginResetModel()
        self._windows.clear()
        self._count = self._rows.count()
        self._special = frozenset(self._rows.special())
        self.endResetModel()

    def place_of(self, id: str) -> int | None:
        """Where the row of an id stands: -1 where it is not among the rows, None where nobody can tell."""
        return self._rows.place_of(id)

    def row(self, place: int) -> Row:
        """The row object at a place, None outside."""
        if not 0 <= place < self._count:
            return None
        start = place - place % _WINDOW
        window = self._windows.get(start)
        if window is None:
            window = self._rows.window(start, _WINDOW)
            self._windows[start] = window
            if len(self._windows) > _WINDOWS_KEPT:
                self._windows.popitem(last=False)
        return window[place - start] if place - start < len(window) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """All rows; none below a row."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The declared columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, the native value or the row object."""
        if not index.isValid() or role not in _TEXT_ROLES:
            return None
        row = self.row(index.row())
        if role == OBJECT_ROLE or row is None:
            return row
        if isinstance(row, Heading):
            return f"{row.title} {row.count}".strip() if index.column() == 0 else ""
        if isinstance(row, More):
            return row.text if index.column() == 0 else ""
        column = self.columns[index.column()]
        if role == SORT_ROLE:
            return (column.key or column.text)(row)
        return cell_words(column, row) if role == Qt.ItemDataRole.AccessibleTextRole else column.text(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title if 0 <= section < len(self.columns) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be selected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.row() in self._special and isinstance(self.row(index.row()), Heading):
            return _HEADING
        return _PLAIN

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column, where the column and the provider can."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self.order_by(self.columns[column].name, order == Qt.SortOrder.DescendingOrder)

    def order_by(self, name: str, descending: bool = False) -> None:
        """Order by a column's name; empty for the order that the provider has by itself."""
        self.sorted_by = (name, descending)
        self._rows.sort(name, descending)
        self.reload()


def cell_words(column: Column, row: Row) -> str:
    """All that a cell says, for those who listen: tag, text and detail."""
    tag = column.tag(row) if column.tag else None
    parts = (tag.word if tag else "", column.text(row), column.detail(row) if column.detail else "")
    return "，".join(part for part in parts if part)
