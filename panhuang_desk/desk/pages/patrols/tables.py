"""The table of the tabs' lists: Right asks for the detail of the marked row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from panhuang_desk.desk.models.view import TableView


class ListTable(TableView):
    """`looked` tells the row whose detail Right asks for."""

    looked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes into the detail; the rest as in every table."""
        if event.key() == Qt.Key.Key_Right and self.current() is not None:
            self.looked.emit(self.current())
            return
        super().keyPressEvent(event)
