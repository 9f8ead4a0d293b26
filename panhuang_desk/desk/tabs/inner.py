"""A table inside a scrolling detail: as high as its rows, marked only while it has the keys, left at its ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from panhuang_desk.desk.models.columns import Column, Row, Rows
from panhuang_desk.desk.models.table import Index
from panhuang_desk.desk.models.view import TableView


class InnerTable(TableView):
    """Up at the first row and Down at the last go on to the neighbour in the detail."""

    def __init__(self, columns: Sequence[Column], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(columns, name=name, header=False, parent=parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    def set_rows(self, rows: Rows | Sequence[Row], *, same: Callable[[Any, Any], bool] | None = None,
                 first: bool = False) -> None:
        """Show other rows, and be as high as they are."""
        super().set_rows(rows, same=same, first=first)
        self.setFixedHeight(self._row_height * self.table.rowCount())
        if not self.hasFocus():
            self._unmark()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming from below begins at the last row."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.BacktabFocusReason and self.table.rowCount():
            self.select(self.table.rowCount() - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark goes with the keys, but not when only a menu or another window has them."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._unmark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk on where the table ends."""
        place, last = self.currentIndex().row(), self.table.rowCount() - 1
        if event.key() == Qt.Key.Key_Down and place == last:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up and place <= 0:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the marked row in sight of the detail."""
        super().currentChanged(current, previous)
        area = self._area()
        body = area.widget() if area is not None else None
        if area is not None and body is not None and current.isValid() and self.hasFocus():
            rect = self.visualRect(current)
            middle = self.mapTo(body, rect.center())
            area.ensureVisible(rect.width() // 2, middle.y(), 0, rect.height())

    def _unmark(self) -> None:
        self.selectionModel().clear()
        self.viewport().update()

    def _area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent
