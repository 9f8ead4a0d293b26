"""An editor that offers records by their titles in a menu, where chips for all of them would fill the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import Editor
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Choice, Field, Value

NONE = "-"
"""What a draft says where no record is chosen."""


class PickEditor(Editor):
    """Down or Space opens the menu, Enter goes on. `none` says that no record is chosen; empty where one must be."""

    def __init__(self, field: Field, records: Sequence[Choice], none: str = "", parent: QWidget | None = None) -> None:
        super().__init__(field, records, parent)
        self.chip = FilterChip(none or "请选一份", records, all_word=none)
        self.chip.setMinimumHeight(theme.active().control)
        self.chip.chosen.connect(lambda _: self.changed.emit())
        self.hold(self.chip)
        self.box.addWidget(self.chip)
        self.box.addStretch(1)

    @classmethod
    def of(cls, records: Sequence[Choice], none: str = "") -> Callable[[Field, Sequence[Choice]], PickEditor]:
        """What makes the editor for these records."""
        return lambda field, _choices: cls(field, records, none)

    def text(self) -> str:
        """The id that is chosen; a sign where none is."""
        return self.chip.code or NONE

    def set_text(self, text: str) -> None:
        """Choose an id."""
        self.chip.choose(text)

    def set_value(self, value: Value) -> None:
        """Choose an id, or none."""
        self.chip.choose(str(value or ""))

    def value(self, today: str) -> Value:
        """The id that is chosen, None for none."""
        return self.chip.code or None

    def set_error(self, on: bool) -> None:
        """The note below says it."""

    def hints(self) -> tuple[Hint, ...]:
        """Enter goes on, Down opens the menu."""
        return (*super().hints(), Hint("↓", "选一个"))
