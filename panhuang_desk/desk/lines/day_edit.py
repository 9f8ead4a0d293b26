"""The day that all lines of a grid have, in its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import wording
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, set_error
from panhuang_desk.model.entry import EntryError, read
from panhuang_desk.model.fields import Field

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class DayEdit(LineEdit):
    """`chosen` tells an ISO day that was typed and is no later than today, `left` that the keys go on to the grid."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, desk: Shell, field: Field, *, goes_to: str, width: int = 104,
                 parent: QWidget | None = None) -> None:
        super().__init__(name=field.label, width=width, parent=parent)
        self._desk, self._field, self._goes_to = desk, field, goes_to
        self.editingFinished.connect(self._finished)

    def show_day(self, day: str) -> None:
        """Show an ISO day."""
        self.setText(wording.day(day, self._desk.session.today()))
        self._say("")

    def is_good(self) -> bool:
        """Whether the day that stands there can be read; where it cannot, the keys go to it."""
        good = self._read()
        if not good:
            self.setFocus()
        return good

    def hints(self) -> tuple[Hint, ...]:
        """Enter goes to the grid."""
        return (Hint("Enter", self._goes_to),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go to the grid once the day is good."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.setModified(False)
            if self._read():
                self.left.emit()
            return
        super().keyPressEvent(event)

    def _finished(self) -> None:
        if self.isModified():
            self.setModified(False)
            self._read()

    def _read(self) -> bool:
        today = self._desk.session.today_iso
        try:
            day = str(read(self._field, self.text(), today) or "")
        except EntryError as error:
            self._say(error.message)
            return False
        label = self._field.label
        problem = f"请写{label}。" if not day else f"{label}在今天以后，请核对。" if day > today else ""
        self._say(problem)
        if not problem:
            self.setText(wording.day(day, self._desk.session.today()))
            self.chosen.emit(day)
        return not problem

    def _say(self, problem: str) -> None:
        set_error(self, bool(problem))
        self.setAccessibleDescription(problem)
        if problem:
            self._desk.set_state("error", problem)
