"""The tab of the question bank: every question that may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.services import question_bank

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class BankTab(QuizTab):
    """The questions in the order of the bank, then the office's own."""

    new_word = "加题"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        left = QFrame()
        inner = column(left, 0, 12)
        sheet = Sheet(1, spacing=0)
        self.table = TableView((
            Column("id", "题号", text=lambda e: e.question.id, width=96, tone="ink2"),
            Column("text", "题目", text=lambda e: e.question.text, stretch=True),
            Column("on", "", text=lambda e: "" if e.on else "停用", width=60, tone="ink2"),
        ), name="题库")
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.panes = TwoPanes(left)
        column(self, 0, 0).addWidget(self.panes)

    def load(self, village: str) -> None:
        """Read the questions."""
        self.village = village
        self.table.set_rows(question_bank.entries(self.session))

    def rest(self) -> None:
        """The keys to the list."""
        self.table.setFocus()

    def show_record(self, id: str) -> None:
        """Mark an own question."""
        self.table.select_where(lambda row: row.own == id)
