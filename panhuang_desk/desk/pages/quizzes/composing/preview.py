"""What a paper would ask: its questions in order, each with its type, topic and difficulty, and the sum of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column
from panhuang_desk.model.quiz import QUESTION_TYPES, Bank, Question
from panhuang_desk.model.quiz.levels import LEVEL_WORDS

TYPES = {choice.code: choice.short for choice in QUESTION_TYPES}


@attrs.frozen
class Numbered:
    """A question with its number on the paper."""

    id: str
    number: int
    question: Question


def number(questions: Sequence[Question]) -> list[Numbered]:
    """The questions in their order, numbered from one."""
    return [Numbered(question.id, place, question) for place, question in enumerate(questions, start=1)]


def level_words(questions: Sequence[Question]) -> str:
    """容易 10、一般 8、较难 2."""
    levels = Counter(question.difficulty for question in questions)
    return "、".join(f"{word} {levels[level]}" for level, word in LEVEL_WORDS.items() if levels[level])


class Preview(QFrame):
    """`show_questions` shows what would be asked, `show_problem` why nothing would be."""

    def __init__(self, bank: Bank, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("会出的题")
        box = column(self, 0, 0)
        head = column(None, 0, 2)
        head.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self.title = Label("会出这些题", "panel")
        self.about = Label("", "caption", "ink2", wrap=True)
        head.addWidget(self.title)
        head.addWidget(self.about)
        box.addLayout(head)
        box.addWidget(Line())
        tight = look.text_size > 100
        self.table = TableView((
            Column("no", "", text=lambda n: str(n.number), width=52, align="right", tone="ink2"),
            Column("type", "题型", text=lambda n: TYPES.get(n.question.type, ""), width=52, tone="ink2"),
            Column("text", "题目", text=lambda n: n.question.text, stretch=True),
            *(() if tight else (Column("topic", "主题", text=lambda n: bank.topic_label(n.question.topic), width=116,
                                        tone="ink2", small=True),)),
            Column("level", "难度", text=lambda n: LEVEL_WORDS.get(n.question.difficulty, ""), width=56, tone="ink2",
                   small=True),
        ), name="会出的题", row_height=30)
        self.table.set_hints((Hint(cap("move"), "看题"), Hint("Tab", "回到左边")))
        self._nothing = Label("", "body", "ink2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(look.px(32), 0, look.px(32), 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        box.addWidget(self._stack, 1)

    def take_focus(self) -> None:
        """The keys to the questions, or to what is said where there are none."""
        (self if self._stack.currentIndex() else self.table).setFocus()

    def show_questions(self, questions: Sequence[Question]) -> None:
        """The questions, and what they are made of."""
        self.title.setText(f"会出这 {len(questions)} 题")
        self.about.setText(f"{words.mix_words(questions)}；{level_words(questions)}")
        self.table.set_rows(number(questions))
        self._stack.setCurrentIndex(0)

    def show_problem(self, message: str) -> None:
        """Why there are none."""
        self.title.setText("会出哪些题")
        self.about.setText("")
        self.table.set_rows([])
        self._nothing.setText(message)
        self._stack.setCurrentIndex(1)
