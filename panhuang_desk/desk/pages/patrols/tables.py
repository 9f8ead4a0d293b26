"""The table of the tabs' lists: Right asks for the detail of the marked row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint


class ListTable(TableView):
    """`looked` tells the row whose detail Right asks for."""

    looked = Signal(object)

    def say_keys(self, subject: str, enter: str, *more: Hint) -> None:
        """Say what arrows, Enter and some more keys do; at 150 % Enter leads to the detail, the next step there."""
        narrow = theme.active().narrow
        self.set_hints((Hint(cap("move"), subject), Hint("Enter", "看详情" if narrow else enter),
                        Hint("→", "看详情"), Hint(cap("delete"), "删除"), *more))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes into the detail; the rest as in every table."""
        if event.key() == Qt.Key.Key_Right and self.current() is not None:
            self.looked.emit(self.current())
            return
        super().keyPressEvent(event)
