"""The tab of surveys: each with what was given out, what came back, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.wording import day
from panhuang_desk.services import surveys

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class SurveysTab(QuizTab):
    """The latest survey stands at the head."""

    new_word = "新测评"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        left = QFrame()
        inner = column(left, 0, 12)
        sheet = Sheet(1, spacing=0)
        self.table = TableView((
            Column("title", "测评", text=lambda r: r.record.text("title"), stretch=True),
            Column("began", "开始", text=lambda r: day(r.record.text("started_on"), self.session.today()), width=96),
            Column("sheets", "答卷", text=lambda r: str(r.sheets), width=72, align="right"),
        ), name="各次测评")
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.panes = TwoPanes(left)
        column(self, 0, 0).addWidget(self.panes)

    def load(self, village: str) -> None:
        """Read the surveys."""
        self.village = village
        self.table.set_rows(surveys.surveys(self.session, village))

    def rest(self) -> None:
        """The keys to the list."""
        self.table.setFocus()

    def on_ask(self) -> bool:
        """Somebody answers at the screen for the survey that is marked."""
        marked = self.table.current()
        self.desk.ask_at_screen(survey=marked.record.id if marked is not None else "")
        return True

    def show_record(self, id: str) -> None:
        """Mark a survey."""
        self.table.select_where(lambda row: row.record.id == id)
