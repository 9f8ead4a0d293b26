"""One question on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.answering.big import BigButton
from panhuang_desk.desk.answering.option_step import OptionStep
from panhuang_desk.desk.widgets.bars import ProgressBar
from panhuang_desk.desk.widgets.labels import Label, Link, row
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.quiz import DONT_KNOW, Question
from panhuang_desk.model.quiz.question import SEVERAL, TRUE_FALSE

_WAYS = {SEVERAL: "多选题：可以选几个，选好按下一题", TRUE_FALSE: "判断题：对还是错，选一个"}
_ONE = "单选题：选一个，再按下一题"


class QuestionStep(OptionStep):
    """`answered` tells the letters that are chosen now, "-" for 不知道, "" for none."""

    answered = Signal(str)

    def __init__(self, *, sample: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("题目", "上一题", "下一题", "全部答完才看对错和解释", parent)
        head = row(None, 0, 12)
        self.place = Label("", "title")
        self.of = Label("", "big", "ink2")
        head.addWidget(self.place)
        head.addWidget(self.of)
        if theme.active().narrow:
            # Beside the number there is room, below the question there is not.
            self.way.setFont(theme.active().font("body"))
            self.way.setWordWrap(False)
            head.addWidget(self.way)
        head.addStretch(1)
        if sample:
            head.addWidget(Tag("演示数据", "sample"))
        head.addWidget(Label("不记姓名", "body", "ink2"))
        self.stop = Link("不答了", "body", key="Esc")
        self.stop.clicked.connect(self.stopped)
        head.addSpacing(theme.active().px(12))
        head.addWidget(self.stop)
        self.head.addLayout(head)
        self.progress = ProgressBar()
        self.head.addWidget(self.progress)
        self.options.changed.connect(lambda: self._answer(self.options.letters))
        self.unknown = BigButton("不知道", key="0")
        self.unknown.clicked.connect(lambda: self._answer("" if self.unknown.chosen else DONT_KNOW))
        self.foot.insertWidget(1, self.unknown)

    def show_question(
        self, question: Question, place: int, count: int, answer: str, *, reviewing: bool = False,
    ) -> None:
        """Show a question, from 0, and what was answered to it; `reviewing` leads back to what is still open."""
        self.place.setText(f"第 {place + 1} 题")
        self.of.setText(f"/ 共 {count} 题")
        self.progress.set_share((place + 1) / count)
        self.words.setText(question.text)
        self.way.setText(_WAYS.get(question.type, _ONE))
        self.options.show_options(question.options, answer, several=question.type == SEVERAL)
        self.unknown.choose(answer == DONT_KNOW)
        self.back.setEnabled(place > 0 and not reviewing)
        self.next.set_words("回去检查" if reviewing else "答完了" if place == count - 1 else "下一题")
        self.setAccessibleName(f"第 {place + 1} 题，共 {count} 题：{question.text}")
        self.area.verticalScrollBar().setValue(0)
        self.fit()
        self.begin()

    def take_key(self, event: QKeyEvent) -> None:
        """0 is 不知道."""
        if to_halfwidth(event.text()) == "0":
            self.unknown.click()
        else:
            super().take_key(event)

    def _answer(self, letters: str) -> None:
        self.unknown.choose(letters == DONT_KNOW)
        if letters in ("", DONT_KNOW):
            self.options.choose("")
        self.answered.emit(letters)
