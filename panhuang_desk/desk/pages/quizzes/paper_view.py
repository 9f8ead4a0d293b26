"""A paper: what it is made of, and its questions with the right answers and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.pages.quizzes.explained import Explained
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import QUESTION_TYPES, Question, show_answer
from panhuang_desk.services.quizzes import paper_questions

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_TYPES = {choice.code: choice.short for choice in QUESTION_TYPES}


@attrs.frozen
class _Asked:
    """One question with its number on the paper."""

    id: int
    question: Question


class PaperView(QFrame):
    """`saved`, `edit` and `follow_up` ask for what the buttons say; `back` goes back to the list."""

    saved = Signal()
    edit = Signal()
    follow_up = Signal()
    back = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        look = theme.active()
        outer = column(self, 0, 0)
        self._body = QFrame()
        box = column(self._body, 0, 0)
        head = column(None, 0, 8)
        head.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        self.title = Label("", "title", wrap=True)
        self.about = Label("", "body", "ink2", wrap=True)
        self.mix = Label("", "caption", "ink2", wrap=True)
        for label in (self.title, self.about, self.mix):
            head.addWidget(label)
        head.addWidget(self._actions())
        box.addLayout(head)
        self.mix.setVisible(look.text_size == 100)
        box.addWidget(Line())
        self.table = TableView((
            Column("no", "", text=lambda a: str(a.id), width=48, align="right", tone="ink2"),
            Column("type", "题型", text=lambda a: _TYPES.get(a.question.type, ""), width=60, tone="ink2"),
            Column("text", "题目", text=lambda a: a.question.text, stretch=True),
            Column("answer", "答案", text=lambda a: show_answer(a.question, a.question.answer), width=72),
        ), name="试卷的题")
        self.table.set_hints((Hint(cap("move"), "看题"), Hint(cap("back"), "回到列表")))
        self.table.chosen.connect(self._explain)
        box.addWidget(self.table, 1)
        foot = column(None, 0, 0)
        foot.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(12))
        self.explained = Explained()
        foot.addWidget(self.explained)
        box.addLayout(foot)
        outer.addWidget(self._body)
        self._nothing = Label("左边选一份试卷，这里是它的题和答案。", "body", "ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._nothing)
        self.show_paper(None)

    def show_paper(self, paper: Record | None, used: int = 0) -> None:
        """Show a paper; None shows that none is marked."""
        self._body.setVisible(paper is not None)
        self._nothing.setVisible(paper is None)
        if paper is None:
            return
        try:
            questions = paper_questions(paper)
        except UserError as problem:
            questions = ()
            self.mix.setText(problem.message)
        self.title.setText(paper.text("title"))
        self.about.setText(words.paper_words(paper, questions, used))
        if questions:
            self.mix.setText(f"{words.mix_words(questions)}：{words.topic_words(questions, self.desk.session.bank)}")
        self.table.set_rows([_Asked(place, question) for place, question in enumerate(questions, start=1)])
        self._explain(self.table.current())

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def _actions(self) -> QFrame:
        frame = QFrame()
        flow = FlowLayout(frame)
        for text, key, signal in (("存 PDF", "save", self.saved), ("改", "edit", self.edit),
                                  ("加待办", "follow_up", self.follow_up)):
            button = Button(text, key=cap(key))
            button.clicked.connect(signal)
            flow.addWidget(button)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        frame.setSizePolicy(policy)
        return frame

    def _explain(self, asked: Any) -> None:
        known = isinstance(asked, _Asked)
        self.explained.show_question(asked.question if known else None, asked.id if known else 0)
