"""The visits page: households, the month's visits, follow-ups; the register comes in from a spreadsheet here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.pages.visits.households_tab import HouseholdsTab
from panhuang_desk.desk.pages.visits.round.host import RoundHost
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.villages import add_village_filter
from panhuang_desk.model.values import Changes
from panhuang_desk.services.shown import shown_village

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.follow_ups_tab import FollowUpsTab
    from panhuang_desk.desk.pages.visits.import_sheet import ImportSheet
    from panhuang_desk.desk.pages.visits.log_tab import LogTab
    from panhuang_desk.desk.pages.visits.plan_tab import PlanTab
    from panhuang_desk.desk.pages.visits.round.view import Which

_HOUSEHOLDS, _LOG, _FOLLOW_UPS, _PLAN = range(4)


class VisitsPage(Page):
    """Four tabs of one shape, and over them the sheet of an import, or a round, while one is under way.

    `open_target` takes kind=household|visit|follow_up with id, do=visit|close|correct|import|household|round, path= of
    a file to import, village=, group= (a number or `again`) or ids= (joined by commas) of a round, and back= the page
    to return to; do=narrow with filters of the register by name; tab= the place of a tab.
    """

    name, title, tabs = "visits", "走访", ("户", "走访记录", "待办", "本月计划")
    watches = frozenset({"household", "visit", "follow_up", "photo", "plot", "plot_check", "plant_finding",
                         "focus"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.village_chip = add_village_filter(self.header, self.session, desk.refresh)
        self.header.add_button("一轮走访", key=cap("round")).clicked.connect(self.on_round)
        import_button = self.header.add_button("导入户册", key=cap("import"))
        import_button.clicked.connect(lambda: self.on_import())
        add_button = self.header.add_button("新的一户", key=cap("household"))
        add_button.clicked.connect(lambda: self.on_household())
        self.households = HouseholdsTab(desk)
        self._made: dict[int, VisitsTab] = {}
        self._stack = QStackedWidget()
        for _ in self.tabs:
            self._stack.addWidget(QWidget())
        self._put(_HOUSEHOLDS, self.households)
        self.importing: ImportSheet | None = None
        self.rounds = RoundHost(desk, self._stack, self.header)
        self.rounds.closed.connect(self._round_closed)
        self.rounds.form_asked.connect(self._form_of_round)
        self.rounds.leaving_asked.connect(self._leaving_of_round)
        self.body.addWidget(self._stack, 1)
        self._loaded: set[int] = set()
        self._arrived_at_target = False
        self._round_from = _HOUSEHOLDS

    @property
    def shown(self) -> VisitsTab:
        """The tab that is shown."""
        return self._tab(self.tab)

    @property
    def log(self) -> LogTab:
        """The visits of a month."""
        return cast("LogTab", self._tab(_LOG))

    @property
    def follow_ups(self) -> FollowUpsTab:
        """What is still to be done."""
        return cast("FollowUpsTab", self._tab(_FOLLOW_UPS))

    @property
    def plan(self) -> PlanTab:
        """Whom to visit on which day of the month."""
        return cast("PlanTab", self._tab(_PLAN))

    @property
    def search(self) -> object:
        """The search of the tab that is shown, for Ctrl+F."""
        return self.households.register.search if self.tab in (_HOUSEHOLDS, _PLAN) else self.shown.search  # type: ignore[attr-defined]

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the shown tab anew, the others when they are shown."""
        if self.village_chip is not None:
            self.village_chip.choose(shown_village(self.session))
        self._loaded.clear()
        self._load()
        for strip in self.findChildren(PhotoStrip):
            if strip.isVisible():
                strip.reload()
        if self.rounds.shown is not None:
            self.rounds.shown.reload()

    def arrive(self) -> None:
        """The keys go to the form that was opened, else to the search."""
        if self.importing is not None:
            self.importing.take_focus()
        elif self.rounds.shown is not None:
            self.rounds.shown.take_focus()
        elif self.shown.entry is not None:
            self.shown.entry.focus_first()
        elif not self._arrived_at_target and not self.rounds.come_back():
            self._arrive_at_list()
        self._arrived_at_target = False

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show what another page points at."""
        kind, id, do, back = (target.get(key, "") for key in ("kind", "id", "do", "back"))
        if do == "import":
            self._import(target.get("path", ""))
        elif do == "round":
            ids = tuple(id for id in target.get("ids", "").split(",") if id)
            group = target.get("group", "")
            self._open_round(target.get("village", ""), ids or (int(group) if group.isdecimal() else group or None))
        elif do == "narrow":
            self._show_tab(_HOUSEHOLDS)
            self.households.register.show_only({name: code for name, code in target.items() if name != "do"})
            self.households.register.to_list()
            self._arrived_at_target = True
        elif do == "household":
            self._show_tab(_HOUSEHOLDS)
            self.households.new_household(back=back)
        elif kind == "household" and do == "visit":
            self._show_tab(_HOUSEHOLDS)
            self.households.visit(id, back=back)
        elif kind == "household":
            self._show_tab(_HOUSEHOLDS)
            self.households.show_household(id)
            self._arrived_at_target = True
        elif kind == "visit":
            self._show_tab(_LOG)
            self.log.correct(id)
        elif kind == "focus":
            self._show_tab(_PLAN)
        elif kind == "follow_up":
            self._show_tab(_FOLLOW_UPS)
            self.follow_ups.open_one(id, do or "close", back=back)
        elif target.get("tab", "").isdigit():
            self._show_tab(int(target["tab"]))
        elif do == "visit":
            self._show_tab(_HOUSEHOLDS)

    def tab_chosen(self, index: int) -> None:
        """Show a tab; a form that is open on another stays there, with its draft."""
        self._close_import()
        self._tab(index)
        self._stack.setCurrentIndex(index)
        self._load()
        if self.shown.entry is not None:
            self.shown.entry.focus_first()
        else:
            self.shown.rest()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        if self.importing is not None or self.rounds.shown is not None or self.shown.entry is not None:
            return ()
        return self.shown.hints()

    def flush_drafts(self) -> None:
        """The forms, and the follow-ups that are begun under a visit."""
        super().flush_drafts()
        self.rounds.flush()
        for tab in self._made.values():
            inset = getattr(tab.entry, "inset", None)
            if inset is not None:
                inset.flush_draft()

    def open_form(self) -> Form | None:
        """The form of the tab that is shown."""
        if self.importing is not None or self.rounds.shown is not None or self.shown.entry is None:
            return None
        return self.shown.entry.form

    # Keys that the focus did not take

    def on_new(self) -> bool:
        """A visit; on the tab of follow-ups a follow-up."""
        if self.importing is None:
            if self.tab == _LOG:
                self._show_tab(_HOUSEHOLDS)
                self._arrive_at_list()
            else:
                self.shown.on_new()  # type: ignore[attr-defined]
        return True

    def on_find(self) -> bool:
        """To the search of the tab; from the plan to that of the register."""
        if self.tab == _PLAN and self.importing is None and self.rounds.shown is None:
            self._show_tab(_HOUSEHOLDS)
            self._arrive_at_list()
            return True
        return super().on_find()

    def on_household(self) -> bool:
        """A new household."""
        self._close_import()
        self._show_tab(_HOUSEHOLDS)
        return self.households.on_household()

    def on_import(self) -> bool:
        """The register comes in from a spreadsheet."""
        self._import("")
        return True

    def on_round(self) -> bool:
        """A round of the day of the plan that is marked, else of the group of the household that is marked."""
        if self.tab == _PLAN:
            return self.plan.on_round()
        self._open_round("", None)
        return True

    def on_print(self) -> bool:
        """What the tab prints; from households and visits the blank forms for them."""
        if self.importing is not None or self.rounds.shown is not None or self.shown.entry is not None:
            return True
        if hasattr(self.shown, "on_print"):
            return bool(self.shown.on_print())
        from panhuang_desk.desk.blank_forms import show_blank_forms  # QtPdf is loaded on first use

        show_blank_forms(self.desk, "visit" if self.tab == _LOG else "round")
        return True

    def on_edit(self) -> bool:
        """Correct what is marked."""
        return self.importing is None and bool(self.shown.on_edit())  # type: ignore[attr-defined]

    def on_menu(self) -> bool:
        """What else can be done with what is marked."""
        return self.importing is None and hasattr(self.shown, "on_menu") and bool(self.shown.on_menu())

    def on_columns(self) -> bool:
        """Which columns the register shows, and its order."""
        return self.importing is None and self.tab == _HOUSEHOLDS and self.households.register.on_columns()

    def on_photo(self) -> bool:
        """Photos of the visit or the household that is open."""
        return self._stack.currentWidget() is self.shown and self.shown.on_photo()

    def on_paste(self) -> bool:
        """Photos that were copied."""
        return self._stack.currentWidget() is self.shown and self.shown.on_paste()

    def on_follow_up(self) -> bool:
        """A follow-up."""
        entry = self.shown.entry
        if entry is not None and hasattr(entry, "on_follow_up"):
            return bool(entry.on_follow_up())
        if self.importing is not None or not hasattr(self.shown, "on_follow_up"):
            return False
        return bool(self.shown.on_follow_up())

    def on_back(self) -> bool:
        """One step back."""
        if self.importing is not None:
            return self.importing.on_back()
        return bool(self.shown.on_back())  # type: ignore[attr-defined]

    def on_save(self) -> bool:
        """Save the form, or take the import in."""
        return self.importing.on_save() if self.importing is not None else super().on_save()

    # Inside

    def _tab(self, index: int) -> VisitsTab:
        """A tab, made when it is first asked for: the page is there sooner without the others."""
        if index not in self._made:
            self._put(index, self._make(index))
        return self._made[index]

    def _make(self, index: int) -> VisitsTab:
        if index == _LOG:
            from panhuang_desk.desk.pages.visits.log_tab import LogTab

            return LogTab(self.desk)
        if index == _FOLLOW_UPS:
            from panhuang_desk.desk.pages.visits.follow_ups_tab import FollowUpsTab

            return FollowUpsTab(self.desk)
        from panhuang_desk.desk.pages.visits.plan_tab import PlanTab

        tab = PlanTab(self.desk)
        tab.round_asked.connect(self._round_of_plan)
        if self.village_chip is not None:
            tab.village_asked.connect(self.village_chip.click)
        return tab

    def _put(self, index: int, tab: VisitsTab) -> None:
        tab.left_for.connect(self.desk.go)
        stand_in, current = self._stack.widget(index), self._stack.currentIndex()
        assert stand_in is not None
        self._stack.insertWidget(index, tab)
        self._stack.removeWidget(stand_in)
        stand_in.deleteLater()
        self._stack.setCurrentIndex(current)
        self._made[index] = tab

    def _load(self) -> None:
        if self.tab not in self._loaded:
            self._loaded.add(self.tab)
            self.shown.load(shown_village(self.session))

    def _show_tab(self, index: int) -> None:
        self._close_import()
        if self.tab != index and self.header.tabs:
            self.header.tabs.set_index(index)
        self._tab(index)
        self._stack.setCurrentIndex(index)
        self._load()

    def _arrive_at_list(self) -> None:
        if self.tab == _HOUSEHOLDS and not self.households.register.empty:
            self.households.panes.close_entry()
            self.households.register.to_search()
        else:
            self.shown.rest()

    def _import(self, path: str) -> None:
        self._show_tab(_HOUSEHOLDS)
        entry = self.households.entry
        if entry is not None:
            entry.form.flush_draft()
            self.households.panes.close_entry()
        self._close_import()
        from panhuang_desk.desk.pages.visits.import_sheet import ImportSheet

        sheet = ImportSheet(self.desk, shown_village(self.session))
        sheet.closed.connect(self._import_ended)
        sheet.ready.connect(self._show_import)
        self._waiting = sheet
        sheet.start(Path(path) if path else None)

    def _show_import(self) -> None:
        self.desk.undo_bar.hide()
        self.importing = self._waiting
        self.header.setVisible(not theme.active().narrow)  # in large text its list needs the room
        self._stack.addWidget(self.importing)
        self._stack.setCurrentWidget(self.importing)
        self.importing.take_focus()
        self.desk.update_hints()

    def _import_ended(self) -> None:
        self._close_import()
        self._arrive_at_list()
        self.desk.update_hints()

    def _open_round(self, village: str, which: Which | None) -> None:
        """A round in a village (the one shown, else that of the marked household); without `which`, of its group."""
        self._round_from = _HOUSEHOLDS
        row = self.households.register.current
        village = village or shown_village(self.session) or (row.village if row is not None else "")
        if not village or self.households.register.empty:
            self.desk.announce("还没有户，先导入户册")
            return
        marked = row.id if row is not None and which is None else ""
        if which is None:
            which = row.group_no if row is not None and row.village == village else 0
        self._show_tab(_HOUSEHOLDS)
        entry = self.households.entry
        if entry is not None:
            entry.form.flush_draft()
            self.households.panes.close_entry()
        self.rounds.open(village, which, household=marked)

    def _round_of_plan(self, ids: tuple[str, ...]) -> None:
        self._open_round(self.plan.village, ids)
        self._round_from = _PLAN

    def _round_closed(self) -> None:
        came_from, self._round_from = self._round_from, _HOUSEHOLDS
        if came_from != self.tab:
            self._show_tab(came_from)
        self._stack.setCurrentIndex(self.tab)
        self._load()
        self._arrive_at_list()
        self.desk.update_hints()

    def _form_of_round(self, household: str, visit: str) -> None:
        """The full form of a line; the round comes back when it is closed."""
        self._stack.setCurrentIndex(self.tab)
        if visit:
            self.households.register.mark(household)
            self.households.open_visit(visit, back=self.name)
        else:
            self.households.visit(household, back=self.name)
        self.desk.update_hints()

    def _leaving_of_round(self, household: str, day: str) -> None:
        """The form of a household that moved away; the round comes back when it is closed."""
        self._stack.setCurrentIndex(self.tab)
        self.households.move_away(household, day, back=self.name)
        self.desk.update_hints()

    def _close_import(self) -> None:
        self.rounds.close()
        sheet, self.importing = self.importing, None
        if sheet is not None:
            self.header.show()
            self._stack.removeWidget(sheet)
            sheet.deleteLater()
            self._stack.setCurrentIndex(self.tab)
