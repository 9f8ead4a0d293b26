"""The note of a round's line."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.lines.text_cell import TextCell
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.kinds import VISIT


class NoteEdit(TextCell):
    """Takes text as every field does, input methods too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name=VISIT.by_name["note"].label, max_length=VISIT.by_name["note"].max_length, parent=parent)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do here."""
        return (Hint("Enter", "下一户"), Hint(cap("same_above"), "同上"), Hint(cap("back"), "回到结果"))

    def on_back(self) -> bool:
        """Esc: back to the outcome of the line."""
        self.left_for.emit("back")
        return True
