"""The form of a visit, with the follow-ups that it leads to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.desk import wording
from panhuang_desk.desk.folding import FoldedOptions
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.insets import FollowUpInsets
from panhuang_desk.desk.pages.visits.visit_parts import CountEditor, DayEditor, MovedOffer
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.photos.taking import PhotoDrop
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice, Field, Type, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.services.records import Saved
from panhuang_desk.services.today import day_words
from panhuang_desk.services.visits import day_to_offer, oddities, reasons, record_visit, remember_day

if TYPE_CHECKING:
    from panhuang_desk.desk.editors import Editor
    from panhuang_desk.desk.form_setup import FormSetup
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.households import HouseholdView

_ROUTINE = ("visited_on", "outcome", "topics", "materials", "materials_given", "note")
"""What nearly every visit fills in, in this order; the rest follows in the order of the declaration, folded."""

_CALL_AGAIN = "会列在今日页的“再次上门”里"


class VisitEntry(Entry):
    """A new visit to a household, or one that is corrected. 0 on the topics offers those of the household's last
    visit; what is chosen may ask for follow-ups, and Ctrl+T adds one; all are saved in the same action.
    """

    def __init__(self, desk: Shell, view: HouseholdView, record: Record | None = None) -> None:
        household = view.record
        self._household, self._known = household, record
        self._place = words.place_of(desk, household)
        self._odd: tuple[str, list[Problem]] = ("", [])
        new = record is None
        slot = f"visit:new:{household.id}" if record is None else f"visit:{record.id}"
        super().__init__(desk, VISIT, self._setup(desk, slot, view), about=household.id)
        name = desk.mask(household.text("contact_name"))
        last = view.visits[0] if view.visits and new else None
        self.form.set_title(
            "记走访" if new else "改走访", f"{name}·{self._place}" if name else self._place,
            f"上次 {wording.day(last.visited_on, desk.session.today())} {words.outcome_tag(last.outcome).word}"
            if last else "")
        self._count_by_hand = not new
        self.form.rows["materials"].editor.changed.connect(self._materials_changed)
        self.form.rows["materials_given"].editor.changed.connect(self._count_typed)
        self.moved = MovedOffer(bool(household["inactive_from"]) or not new)
        self.moved.left.connect(self.form.save_button.setFocus)
        self.form.rows["note"].editor.next_field.connect(self.moved.take_focus)
        self.form.add_below(self.moved)
        self.inset = FollowUpInsets(desk, f"{slot}:follow_up", self._visited_on, self._note)
        self.inset.left.connect(self.form.save_button.setFocus)
        self.form.add_below(self.inset)
        self._photographed = 0
        self.photos = PhotoStrip(desk, slot=f"{slot}:photos")
        self.photos.set_source(household.id, self._place, ("visit", record.id) if record else None)
        self.form.add_below(self.photos)
        PhotoDrop(self, self.photos.take)
        self.form.rows["visited_on"].editor.changed.connect(self._day_changed)
        self.form.edited.connect(self._follow)

    def begin(self) -> None:
        """Show the drafts, and what they lead to."""
        super().begin()
        self._count_by_hand = self._count_by_hand or bool(self.form.rows["materials_given"].editor.text())
        self.inset.restore()
        self.photos.restore()
        self._follow()
        if self._known is None:
            self.form.recheck("visited_on")

    def focus_first(self) -> None:
        """A new visit begins at its outcome: the day is offered, and Shift+Tab goes to it."""
        if self._known is None:
            self.form.rows["outcome"].editor.focus.setFocus()
        else:
            super().focus_first()

    def on_follow_up(self) -> bool:
        """Ctrl+T: a follow-up together with this visit."""
        self.inset.toggle()
        return True

    def on_photo(self) -> bool:
        """Ctrl+J: photos of this visit."""
        return self.photos.on_photo()

    def on_paste(self) -> bool:
        """Ctrl+V outside of a text: what was copied, if it is a picture."""
        return self.photos.on_paste()

    def hints(self) -> tuple[Hint, ...]:
        """After those of the form."""
        return ()

    @property
    def dirty(self) -> bool:
        """Follow-ups and photos are kept, too."""
        return super().dirty or bool(self.inset.items or self.photos.new())

    def keep_draft(self) -> None:
        """The follow-ups with the rest; photos are kept as they come in."""
        super().keep_draft()
        self.inset.flush_draft()

    def save(self, values: Values) -> Saved:
        """Save the visit and what it raised in one action."""
        if self.inset.show_problems():
            return Saved(None, problems=())
        session = self.desk.session
        saved = record_visit(session, self._household.id, values, self._known.id if self._known else None,
                             follow_ups=self.inset.values(), photos=self.photos.new(), moved_away=self.moved.wanted)
        if saved.ok:
            self.inset.done()
            self._photographed = self.photos.done()
            if self._known is None:
                remember_day(session, str(values["visited_on"]))
        return saved

    def words(self, values: Values) -> str:
        """记了走访：3 组 27 号，5月14日，加了一件待办."""
        day = day_words(str(values["visited_on"]))
        count = len(self.inset.items)
        raised = "" if not count else "，加了一件待办" if count == 1 else f"，加了 {count} 件待办"
        added = f"，加了 {self._photographed} 张照片" if self._photographed else ""
        moved = "，记为搬走" if self.moved.wanted else ""
        return f"{'记' if self._known is None else '改'}了走访：{self._place}，{day}{raised}{added}{moved}"

    def _setup(self, desk: Shell, slot: str, view: HouseholdView) -> FormSetup:
        new = self._known is None
        base: Values = self._known.values if self._known else {"household_id": view.record.id}
        rest = tuple(field.name for field in VISIT.form_fields if field.name not in _ROUTINE)
        editors = {name: FoldedOptions for name in rest if VISIT.by_name[name].type is Type.CHOICES}
        setup = desk.form_setup(
            "visit", slot=slot, base=base, new=new, next_word="保存，下一户" if new else "",
            fields=(*_ROUTINE, *rest), beside=frozenset({"materials_given"}), more=self._odd_about,
            editors={**editors, "visited_on": self._day_editor, "materials_given": CountEditor})
        topics = next((tuple(json.loads(row.topics)) for row in view.visits if json.loads(row.topics)), None)
        offered = {**setup.last, "topics": topics, "visited_on": day_to_offer(desk.session)}
        return attrs.evolve(setup, last=offered)

    def _day_editor(self, field: Field, choices: Sequence[Choice]) -> Editor:
        return DayEditor(field, self.desk.session.today, offered=self._known is None)

    # Reacting

    def _visited_on(self) -> str:
        return str(self.form.values().get("visited_on") or self.desk.session.today_iso)

    def _note(self) -> str:
        return self.form.rows["note"].editor.text()

    def _odd_about(self, values: Values) -> list[Problem]:
        """What other records say against this day; read from the file once a day that is typed."""
        day = str(values.get("visited_on") or "")
        if self._odd[0] != day:
            known = self._known.id if self._known else None
            self._odd = (day, oddities(self.desk.session, self._household.id, day, known) if day else [])
        return self._odd[1]

    def _day_changed(self) -> None:
        """What is wrong with the day is said while it is typed, once it reads as one."""
        self.inset.day_changed()
        try:
            self.form.rows["visited_on"].editor.value(self.desk.session.today_iso)
        except EntryError:
            return
        self.form.recheck("visited_on")

    def _follow(self) -> None:
        """What was chosen leads on: to follow-ups, to another call, to the household's leaving."""
        values = self.form.values()
        self.inset.propose(reasons(self.desk.session, values, self._known.values if self._known else None))
        outcome = values.get("outcome")
        self.form.rows["outcome"].set_echo(_CALL_AGAIN if outcome == "not_home" else "")
        self.moved.offer(outcome == "moved")

    def _materials_changed(self) -> None:
        """One sheet of each is the rule; a number that was typed stays."""
        if self._count_by_hand:
            return
        value = self.form.rows["materials"].editor.value(self.desk.session.today_iso)
        count = len(value) if isinstance(value, tuple) else 0
        self.form.rows["materials_given"].editor.set_text(str(count) if count else "")

    def _count_typed(self) -> None:
        self._count_by_hand = bool(self.form.rows["materials_given"].editor.text())
