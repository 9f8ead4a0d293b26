"""A question on the screen: in small beside the line that is typed, and large to be read aloud, one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.quizzes.words import NO_OPTION
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.quiz import BLANK, QUESTION_TYPES, Question
from panhuang_desk.model.quiz.answers import TYPED_MARKS, is_all_sign
from panhuang_desk.model.quiz.question import SEVERAL, TRUE_FALSE

MOST_OPTIONS = 6
_TYPE_WORDS = {choice.code: choice.label for choice in QUESTION_TYPES}
_RIGHT, _WRONG = "√✓TYV", "×✕FNX"
_MARKS = {sign: (mark, NO_OPTION[mark]) for sign, mark in (("-", BLANK), *TYPED_MARKS.items())}
"""The keys of what is no option, as in the line and in the grid."""
MARKS_HINT = Hint(" ".join(_MARKS), "、".join(word for _, word in _MARKS.values()))
"""All of them in the hint bar, which holds few."""


def heading(questions: Sequence[Question], place: int) -> str:
    """第 7 题 · 多选题."""
    return f"第 {place + 1} 题 · {_TYPE_WORDS.get(questions[place].type, '')}"


class OptionLine(QAbstractButton):
    """One option: its sign on a cap, its words, a tick when it is the answer. `big` is for reading aloud."""

    def __init__(self, *, big: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._big = big
        self.sign = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if big:
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_option(self, sign: str, words: str, chosen: bool) -> None:
        """Show another option."""
        self.sign = sign
        self.setText(words)
        self.setAccessibleName(f"{sign} {words}")
        self.setChecked(chosen)
        self.update()

    def sizeHint(self) -> QSize:
        """The height of a big control, or of a line."""
        look = theme.active()
        words = paint.text_width(look.font("section"), self.text())
        return QSize(words + look.cap + look.px(56), look.big_control if self._big else look.line() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """In a box of its own where it can be clicked."""
        look = theme.active()
        painter = QPainter(self)
        chosen = self.isChecked()
        if self._big:
            fill = theme.SEL if chosen else theme.TINT if self.underMouse() else theme.SURFACE
            paint.box(painter, self.rect(), fill, theme.ACCENT if chosen else theme.CTRL, width=2 if chosen else 1)
        x = look.px(12) if self._big else 0
        colours = (theme.ACCENT, theme.ACCENT, theme.SURFACE) if chosen else (theme.SURFACE, theme.LINE2, theme.INK2)
        x += paint.put_cap(painter, x, self.height() / 2, self.sign, fill=colours[0], border=colours[1],
                           colour=colours[2]) + look.px(10)
        colour = theme.ACCENT_DARK if chosen else theme.INK
        # In a narrow panel small words are whole where larger ones would be cut.
        room, role = self.width() - x, "section" if chosen else "body"
        if paint.text_width(look.font(role), self.text()) > room:
            role = "caption_bold" if chosen else "caption"
        words = QFontMetrics(look.font(role)).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        paint.put_text(painter, QRectF(x, 0, room, self.height()), words, look.font(role), colour)
        if chosen and self._big:
            tick = QRectF(self.width() - look.px(30), 0, look.px(16), self.height())
            paint.put_icon(painter, tick, "check", 16, colour)


def option_grid(*, big: bool = False) -> tuple[QGridLayout, list[OptionLine]]:
    """The lines of the options of any question, two abreast, `big` ones apart from each other."""
    look = theme.active()
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(8 if big else 16))
    grid.setVerticalSpacing(look.px(8) if big else 0)
    options = [OptionLine(big=big) for _ in range(MOST_OPTIONS)]
    for place, option in enumerate(options):
        grid.addWidget(option, place // 2, place % 2)
    return grid, options


class QuestionView(QFrame):
    """The question under the caret with its options, on a tint; the answer read so far is marked."""

    def __init__(self, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions = tuple(questions)
        look = theme.active()
        box = column(self, 12, 4)
        head = row(None, 0, 12)
        self.heading = Label("", "caption", "ink2")
        self.note = Label("", "caption", "ink2")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.heading)
        head.addWidget(self.note, 1)
        self.words = Label("", "section", wrap=True)
        box.addLayout(head)
        box.addWidget(self.words)
        grid, self.options = option_grid()
        grid.setContentsMargins(0, look.px(4), 0, 0)
        box.addLayout(grid)
        box.addStretch(1)
        most = max((len(question.options) for question in questions), default=2)
        self.setMinimumHeight(2 * look.px(12) + look.line("caption") + look.line("section")
                              + -(-most // 2) * (look.line() + 6) + look.px(12))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_questions(self, questions: Sequence[Question]) -> None:
        """Take the same questions in another order; `show_question` shows one of them."""
        self._questions = tuple(questions)

    def show_question(self, place: int, answer: str) -> None:
        """Show a question and what was read as its answer."""
        question = self._questions[place]
        comma = "，写完加逗号" if question.type == SEVERAL else ""
        self.heading.setText(heading(self._questions, place) + comma)
        self.words.setText(question.text)
        show_options(self.options, question, answer, digits=False)

    def say(self, words: str, tone: str) -> None:
        """How far the line goes, or what is in doubt, right of the heading."""
        self.note.setText(words)
        self.note.set_tone(tone)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        paint.box(QPainter(self), self.rect(), theme.TINT, radius=6)


def show_options(lines: Sequence[OptionLine], question: Question, answer: str, *, digits: bool) -> None:
    """Fill option lines with a question's options; lines that it does not need are hidden."""
    for place, line in enumerate(lines):
        if place < len(question.options):
            letter = question.letters[place]
            line.show_option(str(place + 1) if digits else letter, question.options[place], letter in answer)
        line.setVisible(place < len(question.options))


class AskPanel(QFrame):
    """One question at a time. Digits or letters answer, "-" or a space leaves it blank, 0 is 不知道, ? what nobody can
    read; arrows go back and forth, Enter goes on.

    `answered(place, letters)` tells an answer, `moved(place)` another question, `finished` that Enter left the last.
    """

    answered = Signal(int, str)
    moved = Signal(int)
    finished = Signal()

    def __init__(self, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions = tuple(questions)
        self._answers = [""] * len(self._questions)
        self.place = 0
        look = theme.active()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("一题一题地录")
        box = column(self, 16, 8)
        self.heading = Label("", "caption", "ink2")
        self.words = Label("", "panel", wrap=True)
        box.addWidget(self.heading)
        box.addWidget(self.words)
        box.addSpacing(look.px(2))
        grid, self.options = option_grid(big=True)
        for place, option in enumerate(self.options):
            option.clicked.connect(lambda _=False, at=place: self._choose(at))
        box.addLayout(grid)
        line = row(None, 0, 8)
        self.back_button = Button("上一题", key="←")
        self.next_button = Button("下一题", key="→")
        self.back_button.clicked.connect(lambda: self.go(self.place - 1))
        self.next_button.clicked.connect(lambda: self.go(self.place + 1))
        self.mark_buttons = [Button(word, key=sign) for sign, (_, word) in _MARKS.items()]
        for button, (mark, _) in zip(self.mark_buttons, _MARKS.values(), strict=True):
            button.clicked.connect(lambda _=False, mark=mark: self._mark(mark))
        for button in (self.back_button, *self.mark_buttons, self.next_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            line.addWidget(button)
        line.insertStretch(len(_MARKS) + 1, 1)
        box.addLayout(line)

    @property
    def question(self) -> Question:
        """The question that the keys answer."""
        return self._questions[self.place]

    def set_questions(self, questions: Sequence[Question]) -> None:
        """Take the same questions in another order; `show_answers` shows them."""
        self._questions = tuple(questions)

    def show_answers(self, answers: Sequence[str], place: int) -> None:
        """Take over what was typed, and stand at a question."""
        self._answers = list(answers)
        self.place = min(max(place, 0), len(self._questions) - 1)
        self._show()

    def go(self, place: int) -> None:
        """Go to another question, if there is one."""
        if 0 <= place < len(self._questions):
            self.place = place
            self._show()
            self.moved.emit(place)

    def hints(self) -> tuple[Hint, ...]:
        """The keys while the panel has the focus."""
        return (Hint("数字", "选"), MARKS_HINT, Hint("← →", "上一题、下一题"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        question = self.question
        sign = to_halfwidth(event.text()).upper()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace):
            self.go(self.place - 1)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.go(self.place + 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        elif sign in _MARKS or sign == " ":
            self._mark(_MARKS[sign.replace(" ", "-")][0])
        elif is_all_sign(question, sign):
            self._answer(question.letters)
        elif question.type == TRUE_FALSE and sign and sign in _RIGHT + _WRONG:
            self._choose(0 if sign in _RIGHT else 1)
        elif sign and sign in question.letters:
            self._choose(question.letters.index(sign))
        elif sign.isdigit() and 0 < int(sign) <= len(question.options):
            self._choose(int(sign) - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint, ringed while it has the focus."""
        ring = theme.ACCENT if self.hasFocus() else theme.LINE2
        paint.box(QPainter(self), self.rect(), theme.TINT, ring, radius=6, width=2 if self.hasFocus() else 1)

    def _choose(self, place: int) -> None:
        """Take an option; of a several-choice question it is toggled, else the next question comes."""
        question, letter = self.question, self.question.letters[place]
        self.setFocus()
        if question.type == SEVERAL:
            chosen = {each for each in self._answers[self.place] if each in question.letters} ^ {letter}
            self._answer("".join(sorted(chosen)))
            return
        self._answer(letter)
        self.go(self.place + 1)

    def _mark(self, mark: str) -> None:
        """None of the options."""
        self.setFocus()
        self._answer(mark)
        self.go(self.place + 1)

    def _go_on(self) -> None:
        if self.place + 1 < len(self._questions):
            self.go(self.place + 1)
        else:
            self.answered.emit(self.place, self._answers[self.place])
            self.finished.emit()

    def _answer(self, letters: str) -> None:
        self._answers[self.place] = letters
        self.answered.emit(self.place, letters)
        self._show()

    def _show(self) -> None:
        question = self.question
        several, answer = "，选完按 Enter" if question.type == SEVERAL else "", self._answers[self.place]
        known = next((f"，记作“{word}”" for mark, word in _MARKS.values() if mark and mark == answer), "")
        self.heading.setText(f"{heading(self._questions, self.place)}，共 {len(self._questions)} 题{several}{known}")
        self.words.setText(question.text)
        show_options(self.options, question, answer, digits=True)
        self.back_button.setEnabled(self.place > 0)
        self.next_button.setEnabled(self.place + 1 < len(self._questions))
        self.setAccessibleDescription(f"{self.heading.text()} {question.text}")
