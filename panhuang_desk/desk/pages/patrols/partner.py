"""The village that a patrol is cross-checked with: a part of its name is enough."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.editors import LineEditor
from panhuang_desk.model.fields import Field, Value


class PartnerEditor(LineEditor):
    """Knows the villages of the subdistrict by any part of their names; another place is written as it is."""

    def __init__(self, field: Field, villages: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(field, (), parent)
        self._villages = tuple(villages)
        self._given = ""

    def set_value(self, value: Value) -> None:
        """What a record holds is not read anew while nobody touches it."""
        super().set_value(value)
        self._given = self.text()

    def value(self, today: str) -> Value:
        """The one village that the text is a part of; else what stands there."""
        typed = super().value(today)
        if self.text() == self._given:
            return typed
        meant = [name for name in self._villages if isinstance(typed, str) and typed in name]
        return meant[0] if len(meant) == 1 else typed

    def echo(self, today: str) -> str:
        """The village that was understood, where it was not written out."""
        value = self.value(today)
        return "" if value is None or value == self.text().strip() else str(value)
