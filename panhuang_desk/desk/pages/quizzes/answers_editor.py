"""The answers of a sheet: one line for all of them with a running check, or one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import Editor
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.answer_cells import AnswerCells
from panhuang_desk.desk.pages.quizzes.question_view import MARKS_HINT, AskPanel, QuestionView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, set_error
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice, Field, Value
from panhuang_desk.model.quiz import (
    TypedLine,
    check_line,
    load_answers,
    store_answers,
    valid_sheet,
    write_line,
)
from panhuang_desk.services.sheet_grid import GridPaper


class AnswersEditor(Editor):
    """The text of the field is the line as typed; its value the answers as the sheet keeps them.

    Both ways of entry write the same line, so that one can be left for the other at any question. What is typed is in
    the order and letters of a form of the paper, what is kept in those of the paper.
    """

    turned = Signal()

    def __init__(self, field: Field, paper: GridPaper, form: str, choices: Sequence[Choice] = (),
                 parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        self._paper, self._form = paper, form
        self._questions = paper.questions(form)
        self._wrong = False
        holder = QFrame()
        inner = column(holder, 0, 8)
        self.note_slot = column(None, 0, 0)
        inner.addLayout(self._line_row())
        inner.addLayout(self.note_slot)
        self.cells = AnswerCells(len(self._questions))
        self.cells.asked.connect(self._go_to)
        inner.addWidget(self.cells)
        self.view = QuestionView(self._questions)
        inner.addWidget(self.view)
        self.asking = AskPanel(self._questions)
        self.asking.answered.connect(self._answered)
        self.asking.moved.connect(self._moved)
        self.asking.finished.connect(self.next_field)
        self.asking.installEventFilter(self)
        self.asking.hide()
        inner.addWidget(self.asking)
        self.box.addWidget(holder, 1)
        self.hold(self.line)
        self._show()

    @classmethod
    def of(cls, paper: GridPaper, form: str) -> Callable[[Field, Sequence[Choice]], AnswersEditor]:
        """What makes the editor for a paper, as one of its forms asks it at first."""
        return lambda field, choices: cls(field, paper, form, choices)

    def set_form(self, form: str) -> None:
        """Ask as another form does; the line stays as it was typed."""
        if form == self._form:
            return
        self._form = form
        self._questions = self._paper.questions(form)
        self.view.set_questions(self._questions)
        self.asking.set_questions(self._questions)
        self.asking.show_answers(self.typed.answers, self._place())
        self._edited()

    @property
    def typed(self) -> TypedLine:
        """The line as it is read now."""
        return check_line(self._questions, self.line.text())

    @property
    def by_question(self) -> bool:
        """Whether the questions come one at a time."""
        return not self.asking.isHidden()

    def text(self) -> str:
        """The line as typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show a line, with the caret at its end."""
        self.line.setText(text)
        self.asking.show_answers(self.typed.answers, self.typed.read)
        self._show()

    def set_value(self, value: Value) -> None:
        """Show the answers of a sheet."""
        answers = self._paper.in_form_order(load_answers(str(value)), self._form) if value else ()
        self.set_text(write_line(self._questions, answers) if answers else "")

    def value(self, today: str) -> Value:
        """The answers as the sheet keeps them; EntryError says what is missing or in doubt."""
        if not self.line.text().strip():
            raise EntryError(f"请照答卷填 {len(self._questions)} 题的答案，没答的填“-”。")
        typed = self.typed
        if typed.problems:
            position, message = typed.problems[0]
            raise EntryError(f"第 {position} 题：{message}" if position else message)
        return store_answers(self._paper.in_paper_order(typed.answers, self._form))

    def set_error(self, on: bool) -> None:
        """Mark the line; what is wrong stands right below it then, and not twice."""
        self._wrong = on
        set_error(self.line, on)
        self._say()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the present way of entry."""
        switch = Hint(cap("round"), "整行录" if self.by_question else "按题录")
        if self.by_question:
            return (*self.asking.hints(), switch)
        return (Hint("1…4", "或字母"), MARKS_HINT, Hint(cap("save_next"), "保存，下一份"), switch)

    def turn(self) -> None:
        """From the line to one question at a time, or back."""
        asking = not self.by_question
        focused = self.line.hasFocus() or self.asking.hasFocus()
        typed, place = self.typed, self._place()
        for widget in (self.line, self.view):
            widget.setVisible(not asking)
        self.asking.setVisible(asking)
        self.cells.setHidden(asking and theme.active().narrow)
        self._switch.setText("整行录" if asking else "按题录")
        self._switch.setAccessibleName(self._switch.text())
        self._switch.updateGeometry()
        if asking:
            self.asking.show_answers(typed.answers, place)
            self.focus = self.asking
            self.setFocusProxy(self.asking)
        else:
            self.focus = self.line
            self.setFocusProxy(self.line)
            self.line.setCursorPosition(len(self.line.text()))
        if focused:
            self.focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()
        self.turned.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the panel is its own; everything else as in any field."""
        if watched is self.asking and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return False
        return super().eventFilter(watched, event)

    def _line_row(self) -> QHBoxLayout:
        look = theme.active()
        line = row(None, 0, 12)
        self.line = LineEdit()
        self.line.setMaxLength(400)
        self.line.setPlaceholderText("从第 1 题起连着写，判断题 1 对 2 错，没答写 -，不知道写 0")
        self.line.textEdited.connect(lambda _: self._edited())
        self.line.cursorPositionChanged.connect(lambda _before, _after: self._show())
        line.addWidget(self.line, 100)
        self._hint = Label("", "body", "ink2")
        line.addWidget(self._hint)
        line.addStretch(1)
        self._switch = Link("按题录", key=cap("round"))
        self._switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._switch.clicked.connect(self.turn)
        self._switch.setMinimumHeight(look.control)
        line.addWidget(self._switch)
        return line

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _place(self) -> int:
        """The question that the next key answers."""
        return self.asking.place if self.by_question else self.typed.question_at(self.line.cursorPosition())

    def _show(self) -> None:
        typed, place = self.typed, self._place()
        self.cells.show_answers(typed.answers, typed.read, current=place, doubtful=typed.doubtful)
        if not self.by_question:
            self.view.show_question(place, typed.answers[place])
        self._say()

    def _say(self) -> None:
        """How far the line goes, and what is in doubt; the note below the field says it once that shows the error."""
        typed, count = self.typed, len(self._questions)
        self._hint.setText(f"{typed.read} / {count} 题")
        self._hint.setVisible(self.by_question or theme.active().text_size == 100)  # the line needs the room
        if self._wrong or not self.line.text():
            self.view.say("", "ink2")
        elif typed.ok:
            blank = typed.answers.count("")
            if valid_sheet(count - blank, count):
                self.view.say(f"{count} 题都读到了" + (f"，{blank} 题没答" if blank else ""), "green")
            else:
                self.view.say(f"{blank} 题没答，不到八成，这份不计入知晓率", "amber")
        else:
            position, message = typed.problems[0]
            known = position in (0, self._place() + 1)
            words = message if known else f"第 {position} 题：{message}"
            self.view.say(words, "ink2" if typed.missing and not position else "red")

    def _go_to(self, place: int) -> None:
        """A box was clicked: the caret to its answer, or the panel to its question."""
        typed = self.typed
        if self.by_question:
            self.asking.go(place)
            self.asking.setFocus()
            return
        self.line.setFocus()
        self.line.setCursorPosition(typed.spans[place][0] if place < typed.read else len(self.line.text()))

    def _answered(self, place: int, letters: str) -> None:
        typed = self.typed
        answers = list(typed.answers)
        answers[place] = letters
        self._write(answers, max(typed.read, place + 1))

    def _moved(self, place: int) -> None:
        """Questions that were passed over count as not answered."""
        typed = self.typed
        if place > typed.read:
            self._write(list(typed.answers), place)
        self._show()

    def _write(self, answers: list[str], read: int) -> None:
        self.line.setText(write_line(self._questions, answers[:read]))
        self._edited()
