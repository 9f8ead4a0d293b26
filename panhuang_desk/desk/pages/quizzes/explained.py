"""One question in full: its options with the right ones marked, the explanation and what it rests on."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.quizzes.question_view import option_grid, show_options
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.model.quiz import Question


class Explained(QFrame):
    """For the worker's eyes: it tells the answer, which the entry of a sheet never does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, 12, 6)
        self.words = Label("", "section", wrap=True)
        box.addWidget(self.words)
        grid, self.options = option_grid()
        box.addLayout(grid)
        self.why = Label("", "body", "ink2", wrap=True)
        self.source = Label("", "caption", "ink3", wrap=True)
        box.addWidget(self.why)
        box.addWidget(self.source)

    def show_question(self, question: Question | None, number: int = 0) -> None:
        """Show a question; nothing for None."""
        self.setVisible(question is not None)
        if question is None:
            return
        self.words.setText(f"{number}. {question.text}" if number else question.text)
        show_options(self.options, question, question.answer, digits=False)
        self.why.setText(question.explanation)
        self.source.setText(f"依据：{question.source}")
        self.source.setVisible(bool(question.source) and not theme.active().narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint."""
        paint.box(QPainter(self), self.rect(), theme.TINT, radius=6)
