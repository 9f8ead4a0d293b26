"""Rows of settings under a title: each saves as soon as it is left, and says beside it what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, Note, set_error
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import to_halfwidth
from panhuang_desk.model.fields import Choice

LABEL_WIDTH = 108


class Section(Sheet):
    """One part of the page, under its title. `first` is what gets the focus when a person goes there."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__(0, spacing=12)
        look = theme.active()
        self.first: QWidget | None = None
        self.setAccessibleName(title)
        self.column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(18))
        self.column.addWidget(Label(title, "panel"))
        if about:
            self.column.addWidget(Label(about, "caption", "ink2", wrap=True))

    def add_row(self, setting: QWidget) -> None:
        """Add a row; the first one that can have the focus is where the section begins."""
        self.column.addWidget(setting)
        if self.first is None:
            self.first = getattr(setting, "field", setting)


class Setting(QFrame):
    """A row: its label, what is set, below it a hint or what is wrong."""

    def __init__(self, label: str, content: QWidget | QHBoxLayout, hint: str = "") -> None:
        super().__init__()
        look = theme.active()
        line = row(self, 0, 16)
        self.label = Label(label, "body", "ink2", wrap=True)
        self.label.setFixedWidth(look.text_px(LABEL_WIDTH))
        self.label.setMinimumHeight(look.control)
        line.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        right = column(None, 0, 4)
        if isinstance(content, QHBoxLayout):
            right.addLayout(content)
        else:
            right.addWidget(content)
        self.hint = Label(hint, "caption", "ink2", wrap=True)
        right.addWidget(self.hint)
        if not hint:
            self.hint.hide()
        self.problem = Note()
        right.addWidget(self.problem)
        self.problem.hide()
        line.addLayout(right, 1)

    def say_problem(self, words: str = "") -> None:
        """Say beside the row what is wrong, or nothing."""
        self.problem.set_text(words)
        self.problem.setVisible(bool(words))
        self.hint.setVisible(bool(self.hint.text()) and not words)


class SavedEdit(LineEdit):
    """A line that saves when it is left or Enter is pressed; Esc gives back what was there. `left` tells it."""

    left = Signal()

    def __init__(self, name: str, width: int = 0) -> None:
        super().__init__(name=name, width=width)
        self.kept = ""
        self.editingFinished.connect(self.left)

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar says while it has the focus."""
        return (Hint("Enter", "保存"), Hint(cap("back"), "改回去"))

    def set_kept(self, text: str) -> None:
        """Show what is in the file; not over what is being typed."""
        if self.text() == self.kept or not self.hasFocus():
            self.setText(text)
        self.kept = text

    def on_back(self) -> bool:
        """Give back what was there."""
        if self.text() == self.kept:
            return False
        self.setText(self.kept)
        self.left.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys leave a line of one field as Tab does."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)


class TextSetting(Setting):
    """A text of the file. `save` keeps it and gives back what is kept, or raises a UserError for the row."""

    def __init__(self, label: str, save: Callable[[str], str], saved: Callable[[str], None], *, width: int = 240,
                 hint: str = "") -> None:
        self.field = SavedEdit(label, width)
        line = row(None, 0, 8)
        line.addWidget(self.field)
        line.addStretch(1)
        super().__init__(label, line, hint)
        self.label.setBuddy(self.field)
        self._name, self._save, self._saved = label, save, saved
        self.field.left.connect(self.commit)

    def commit(self) -> None:
        """Save what stands there, if it is something else than before."""
        before = self.field.kept
        if self.field.text() == before:
            self._wrong("")
            return
        try:
            kept = self._save(self.field.text())
        except UserError as problem:
            self._wrong(f"{problem.message}{problem.hint}")
            return
        self._wrong("")
        self.field.kept = kept
        self.field.setText(kept)
        if kept != before:
            self._saved(f"{self._name}改成“{kept}”" if kept else f"{self._name}清空了")

    def _wrong(self, words: str) -> None:
        set_error(self.field, bool(words))
        self.say_problem(words)


class NumberField(QFrame):
    """A whole number with words around it. `save` keeps it or raises a UserError, which `wrong` tells."""

    wrong = Signal(str)

    def __init__(self, name: str, unit: str, save: Callable[[int], None], saved: Callable[[str], None], *,
                 before: str = "") -> None:
        super().__init__()
        self._name, self._unit, self._save, self._saved = name, unit, save, saved
        self.field = SavedEdit(f"{name}，{unit}", 64)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        line = row(self, 0, 8)
        if before:
            line.addWidget(Label(before))
        line.addWidget(self.field)
        line.addWidget(Label(unit, "body", "ink2"))
        self.setFocusProxy(self.field)
        self.field.left.connect(self.commit)

    def commit(self) -> None:
        """Save the number that stands there, if it is another one."""
        text = to_halfwidth(self.field.text()).strip().removesuffix("%").strip()
        before = self.field.kept
        if text == before:
            self.field.setText(before)
            self._tell("")
        elif not text.isascii() or not text.isdigit():
            self._tell("请写一个整数。")
        else:
            self._keep(int(text), before)

    def _keep(self, number: int, before: str) -> None:
        try:
            self._save(number)
        except UserError as problem:
            self._tell(f"{problem.message}{problem.hint}")
            return
        self._tell("")
        self.field.kept = str(number)
        self.field.setText(str(number))
        self._saved(f"{self._name}从 {before} {self._unit}改成 {number} {self._unit}")

    def _tell(self, words: str) -> None:
        set_error(self.field, bool(words))
        self.wrong.emit(words)


class ChoiceSetting(Setting):
    """One of a few. `chosen` gets the code that a person chose."""

    def __init__(self, label: str, choices: Sequence[Choice], chosen: Callable[[str], None], hint: str = "") -> None:
        self.field = OptionGroup(choices, optional=False, name=label)
        super().__init__(label, self.field, hint)
        self.field.changed.connect(lambda: chosen(self.field.codes()[0]))

    def show_code(self, code: str) -> None:
        """Show what is set."""
        self.field.set_codes((code,))
