"""The left side of a tab that is a list: search and number of rows, filters, and the table or why it is empty."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row


class SearchHead(QFrame):
    """`search` and, at the right, `count`: how many rows there are, in words."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        line = row(self, 0, 12)
        self.search = SearchEdit(hint)
        self.search.setMaximumWidth(theme.active().text_px(420))
        line.addWidget(self.search, 3)
        self.count = Label("", "caption", "ink2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.count, 2)


class ListPane(QFrame):
    """`stack` shows the table first, then in their order what stands there instead of it."""

    def __init__(self, heads: tuple[QWidget, ...], table: TableView, *instead: QWidget) -> None:
        super().__init__()
        inner = column(self, 0, 12)
        for head in heads:
            inner.addWidget(head)
        sheet = Sheet(1, spacing=0)
        self.stack = QStackedWidget()
        for each in (table, *instead):
            self.stack.addWidget(each)
        sheet.column.addWidget(self.stack)
        inner.addWidget(sheet, 1)
