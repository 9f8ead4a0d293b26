"""The steps around the questions: the welcome, whether to stop, what is still open, and how satisfied one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.answering.big import BigButton, QuestionRow
from panhuang_desk.desk.answering.option_step import OptionStep
from panhuang_desk.desk.answering.step import Step
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.model.kinds.quiz import SATISFACTION
from panhuang_desk.model.quiz import Question
from panhuang_desk.model.quiz.question import LETTERS

_NOT_SAID = "不想说"
_SECONDS_EACH = 15


class WelcomeStep(Step):
    """`begun` begins the sheet, `refused` gives the computer back before anything was begun."""

    begun = Signal()
    refused = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__("请您作答", parent)
        minutes = max(1, -(-count * _SECONDS_EACH // 60))
        self.column.addStretch(1)
        self.add_words(f"请您答 {count} 道题", "question")
        self.add_words(f"大约 {minutes} 分钟，不记姓名。")
        self.add_words("不会的就选“不知道”，不用猜，也不用问旁边的人。")
        self.add_words("可以回头改；全部答完以后，再看对错和解释。")
        self.add_words("点选项就行；用键盘的按选项前面的数字，再按 Enter。", "big", "ink2")
        self.column.addStretch(2)
        refuse = BigButton("不想答")
        refuse.clicked.connect(self.refused)
        start = BigButton("开始答题", "primary", key="Enter")
        start.clicked.connect(self.begun)
        self.foot.addWidget(refuse)
        self.foot.addStretch(1)
        self.foot.addWidget(start)
        self.enter = start


class StopStep(Step):
    """`went_on` goes back to the question, `gave_up` breaks the sheet off."""

    went_on = Signal()
    gave_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("不答了？", parent)
        self.column.addStretch(1)
        self.add_words("不想答了吗？", "question")
        self.said = self.add_words("")
        self.column.addStretch(2)
        leave = BigButton("不答了，交回电脑")
        leave.clicked.connect(self.gave_up)
        stay = BigButton("接着答", "primary", key="Enter")
        stay.clicked.connect(self.went_on)
        self.foot.addWidget(leave)
        self.foot.addStretch(1)
        self.foot.addWidget(stay)
        self.enter = stay

    def show_answered(self, answered: int) -> None:
        """Say what becomes of what was answered."""
        what = f"已经答的 {answered} 题" if answered else "这一份"
        self.said.setText(f"没关系。{what}会留着，记作“没有答完”，不算进知晓率。")

    def take_key(self, event: QKeyEvent) -> None:
        """Esc goes back to the question, too."""
        if event.key() == Qt.Key.Key_Escape:
            self.went_on.emit()
        else:
            super().take_key(event)


class ReviewStep(Step):
    """After the last question: what has no answer yet. `chosen` is the place of a question to go back to; `went` tells
    1 to go on and -1 to go back to the last question; `stopped` that the person would rather stop.
    """

    chosen = Signal(int)
    went = Signal(int)
    stopped = Signal()

    def __init__(self, last_word: str, parent: QWidget | None = None) -> None:
        super().__init__("检查", parent)
        self._last_word = last_word
        self._open: tuple[int, ...] = ()
        self.title = self.add_words("", "question")
        self.said = self.add_words("")
        self._rows = column(None, 0, 8)
        self.column.addLayout(self._rows)
        self.column.addStretch(1)
        self.places: list[QuestionRow] = []
        self.back = BigButton("上一题", key="←")
        self.back.clicked.connect(lambda: self.went.emit(-1))
        self.as_it_is = BigButton("")
        self.as_it_is.clicked.connect(lambda: self.went.emit(1))
        self.main = BigButton("", "primary", key="Enter")
        self.main.clicked.connect(self._main)
        self.foot.addWidget(self.back)
        self.foot.addStretch(1)
        self.foot.addWidget(self.as_it_is)
        self.foot.addWidget(self.main)
        self.enter = self.main

    def show_open(self, unanswered: Sequence[int], questions: Sequence[Question]) -> None:
        """Show which questions, from 0, have no answer; with none answered at all there is nothing to hand in."""
        self._open = tuple(unanswered)
        for place in self._open:
            line = QuestionRow(place, questions[place].text)
            line.clicked.connect(lambda _=False, at=place: self.chosen.emit(at))
            self.places.append(line)
            self._rows.addWidget(line)
        if self._open:
            self.title.setText(f"还有 {len(self._open)} 题没有答")
            self.said.setText("点一下就回到那一题；不会的可以选“不知道”。")
        else:
            self.title.setText("都答完了")
            self.said.setText("想改的话，按上一题往回走；交了卷就不能再改。")
        nothing = len(self._open) == len(questions)
        self.as_it_is.setVisible(bool(self._open) and not nothing)
        self.as_it_is.set_words("就这样交卷" if self._last_word == "交卷" else "不答这几题了")
        self.main.set_words(f"答第 {self._open[0] + 1} 题" if self._open else self._last_word)
        self.begin()

    def take_key(self, event: QKeyEvent) -> None:
        """Left goes back, Esc asks whether to stop."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            self.went.emit(-1)
        elif event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().take_key(event)

    def _main(self) -> None:
        if self._open:
            self.chosen.emit(self._open[0])
        else:
            self.went.emit(1)


class SatisfactionStep(OptionStep):
    """The question that is no part of the rate; going on hands the sheet in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("对禁毒工作是否满意", "回去检查", "交卷", "交了卷就不能再改", parent)
        self.words.setText("最后问一句：您对村（社区）的禁毒工作满意吗？")
        self.way.setText("这一问不算对错，不想说也行。")
        self.options.show_options([*(choice.label for choice in SATISFACTION), _NOT_SAID], "")

    @property
    def code(self) -> str:
        """The code of what is chosen; empty for 不想说 and where nothing is."""
        codes = [*(choice.code for choice in SATISFACTION), ""]
        return codes[LETTERS.index(self.options.letters)] if self.options.letters else ""
