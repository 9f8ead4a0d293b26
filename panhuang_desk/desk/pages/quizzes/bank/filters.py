"""The filters over the bank: chips that are remembered on this machine."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.pages.quizzes.bank.rows import LEVELS
from panhuang_desk.desk.tabs.filter_row import KeptFilterRow
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.quiz import QUESTION_TYPES, Bank
from panhuang_desk.settings import ListLook

_STATES = (Choice("on", "在用"), Choice("off", "停用"))
_SOURCES = (Choice("own", "自己的"), Choice("bank", "题库带的"))


class BankFilters(KeptFilterRow):
    """What stands in the bank."""

    always = ("topic",)

    def __init__(self, look: ListLook, parent: QWidget | None = None) -> None:
        super().__init__(look, {
            "topic": FilterChip("主题"), "type": FilterChip("题型", QUESTION_TYPES), "audience": FilterChip("问谁"),
            "difficulty": FilterChip("难度", LEVELS), "state": FilterChip("状态", _STATES),
            "source": FilterChip("来源", _SOURCES)}, parent)

    def offer(self, bank: Bank) -> None:
        """Offer what the bank has, and choose what was kept."""
        self.chips["topic"].offer(bank.topics)
        self.chips["audience"].offer(bank.audiences)
        self.show_kept()

    def asked(self) -> dict[str, Any]:
        """What the chips ask for, as `browse` takes it."""
        codes = {name: chip.code for name, chip in self.chips.items()}
        return {"topic": codes["topic"], "type": codes["type"], "audience": codes["audience"],
                "difficulty": int(codes["difficulty"] or 0),
                "on": {"on": True, "off": False}.get(codes["state"]),
                "own": {"own": True, "bank": False}.get(codes["source"])}
