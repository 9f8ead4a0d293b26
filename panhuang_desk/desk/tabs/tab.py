"""What tabs have in common: a list, a form beside it, and what happens once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import wording
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.tabs.follow_up_entry import CloseEntry, CorrectEntry, ReportEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.errors import UserError
from panhuang_desk.model.find_steps import FIND_KINDS, RECHECK
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Changes
from panhuang_desk.services import records

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

GONE = "这条记录已经不在了，可能刚才撤销或删除了。"


class Tab(QFrame):
    """`left_for` tells the name of the page that the person came from, once what they came for is done."""

    left_for = Signal(str)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self.village = ""
        self.panes: TwoPanes
        self._back_to = ""
        desk.mask_changed.connect(self._masked)

    # What subclasses fill in

    def load(self, village: str) -> None:
        """Read the list from the file."""
        raise NotImplementedError

    def rest(self) -> None:
        """Put the keys where they belong while no form is open."""
        raise NotImplementedError

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return ()

    def go_on(self) -> bool:
        """Open the form of what comes next; False where nothing does."""
        return False

    def deleted_words(self, kind: str, row: Any) -> str:
        """What is said once a record was deleted."""
        return f"删除了{KINDS[kind].label}" + (f"：{self.desk.cover(row.matter[:16])}" if kind == "follow_up" else "")

    # Forms

    @property
    def entry(self) -> Entry | None:
        """The form that is open."""
        found = self.panes.entry
        return found if isinstance(found, Entry) else None

    def open(self, entry: Entry, *, back: str = "") -> None:
        """Show a form; `back` names the page to go back to afterwards."""
        if self.entry is not None:
            self.entry.keep_draft()
        self._back_to = back
        self.desk.undo_bar.hide()
        self.desk.set_state("saved")
        entry.saved.connect(self._saved)
        entry.closed.connect(self._closed)
        self.panes.open_entry(entry)
        entry.begin()

    def open_follow_up(self, row: Any, how: str = "close", *, back: str = "") -> None:
        """Close, report or correct a follow-up, or close it as a mistake; one that is closed can only be corrected, and
        what waits for a step of a find is closed by the step.
        """
        record = self.session.store.get("follow_up", row.id)
        if record is None or record.deleted:
            self.desk.announce(GONE)
            return
        waits = row.source_table == "plant_finding" and row.kind in FIND_KINDS and record["status"] != "closed"
        if waits and how == "close":
            do = "recheck" if row.kind == RECHECK else "step"
            self.desk.go("patrols", kind="plant_finding", id=row.source_id, do=do, back=back)
            return
        about = wording.source_words(self.desk, row)
        entry: Entry
        if how == "correct" or record["status"] == "closed":
            entry = CorrectEntry(self.desk, record, household=row.household_id, about=about)
        elif how == "report":
            entry = ReportEntry(self.desk, record, household=row.household_id, about=about)
        else:
            entry = CloseEntry(self.desk, record, household=row.household_id, about=about, as_mistake=how == "mistake")
        self.open(entry, back=back)

    def delete(self, kind: str, row: Any) -> None:
        """Delete what is marked; the bar at the foot offers to undo it. A follow-up never goes without a reason: it is
        closed as a mistake, and one that is closed stays.
        """
        if kind == "follow_up":
            if row.status == "closed":
                self.desk.announce("办结了的待办留作记录，不删除；写错了按 F2 改。")
            else:
                self.open_follow_up(row, "mistake")
            return
        self.carry_out(lambda: records.delete_record(self.session, kind, row.id), self.deleted_words(kind, row))

    def carry_out(self, act: Callable[[], Changes], said: str) -> bool:
        """Do something to what is marked and say it, or why not; the bar at the foot offers to undo it."""
        try:
            changes = act()
        except UserError as problem:
            self.desk.error(problem)
            return False
        self.desk.did(said, changes)
        return True

    def step_back(self) -> bool:
        """Close the form that is open, its draft kept; False where none is."""
        if self.entry is None:
            return False
        return self.entry.form.on_back()

    def _masked(self, on: bool) -> None:
        """A form shows what is to be covered now: it goes, and what was typed comes back when it is opened again."""
        entry = self.entry
        if not on or entry is None:
            return
        if self.isVisible():
            self.step_back()
        else:
            entry.keep_draft()
            self.panes.close_entry()

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        back, self._back_to = self._back_to, ""
        # What lies over this page, such as a round, knows best what comes next.
        go_on = go_on and back != self.desk.current_name
        self.panes.close_entry()
        if back and not go_on:
            self.left_for.emit(back)
        self.desk.did(said, changes)
        if go_on and self.go_on():
            self.desk.set_state("saved", said)
        elif not back:
            self.rest()

    def _closed(self) -> None:
        back, self._back_to = self._back_to, ""
        entry = self.entry
        kept = entry is not None and entry.dirty
        if entry is not None:
            entry.keep_draft()
        self.panes.close_entry()
        self.desk.set_state("draft" if kept else "saved", "草稿留着，再打开时还在" if kept else "")
        if back:
            self.left_for.emit(back)
        else:
            self.rest()
