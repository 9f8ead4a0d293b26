"""The form of a visit, with the follow-up that it may lead to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.desk import wording
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.inset import FollowUpInset
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.services import households
from panhuang_desk.services.records import Saved
from panhuang_desk.services.today import day_words, household_words
from panhuang_desk.services.visits import record_visit

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.households import HouseholdView


class VisitEntry(Entry):
    """A new visit to a household, or one that is corrected. 0 on the topics offers those of the household's last
    visit; Ctrl+T adds a follow-up that is saved in the same action.
    """

    def __init__(self, desk: Shell, view: HouseholdView, record: Record | None = None) -> None:
        household = view.record
        self._household, self._known = household, record
        self._place = household_words(household.number("group_no"), household.text("door_no"))
        new = record is None
        base: Values = {"household_id": household.id, "visited_on": desk.session.today_iso} if record is None else (
            record.values)
        slot = f"visit:new:{household.id}" if record is None else f"visit:{record.id}"
        setup = desk.form_setup("visit", slot=slot, base=base, new=new, next_word="保存，下一户" if new else "")
        topics = next((tuple(json.loads(row.topics)) for row in view.visits if json.loads(row.topics)), None)
        super().__init__(desk, VISIT, attrs.evolve(setup, last={**setup.last, "topics": topics}), about=household.id)
        name = desk.mask(household.text("contact_name"))
        last = view.visits[0] if view.visits and new else None
        self.form.set_title(
            "记走访" if new else "改走访", f"{name}·{self._place}" if name else self._place,
            f"上次 {wording.day(last.visited_on, desk.session.today())} {words.outcome_tag(last.outcome).word}"
            if last else "")
        self._count_by_hand = not new
        self.form.rows["materials"].editor.changed.connect(self._materials_changed)
        self.form.rows["materials_given"].editor.changed.connect(self._count_typed)
        self.inset = FollowUpInset(desk, f"{slot}:follow_up", self._visited_on, self._note)
        self.inset.left.connect(self.form.save_button.setFocus)
        if new:
            self.form.add_below(self.inset)
            self.form.rows["visited_on"].editor.changed.connect(self.inset.day_changed)
        else:
            self.inset.hide()

    def begin(self) -> None:
        """Show the drafts."""
        super().begin()
        self._count_by_hand = self._count_by_hand or bool(self.form.rows["materials_given"].editor.text())
        self.inset.restore()

    def focus_first(self) -> None:
        """A new visit begins at its outcome: the day is offered, and Shift+Tab goes to it."""
        if self._known is None:
            self.form.rows["outcome"].editor.focus.setFocus()
        else:
            super().focus_first()

    def on_follow_up(self) -> bool:
        """Ctrl+T: a follow-up together with this visit."""
        if self._known is not None:
            return False
        self.inset.toggle()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """After those of the form."""
        return ()

    def save(self, values: Values) -> Saved:
        """Save the visit and what it raised in one action."""
        if self.inset.show_problems():
            return Saved(None, problems=())
        saved = record_visit(self.desk.session, self._household.id, values, self._known.id if self._known else None,
                             follow_ups=[raised] if (raised := self.inset.values()) else ())
        if saved.ok:
            self.inset.done()
            if self._known is None:
                self.desk.remember_last("visit", {**values, "note": None})
        return saved

    def words(self, values: Values) -> str:
        """记了走访：3 组 27 号，5月14日."""
        day = day_words(str(values["visited_on"]))
        raised = "，加了一件待办" if self.inset.used else ""
        return f"{'记' if self._known is None else '改'}了走访：{self._place}，{day}{raised}"

    def _visited_on(self) -> str:
        return str(self.form.values().get("visited_on") or self.desk.session.today_iso)

    def _note(self) -> str:
        return self.form.rows["note"].editor.text()

    def _materials_changed(self) -> None:
        """One sheet of each is the rule; a number that was typed stays."""
        if self._count_by_hand:
            return
        value = self.form.rows["materials"].editor.value(self.desk.session.today_iso)
        count = len(value) if isinstance(value, tuple) else 0
        self.form.rows["materials_given"].editor.set_text(str(count) if count else "")

    def _count_typed(self) -> None:
        self._count_by_hand = bool(self.form.rows["materials_given"].editor.text())


def view_of(desk: Shell, household_id: str) -> HouseholdView | None:
    """What the form needs to know of a household; None where it is gone."""
    return households.view(desk.session, household_id)


