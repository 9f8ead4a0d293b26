"""After the whole paper: how many were right, and for each question the right answer and why, in friendly words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.answering.big import BigButton
from panhuang_desk.desk.answering.step import Step
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.model.quiz import DONT_KNOW, Question
from panhuang_desk.services.screen_answers import ScreenSheet

_RIGHT, _AGAIN = ("check", theme.GREEN, "green", "答对了"), ("book-open", theme.ACCENT, "accent", "再看一眼")


class ResultStep(Step):
    """`seen` tells that the person is through."""

    seen = Signal()

    def __init__(self, sheet: ScreenSheet, parent: QWidget | None = None) -> None:
        super().__init__("对错和解释", parent)
        graded = sheet.graded
        self.title = Label("谢谢您！", "question")
        self.head.addWidget(self.title)
        self.said = Label(_words(graded.correct, graded.asked), "lead", wrap=True)
        self.head.addWidget(self.said)
        both = zip(sheet.questions, sheet.answers, graded.per_question, strict=True)
        for place, (question, answer, right) in enumerate(both):
            self.column.addWidget(Explanation(place, question, answer, bool(right)))
        done = BigButton("看完了", "primary", key="Enter")
        done.clicked.connect(self.seen)
        self.foot.addWidget(Label("往下看：↓ 或者 PgDn", "body", "ink2"))
        self.foot.addStretch(1)
        self.foot.addWidget(done)
        self.enter = done


class Explanation(Sheet):
    """One question: whether it was right, what is right, and why."""

    def __init__(self, place: int, question: Question, answer: str, right: bool, parent: QWidget | None = None) -> None:
        super().__init__(20, spacing=8, parent=parent)
        look = _RIGHT if right else _AGAIN
        head = row(None, 0, 8)
        head.addWidget(_Mark(look[0], look[1]))
        head.addWidget(Label(look[3], "title", look[2]))
        head.addStretch(1)
        head.addWidget(Label(f"第 {place + 1} 题", "big", "ink2"))
        self.column.addLayout(head)
        self.column.addWidget(Label(question.text, "lead_bold", wrap=True))
        lines = column(None, 0, 4)
        if not right:
            lines.addWidget(Label(f"您的回答：{_chosen(question, answer)}", "lead", "ink2", wrap=True))
        lines.addWidget(Label(f"正确答案：{_options(question, question.answer)}", "lead", "ink", wrap=True))
        self.column.addLayout(lines)
        self.column.addWidget(Label(question.explanation, "lead", "ink", wrap=True))
        self.setAccessibleName(f"第 {place + 1} 题，{look[3]}")


class _Mark(QFrame):
    """A picture as high as the words beside it."""

    def __init__(self, icon: str, colour: str) -> None:
        super().__init__()
        self._icon, self._colour = icon, colour
        side = theme.active().px(24)
        self.setFixedSize(side, max(side, theme.active().line("title")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture."""
        area = QRectF(self.rect())
        area.moveTopLeft(QPoint(0, 0))
        paint.put_icon(QPainter(self), area, self._icon, 24, self._colour)


def _words(right: int, asked: int) -> str:
    """How it went: the number, and what it is good for; never a mark."""
    if right == asked:
        return f"{asked} 题全答对了。这些知识也请讲给家里人听。"
    if not right:
        return "这些题不少人都不清楚。看看下面的解释，下次就知道了。"
    return f"{asked} 题里答对了 {right} 题。下面有解释，写着“再看一眼”的可以多看看。"


def _options(question: Question, letters: str) -> str:
    return "；".join(question.option(letter) for letter in letters)


def _chosen(question: Question, answer: str) -> str:
    if answer == DONT_KNOW:
        return "不知道"
    return _options(question, answer) if answer else "没有答"
