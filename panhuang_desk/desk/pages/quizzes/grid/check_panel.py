"""The running check of a line: a box for each answer that was read, and the question at the caret."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.quizzes.answer_cells import AnswerCells
from panhuang_desk.desk.pages.quizzes.question_view import QuestionView
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.model.quiz import check_line, valid_sheet
from panhuang_desk.services.sheet_grid import GridPaper, SheetLine


class CheckPanel(QFrame):
    """`asked` tells the place of a box that was clicked."""

    asked = Signal(int)

    def __init__(self, paper: GridPaper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        look = theme.active()
        box = row(self, 0, 16)
        left = column(None, 0, 4)
        self.says = Label("", "caption", "ink2")
        self.cells = AnswerCells(len(paper.questions("")))
        self.cells.setFixedWidth(look.text_px(340 if look.narrow else 440))
        self.cells.asked.connect(self.asked)
        left.addWidget(self.says)
        left.addWidget(self.cells)
        left.addStretch(1)
        box.addLayout(left)
        self._stack = QStackedWidget()
        self.views: dict[str, QuestionView] = {}
        for form, questions in paper.forms.items():
            self.views[form] = QuestionView(questions)
            self._stack.addWidget(self.views[form])
        box.addWidget(self._stack, 1)
        self.show_line(None, 0)

    @property
    def view(self) -> QuestionView:
        """The question that is shown."""
        found = self._stack.currentWidget()
        assert isinstance(found, QuestionView)
        return found

    def show_line(self, line: SheetLine | None, caret: int) -> None:
        """Show how a line reads and the question that a key at this caret would answer, or the one in doubt."""
        form = line.form if line is not None and line.form in self.views else next(iter(self.views))
        questions = self._paper.questions(form)
        typed = check_line(questions, line.texts.get("answers", "") if line is not None else "")
        place = typed.question_at(caret)
        self._stack.setCurrentWidget(self.views[form])
        self.cells.show_answers(typed.answers, typed.read, current=place, doubtful=typed.doubtful)
        self.view.show_question(place, typed.answers[place])
        self.view.say("", "ink2")
        count, blank = len(questions), typed.answers.count("")
        unread = typed.answers.count("?")
        if not typed.read and not typed.problems[0][0]:
            self._say(f"{count} 题，没答 -，不知道 0，看不清 ?", "ink2")
        elif typed.ok:
            odd = "，".join(f"{number} 题{word}" for number, word in ((blank, "没答"), (unread, "看不清")) if number)
            if valid_sheet(count - blank - unread, count):
                self._say(f"{count} 题都读到了" + (f"，{odd}" if odd else ""), "green")
            else:
                self._say(f"{odd}，不到八成，这份不计入知晓率", "amber")
        else:
            position, message = typed.problems[0]
            self._say(f"第 {position} 题：{message}" if position else message,
                      "ink2" if typed.missing and not position else "red")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the longest question needs: the grid above must not jump from question to question."""
        super().resizeEvent(event)
        look = theme.active()
        width = max(1, self.width() - self.cells.width() - look.px(16) - 2 * look.px(12))
        longest = max(paint.text_width(look.font("section"), question.text) for question in self._paper.questions(""))
        lines = math.ceil(1.04 * longest / width)
        self.setFixedHeight(self.view.minimumHeight() + (lines - 1) * look.line("section"))

    def _say(self, words: str, tone: str) -> None:
        self.says.setText(words)
        self.says.set_tone(tone)
