"""The forms that make one household of two entries: which other one it is, and what stands of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Signal

from panhuang_desk.desk.merge_editors import EitherEditor, FoundEditor
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.words import place_of
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.tabs.merge_entry import MergeEntryBase
from panhuang_desk.desk.widgets.labels import Label, Link
from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Field, Type, Value, Values
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services import duplicates, household_life, households
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.households_tab import HouseholdsTab
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.households import HouseholdView
    from panhuang_desk.store.queries import HouseholdRow

_FOUND = 8
"""How many households are shown while one types."""


def may_merge(view: HouseholdView) -> bool:
    """Whether a household stands for itself."""
    return not view.record["merged_into"]


def merge_with(tab: HouseholdsTab, view: HouseholdView) -> None:
    """Ask which other household is the same one, then open the form that merges them."""
    pick = PickEntry(tab.desk, view.record)

    def picked(id: str) -> None:
        other = tab.session.store.get("household", id)
        if other is not None:
            tab.open(MergeEntry(tab.desk, view.record, other))

    pick.picked.connect(picked)
    tab.open(pick)


class PickEntry(Entry):
    """Which other entry is the same household; `picked` tells its id, and nothing is saved."""

    picked = Signal(str)

    def __init__(self, desk: Shell, record: Record) -> None:
        self._record = record
        field = Field("other", "另一户", Type.REFERENCE, required=True, hint="门牌（如 3-27）、姓名、电话尾号、首字母")
        kind = Kind(HOUSEHOLD.name, HOUSEHOLD.label, HOUSEHOLD.measure, (field,))
        setup = desk.form_setup(HOUSEHOLD.name, slot=f"household:{record.id}:merge", new=False, save_word="下一步")
        super().__init__(desk, kind, attrs.evolve(setup, last={}, editors={
            "other": lambda field, _: FoundEditor(
                field, self._find, self._columns(desk), name="找到的户",
                nothing="没有找到这样的户。写门牌（如 3-27）、姓名或电话尾号。", wanted="请写另一户的门牌或姓名。"),
        }), about=record.id)
        self.form.set_title("与另一户合并", entry_words(desk, record))
        self.form.rows["other"].editor.next_field.connect(self.form.on_save)

    @staticmethod
    def _columns(desk: Shell) -> Sequence[Column]:
        return (Column("door", "门牌", text=words.door, width=120),
                Column("name", "联系人", text=lambda row: desk.mask(row.contact_name), width=96),
                Column("phone", "电话", text=lambda row: desk.mask(row.phone), stretch=True, tone="ink2"))

    def _find(self, text: str) -> Sequence[HouseholdRow]:
        """Households like what is typed, at first those at the same door; never the household itself."""
        asked = text or f"{self._record.number('group_no')}-{self._record.text('door_no')}"
        found = households.narrow(self.desk.session, households.HouseholdFilter(self._record.village, text=asked))
        return [row for row in found.fetch(0, _FOUND + 1) if row.id != self._record.id][:_FOUND]

    def _submitted(self, values: dict[str, Value], go_on: bool) -> None:
        self.form.done()
        self.picked.emit(str(values["other"]))


class MergeEntry(MergeEntryBase):
    """Two entries of one household."""

    def __init__(self, desk: Shell, one: Record, other: Record) -> None:
        super().__init__(desk, HOUSEHOLD, household_life, one, other,
                         "另一户并入留下的，走访、待办、照片归到一处；以前月份的数不变")
        desk.mask_changed.connect(self._masked)
        self._say_which()
        same = [HOUSEHOLD.by_name[name].label for name in household_life.MERGED_FIELDS
                if name not in self.form.rows and (one[name] or other[name])]
        if same:
            self.form.add_below(Label(f"两户一样：{'、'.join(same)}", "caption", "ink2", wrap=True))
        self.apart_link = Link("是两户，以后不再提示", "caption")
        self.apart_link.clicked.connect(self._tell_apart)
        self.form.add_below(self.apart_link)

    def weight_words(self, desk: Shell, record: Record) -> str:
        """3 组 27 号，走访 5 次."""
        gone = "，已不在册" if record["inactive_from"] else ""
        door = household_words(record.number("group_no"), record.text("door_no"))
        return f"{door}，走访 {household_life.visits_of(desk.session, record.id)} 次{gone}"

    def shown(self, field: Field, value: Value) -> str:
        """As it may be shown now."""
        if value is None or value == "":
            return "0 人" if field.type is Type.INTEGER and field.unit == "人" else ""
        said = show(field, value, field.choices)
        if field.name in ("contact_name", "phone"):
            return self.desk.mask(said)
        if field.type is Type.LONG_TEXT:
            return self.desk.cover(said)
        return f"{said} {field.unit}" if field.unit else said

    def words(self, values: Values) -> str:
        """合并了两户，留下 3 组 27 号."""
        assert self.record is not None
        return f"合并了两户，留下 {household_words(self.record.number('group_no'), self.record.text('door_no'))}"

    def _tell_apart(self) -> None:
        """They are two households: that is remembered in place of the merge."""
        try:
            changes = duplicates.tell_apart(self.desk.session, self.one.id, self.other.id)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.form.done()
        doors = "，".join(household_words(each.number("group_no"), each.text("door_no"))
                         for each in (self.one, self.other))
        self.saved.emit(f"记下了是两户：{doors}", changes, False)

    def _say_which(self) -> None:
        one, other = (entry_words(self.desk, each) for each in (self.one, self.other))
        self.form.set_title("合并两户", f"{one}　和　{other}")

    def _masked(self) -> None:
        """Names are covered or uncovered on the chips too."""
        self._say_which()
        for form_row in self.form.rows.values():
            if isinstance(form_row.editor, EitherEditor):
                form_row.editor.relabel()


def entry_words(desk: Shell, record: Record) -> str:
    """3 组 27 号·孙桂兰, as it may be shown now."""
    place = place_of(desk, record)
    name = desk.mask(record.text("contact_name"))
    return f"{place}·{name}" if name else place
