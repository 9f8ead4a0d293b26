"""The head of a round: group, day, what is filled in beforehand, and the one save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.lines.day_edit import DayEdit
from panhuang_desk.desk.pages.visits.round.prefill import PrefillChip
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.services import households
from panhuang_desk.services.rounds import CALL_AGAIN
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_DAY = VISIT.by_name["visited_on"]


class RoundHead(Header):
    """`which_chosen` tells a group's number (0 for all) or `CALL_AGAIN`, `day_chosen` an ISO day; `left` that the keys
    go back to the grid.
    """

    which_chosen = Signal(object)
    day_chosen = Signal(str)
    left = Signal()

    def __init__(self, desk: Shell, choices: Mapping[str, Sequence[Choice]], parent: QWidget | None = None) -> None:
        super().__init__("一轮走访", sample=desk.session.store.sample, parent=parent)
        self.desk = desk
        look = theme.active()
        self.setFixedHeight(look.control + look.px(16))
        self._row.setContentsMargins(0, 0, 0, 0)
        self.group_chip = FilterChip("全部各组", all_word="全部各组")
        self.group_chip.chosen.connect(self._choose)
        self.day = DayEdit(desk, _DAY, goes_to="到各户")
        self.day.chosen.connect(self.day_chosen)
        self.day.left.connect(self.left)
        self.before = PrefillChip(choices)
        self.add(self.group_chip)
        if not look.narrow:
            self.add(Label("日期", "body", "ink2"))
        self.add(self.day)
        if look.text_size == 100:
            self.add(Label("谈了什么先填", "body", "ink2"))
        self.add(self.before)
        self.save_button = self.add_button("保存 0 户", "primary", key=cap("save"))
        self.save_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_groups(self, session: Session, village: str) -> None:
        """Offer the groups that have households, and those to call again."""
        numbers = households.groups(session, village)
        self.group_chip.set_options([*(Choice(str(number), f"{number} 组") for number in numbers),
                                     Choice(CALL_AGAIN, "要再上门的户")])

    def show_which(self, which: int | str | tuple[str, ...], village: str) -> None:
        """Show which households the round is about; for a list of ids the chip says nothing."""
        self.group_chip.setVisible(not isinstance(which, tuple))
        self.group_chip.choose("" if not which or isinstance(which, tuple) else str(which))

    def show_count(self, lines: int, filled: int, village: str = "") -> None:
        """How many households there are, of which village where that is a question, and how many would be saved."""
        self.set_about(f"{village}，{lines} 户" if village else f"{lines} 户")
        self.save_button.set_words(f"保存 {filled} 户")

    def _choose(self, code: str) -> None:
        self.which_chosen.emit(code if code == CALL_AGAIN else int(code or 0))
        self.left.emit()
