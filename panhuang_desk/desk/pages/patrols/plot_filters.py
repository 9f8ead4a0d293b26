"""The filters over the register of plots: chips remembered on this machine, and which plots they let through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds.plot import LAND_KINDS
from panhuang_desk.model.season import DUE, OVERDUE
from panhuang_desk.settings import ListLook
from panhuang_desk.store.queries import PlotRow

_DUE = (Choice("asked", "应查、逾期"), Choice(OVERDUE, "只看逾期"))
_LOOKED = (Choice("yes", "本季看过"), Choice("no", "本季没看"), Choice("never", "从没看过"))
_PLACED = (Choice("none", "没有位置"), Choice("point", "只有一个点"), Choice("outline", "有边界"))


class PlotFilters(QFrame):
    """`changed` tells that a person chose; what is chosen is kept in `look`."""

    changed = Signal()

    def __init__(self, look: ListLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        flow = FlowLayout(self)
        self.group, self.land = FilterChip("组", (Choice("", ""),)), FilterChip("类别", LAND_KINDS)
        self.due, self.looked = FilterChip("应查", _DUE), FilterChip("看过没有", _LOOKED)
        self.former, self.place = FilterChip("曾查获"), FilterChip("位置", _PLACED)
        self.gone = FilterChip("连停用的")
        self.chips = {"group": self.group, "land": self.land, "due": self.due, "looked": self.looked,
                      "former": self.former, "place": self.place, "gone": self.gone}
        for name, chip in self.chips.items():
            chip.chosen.connect(lambda code, name=name: self._chosen(name, code))
            flow.addWidget(chip)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for name in self.chips:
            self._show(name, look.filters.get(name, ""))

    def offer_groups(self, numbers: Sequence[int]) -> None:
        """The groups that there are."""
        self.group.set_options([Choice(str(number), f"{number} 组") for number in numbers])
        self.group.choose(self._look.filters.get("group", ""))

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

    def clear(self, *, gone: bool = False) -> None:
        """Take all filters off, without telling anybody; `gone` also shows those that were given up."""
        for name in self.chips:
            self._keep(name, "1" if gone and name == "gone" else "")
            self._show(name, self._look.filters.get(name, ""))

    def set_slim(self, slim: bool) -> None:
        """Beside a form only the filters that are on, and the group."""
        for name, chip in self.chips.items():
            chip.setVisible(not slim or name == "group" or chip.isChecked())

    def _chosen(self, name: str, code: str) -> None:
        self._keep(name, code)
        self.changed.emit()

    def _keep(self, name: str, code: str) -> None:
        if code:
            self._look.filters[name] = code
        else:
            self._look.filters.pop(name, None)

    def _show(self, name: str, code: str) -> None:
        chip = self.chips[name]
        if chip.has_options:
            chip.choose(code)
        else:
            chip.setChecked(bool(code))
