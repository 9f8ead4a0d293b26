"""What the three tabs of the patrols page have in common: rows of a detail, follow-ups, steps back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.detail import Detail
from panhuang_desk.desk.pages.patrols.track_rows import tell_track
from panhuang_desk.desk.tabs.filter_row import FilterRow
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.list_pane import ListPane, SearchHead
from panhuang_desk.desk.tabs.tab import Tab
from panhuang_desk.model.values import Changes
from panhuang_desk.services import finds, records, tracks
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PatrolsTabBase(Tab):
    """`go_to(kind, id)` asks the page to show a record that belongs to another tab; `forms_changed`
    that a form was opened or closed, `over_asked(view)` to lay a view over all tabs.
    """

    go_to = Signal(str, str)
    forms_changed = Signal()
    over_asked = Signal(object)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.table: Any = None
        self.search: Any = None
        self.detail: Any = None
        self._stack: Any = None

    def tie(self, detail: Detail) -> None:
        """Connect what a detail and the panes around it ask for."""
        self.panes.slimmed.connect(lambda _: self.forms_changed.emit())
        detail.back.connect(self.back_to_list)
        detail.open_row.connect(self._open_row)
        detail.correct_row.connect(lambda kind, row: self._open_row(kind, row, "correct"))
        detail.delete_row.connect(self._delete_row)

    @property
    def bare(self) -> bool:
        """Whether the tab shows only what to do first."""
        return self.entry is None and self._stack.currentIndex() == 1

    def look(self) -> None:
        """The keys into the detail; at 150 % it is the next step."""
        self.panes.show_home()
        self.detail.take_focus()

    def remove(self, act: Callable[[], Changes], said: str) -> None:
        """Delete what is marked in the list; a form that is open goes with it."""
        def removed() -> Changes:
            changes = act()
            self.panes.close_entry()
            return changes

        if self.carry_out(removed, said):
            self.rest()

    def pane(self, hint: str, filters: FilterRow, narrow: Callable[[], None], *instead: QWidget) -> ListPane:
        """The search, the filters and the table; what is typed or chosen there narrows the list."""
        head = SearchHead(hint)
        self.search, self.count = head.search, head.count
        self.search.textChanged.connect(lambda _: narrow())
        self.search.leave.connect(lambda: self.table.setFocus())
        filters.changed.connect(lambda: narrow())
        return ListPane((head, filters), self.table, *instead)

    def back_to_list(self) -> None:
        """The keys back to the list."""
        self.panes.close_entry()
        self.table.setFocus()

    def raise_from(self, source: tuple[str, str], about: str) -> None:
        """The form of a follow-up from a record, or from the row of its detail that is marked."""
        if self.entry is not None:
            return
        marked = self.detail.marked_row()
        if marked and marked[0] in ("plot_check", "plant_finding"):
            kind, row = marked
            source = (kind, row.id)
            about = f"{words.plot_words(row.group_no, row.plot_name)}·{_when(self.session, row)}"
        self.open(RaiseEntry(self.desk, source, about, village=self.village))

    def on_back(self) -> bool:
        """The form goes, then the detail's step, then the search."""
        if self.step_back():
            return True
        if not self.panes.at_list:
            self.back_to_list()
            return True
        return False

    def _open_row(self, kind: str, row: Any, how: str = "close") -> None:
        if kind == "follow_up":
            self.open_follow_up(row, how)
        elif kind == "track":
            tell_track(self.detail, row)
        else:
            self.go_to.emit(kind, row.id)

    def _delete_row(self, kind: str, row: Any) -> None:
        """Delete a follow-up, a find or a track; a plot check is taken off in its patrol."""
        if kind == "plot_check":
            self.desk.announce("要去掉一块地，请改这次踏查，在地块上按 0")
            return
        if kind == "plant_finding":
            self.carry_out(lambda: finds.delete_finding(self.session, row.id),
                           f"删除了发现：{words.plot_words(row.group_no, row.plot_name)}，{words.find_words(row)}")
        elif kind == "track":
            day = words.day(row.text("recorded_on"), self.session.today())
            self.carry_out(lambda: tracks.delete_track(self.session, row.id),
                           f"删除了轨迹：{row.text('name') or day}")
        else:
            self.carry_out(lambda: records.delete_record(self.session, kind, row.id),
                           f"删除了待办：{self.desk.cover(row.matter[:16])}")


def _when(session: Session, row: Any) -> str:
    return words.day(getattr(row, "checked_on", "") or row.found_at, session.today())
