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
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import QUESTION_TYPES, Question, show_answer
from panhuang_desk.model.quiz.forms import FORM_LETTERS, paper_places
from panhuang_desk.services.quiz_papers import forms_of, questions_on
from panhuang_desk.services.quizzes import paper_questions

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_TYPES = {choice.code: choice.short for choice in QUESTION_TYPES}


@attrs.frozen
class _Asked:
    """One question with its number on the form that is shown, and on form A."""

    id: int
    question: Question
    on_a: int


class PaperView(QFrame):
    """`edit`, `copy` and `follow_up` ask for what the buttons say; `back` goes back to the list. Digits switch between
    the forms, which ask the same in another order.
    """

    edit = Signal()
    copy = Signal()
    follow_up = Signal()
    back = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._paper: Record | None = None
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
        self.forms = OptionGroup(tuple(Choice(letter, f"{letter} 卷") for letter in FORM_LETTERS), optional=False,
                                 name="看哪一卷")
        self.forms.set_codes([FORM_LETTERS[0]])
        self.forms.changed.connect(self._show_form)
        head.addWidget(self._actions())
        head.addWidget(self.forms)
        box.addLayout(head)
        self.mix.setVisible(look.text_size == 100)
        box.addWidget(Line())
        self.table = TableView((
            Column("no", "", text=lambda a: str(a.id), width=48, align="right", tone="ink2"),
            Column("type", "题型", text=lambda a: _TYPES.get(a.question.type, ""), width=60, tone="ink2"),
            Column("text", "题目", text=lambda a: a.question.text, stretch=True),
            Column("answer", "答案", text=lambda a: show_answer(a.question, a.question.answer), width=72),
            Column("on_a", "A 卷题号", text=lambda a: str(a.on_a), width=84, align="right", tone="ink2"),
        ), name="试卷的题", row_height=30)
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
        self._paper = paper
        if paper is None:
            return
        letters = ""
        try:
            letters, questions = forms_of(paper), paper_questions(paper)
        except UserError as problem:
            questions = ()
            self.mix.setText(problem.message)
        self.title.setText(paper.text("title"))
        self.about.setText(words.paper_words(paper, questions, used))
        if questions:
            self.mix.setText(words.mix_words(questions))
        self.forms.setVisible(len(letters) > 1)
        for chip, letter in zip(self.forms.chips, FORM_LETTERS, strict=True):
            chip.setVisible(letter in letters)
        self._show_form()

    def _show_form(self) -> None:
        """The questions as the chosen form asks them; form A where the paper has no other."""
        if self._paper is None:
            return
        chosen = next(iter(self.forms.codes()), FORM_LETTERS[0])
        try:
            letter = chosen if chosen in forms_of(self._paper) else FORM_LETTERS[0]
            questions = questions_on(self._paper, letter)
            places = paper_places(self._paper.text("forms"), letter, len(questions))
        except UserError:
            letter, questions, places = FORM_LETTERS[0], (), ()
        self.table.show_columns(() if letter != FORM_LETTERS[0] else ("no", "type", "text", "answer"))
        self.table.set_rows([_Asked(number, question, place + 1) for number, (question, place)
                             in enumerate(zip(questions, places, strict=True), start=1)])
        self._explain(self.table.current())

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def _actions(self) -> QFrame:
        frame = QFrame()
        flow = FlowLayout(frame)
        for text, key, signal in (("改", "edit", self.edit), ("复制", "", self.copy),
                                  ("加待办", "follow_up", self.follow_up)):
            button = Button(text, key=cap(key) if key else "")
            button.clicked.connect(signal)
            flow.addWidget(button)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        frame.setSizePolicy(policy)
        return frame

    def _explain(self, asked: Any) -> None:
        known = isinstance(asked, _Asked)
        self.explained.show_question(asked.question if known else None, asked.id if known else 0)
