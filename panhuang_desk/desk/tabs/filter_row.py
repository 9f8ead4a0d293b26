"""The filters over a list: a row of chips, and one that is remembered on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.settings import ListLook


class FilterRow(QFrame):
    """Chips by name in `chips`. `changed` tells that a person chose."""

    changed = Signal()
    always: ClassVar[tuple[str, ...]] = ()
    """The chips that stand beside a form even while they are off."""

    def __init__(self, chips: Mapping[str, FilterChip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = dict(chips)
        flow = FlowLayout(self)
        for name, chip in self.chips.items():
            chip.chosen.connect(lambda code, name=name: self._chosen(name, code))
            flow.addWidget(chip)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def any_on(self) -> bool:
        """Whether anything is filtered."""
        return any(chip.isChecked() for chip in self.chips.values())

    def clear(self) -> None:
        """Take all filters off, without telling anybody."""
        for chip in self.chips.values():
            chip.set_to("")

    def set_slim(self, slim: bool) -> None:
        """Beside a form only the filters that are on, and those that are `always` there."""
        for name, chip in self.chips.items():
            chip.setVisible(not slim or name in self.always or chip.isChecked())

    def _chosen(self, name: str, code: str) -> None:
        self.changed.emit()


class KeptFilterRow(FilterRow):
    """What is chosen is kept in `look`."""

    def __init__(self, look: ListLook, chips: Mapping[str, FilterChip], parent: QWidget | None = None) -> None:
        super().__init__(chips, parent)
        self.look = look

    def show_kept(self) -> None:
        """Choose what was kept, without telling anybody."""
        for name, chip in self.chips.items():
            chip.set_to(self.look.filters.get(name, ""))

    def clear(self) -> None:
        """Take all filters off and keep none, without telling anybody."""
        self.look.filters.clear()
        super().clear()

    def keep(self, name: str, code: str) -> None:
        """Keep what one filter is set to; "" is nothing."""
        if code:
            self.look.filters[name] = code
        else:
            self.look.filters.pop(name, None)

    def _chosen(self, name: str, code: str) -> None:
        self.keep(name, code)
        super()._chosen(name, code)
