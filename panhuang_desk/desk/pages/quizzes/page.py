"""The quiz page: answer sheets, papers, and what the sheets say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget

from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.quizzes.papers_tab import PapersTab
from panhuang_desk.desk.pages.quizzes.sheets_tab import SheetsTab
from panhuang_desk.desk.pages.quizzes.stats_tab import StatsTab
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.villages import add_village_filter
from panhuang_desk.model.values import Changes
from panhuang_desk.services.shown import shown_village

_SHEETS, _PAPERS, _STATS = range(3)
_NEW_WORDS = ("录答卷", "新试卷", "录答卷")


class QuizzesPage(Page):
    """Three tabs. Respondents are anonymous: nothing here holds a name.

    `open_target` takes kind=answer_sheet|quiz_paper with id, do=new (a sheet, of the paper `id` if one is named), or
    tab= and month=.
    """

    name, title, tabs = "quizzes", "测评", ("答卷", "试卷", "统计")
    watches = frozenset({"quiz_paper", "answer_sheet"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.village_chip = add_village_filter(self.header, self.session, desk.refresh)
        self.print_button = self.header.add_button("印空白试卷", key=cap("print"), icon="printer")
        self.print_button.clicked.connect(self.on_print)
        self.new_button = self.header.add_button(_NEW_WORDS[0], "primary", key=cap("new"), icon="plus")
        self.new_button.clicked.connect(self.on_new)
        self.sheets, self.papers, self.stats = SheetsTab(desk), PapersTab(desk), StatsTab(desk)
        self.sheets.print_button.clicked.connect(self.on_print)
        self._tabs: tuple[QuizTab, ...] = (self.sheets, self.papers, self.stats)
        self._stack = QStackedWidget()
        for tab in self._tabs:
            tab.left_for.connect(desk.go)
            tab.panes.slimmed.connect(lambda _: self._show_buttons())
            self._stack.addWidget(tab)
        self.body.addWidget(self._stack, 1)
        self._loaded: set[int] = set()
        self._arrived_at_target = False

    @property
    def shown(self) -> QuizTab:
        """The tab that is shown."""
        return self._tabs[self.tab]

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the shown tab anew, the others when they are shown."""
        if self.village_chip is not None:
            self.village_chip.choose(shown_village(self.session))
        self._loaded.clear()
        self._load()

    def arrive(self) -> None:
        """The keys go to the form that is open, else to the list."""
        if self.shown.entry is not None:
            self.shown.entry.focus_first()
        elif not self._arrived_at_target:
            self.shown.rest()
        self._arrived_at_target = False

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show what another page points at."""
        kind, id, do = (target.get(key, "") for key in ("kind", "id", "do"))
        if do == "new":
            self._show_tab(_SHEETS)
            self.sheets.new_on(id)
        elif kind == "answer_sheet":
            self._show_tab(_SHEETS)
            self.sheets.show_sheet(id)
            self._arrived_at_target = True
        elif kind == "quiz_paper":
            self._show_tab(_PAPERS)
            self.papers.show_paper(id)
            self._arrived_at_target = True
        elif target.get("tab", "").isdigit():
            self._show_tab(int(target["tab"]))
            if "month" in target and self.shown is self.stats:
                self.stats.choose_month(target["month"])

    def tab_chosen(self, index: int) -> None:
        """Show a tab; a form that is open on another stays there, with its draft."""
        self._stack.setCurrentIndex(index)
        self._load()
        if self.shown.entry is not None:
            self.shown.entry.focus_first()
        else:
            self.shown.rest()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return self.shown.hints()

    def open_form(self) -> Form | None:
        """The form of the tab that is shown."""
        return self.shown.entry.form if self.shown.entry is not None else None

    # Keys that the focus did not take

    def on_new(self) -> bool:
        """A paper on the tab of papers, elsewhere a sheet."""
        if self.tab == _STATS:
            self._show_tab(_SHEETS)
        return self.shown.on_new()

    def on_edit(self) -> bool:
        """Correct what is marked."""
        return self.shown.on_edit()

    def on_follow_up(self) -> bool:
        """A follow-up of what is marked."""
        return self.shown.on_follow_up()

    def on_round(self) -> bool:
        """A sheet question by question."""
        if self.tab == _STATS or (self.tab == _PAPERS and self.shown.entry is None):
            self._show_tab(_SHEETS)
        return self.sheets.on_round() if self.tab == _SHEETS else True

    def on_print(self) -> bool:
        """The blank paper."""
        if self.open_form() is not None:
            return True
        if self.tab != _PAPERS:
            self._show_tab(_PAPERS)
            if self.sheets.paper_chip.code:
                self.papers.show_paper(self.sheets.paper_chip.code)
        return self.papers.on_print()

    def on_save(self) -> bool:
        """The form, else on the tab of papers the PDF."""
        if self.tab == _PAPERS and self.open_form() is None:
            return self.papers.on_save()
        return super().on_save()

    def on_back(self) -> bool:
        """One step back."""
        return self.shown.on_back()

    # Inside

    def _load(self) -> None:
        if self.tab not in self._loaded:
            self._loaded.add(self.tab)
            self.shown.load(shown_village(self.session))
        self._show_buttons()

    def _show_tab(self, index: int) -> None:
        if self.tab != index and self.header.tabs:
            self.header.tabs.set_index(index)
        self._stack.setCurrentIndex(index)
        self._load()

    def _show_buttons(self) -> None:
        """One primary button at a time: the form's own while one is open, none beside an empty page's."""
        free = self.shown.entry is None
        empty = self.shown.empty
        self.new_button.setVisible(free and not empty)
        self.print_button.setVisible(free and not empty and self.tab != _STATS)
        self.new_button.set_words(_NEW_WORDS[self.tab])
