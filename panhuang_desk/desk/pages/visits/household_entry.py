"""The form of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from panhuang_desk.desk.pages.visits.words import place_of
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services.households import save_household
from panhuang_desk.services.records import Saved
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class HouseholdEntry(Entry):
    """The form of a household: a new one, or one whose data are corrected; the day it left is asked only of these.

    `at` is the group and the door of a new one, where they were searched for and not found.
    """

    def __init__(self, desk: Shell, record: Record | None = None, *, village: str = "",
                 at: tuple[int, str] | None = None) -> None:
        new = record is None
        self._known, self._village = record, village
        fields = tuple(f.name for f in HOUSEHOLD.form_fields if not (new and f.name.startswith("inactive")))
        setup = desk.form_setup(
            "household", slot="household:new" if record is None else f"household:{record.id}",
            base=record.values if record else {"active_from": desk.session.today_iso}, new=new, fields=fields,
            next_word="保存，再加一户" if new else "")
        if at is not None:
            known: Values = {"group_no": at[0], "door_no": at[1]}
            setup = attrs.evolve(setup, base={**setup.base, **known}, last={**setup.last, **known})
        super().__init__(desk, HOUSEHOLD, setup, about=record.id if record else "")
        if record is None:
            self.form.set_title("新的一户")
        else:
            self.form.set_title("改资料", _address(desk, record))

    def save(self, values: Values) -> Saved:
        """Save it; what was typed is offered again for the next one."""
        saved = save_household(self.desk.session, values, self._known.id if self._known else None,
                               village=self._village)
        if saved.ok and self._known is None:
            self.desk.remember_last("household", values)
        return saved

    def words(self, values: Values) -> str:
        """登记了 3 组 27 号."""
        assert self.record is not None
        place = household_words(self.record.number("group_no"), self.record.text("door_no"))
        return f"登记了户：{place}" if self._known is None else f"改了资料：{place}"

    def focus_first(self) -> None:
        """A new household begins at its group; in a village walked in order that is offered, so at its door."""
        rows = self.form.rows
        if self._known is None and rows["group_no"].editor.text() and not rows["door_no"].editor.text():
            self.form.rows["door_no"].editor.focus.setFocus()
        else:
            super().focus_first()


def _address(desk: Shell, record: Record) -> str:
    place = place_of(desk, record)
    name = desk.mask(record.text("contact_name"))
    return f"{name}·{place}" if name else place
