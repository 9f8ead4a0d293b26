"""The filters over the bank: chips that are remembered on this machine."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.pages.quizzes.bank.rows import LEVELS
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.quiz import QUESTION_TYPES, Bank
from panhuang_desk.settings import ListLook

_STATES = (Choice("on", "在用"), Choice("off", "停用"))
_SOURCES = (Choice("own", "自己的"), Choice("bank", "题库带的"))


class BankFilters(QFrame):
    """Chips by name in `chips`. `changed` tells that a person chose; what is chosen is kept in `look`."""

    changed = Signal()

    def __init__(self, look: ListLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        flow = FlowLayout(self)
        self.chips = {
            "topic": FilterChip("主题"), "type": FilterChip("题型", QUESTION_TYPES), "audience": FilterChip("问谁"),
            "difficulty": FilterChip("难度", LEVELS), "state": FilterChip("状态", _STATES),
            "source": FilterChip("来源", _SOURCES)}
        for name, chip in self.chips.items():
            chip.chosen.connect(lambda code, name=name: self._chosen(name, code))
            flow.addWidget(chip)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return any(chip.code for chip in self.chips.values())

    def offer(self, bank: Bank) -> None:
        """Offer what the bank has, and choose what was kept."""
        self.chips["topic"].offer(bank.topics)
        self.chips["audience"].offer(bank.audiences)
        for name, chip in self.chips.items():
            chip.choose(self._look.filters.get(name, ""))

    def asked(self) -> dict[str, Any]:
        """What the chips ask for, as `browse` takes it."""
        codes = {name: chip.code for name, chip in self.chips.items()}
        return {"topic": codes["topic"], "type": codes["type"], "audience": codes["audience"],
                "difficulty": int(codes["difficulty"] or 0),
                "on": {"on": True, "off": False}.get(codes["state"]),
                "own": {"own": True, "bank": False}.get(codes["source"])}

    def clear(self) -> None:
        """Take all filters off, without telling anybody."""
        self._look.filters.clear()
        for chip in self.chips.values():
            chip.choose("")

    def set_slim(self, slim: bool) -> None:
        """Beside a form only the filters that are on, and the topic."""
        for name, chip in self.chips.items():
            chip.setVisible(not slim or name == "topic" or bool(chip.code))

    def _chosen(self, name: str, code: str) -> None:
        if code:
            self._look.filters[name] = code
        else:
            self._look.filters.pop(name, None)
        self.changed.emit()
