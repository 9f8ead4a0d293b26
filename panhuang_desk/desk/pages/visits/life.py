"""The forms of a household's life: it moved away, it came back, part of it became a household of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from panhuang_desk.desk.editors import LineEditor
from panhuang_desk.desk.pages.visits.words import place_of
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice, Field, Type, Values
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import FOLLOW_UP, HOUSEHOLD
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.services import household_life
from panhuang_desk.services.records import Saved
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from panhuang_desk.desk.editors import Editor
    from panhuang_desk.desk.pages.visits.households_tab import HouseholdsTab
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.households import HouseholdView

    EditorMaker = Callable[[Field, Sequence[Choice]], Editor]

_BY_HAND = ("moved", "demolished", "mistake", "other")
"""The reasons to leave that a person gives; a merge gives its own."""

_MATTER = 28
"""How many characters of a follow-up's matter stand on its chip."""


def may_move(view: HouseholdView) -> bool:
    """Whether a household is in the register, so that it can move away or be split."""
    return not view.record["inactive_from"] and not view.record["merged_into"]


def may_come_back(view: HouseholdView) -> bool:
    """Whether a household has left the register by itself."""
    return bool(view.record["inactive_from"]) and not view.record["merged_into"]


def move_away(tab: HouseholdsTab, view: HouseholdView) -> None:
    """Open the form for one that moved away."""
    tab.open(AwayEntry(tab.desk, view.record))


def come_back(tab: HouseholdsTab, view: HouseholdView) -> None:
    """Open the form for one that came back."""
    tab.open(BackEntry(tab.desk, view.record))


def split(tab: HouseholdsTab, view: HouseholdView) -> None:
    """Open the form for one that is divided."""
    tab.open(SplitEntry(tab.desk, view.record))


class LifeEntry(Entry):
    """A form about a household in which only some of its fields are asked, in other words than usual."""

    def __init__(self, desk: Shell, record: Record, slot: str, title: str, fields: Sequence[Field], base: Values,
                 editors: Mapping[str, EditorMaker] | None = None) -> None:
        self.household = record
        kind = Kind(HOUSEHOLD.name, HOUSEHOLD.label, HOUSEHOLD.measure, tuple(fields))
        setup = desk.form_setup("household", slot=f"household:{record.id}:{slot}", base=base, new=False)
        super().__init__(desk, kind, attrs.evolve(setup, last={}, editors=editors or {}), about=record.id)
        self.place = place_of(desk, record)
        name = desk.mask(record.text("contact_name"))
        self.form.set_title(title, f"{name}·{self.place}" if name else self.place)


class AwayEntry(LifeEntry):
    """From which day a household is gone, why, and which of its follow-ups end with that; an ISO `day` is offered, or
    today.
    """

    def __init__(self, desk: Shell, record: Record, day: str = "") -> None:
        self._open = household_life.open_follow_ups(desk.session, record.id)
        fields = [
            attrs.evolve(_field("inactive_from"), label="搬走日期", required=True,
                         hint="从这天起不在册，以前月份的数不变"),
            attrs.evolve(_field("inactive_reason"), label="原因", required=True,
                         choices=tuple(c for c in _field("inactive_reason").choices if c.code in _BY_HAND)),
        ]
        if self._open:
            fields.append(Field(
                "closing", "一并办结", Type.CHOICES, hint="选中的现在就办结，没选的留在待办里",
                choices=tuple(Choice(each.id, _matter(desk, each)) for each in self._open)))
        super().__init__(desk, record, "away", "搬走了", fields,
                         {"inactive_from": day or desk.session.today_iso, "inactive_reason": "moved"})

    def save(self, values: Values) -> Saved:
        """Take it out of the register."""
        chosen = values.get("closing")
        return household_life.move_away(
            self.desk.session, self.household.id, str(values["inactive_from"]), str(values["inactive_reason"]),
            chosen if isinstance(chosen, tuple) else ())

    def words(self, values: Values) -> str:
        """搬走了：3 组 27 号，办结了 1 件待办."""
        chosen = values.get("closing")
        closed = f"，办结了 {len(chosen)} 件待办" if isinstance(chosen, tuple) and chosen else ""
        reason = _field("inactive_reason").word(values["inactive_reason"])
        return f"不再在册（{reason}）：{self.place}{closed}"


class BackEntry(LifeEntry):
    """From which day a household is there again; the day that it had left can be corrected."""

    def __init__(self, desk: Shell, record: Record) -> None:
        fields = [
            attrs.evolve(_field("active_from"), label="搬回日期", hint="从这天起又在册，中间的月份不补算"),
            attrs.evolve(_field("inactive_from"), label="搬走日期", required=True, hint="原来记错了可以改"),
        ]
        super().__init__(desk, record, "back", "搬回来了", fields,
                         {"active_from": desk.session.today_iso, "inactive_from": record["inactive_from"]})

    def save(self, values: Values) -> Saved:
        """Take it into the register again."""
        return household_life.come_back(self.desk.session, self.household.id, str(values["active_from"]),
                                        str(values["inactive_from"]))

    def words(self, values: Values) -> str:
        """搬回来了：3 组 27 号."""
        return f"搬回来了：{self.place}"


class SplitEntry(LifeEntry):
    """The new household, and how many people of each key group go with it; the rest stays."""

    def __init__(self, desk: Shell, record: Record) -> None:
        shared = [name for name in KEY_GROUP_FIELDS if record.number(name)]
        fields = [_field(name) for name in ("group_no", "door_no", "contact_name", "phone", "tenure")]
        fields += [attrs.evolve(_field(name), maximum=record.number(name)) for name in shared]
        fields += [_field("note"), attrs.evolve(_field("active_from"), label="分户日期", hint="以前月份的数不变")]
        editors = {name: lambda field, choices: ShareEditor(field, record.number(field.name)) for name in shared}
        super().__init__(desk, record, "split", "分户", fields, {
            "group_no": record["group_no"], "door_no": record["door_no"], "tenure": record["tenure"],
            "active_from": desk.session.today_iso}, editors)

    def save(self, values: Values) -> Saved:
        """Divide it."""
        counts = {name: values.get(name) or 0 for name in KEY_GROUP_FIELDS}
        return household_life.split(self.desk.session, self.household.id, {**values, **counts})

    def focus_first(self) -> None:
        """The group mostly stays: the door is what differs."""
        self.form.focus_field("door_no")

    def words(self, values: Values) -> str:
        """从 3 组 27 号分出了 3 组 27-1 号."""
        assert self.record is not None
        place = household_words(self.record.number("group_no"), self.record.text("door_no"))
        return f"从 {self.place}分出了 {place}" if place != self.place else f"{self.place} 分成了两户"


class ShareEditor(LineEditor):
    """How many of some people go; below it stands how many stay."""

    def __init__(self, field: Field, total: int) -> None:
        super().__init__(attrs.evolve(field, hint=f"共 {total} 人，填分出几人"))
        self._total = total

    def echo(self, today: str) -> str:
        """分出 1 人，留下 1 人."""
        try:
            value = self.value(today)
        except EntryError:
            return ""
        count = int(value) if isinstance(value, (int, float)) else 0
        return f"分出 {count} 人，留下 {self._total - count} 人" if count <= self._total else ""


def _field(name: str) -> Field:
    return HOUSEHOLD.by_name[name]


def _matter(desk: Shell, record: Record) -> str:
    matter = desk.cover(record.text("matter"))
    short = matter if len(matter) <= _MATTER else f"{matter[:_MATTER - 1]}…"
    return f"{FOLLOW_UP.by_name['kind'].word(record['kind'])}：{short}"
