"""The editors of a question's form that no other form has: options a line each, and which of them are right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import Editor, OptionEditor
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.model.fields import Choice, Field, Value
from panhuang_desk.model.quiz.question import LETTERS

_AT_FIRST = 4


class OptionsEditor(Editor):
    """A line for each option; another one comes as long as all are filled. Enter goes to the next line, from an empty
    one on to the next field.
    """

    def __init__(self, field: Field, choices: Sequence[Choice] = ()) -> None:
        super().__init__(field)
        box = column(None, 0, 6)
        self.lines: list[LineEdit] = []
        self._rows: list[QFrame] = []
        self._right: list[Label] = []
        for letter in LETTERS:
            frame = QFrame()
            line = row(frame, 0, 8)
            sign = Label(letter, "body", "ink2")
            sign.setFixedWidth(theme.active().text_px(14))
            edit = LineEdit(name=f"选项 {letter}")
            edit.setMaxLength(200)
            edit.textEdited.connect(self._edited)
            right = Label("", "caption", "green")
            right.setFixedWidth(theme.active().text_px(48))
            line.addWidget(sign)
            line.addWidget(edit, 1)
            line.addWidget(right)
            box.addWidget(frame)
            self.lines.append(edit)
            self._rows.append(frame)
            self._right.append(right)
        self.hold(self.lines[0])
        self.lines[0].setAccessibleName(f"选项 {LETTERS[0]}")
        for edit in self.lines[1:]:
            edit.installEventFilter(self)
        self.box.addLayout(box, 1)
        self._show_lines()

    def text(self) -> str:
        """A line for each; those at the end that are empty are left out."""
        return "\n".join(edit.text() for edit in self.lines).rstrip("\n")

    def set_text(self, text: str) -> None:
        """Lines as they were kept."""
        parts = text.split("\n")
        for place, edit in enumerate(self.lines):
            edit.setText(parts[place] if place < len(parts) else "")
        self._show_lines()

    def value(self, today: str) -> Value:
        """The text, None where nothing is written."""
        return self.text() if self.text().strip() else None

    def set_error(self, on: bool) -> None:
        """The note below says it."""

    def show_right(self, letters: Sequence[str]) -> None:
        """Say behind the lines which are right; letters count the lines that are written."""
        written = [place for place, edit in enumerate(self.lines) if edit.text().strip()]
        right = {written[LETTERS.index(letter)] for letter in letters if LETTERS.index(letter) < len(written)}
        for place, mark in enumerate(self._right):
            mark.setText("✓ 正确" if place in right else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes from line to line; only leaving all of them is leaving."""
        if watched in self.lines and event.type() == QEvent.Type.FocusOut and QApplication.focusWidget() in self.lines:
            return False
        if watched in self.lines and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = self.lines.index(watched)
            following = self.lines[place + 1] if place + 1 < len(self.lines) else None
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and 0 <= place + step < len(self.lines) and not self._rows[place + step].isHidden():
                self.lines[place + step].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
                    and following is not None and self.lines[place].text().strip()
                    and not self._rows[place + 1].isHidden()):
                following.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _edited(self, _text: str) -> None:
        self._show_lines()
        self.changed.emit()

    def _show_lines(self) -> None:
        filled = max((place + 1 for place, edit in enumerate(self.lines) if edit.text().strip()), default=0)
        for place, frame in enumerate(self._rows):
            frame.setVisible(place < max(_AT_FIRST, filled + 1))


class RightEditor(OptionEditor):
    """The letters of the right options: of a single-choice question one, which another takes the place of."""

    def __init__(self, field: Field, choices: Sequence[Choice] = ()) -> None:
        super().__init__(field, choices)
        self._single = True
        self._before: tuple[str, ...] = ()

    def set_text(self, text: str) -> None:
        """Letters, joined."""
        super().set_text(text)
        self._before = self.group.codes()

    def show_for(self, *, single: bool, count: int) -> None:
        """Offer the letters of so many options; a letter without an option is no longer chosen."""
        self._single = single
        for place, chip in enumerate(self.group.chips):
            chip.setVisible(place < max(count, _AT_FIRST))
        kept = [letter for letter in self.group.codes() if LETTERS.index(letter) < max(count, _AT_FIRST)]
        self.set_text(",".join(kept[:1] if single else kept))

    def _by_person(self) -> None:
        codes: tuple[str, ...] = self.group.codes()
        if self._single and len(codes) > 1:
            self.group.set_codes([code for code in codes if code not in self._before][-1:])
        self._before = self.group.codes()
        super()._by_person()
