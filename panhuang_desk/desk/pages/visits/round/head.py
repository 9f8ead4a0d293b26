"""The head of a round: group, day, what is filled in beforehand, and the one save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits.round.prefill import PrefillChip
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, set_error
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.model.entry import EntryError, read
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
        self.day = DayEdit(name=_DAY.label, width=104)
        self.day.done.connect(self._day_done)
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

    def show_day(self, day: str) -> None:
        """Show the day of the round."""
        self.day.setText(wording.day(day, self.desk.session.today()))
        self.say("")

    def day_is_good(self) -> bool:
        """Whether the day that stands there can be read; where it cannot, the keys go to it."""
        good = self._day_read()
        if not good:
            self.day.setFocus()
        return good

    def say(self, problem: str) -> None:
        """Say what is wrong with the day, or that nothing is."""
        set_error(self.day, bool(problem))
        self.day.setAccessibleDescription(problem)
        if problem:
            self.desk.set_state("error", problem)

    def _day_done(self, go_on: bool) -> None:
        if self._day_read() and go_on:
            self.left.emit()

    def _day_read(self) -> bool:
        today = self.desk.session.today_iso
        try:
            day = str(read(_DAY, self.day.text(), today) or "")
        except EntryError as error:
            self.say(error.message)
            return False
        problem = "请写走访日期。" if not day else "走访日期在今天以后，请核对。" if day > today else ""
        self.say(problem)
        if not problem:
            self.day.setText(wording.day(day, self.desk.session.today()))
            self.day_chosen.emit(day)
        return not problem

    def _choose(self, code: str) -> None:
        self.which_chosen.emit(code if code == CALL_AGAIN else int(code or 0))
        self.left.emit()


class DayEdit(LineEdit):
    """The day of a round; `done` tells that it was typed, and whether the keys are to go on."""

    done = Signal(bool)

    def __init__(self, *, name: str, width: int) -> None:
        super().__init__(name=name, width=width)
        self.editingFinished.connect(self._finished)

    def hints(self) -> tuple[Hint, ...]:
        """Enter goes to the grid."""
        return (Hint("Enter", "到各户"),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go to the grid once the day is good."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.setModified(False)
            self.done.emit(True)
            return
        super().keyPressEvent(event)

    def _finished(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.done.emit(False)
