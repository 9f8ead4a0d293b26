"""The filters over the register of plots: chips remembered on this machine, and which plots they let through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.tabs.filter_row import KeptFilterRow
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds.plot import LAND_KINDS
from panhuang_desk.model.season import DUE, OVERDUE
from panhuang_desk.settings import ListLook
from panhuang_desk.store.queries import PlotRow

_DUE = (Choice("asked", "应查、逾期"), Choice(OVERDUE, "只看逾期"))
_LOOKED = (Choice("yes", "本季看过"), Choice("no", "本季没看"), Choice("never", "从没看过"))
_PLACED = (Choice("none", "没有位置"), Choice("point", "只有一个点"), Choice("outline", "有边界"))


class PlotFilters(KeptFilterRow):
    """What stands in the register of plots."""

    always = ("group",)

    def __init__(self, look: ListLook, parent: QWidget | None = None) -> None:
        self.group, self.land = FilterChip("组", (Choice("", ""),)), FilterChip("类别", LAND_KINDS)
        self.due, self.looked = FilterChip("应查", _DUE), FilterChip("看过没有", _LOOKED)
        self.former, self.place = FilterChip("曾查获"), FilterChip("位置", _PLACED)
        self.gone = FilterChip("连停用的")
        super().__init__(look, {
            "group": self.group, "land": self.land, "due": self.due, "looked": self.looked, "former": self.former,
            "place": self.place, "gone": self.gone}, parent)
        self.show_kept()

    def offer_groups(self, numbers: Sequence[int]) -> None:
        """The groups that there are."""
        self.group.set_options([Choice(str(number), f"{number} 组") for number in numbers])
        self.group.choose(self.look.filters.get("group", ""))

    def lets_through(self, row: PlotRow, standing: str, since: str, today: str) -> bool:
        """Whether a plot is shown: `standing` is how it stands in the rounds, `since` the season's first day."""
        gone = bool(row.inactive_from) and row.inactive_from <= today
        looked = {"yes": row.last_checked >= since, "no": row.last_checked < since, "never": not row.last_checked}
        return ((not gone or self.gone.isChecked())
                and self.group.code in ("", str(row.group_no)) and self.land.code in ("", row.land_kind)
                and (not self.due.code or standing == OVERDUE or (self.due.code == "asked" and standing == DUE))
                and looked.get(self.looked.code, True)
                and (not self.former.isChecked() or bool(row.former_find) or row.land_kind == "former_find")
                and self.place.code in ("", row.place or "none"))

    @property
    def any_on(self) -> bool:
        """Whether anything is left out on purpose."""
        return any(chip.isChecked() for name, chip in self.chips.items() if name != "gone")

    def show_gone(self) -> None:
        """Show those that were given up, too, without telling anybody."""
        self.keep("gone", "1")
        self.gone.set_to("1")
