"""The tab of households: the register, what is known of one, and the forms about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.pages.visits.detail import HouseholdDetail
from panhuang_desk.desk.pages.visits.duplicates_link import DuplicatesLink
from panhuang_desk.desk.pages.visits.follow_up_menu import open_menu as open_follow_up_menu
from panhuang_desk.desk.pages.visits.household_entry import HouseholdEntry
from panhuang_desk.desk.pages.visits.life import AwayEntry
from panhuang_desk.desk.pages.visits.register import Register
from panhuang_desk.desk.pages.visits.visit_entry import VisitEntry
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.services import households
from panhuang_desk.services.today import day_words, household_words
from panhuang_desk.services.visits import day_to_offer

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.duplicates_tab import DuplicatesTab
    from panhuang_desk.desk.shell import Shell


_DETAIL_AFTER_MS = 40
"""While one types, the detail waits for a rest, so that each letter is on the screen at once."""


class HouseholdsTab(VisitsTab):
    """Enter on a household records a visit; Right shows what is known of it; Esc goes back, up to the search."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._loading = False
        self._from_search = True
        self._visited = ""
        box = column(self, 0, 0)
        self.register = Register(desk)
        self.detail = HouseholdDetail(desk)
        self.panes = TwoPanes(self.register, self.detail)
        self.panes.slimmed.connect(self.register.set_slim)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        self.duplicates: DuplicatesTab | None = None
        self.duplicates_link = DuplicatesLink(desk)
        self.duplicates_link.clicked.connect(self.show_duplicates)
        self.register.add_beside_count(self.duplicates_link)
        self.panes.slimmed.connect(self.duplicates_link.set_slim)
        box.addWidget(self._stack)
        self.register.chosen.connect(self._chosen)
        self.register.needs.connect(self.panes.set_needed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_DETAIL_AFTER_MS)
        self._later.timeout.connect(self._show_current)
        self.register.opened.connect(self._opened)
        self.register.new_asked.connect(self.on_household)
        self.register.looked.connect(lambda _: self._look())
        self.detail.visit.connect(self.on_new)
        self.detail.edit.connect(self._edit_household)
        self.detail.follow_up.connect(self.on_follow_up)
        self.detail.menu.connect(self._menu)
        self.detail.row_menu.connect(self._follow_up_menu)
        self.register.table.menu_asked.connect(lambda _, at: self._menu(at))
        self.detail.back.connect(self._back_to_list)
        self.detail.other.connect(self.show_household)
        self.detail.open_row.connect(self._open_row)
        self.detail.correct_row.connect(lambda kind, row: self._open_row(kind, row, how="correct"))
        self.detail.delete_row.connect(self.delete)

    # What the page uses

    def load(self, village: str) -> None:
        """Read the register from the file."""
        self.village = village
        self._loading = True
        self.register.load(village)
        self._loading = False
        self.duplicates_link.look(village)
        if self.looking is not None:
            self.looking.load(village)
        else:
            self._stack.setCurrentIndex(1 if self.register.empty and self.entry is None else 0)
        self._show_current()

    @property
    def looking(self) -> DuplicatesTab | None:
        """The list of entries that may be one household, while it is shown."""
        return self.duplicates if self._stack.currentWidget() is self.duplicates else None

    @property
    def entry(self) -> Entry | None:
        """The form that is open, beside that list too."""
        return self.looking.entry if self.looking is not None else super().entry

    def open(self, entry: Entry, *, back: str = "") -> None:
        """Show a form beside the register."""
        self._stack.setCurrentIndex(0)
        super().open(entry, back=back)

    def show_duplicates(self) -> None:
        """Show the entries that may be one household, in place of the register."""
        if self.duplicates is None:
            from panhuang_desk.desk.pages.visits.duplicates_tab import DuplicatesTab

            self.duplicates = DuplicatesTab(self.desk)
            self.duplicates.closed.connect(self._leave_duplicates)
            self._stack.addWidget(self.duplicates)
        self._stack.setCurrentWidget(self.duplicates)
        self.duplicates.load(self.village)
        self.duplicates.rest()

    def rest(self) -> None:
        """The keys go back to the search, or to the list where they came from there."""
        if self.looking is not None:
            self.looking.rest()
        elif self._stack.currentIndex() == 1:
            self.import_button.setFocus()
        elif self._from_search and self.register.isVisible():
            self.register.to_search()
        elif self.register.isVisible():
            self.register.to_list()
        else:
            self.detail.take_focus()

    def go_on(self) -> bool:
        """After a visit that of the next household in the list which was not visited on that day, after a new household
        another one.
        """
        if self._last == "household":
            self.new_household()
            return True
        day = day_to_offer(self.session)
        if self.register.mark_next(self._visited, day):
            self.on_new()
            return True
        when = "今天" if day == self.session.today_iso else day_words(day)
        self.desk.announce("这是列表里的最后一户" if self.register.at_end else f"列表里后面的户{when}都走访过了")
        return False

    def visit(self, household_id: str, *, back: str = "") -> None:
        """Record a visit to a household."""
        if not self.register.mark(household_id):
            self.desk.announce("这一户已经不在了。")
            return
        current = self.register.current
        self._open_visit(current.id if current is not None else household_id, back=back)

    def move_away(self, household_id: str, day: str, *, back: str = "") -> None:
        """The form of a household that moved away, from an ISO day on."""
        self.register.mark(household_id)
        record = self.session.store.get("household", household_id)
        if record is not None:
            self.open(AwayEntry(self.desk, record, day), back=back)

    def show_household(self, household_id: str) -> None:
        """Mark a household and show what is known of it."""
        if self.register.mark(household_id):
            self._stack.setCurrentIndex(0)
            self.panes.close_entry()
            self._look()

    def new_household(self, *, back: str = "", at: tuple[int, str] | None = None) -> None:
        """The form of a new household, at the group and door that were searched for and not found."""
        self._stack.setCurrentIndex(0)
        self._last = "household"
        self.open(HouseholdEntry(self.desk, village=self.village, at=at), back=back)

    def delete_household(self) -> None:
        """Delete the household that is marked; the bar at the foot offers to undo it."""
        row = self.register.current
        if row is not None:
            self.panes.close_entry()
            self.delete("household", row)
            self.rest()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        if self.entry is not None:
            return ()
        if self.looking is not None:
            return self.looking.hints()
        visit = (Hint(cap("new"), "记走访"),) if self.register.current is not None else ()
        return (Hint(cap("round"), "一轮走访"), *visit, Hint(cap("find"), "查找"))

    # Keys

    def on_new(self) -> bool:
        """A visit to the household that is marked; with a form open it stays."""
        if self.entry is not None:
            return True
        row = self.register.current
        if row is None:
            self.rest()
        else:
            self._remember_place()
            self._open_visit(row.id)
        return True

    def on_edit(self) -> bool:
        """The data of the household that is marked."""
        if self.entry is None:
            self._edit_household()
        return True

    def on_follow_up(self) -> bool:
        """A follow-up of the household that is marked."""
        row = self.register.current
        if self.entry is not None or row is None:
            return True
        self._remember_place()
        self._last = "follow_up"
        about = household_words(row.group_no, row.door_no, self.desk.mask(row.contact_name))
        self.open(RaiseEntry(self.desk, ("household", row.id), about, household=row.id))
        return True

    def on_household(self) -> bool:
        """A new household, at the door that was searched for in vain."""
        self._remember_place()
        self.new_household(at=self.register.not_there)
        return True

    def on_delete(self) -> bool:
        """The household that is marked in the list, while the list has the keys."""
        if self.entry is None and self.register.table.hasFocus():
            self.delete_household()
        return True

    def on_menu(self) -> bool:
        """The menu of the household that is marked, at its row, or at its button where the list is not in sight."""
        if self.register.current is None or self.entry is not None:
            return True
        if self.register.isVisible():
            self._menu(self.register.table.below_current())
        else:
            self.detail.more_button.click()
        return True

    def on_columns(self) -> bool:
        """Which columns the list shows, and its order."""
        return self.register.on_columns()

    def on_back(self) -> bool:
        """One step back."""
        if self.looking is not None:
            return self.looking.on_back()
        if self.step_back():
            return True
        if not self.panes.at_list:
            self._back_to_list()
            return True
        return False

    # Reacting

    def _chosen(self, row: Any, typing: bool) -> None:
        """Another household is marked: a form about one before goes, its draft kept."""
        if self._loading:
            return
        entry = self.entry
        if entry is not None and row is not None and entry.about == row.id:
            return
        if entry is not None:
            entry.keep_draft()
            self.panes.close_entry()
        if typing:
            self._later.start()
        else:
            self._show_current()

    def photo_strip(self) -> PhotoStrip | None:
        """That of the form, else that of the household that is marked."""
        if self.entry is not None:
            return super().photo_strip()
        self.settle()
        return self.detail.photos if self.detail.view is not None else None

    def settle(self) -> None:
        """Show now what waits for a rest in typing."""
        if self._later.isActive():
            self._show_current()

    def _show_current(self) -> None:
        self._later.stop()
        row = self.register.current
        self.detail.show_view(households.view(self.session, row.id) if row is not None else None)

    def _opened(self, row: Any) -> None:
        """Enter or a double click: at 150 % the list's step leads to the detail, else to the form."""
        if theme.active().narrow and not self.register.search.hasFocus():
            self._look()
            return
        self._remember_place()
        self._open_visit(row.id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Who comes back later finds the register again, unless two entries are being merged."""
        super().hideEvent(event)
        if self.looking is not None and self.looking.entry is None:
            self._stack.setCurrentIndex(1 if self.register.empty else 0)

    def _leave_duplicates(self) -> None:
        self._stack.setCurrentIndex(1 if self.register.empty else 0)
        self.rest()
        self.desk.update_hints()

    def _look(self) -> None:
        self.settle()
        self._from_search = False
        self.panes.show_home()
        self.detail.take_focus()

    def _back_to_list(self) -> None:
        self.panes.close_entry()
        self.register.to_list()

    def _remember_place(self) -> None:
        self._from_search = not (self.register.table.hasFocus() or self.detail.isAncestorOf(
            self.desk.focusWidget() or self.desk))

    def _open_visit(self, household_id: str, *, back: str = "") -> None:
        view = households.view(self.session, household_id)
        if view is not None:
            self._last, self._visited = "visit", household_id
            self.open(VisitEntry(self.desk, view), back=back)

    def _open_row(self, kind: str, row: Any, how: str = "close") -> None:
        self._from_search = False
        self._last = kind
        if kind == "visit":
            self.open_visit(row.id)
        else:
            self.open_follow_up(row, how)

    def _edit_household(self) -> None:
        row = self.register.current
        record = self.session.store.get("household", row.id) if row is not None else None
        if record is not None:
            self._remember_place()
            self._last = ""
            self.open(HouseholdEntry(self.desk, record))

    def _menu(self, at: QPoint) -> None:
        self.settle()
        if self.detail.view is not None and self.entry is None:
            from panhuang_desk.desk.pages.visits.household_menu import open_menu

            self._remember_place()
            open_menu(self, self.detail.view, at)

    def _follow_up_menu(self, row: Any, at: QPoint) -> None:
        if self.entry is None:
            self._from_search, self._last = False, "follow_up"
            open_follow_up_menu(self, row, at)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("house", "还没有户", "先把村里的户册导进来，Excel 或 CSV 都行。以后改一处，各处都跟着改。")
        self.import_button = page.add_button("导入户册", key=cap("import"), icon="table-2")
        self.import_button.clicked.connect(lambda: self.desk.go("visits", do="import"))
        page.add_button("手工加一户", "secondary", key=cap("household")).clicked.connect(self.on_household)
        page.add_link("看使用说明", "没有户册？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet
