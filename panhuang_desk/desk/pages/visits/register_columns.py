"""The columns of the register: those of the declaration and its own, which of them are shown, and the menu for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from panhuang_desk.desk import wording
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.widgets.menus import TickMenu
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Field, Privacy, Type, Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.settings import ListLook

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.exports import Shown
    from panhuang_desk.store.queries import HouseholdRow

ALWAYS = ("door", "name")
USUAL = (*ALWAYS, "tenure", "people", "met", "open")
USUAL_AT_125 = (*ALWAYS, "people", "met", "open")
SLIM = (*ALWAYS, "met")
"""Beside a form."""

_FIELDS = {"door": ("group_no", "door_no"), "name": ("contact_name",), "people": KEY_GROUP_FIELDS}
"""The fields behind the register's own columns."""

_COUNTED: dict[str, tuple[str, Callable[[HouseholdRow], Value], Type]] = {
    "met": ("上次见到", lambda row: row.last_met, Type.DATE),
    "visit": ("上次走访", lambda row: row.last_visit, Type.DATE),
    "open": ("未办结的待办", lambda row: row.open_follow_ups, Type.INTEGER),
    "due": ("待办到期", lambda row: row.due_on, Type.DATE),
}
"""What the register counts by itself: heading, value and type in a table that is given out."""

_IN_OWN = ("group_no", "door_no", "contact_name", "tenure", "phone")
"""Fields that have a column of the register's own making."""


class RegisterColumns:
    """Makes the columns, and reads from the file what a row does not carry, only while such a column is shown."""

    def __init__(self, desk: Shell, late_days: Callable[[], int]) -> None:
        self._desk, self._late_days = desk, late_days
        self._records: dict[str, Record] = {}
        self._villages = {each.code: wording.short_village(each.name) for each in desk.session.store.villages}
        self._today = desk.session.today()
        self.read = {field.name for field in HOUSEHOLD.form_fields if field.name not in _IN_OWN}
        self.all = (*self._own(), *(self._declared(field) for field in HOUSEHOLD.form_fields
                                    if field.name not in _IN_OWN))
        """Every column there is."""

    def begin(self) -> None:
        """Forget what was read: the file may have changed, or the day."""
        self._records.clear()
        self._today = self._desk.session.today()

    def fill(self, rows: Sequence[HouseholdRow], shown: Sequence[str]) -> None:
        """Read what the shown columns need of these rows."""
        if self.read.intersection(shown):
            wanted = tuple(row.id for row in rows if row.id not in self._records)
            for record in self._desk.session.store.records("household", {"id": wanted}) if wanted else ():
                self._records[record.id] = record

    def titles(self) -> list[tuple[str, str]]:
        """The columns that one may choose, with what they are called in full."""
        words_of = {column.name: column.title for column in self.all}
        full = {"tenure": "房屋", "people": "重点群体", "open": "未办结的待办"}
        return [(name, full.get(name, title)) for name, title in words_of.items()
                if name not in (*ALWAYS, "village")]

    def given_out(self, rows: Sequence[HouseholdRow], shown: Sequence[str]) -> list[Shown]:
        """What stands in a table for these columns: fields as they are declared, and what the register counts."""
        from panhuang_desk.services.exports import Computed

        found: list[Shown] = []
        for name in shown:
            if name in _FIELDS:
                found.extend(_FIELDS[name])
            elif name in _COUNTED:
                heading, value, type = _COUNTED[name]
                found.append(Computed(heading, {row.id: value(row) or None for row in rows}, type))
            elif name != "village":  # it stands first in every table
                found.append(name)
        return found

    def _own(self) -> tuple[Column, ...]:
        tenure, mask = HOUSEHOLD.by_name["tenure"], self._desk.mask

        def faint(row: HouseholdRow) -> str:
            return "ink3" if row.tenure == "vacant" or row.inactive_from else "ink"

        def met(row: HouseholdRow) -> tuple[str, bool]:
            return words.last_met(row, self._today, self._late_days())

        def due(row: HouseholdRow) -> bool:
            return bool(row.due_on) and row.due_on <= self._today.isoformat()

        return (
            Column("village", "村", text=lambda r: self._villages.get(r.village, ""), width=76, tone="ink2"),
            Column("door", "组门牌", text=words.door, width=120, most=164, middle=True, tone=faint, sortable=True),
            Column("name", "联系人", text=lambda r: words.who(self._desk, r), width=84, tone=faint,
                   sortable=True),
            Column("tenure", "房屋", text=lambda r: tenure.word(r.tenure), width=60, tone="ink2",
                   sortable=True),
            Column("people", "重点", text=words.key_groups, width=90, stretch=True, tone="ink2",
                   sortable=True),
            Column("met", "上次见到", text=lambda r: met(r)[0], width=112,
                    tone=lambda r: "amber" if met(r)[1] else "ink2", icon=lambda r: "clock" if met(r)[1] else "",
                   sortable=True),
            Column("visit", "上次走访", text=lambda r: self._day(r.last_visit), width=104, tone="ink2",
                   sortable=True),
            Column("open", "待办", text=lambda r: str(r.open_follow_ups or ""), width=58, align="right",
                    tone=lambda r: "amber" if due(r) else "ink", bold=due, sortable=True),
            Column("due", "待办到期", text=lambda r: self._day(r.due_on), width=104,
                    tone=lambda r: "amber" if due(r) else "ink2", sortable=True),
            Column("phone", "联系电话", text=lambda r: mask(r.phone), width=120, tone="ink2"),
        )

    def _declared(self, field: Field) -> Column:
        number = field.type in (Type.INTEGER, Type.DECIMAL)
        width = len(field.label) * 13 + 20 if number else {Type.LONG_TEXT: 160, Type.DATE: 116}.get(field.type, 96)
        choices = tuple(self._desk.session.resources.choices(field))

        def text(row: HouseholdRow) -> str:
            record = self._records.get(row.id)
            if record is None or record[field.name] in (None, "", 0):
                return ""
            if field.type is Type.DATE:
                return self._day(record.text(field.name))
            shown = show(field, record[field.name], choices).replace("\n", " ")
            return self._desk.cover(shown) if field.privacy is Privacy.SENSITIVE else shown

        return Column(field.name, field.label, text=text, width=width, tone="ink2",
                       align="right" if number else "left")

    def _day(self, iso: str) -> str:
        return wording.day(iso, self._today)


class ColumnMenu(TickMenu):
    """Which columns are shown, and what the list is ordered by; every choice is seen at once, and remembered."""

    def __init__(self, table: TableView, columns: RegisterColumns, look: ListLook, usual: Sequence[str],
                 apply: Callable[[], None]) -> None:
        super().__init__("列和排序", table)
        self._table, self._look, self._usual, self._apply = table, look, tuple(usual), apply
        order = self.add_menu(TickMenu("排序", self), "排序（再按一次反过来）")
        for column in columns.all:
            if column.sortable:
                order.add_tick(column.title, lambda name=column.name: self._arrow(name),  # type: ignore[misc]
                               lambda name=column.name: self._order(name))  # type: ignore[misc]
        order.update_ticks()
        self.addSeparator()
        for name, title in columns.titles():
            self.add_tick(title, lambda name=name: "check" if name in self._shown else "",  # type: ignore[misc]
                          lambda name=name: self._toggle(name))  # type: ignore[misc]
        self.addSeparator()
        self.add_tick("恢复平常的列", lambda: "", self._reset)
        self.update_ticks()

    @property
    def _shown(self) -> Sequence[str]:
        return self._look.columns or self._usual

    def _toggle(self, name: str) -> None:
        shown = [each for each in self._shown if each != name]
        self._look.columns = shown if name in self._shown else [*shown, name]
        self._apply()

    def _reset(self) -> None:
        self._look.columns = []
        self._apply()

    def _arrow(self, name: str) -> str:
        if (self._look.order or "door") != name:
            return ""
        return "arrow-down" if self._look.descending else "arrow-up"

    def _order(self, name: str) -> None:
        again = (self._look.order or "door") == name
        self._look.order, self._look.descending = name, again and not self._look.descending
        self._table.order_by(name, descending=self._look.descending)

