"""The one door for messages: what happened, what is unharmed, what to do; verb buttons; tests put a recorder here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.errors import UserError

if TYPE_CHECKING:
    from panhuang_desk.desk.printing.choice import Choice, Printer, Question

_LOOKS = {"error": ("circle-alert", theme.RED), "warning": ("triangle-alert", theme.AMBER),
          "info": ("info", theme.ACCENT), "ask": ("info", theme.ACCENT)}


@attrs.frozen
class Answer:
    """A button of a message: what it returns and its verb."""

    code: str
    verb: str


@attrs.frozen
class Message:
    """What is said. The last answer is the safe, useful one: it has the focus and Enter. Esc gives the first."""

    look: str
    title: str
    text: str = ""
    hint: str = ""
    code: str = ""
    answers: tuple[Answer, ...] = (Answer("ok", "知道了"),)


@attrs.frozen
class PathQuestion:
    """A file or folder asked of the system's dialog: `how` is open, open_many, save or folder."""

    how: str
    title: str
    start: str = ""
    filter: str = ""


class Door:
    """Shows messages and asks for paths in dialogs."""

    def show(self, parent: QWidget | None, message: Message) -> str:
        """Show a message and wait; the code of the answer comes back."""
        dialog = MessageDialog(message, parent)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen

    def path(self, parent: QWidget | None, question: PathQuestion) -> list[str]:
        """Ask for paths; empty where the person turned back."""
        if question.how == "folder":
            found = [QFileDialog.getExistingDirectory(parent, question.title, question.start)]
        elif question.how == "save":
            found = [QFileDialog.getSaveFileName(parent, question.title, question.start, question.filter)[0]]
        elif question.how == "open":
            found = [QFileDialog.getOpenFileName(parent, question.title, question.start, question.filter)[0]]
        else:
            found = list(QFileDialog.getOpenFileNames(parent, question.title, question.start, question.filter)[0])
        return [path for path in found if path]

    def printers(self) -> tuple[Printer, ...]:
        """The printers of this machine."""
        from panhuang_desk.desk.printing import dialog  # QtPrintSupport is loaded on first use

        return dialog.known_printers()

    def printer(self, parent: QWidget | None, question: Question) -> Choice | None:
        """Ask the system's print dialog how to print; None where the person turned back."""
        from panhuang_desk.desk.printing import dialog

        return dialog.ask(parent, question)


class Recorder(Door):
    """Stands in the door during tests: keeps what was said, answers as told (else with the first), never waits."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.asked: list[PathQuestion] = []
        self.answers: list[str] = []
        self.paths: list[list[str]] = []
        self.prints: list[Question] = []
        self.choices: list[Choice] = []
        self.known_printers: tuple[str, ...] = ("激光打印机",)
        self.stopped: set[str] = set()

    def show(self, parent: QWidget | None, message: Message) -> str:
        """Keep the message and give the next answer."""
        self.said.append(message)
        return self.answers.pop(0) if self.answers else message.answers[0].code

    def path(self, parent: QWidget | None, question: PathQuestion) -> list[str]:
        """Keep the question and give the next paths."""
        self.asked.append(question)
        return self.paths.pop(0) if self.paths else []

    def printers(self) -> tuple[Printer, ...]:
        """Those in `known_printers`, without those that have `stopped` being ready."""
        from panhuang_desk.desk.printing.choice import Printer

        return tuple(Printer(name, name not in self.stopped) for name in self.known_printers)

    def printer(self, parent: QWidget | None, question: Question) -> Choice | None:
        """Keep the question and give the next of `choices`, else print into the next path; None without either."""
        from panhuang_desk.desk.printing.choice import Choice

        self.prints.append(question)
        if self.choices:
            return self.choices.pop(0)
        path = next(iter(self.path(parent, PathQuestion("print", question.title))), "")
        return Choice(file=path) if path else None


door = Door()


def error(parent: QWidget | None, problem: UserError, answers: Sequence[Answer] = (), *, text: str = "") -> str:
    """Say what went wrong, in `text` what is unharmed, and the next step; returns the answer's code."""
    return door.show(parent, Message("error", problem.message, text, hint=problem.hint, code=problem.code,
                                     answers=tuple(answers) or (Answer("ok", "知道了"),)))


def inform(parent: QWidget | None, title: str, text: str = "", hint: str = "") -> None:
    """Say something that needs no decision but must be seen."""
    door.show(parent, Message("info", title, text, hint))


def ask(parent: QWidget | None, title: str, text: str, answers: Sequence[Answer], *, hint: str = "",
        look: str = "ask") -> str:
    """Ask; the last answer is the safe, useful one. Not for “are you sure”: do it and offer to undo."""
    return door.show(parent, Message(look, title, text, hint, answers=tuple(answers)))


def ask_open(parent: QWidget | None, title: str, start: str = "", filter: str = "") -> str:
    """Ask for a file to open; empty where the person turned back."""
    return next(iter(door.path(parent, PathQuestion("open", title, start, filter))), "")


def ask_open_many(parent: QWidget | None, title: str, start: str = "", filter: str = "") -> list[str]:
    """Ask for several files to open."""
    return door.path(parent, PathQuestion("open_many", title, start, filter))


def ask_save(parent: QWidget | None, title: str, start: str = "", filter: str = "") -> str:
    """Ask where to save; the dialog itself asks before it overwrites."""
    return next(iter(door.path(parent, PathQuestion("save", title, start, filter))), "")


def ask_folder(parent: QWidget | None, title: str, start: str = "") -> str:
    """Ask for a folder."""
    return next(iter(door.path(parent, PathQuestion("folder", title, start))), "")


def printers() -> tuple[Printer, ...]:
    """The printers of this machine."""
    return door.printers()


def ask_printer(parent: QWidget | None, question: Question) -> Choice | None:
    """Ask for a printer and what to print; None where the person turned back."""
    return door.printer(parent, question)


class MessageDialog(QDialog):
    """A message as a dialog in the look of the pages."""

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.chosen = message.answers[0].code
        self.setWindowTitle(message.title if len(message.title) < 24 else "潘黄禁毒网格工作台")
        self.setAccessibleName(message.title)
        self.setStyleSheet("")
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.white)
        self.setPalette(palette)
        self.setMinimumWidth(look.text_px(440))
        layout = column(self, 24, 16)
        layout.addLayout(self._body(message))
        layout.addWidget(Line())
        layout.addLayout(self._foot(message))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words need in this width, and the focus on the safe, useful answer."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        self.buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the answers; Esc gives the first."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)

    def _body(self, message: Message) -> QHBoxLayout:
        look = theme.active()
        icon, colour = _LOOKS[message.look]
        picture = Label()
        picture.setPixmap(theme.icon(icon, 24, colour))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = column(None, 0, 8)
        for text, role, tone in ((message.title, "panel", "ink"), (message.text, "body", "ink2"),
                                 (message.hint, "body", "ink")):
            if text:
                label = Label(text, role, tone, wrap=True)
                label.setMinimumWidth(look.text_px(400))
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.addWidget(label)
        body = row(None, 0, 16)
        body.addWidget(picture)
        body.addLayout(words, 1)
        return body

    def _foot(self, message: Message) -> QHBoxLayout:
        foot = row(None, 0, 8)
        if message.code and message.look == "error":
            foot.addWidget(Label(f"错误号 {message.code}", "caption", "ink2"))
        foot.addStretch(1)
        self.buttons: list[Button] = []
        for place, answer in enumerate(message.answers):
            last = place == len(message.answers) - 1
            button = Button(answer.verb, "primary" if last else "secondary", key="Enter" if last else "")
            button.clicked.connect(lambda _=False, code=answer.code: self._answer(code))
            foot.addWidget(button)
            self.buttons.append(button)
        return foot

    def _answer(self, code: str) -> None:
        self.chosen = code
        self.accept()


def use(other: Door) -> Door:
    """Put something else in the door; returns what stood there. Only tests and the self-test do this."""
    module = sys.modules[__name__]
    before = door
    module.door = other  # type: ignore[attr-defined]
    return before
