"""Editors of the forms that merge two entries: one of two values or a third, and another record by its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from panhuang_desk.desk.editors import Editor, LineEditor, TextEditor, editor_for
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.tabs.inner import InnerTable
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice, Field, Type, Value

ONE, OTHER, OWN = "one", "other", "own"
"""What stands in the draft of a choice: the first entry's value, the second's, or one that is typed."""

_LONGEST = 36
"""How many characters of a value stand on its chip."""


class EitherEditor(Editor):
    """1 takes the first entry's value, 2 the second's, 3 one that is typed; of a fixed list the other codes follow."""

    def __init__(self, field: Field, one: Value, other: Value, show: Callable[[Value], str]) -> None:
        super().__init__(field)
        self._values, self._words = {ONE: one, OTHER: other}, show
        options = [Choice(code, _short(show(value))) for code, value in self._values.items()]
        self._third: LineEditor | TextEditor | None = None
        if field.type is Type.CHOICE:
            options += [choice for choice in field.choices if choice.code not in (one, other)]
        else:
            options.append(Choice(OWN, "另写"))
        self.group = OptionGroup(options, optional=False, name=field.label)
        self.group.changed.connect(self._picked)
        box = column(None, 0, 6)
        box.addWidget(self.group)
        if field.type is not Type.CHOICE:
            third = editor_for(field, ())
            assert isinstance(third, (LineEditor, TextEditor))
            third.changed.connect(self.changed)
            third.next_field.connect(self.next_field)
            third.left.connect(self.left)
            third.hide()
            box.addWidget(third)
            self._third = third
        self.box.addLayout(box, 1)
        self.hold(self.group)

    def text(self) -> str:
        """The code, and behind a colon what is typed."""
        code = next(iter(self.group.codes()), "")
        return f"{code}:{self._third.text()}" if code == OWN and self._third else code

    def set_text(self, text: str) -> None:
        """A code, and behind a colon what was typed."""
        code, _, typed = text.partition(":")
        self.group.set_codes([code])
        if self._third is not None:
            self._third.setVisible(code == OWN)
            self._third.set_text(typed)

    def set_value(self, value: Value) -> None:
        """The first entry's value, or the second's."""
        self.set_text(OTHER if value == self._values[OTHER] and value != self._values[ONE] else ONE)

    def value(self, today: str) -> Value:
        """The value that is chosen or typed."""
        code = next(iter(self.group.codes()), ONE)
        if code == OWN and self._third is not None:
            return self._third.value(today)
        return self._values.get(code, code)

    def set_error(self, on: bool) -> None:
        """Mark what is typed as wrong."""
        if self._third is not None:
            self._third.set_error(on)

    def relabel(self) -> None:
        """Say the two values as they may be shown now."""
        for chip, value in zip(self.group.chips, self._values.values(), strict=False):
            chip.setText(_short(self._words(value)))
            chip.setAccessibleName(chip.text())
            chip.updateGeometry()

    def hints(self) -> tuple[Hint, ...]:
        """Digits choose."""
        return self.group.hints()

    def _picked(self) -> None:
        third = self._third
        if third is not None:
            own = OWN in self.group.codes()
            third.setVisible(own)
            if own:
                if not third.text():
                    third.set_value(self._offered())
                third.focus.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def _offered(self) -> Value:
        """What is typed begins with: both long texts, else what is filled."""
        one, other = self._values[ONE], self._values[OTHER]
        if self.field.type is Type.LONG_TEXT and one and other:
            return f"{one}\n{other}"
        return other if one in (None, "") else one


class FoundEditor(Editor):
    """Another record, found by its words in `columns`; Up and Down choose among those found, Enter takes the chosen.

    `nothing` says what to write where none was found, `wanted` where nothing is written.
    """

    def __init__(self, field: Field, find: Callable[[str], Sequence[Any]], columns: Sequence[Column], *, name: str,
                 nothing: str, wanted: str) -> None:
        super().__init__(field)
        self._find, self._nothing, self._wanted = find, nothing, wanted
        self.line = LineEdit(width=216)
        self.line.textEdited.connect(self._typed)
        self.table = InnerTable(columns, name=name)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.opened.connect(lambda _: self.next_field.emit())
        self.table.chosen.connect(lambda _: self.changed.emit())
        box = column(None, 0, 6)
        box.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.table)
        self.box.addLayout(box, 1)
        self.hold(self.line)
        self._show("")

    def text(self) -> str:
        """As typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """As typed."""
        self.line.setText(text)
        self._show(text)

    def set_value(self, value: Value) -> None:
        """Nothing is known beforehand."""
        self.set_text("")

    def value(self, today: str) -> Value:
        """The id of the record that is marked; EntryError where none was found."""
        found: Any = self.table.current()
        if found is None:
            raise EntryError(self._nothing if self.text().strip() else self._wanted)
        return str(found.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go through what was found."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (
                Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place, last = self.table.currentIndex().row() + step, self.table.table.rowCount() - 1
            if 0 <= place <= last:
                self.table.select(place)
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self._show(text)
        self.changed.emit()

    def _show(self, text: str) -> None:
        rows = self._find(text.strip())
        self.table.set_rows(list(rows))
        self.table.setVisible(bool(rows))
        if rows and text.strip():
            self.table.select(0)


def _short(text: str) -> str:
    plain = " ".join(text.split()) or "（空）"
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST - 1]}…"
