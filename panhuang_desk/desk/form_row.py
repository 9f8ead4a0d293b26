"""One row of a form: the label at the left, the editor, and what is wrong or wanted below it (beside it at 150 %)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import Editor, LineEditor, label_width
from panhuang_desk.desk.widgets.hints import KeyCap
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Value


class FormRow(QFrame):
    """Holds an editor. `take_last` asks for the last value of the field."""

    take_last = Signal()

    def __init__(self, editor: Editor, *, last: Value = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.editor = editor
        self.problem = ""
        self.warning = False
        outer = self._outer = row(self, 0, 16)
        editor.unfolded.connect(self._give_air)
        self.label = Label(editor.field.label, "body", "ink2", wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.label.setFixedWidth(label_width())
        self.label.setContentsMargins(0, (look.control - look.line()) // 2, 0, 0)
        self.label.setBuddy(editor.focus)
        outer.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        inner = column(None, 0, 4)
        self._line = row(None, 0, 12)
        self._line.addWidget(editor, 1)
        inner.addLayout(self._line)
        self._hint = Label(editor.field.hint, "caption", "ink3", wrap=True)
        self.note = Note()
        self.note.hide()
        if editor.note_slot is not None:
            editor.note_slot.addWidget(self.note)
        elif look.narrow and isinstance(editor, LineEditor):
            self._line.setStretch(0, 0)
            self._line.addWidget(self.note, 1)
            self._line.addStretch(0)
        else:
            inner.addWidget(self.note)
        inner.addWidget(self._hint)
        if last is not None:
            inner.addWidget(self._offer(last))
        outer.addLayout(inner, 1)
        self.set_echo("")

    def set_echo(self, words: str) -> None:
        """Say under the field what was understood; the hint where there is nothing to say."""
        self._hint.setText(words or self.editor.field.hint)
        self._hint.setVisible(bool(words or self.editor.field.hint) and not self.problem)

    def set_problem(self, message: str, *, warning: bool = False) -> None:
        """Show what is wrong, or with an empty message that nothing is."""
        self.problem, self.warning = message, warning
        self.note.setVisible(bool(message))
        if message:
            self.note.set_text(message, "amber" if warning else "red",
                               "triangle-alert" if warning else "circle-alert")
        self.editor.set_error(bool(message) and not warning)
        self.editor.describe(message or self.editor.field.hint)
        self._hint.setVisible(bool(self._hint.text()) and not message)

    def _give_air(self, on: bool) -> None:
        air = theme.active().px(6) if on else 0
        self._outer.setContentsMargins(0, air, 0, air)

    def _offer(self, last: Value) -> QWidget:
        """上次……，0 照上次."""
        offer = QFrame()
        line = row(offer, 0, 8)
        words = show(self.editor.field, last, self.editor.choices)
        line.addWidget(Label(f"上次：{words}", "caption", "ink2"))
        line.addWidget(KeyCap("0"))
        link = Link("照上次", "caption")
        link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        link.clicked.connect(self.take_last)
        line.addWidget(link)
        line.addStretch(1)
        return offer
