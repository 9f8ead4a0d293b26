"""One editor for each type of field: what is typed stays as typed, and is read by the model when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, TextEdit, set_error
from panhuang_desk.desk.widgets.labels import Label, row
from panhuang_desk.model.entry import EntryError, read, show, show_date
from panhuang_desk.model.fields import Choice, Field, Type, Value

LOOKS_AHEAD = ("due_on", "recheck_on")
"""Dates that lie ahead: a short date names the next such day."""

_WEEKDAYS = "一二三四五六日"


class Editor(QFrame):
    """Holds one field. `changed` tells every change by a person, `next_field` that Enter goes on, `as_last` that 0 asks
    for the last value, `left` that the focus went elsewhere.
    """

    changed = Signal()
    next_field = Signal()
    as_last = Signal()
    left = Signal()
    unfolded = Signal(bool)
    """Tells that it wants air above and below while it shows all that it has."""
    tight = False
    """Whether it stands close under a neighbour of its kind."""

    def __init__(self, field: Field, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.choices = tuple(choices)
        self.box = row(self, 0, 10)
        self.focus: QWidget = self
        self.note_slot: QBoxLayout | None = None
        """Where the note of an error goes; None puts it below the editor, or beside it at 150 %."""

    def text(self) -> str:
        """What is typed or chosen, as it is kept in a draft."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show a draft's text."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show a value of a record."""
        self.set_text(show(self.field, value, self.choices))

    def value(self, today: str) -> Value:
        """The value that stands there; EntryError says what to write instead."""
        return read(self.field, self.text(), today, self.choices, future=self.field.name in LOOKS_AHEAD)

    def set_error(self, on: bool) -> None:
        """Mark the field as wrong."""
        set_error(self.focus, on)

    def describe(self, words: str) -> None:
        """Tell those who listen what is wrong or wanted."""
        self.focus.setAccessibleDescription(words)

    def echo(self, today: str) -> str:
        """What the program understood, where that helps; empty else."""
        return ""

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar says while the field has the focus."""
        return (Hint(cap("next_field"), "下一项"),)

    def hold(self, widget: QWidget) -> None:
        """Take the widget that has the focus, with its accessible name."""
        self.focus = widget
        self.setFocusProxy(widget)
        unit = f"（{self.field.unit}）" if self.field.unit else ""
        widget.setAccessibleName(self.field.label + unit + ("，必填" if self.field.required else ""))
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on; leaving is told."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(watched, TextEdit):
                self.next_field.emit()
                return True
        return False


class LineEditor(Editor):
    """Text, numbers, phones, days, moments and times on one line, with the unit behind."""

    def __init__(self, field: Field, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        width = {Type.INTEGER: 96, Type.DECIMAL: 112, Type.DATE: 160, Type.MOMENT: 216, Type.TIME: 84, Type.PHONE: 216}
        pixels = width.get(field.type, 0)
        if field.type is Type.TEXT:
            pixels = 216 if field.max_length <= 40 else 440
        self.line = LineEdit(width=pixels if pixels <= 216 else 0)
        if pixels > 216:
            self.line.setMinimumWidth(theme.active().text_px(216))
            self.line.setMaximumWidth(theme.active().text_px(pixels))
        self.line.setMaxLength(2000)
        self.line.textEdited.connect(lambda _: self.changed.emit())
        self.hold(self.line)
        self.box.addWidget(self.line, 1 if pixels > 216 else 0)
        if field.unit:
            self.box.addWidget(Label(field.unit, "body", "ink2"))
        self.box.addStretch(0 if pixels > 216 else 1)

    def text(self) -> str:
        """As typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """As typed."""
        self.line.setText(text)

    def echo(self, today: str) -> str:
        """A day in full with its weekday, so that `3` is seen to be the right one; a time that was typed otherwise."""
        if self.field.type not in (Type.DATE, Type.MOMENT, Type.TIME) or not self.text().strip():
            return ""
        try:
            value = str(self.value(today))
        except EntryError:
            return ""
        if self.field.type is Type.TIME:
            return "" if show(self.field, value) == self.text().strip() else show(self.field, value)
        weekday = _WEEKDAYS[dt.date.fromisoformat(value[:10]).weekday()]
        return f"{show_date(value)} 星期{weekday}" + (f" {value[11:16]}" if len(value) > 10 else "")


class TextEditor(Editor):
    """Long text."""

    def __init__(self, field: Field, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        self.area = TextEdit(lines=2)
        self.area.textChanged.connect(self.changed)
        self.area.next_field.connect(self.next_field)
        self.hold(self.area)
        self.box.addWidget(self.area, 1)

    def text(self) -> str:
        """As written."""
        return self.area.toPlainText()

    def set_text(self, text: str) -> None:
        """As written."""
        if text != self.text():
            self.area.setPlainText(text)

    def hints(self) -> tuple[Hint, ...]:
        """Enter goes on, Shift+Enter breaks the line."""
        return (*super().hints(), Hint(cap("new_line"), "换行"))


class OptionEditor(Editor):
    """One option or several as chips. Codes that the list no longer has are kept, and go back into the record."""

    group_class = OptionGroup

    def __init__(self, field: Field, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        several = field.type is Type.CHOICES
        if field.type is Type.FLAG:
            words = ("有", "没有") if field.label.startswith("有无") else ("是", "否")
            self.choices = (Choice("1", words[0]), Choice("0", words[1]))
        self._kept: tuple[str, ...] = ()
        self.group = self.group_class(self.choices, several=several, optional=not field.required, name=field.label)
        self.group.changed.connect(self._by_person)
        self.group.as_last.connect(self.as_last)
        self.hold(self.group)
        self.box.addWidget(self.group, 1)

    def codes(self) -> tuple[str, ...]:
        """The chosen codes with those kept."""
        return (*self.group.codes(), *self._kept)

    def text(self) -> str:
        """The codes, joined."""
        return ",".join(self.codes())

    def set_text(self, text: str) -> None:
        """Codes, joined."""
        codes = tuple(code for code in text.split(",") if code)
        known = {choice.code for choice in self.choices}
        self._kept = tuple(code for code in codes if code not in known)
        self.group.set_codes(codes)

    def set_value(self, value: Value) -> None:
        """A code, several, or a flag."""
        if value is None:
            self.set_text("")
        else:
            self.set_text(",".join(value) if isinstance(value, tuple) else str(value))

    def value(self, today: str) -> Value:
        """The code, the codes, or the flag."""
        codes = self.codes()
        if self.field.type is Type.CHOICES:
            return codes or None
        if not codes:
            return None
        return int(codes[0]) if self.field.type is Type.FLAG else codes[0]

    def set_error(self, on: bool) -> None:
        """The note below says it; chips keep their look."""

    def hints(self) -> tuple[Hint, ...]:
        """Digits choose."""
        return self.group.hints()

    def _by_person(self) -> None:
        if self.field.type is not Type.CHOICES and self.group.codes():
            self._kept = ()
        self.changed.emit()


def editor_for(field: Field, choices: Sequence[Choice], parent: QWidget | None = None) -> Editor:
    """The editor of a field's type."""
    if field.type in (Type.CHOICE, Type.CHOICES, Type.FLAG):
        return OptionEditor(field, choices, parent)
    if field.type is Type.LONG_TEXT:
        return TextEditor(field, choices, parent)
    return LineEditor(field, choices, parent)


def label_width() -> int:
    """The width of the labels left of the editors."""
    return theme.active().text_px(88)
