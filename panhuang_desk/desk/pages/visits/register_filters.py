"""The filters over the register: chips that are remembered on this machine, and the filter that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, set_error
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.services.households import HouseholdFilter
from panhuang_desk.settings import ListLook

DAYS = (15, 30, 60, 90)
"""The offered numbers of days that a household was not met; another one can be typed."""

_OTHER = "other"


class RegisterFilters(QFrame):
    """Chips by name in `chips`. `changed` tells that a person chose; what is chosen is kept in `look`.

    What another page asks for (`show_only`) is not kept, until a person takes a filter off or adds one.
    """

    changed = Signal()

    def __init__(self, look: ListLook, groups: Callable[[], Sequence[int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._asked: Mapping[str, str] | None = None
        flow = self._flow = FlowLayout(self)
        self.group = _GroupChip(groups)
        self.tenure = FilterChip("房屋", HOUSEHOLD.by_name["tenure"].choices)
        self.people = FilterChip("重点", [Choice("any", "重点户"), *(
            Choice(name, HOUSEHOLD.by_name[name].label) for name in KEY_GROUP_FIELDS)])
        self.late = FilterChip(_days_words(self.late_days), all_word="不限")
        self.open = FilterChip("有待办")
        self.again = FilterChip("要再去")
        self.left = FilterChip("不再在册")
        self.chips = {"group": self.group, "tenure": self.tenure, "people": self.people, "late": self.late,
                      "open": self.open, "again": self.again, "left": self.left}
        self.days = _DaysEdit()
        for name, chip in self.chips.items():
            chip.chosen.connect(lambda code, name=name: self._chosen(name, code))
            flow.addWidget(chip)
            if chip is self.late:
                flow.addWidget(self.days)
        self.days.hide()
        self.days.typed.connect(self._typed)
        self.days.left.connect(self.late.setFocus)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._offer_days()
        for name, chip in self.chips.items():
            chip.set_to(look.filters.get(name, ""))

    @property
    def late_days(self) -> int:
        """From so many days on a household counts as not met for long: the number asked for, or used last."""
        if self._asked and "late" in self._asked:
            return int(self._asked["late"])
        kept = self._look.filters.get("days", "")
        return int(kept) if kept.isdigit() and 0 < int(kept) < 1000 else words.NOT_MET_DAYS

    def filter(self, village: str, text: str = "") -> HouseholdFilter:
        """The filter that the chips make, with the words that are searched for."""
        return HouseholdFilter(
            village=village, group_no=int(self.group.code or 0), tenure=self.tenure.code, key_group=self.people.code,
            not_met_days=self.late_days if self.late.isChecked() else 0, open_follow_ups=self.open.isChecked(),
            call_again=self.again.isChecked(), inactive=self.left.isChecked(), text=text)

    def clear(self) -> None:
        """Take all filters off, without telling anybody."""
        asked, self._asked = self._asked, None
        for name, chip in self.chips.items():
            chip.set_to("")
            self._look.filters.pop(name, None)
        if asked is not None:
            self._offer_days()

    def show_only(self, codes: Mapping[str, str]) -> None:
        """Set filters by their names and no others, without telling anybody, and keep nothing; `late` is a number of
        days.
        """
        self._asked = dict(codes)
        self._offer_days()
        for name, chip in self.chips.items():
            chip.set_to(codes.get(name, ""))

    def show_left(self) -> None:
        """Show those who are no longer in the register, without telling anybody."""
        self.left.set_to("1")
        self._look.filters["left"] = "1"

    def add(self, widget: QWidget) -> None:
        """Put something behind the chips."""
        widget.setMinimumHeight(theme.active().filter)
        self._flow.addWidget(widget)

    def set_slim(self, slim: bool) -> None:
        """Beside a form only the filters that matter there, and those that are on."""
        for name, chip in self.chips.items():
            chip.setVisible(not slim or name in ("group", "late", "open") or chip.isChecked())

    def _chosen(self, name: str, code: str) -> None:
        if name == "late" and code == _OTHER:
            self.late.choose(self._shown_days)
            self.days.begin(self.late_days)
            return
        self._keep_asked(name)
        if name == "late" and code:
            self._look.filters["days"] = code
        if code:
            self._look.filters[name] = code
        else:
            self._look.filters.pop(name, None)
        if name == "late":
            self._offer_days()
        self.changed.emit()

    @property
    def _shown_days(self) -> str:
        return (self._look.filters if self._asked is None else self._asked).get("late", "")

    def _keep_asked(self, name: str) -> None:
        """A person changes one filter of what another page asked for: what is shown is kept from now on, but for days
        that nobody here chose.
        """
        if self._asked is None:
            return
        days = "" if name == "late" else self._asked.get("late", "")
        self._asked = {"late": days} if days else None
        for each, chip in self.chips.items():
            code = chip.code if chip.has_options else "1" if chip.isChecked() else ""
            if each == name:
                continue
            if code and not (each == "late" and days):
                self._look.filters[each] = code
            else:
                self._look.filters.pop(each, None)

    def _typed(self, number: int) -> None:
        self._keep_asked("late")
        self._look.filters["days"] = self._look.filters["late"] = str(number)
        self._offer_days()
        self.late.setFocus()
        self.changed.emit()

    def _offer_days(self) -> None:
        offered = sorted({*DAYS, self.late_days})
        self.late.label = _days_words(self.late_days)
        self.late.set_options([*(Choice(str(days), _days_words(days)) for days in offered),
                               Choice(_OTHER, "自己写天数…")])
        self.late.choose(self._shown_days)


class _GroupChip(FilterChip):
    """A group; which there are is asked of the file only when somebody wants to see."""

    def __init__(self, groups: Callable[[], Sequence[int]]) -> None:
        super().__init__("组", (Choice("", ""),))
        self._groups = groups

    def choose(self, code: str) -> None:
        """Choose a group by its number, "" for all."""
        if code.isdecimal():
            self.offer([Choice(code, f"{code} 组")])
        super().choose(code)

    def _press(self) -> None:
        self.offer([Choice(str(number), f"{number} 组") for number in self._groups()])
        super()._press()


class _DaysEdit(LineEdit):
    """A number of days, typed in place: Enter takes it, Esc leaves things as they were."""

    typed = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(name="多少天没见到")
        self.setPlaceholderText("天数")
        self.setMaxLength(4)
        self.setFixedSize(theme.active().text_px(72), theme.active().filter)

    def begin(self, days: int) -> None:
        """Ask for another number."""
        set_error(self, False)
        self.setText(str(days))
        self.show()
        self.setFocus()
        self.selectAll()

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while one types."""
        return (Hint("Enter", "按这个天数筛"), Hint("Esc", "不改"))

    def on_back(self) -> bool:
        """Leave things as they were."""
        self.hide()
        self.left.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the number."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = to_halfwidth(self.text()).strip().removesuffix("天").strip()
            if text.isascii() and text.isdigit() and 0 < int(text) < 1000:
                self.hide()
                self.typed.emit(int(text))
            else:
                set_error(self, True)
            return
        super().keyPressEvent(event)


def _days_words(days: int) -> str:
    return f"{days} 天没见到"
