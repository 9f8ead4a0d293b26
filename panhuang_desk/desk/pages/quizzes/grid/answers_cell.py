"""The answers of a line: letters and digits go straight in, past any input method."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.lines.text_cell import TextCell
from panhuang_desk.desk.pages.quizzes.question_view import MARKS_HINT
from panhuang_desk.desk.widgets.hints import Hint


class AnswersCell(TextCell):
    """`emptied` tells that the line is to be emptied: Backspace where nothing is left to rub out."""

    emptied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="答案", max_length=200, parent=parent)
        self.setTextMargins(-6, 0, -6, 0)  # so that the letters stand where they will rest
        # A pinyin composition would swallow the letters.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do here."""
        return (Hint("1…4", "或字母"), MARKS_HINT, Hint("Enter", "下一份"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace and Delete in the empty field empty the line."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)
