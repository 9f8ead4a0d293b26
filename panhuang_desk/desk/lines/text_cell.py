"""The one cell of a grid that takes text: a real line edit over the grid, with caret, selection and undo of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.widgets.inputs import LineEdit

_LINES = {Qt.Key.Key_Return: "next", Qt.Key.Key_Enter: "next", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


def tab_step(event: QEvent) -> int:
    """1 for Tab, -1 for Shift+Tab, which systems name in two ways; 0 for everything else."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return 0
    if event.key() == Qt.Key.Key_Tab and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
    return -1 if event.key() == Qt.Key.Key_Backtab else 0


class TextCell(LineEdit):
    """`left_for` tells where the keys lead: next, up, down, left, right, back; `same_above` is Ctrl+D."""

    left_for = Signal(str)
    same_above = Signal()

    def __init__(self, *, name: str, max_length: int, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.setMaxLength(max_length)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Tab and Shift+Tab go to the neighbouring cell, not to the next control."""
        step = tab_step(event)
        if step:
            self.left_for.emit("right" if step > 0 else "left")
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and Enter change the line; Left at the beginning of the text leaves it."""
        key, control = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and key == Qt.Key.Key_D:
            self.same_above.emit()
        elif key in _LINES and not control:
            self.left_for.emit(_LINES[key])
        elif key == Qt.Key.Key_Left and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not (
                self.cursorPosition() or self.hasSelectedText()):
            self.left_for.emit("left")
        else:
            super().keyPressEvent(event)
