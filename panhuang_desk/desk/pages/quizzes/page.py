"""The quiz page: answer sheets, surveys, papers, the question bank, and what the sheets say."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.quizzes.grid.opening import show_grid
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.tabs.over import Over
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.villages import add_village_filter
from panhuang_desk.model.values import Changes
from panhuang_desk.services.shown import shown_village

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.quizzes.bank_tab import BankTab
    from panhuang_desk.desk.pages.quizzes.papers_tab import PapersTab
    from panhuang_desk.desk.pages.quizzes.sheets_tab import SheetsTab
    from panhuang_desk.desk.pages.quizzes.stats_tab import StatsTab
    from panhuang_desk.desk.pages.quizzes.surveys_tab import SurveysTab

SHEETS, SURVEYS, PAPERS, BANK, STATS = "sheets", "surveys", "papers", "bank", "stats"

_TABS = {SHEETS: ("答卷", "SheetsTab"), SURVEYS: ("各次测评", "SurveysTab"), PAPERS: ("试卷", "PapersTab"),
         BANK: ("题库", "BankTab"), STATS: ("统计", "StatsTab")}
"""The tabs in their order: name, word, class in `<name>_tab`."""
NAMES = tuple(_TABS)


class QuizzesPage(Page):
    """Five tabs, and over them a view such as the grid of sheets. Respondents are anonymous: no name is held here.

    `open_target` takes kind=answer_sheet|survey|quiz_paper|quiz_question with id, do=new (a sheet, of the paper
    `id` if one is named), do=round (sheets of the paper `id`, one a line), do=ask (somebody answers at the screen) with
    paper= or survey=, do=import (path= of a table of sheets), do=list (the sheets `ids`, which are `words`), or tab= (a
    tab's name) with month= or survey=.
    """

    name, title, tabs = "quizzes", "测评", tuple(word for word, _ in _TABS.values())
    watches = frozenset({"quiz_question", "quiz_paper", "survey", "answer_sheet", "focus"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.village_chip = add_village_filter(self.header, self.session, desk.refresh)
        # With the villages in the head the tabs need the room at 125 %; at 150 % they are one word.
        crowded = theme.active().text_size == 125 and self.village_chip is not None
        self.print_button = self.header.add_button("", key="" if crowded else cap("print"), icon="printer")
        self.print_button.clicked.connect(self.on_print)
        self.ask_button = self.header.add_button("屏幕作答", key="" if crowded or theme.active().narrow else cap("ask"))
        self.ask_button.clicked.connect(self.on_ask)
        self.new_button = self.header.add_button("", "primary", key="" if crowded else cap("new"), icon="plus")
        self.new_button.clicked.connect(self.on_new)
        self._stack = QStackedWidget()
        self._made: dict[str, QuizTab] = {}
        for _ in NAMES:
            self._stack.addWidget(QWidget())
        self.over = Over(desk, self._stack, self.header)
        self.over.closed.connect(self._over_closed)
        self.body.addWidget(self._stack, 1)
        self._loaded: set[str] = set()
        self._arrived_at_target = False
        self._stack.setCurrentWidget(self._tab(SHEETS))

    @property
    def shown_name(self) -> str:
        """The name of the tab that is shown."""
        return NAMES[self.tab]

    @property
    def shown(self) -> QuizTab:
        """The tab that is shown."""
        return self._tab(self.shown_name)

    @property
    def sheets(self) -> SheetsTab:
        """The answer sheets."""
        return cast("SheetsTab", self._tab(SHEETS))

    @property
    def surveys(self) -> SurveysTab:
        """The surveys."""
        return cast("SurveysTab", self._tab(SURVEYS))

    @property
    def papers(self) -> PapersTab:
        """The papers."""
        return cast("PapersTab", self._tab(PAPERS))

    @property
    def bank(self) -> BankTab:
        """The question bank."""
        return cast("BankTab", self._tab(BANK))

    @property
    def stats(self) -> StatsTab:
        """What the sheets say."""
        return cast("StatsTab", self._tab(STATS))

    @property
    def search(self) -> object:
        """The search of the tab that is shown, for Ctrl+F; None where it has none."""
        return getattr(self.shown, "search", None)

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the shown tab anew, the others when they are shown."""
        if self.village_chip is not None:
            self.village_chip.choose(shown_village(self.session))
        self._loaded.clear()
        self._load()
        if self.over.view is not None:
            self.over.view.reload()

    def arrive(self) -> None:
        """The keys go to what lies over the tabs, to the form that is open, else to the list."""
        if self.over.view is not None:
            self.over.view.take_focus()
        elif self.shown.entry is not None:
            self.shown.entry.focus_first()
        elif not self._arrived_at_target:
            self.shown.rest()
        self._arrived_at_target = False

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show what another page points at."""
        kind, id, do = (target.get(key, "") for key in ("kind", "id", "do"))
        shows = {"answer_sheet": SHEETS, "survey": SURVEYS, "quiz_paper": PAPERS, "quiz_question": BANK}
        if do == "new":
            self.show_tab(SHEETS)
            self.sheets.new_on(id)
        elif do == "ask":
            self._ask(target.get("paper", ""), target.get("survey", ""))
        elif do == "round":
            self.show_tab(SHEETS)
            show_grid(self.sheets, paper=id)
        elif do == "import":
            self.show_tab(SHEETS)
            self.sheets.import_from(target.get("path", ""), target.get("survey", ""))
        elif kind in shows:
            self.show_tab(shows[kind])
            self.shown.show_record(id)
            self._arrived_at_target = True
        elif do == "list":
            self.show_tab(SHEETS)
            self.sheets.show_sheets(target.get("ids", "").split(","), target.get("words", ""))
            self._arrived_at_target = True
        elif target.get("tab") in _TABS:
            self.show_tab(target["tab"])
            if "month" in target and self.shown is self.stats:
                self.stats.choose_month(target["month"])
            if "survey" in target:
                self._show_survey(target["survey"])

    def show_tab(self, name: str) -> None:
        """Show the tab of this name; what lies over the tabs goes."""
        self.over.close()
        place = NAMES.index(name)
        if self.tab != place and self.header.tabs:
            self.header.tabs.set_index(place)
        self._stack.setCurrentWidget(self._tab(name))
        self._load()

    def where(self) -> Mapping[str, str]:
        """The tab."""
        return {"tab": self.shown_name}

    def tab_chosen(self, index: int) -> None:
        """Show a tab; a form that is open on another stays there, with its draft."""
        self.show_tab(NAMES[index])
        if self.shown.entry is not None:
            self.shown.entry.focus_first()
        else:
            self.shown.rest()

    def hints(self) -> Sequence[Hint]:
        """The keys of what is shown."""
        return self.over.view.hints() if self.over.view is not None else self.shown.hints()

    def open_form(self) -> Form | None:
        """The form of the tab that is shown."""
        if self.over.view is not None:
            return None
        return self.shown.entry.form if self.shown.entry is not None else None

    def flush_drafts(self) -> None:
        """The forms, and what lies over the tabs."""
        super().flush_drafts()
        if self.over.view is not None:
            self.over.view.flush()

    # Keys that the focus did not take

    def on_new(self) -> bool:
        """A record of the tab that is shown; on that of figures a sheet."""
        if self.over.view is None:
            if self.shown_name == STATS:
                self.show_tab(SHEETS)
            self.shown.on_new()
        return True

    def on_edit(self) -> bool:
        """Correct what is marked."""
        return self.over.view is None and self.shown.on_edit()

    def on_follow_up(self) -> bool:
        """A follow-up of what is marked."""
        return self.over.view is None and self.shown.on_follow_up()

    def on_round(self) -> bool:
        """Sheets one after the other; in the form of a sheet question by question."""
        if self.over.view is None:
            if self.shown_name == STATS or (self.shown_name in (PAPERS, BANK) and self.shown.entry is None):
                self.show_tab(SHEETS)
            self._to_shown("on_round")
        return True

    def on_print(self) -> bool:
        """What the tab prints; from the sheets the blank paper."""
        if self.open_form() is not None or self.over.view is not None:
            return True
        if self.shown_name == SHEETS:
            wanted = self.sheets.filters.paper.code
            self.show_tab(PAPERS)
            if wanted:
                self.papers.show_record(wanted)
        if not self._to_shown("on_print"):
            from panhuang_desk.desk.blank_forms import show_blank_forms  # QtPdf is loaded on first use

            show_blank_forms(self.desk, "survey" if self.shown_name == SURVEYS else "sheet")
        return True

    def on_ask(self) -> bool:
        """Let somebody answer at the screen; a tab that marks a survey or a paper knows which."""
        if self.over.view is None and not self._to_shown("on_ask"):
            self._ask()
        return True

    def on_import(self) -> bool:
        """What the tab takes in; from the others sheets."""
        if self.over.view is None:
            if not hasattr(self.shown, "on_import"):
                self.show_tab(SHEETS)
            self._to_shown("on_import")
        return True

    def on_export(self) -> bool:
        """What the tab gives out."""
        return self._to_shown("on_export")

    def on_explain(self) -> bool:
        """How the figure that is marked is reckoned."""
        return self._to_shown("on_explain")

    def on_menu(self) -> bool:
        """What else can be done with what is marked."""
        return self._to_shown("on_menu")

    def on_save(self) -> bool:
        """The form, else what the tab saves without one."""
        return super().on_save() or (self.open_form() is None and self._to_shown("on_save"))

    def on_back(self) -> bool:
        """One step back."""
        return self.over.view.on_back() if self.over.view is not None else self.shown.on_back()

    # Inside

    def _show_survey(self, id: str) -> None:
        """Of a survey what the tab shows: its sheets, or its figures."""
        if self.shown_name == SHEETS:
            self.sheets.show_survey(id)
            self._arrived_at_target = True
        elif self.shown_name == STATS:
            self.stats.show_asked(survey=id)

    def _ask(self, paper: str = "", survey: str = "") -> None:
        """Lay over the tabs what the worker chooses before a resident answers; a form that is open stays a draft."""
        from panhuang_desk.desk.answering.setup_view import AnswerSetup

        def ask(village: str) -> None:
            setup = AnswerSetup(self.desk, village, paper=paper, survey=survey)
            setup.started.connect(self.desk.answering_asked)
            self.over.show(setup)

        self.shown.in_village(ask, ("survey", survey), ("quiz_paper", paper))

    def _to_shown(self, name: str) -> bool:
        """Let the tab that is shown act on a key, if it can."""
        return self.over.view is None and hasattr(self.shown, name) and bool(getattr(self.shown, name)())

    def _tab(self, name: str) -> QuizTab:
        """A tab, made when it is first asked for: the page is there sooner without the others."""
        if name not in self._made:
            module = importlib.import_module(f"panhuang_desk.desk.pages.quizzes.{name}_tab")
            self._put(name, getattr(module, _TABS[name][1])(self.desk))
        return self._made[name]

    def _put(self, name: str, tab: QuizTab) -> None:
        tab.left_for.connect(self.desk.go)
        tab.over_asked.connect(self.over.show)
        tab.print_asked.connect(self.on_print)
        tab.panes.slimmed.connect(self._slimmed)
        place, current = NAMES.index(name), self._stack.currentIndex()
        stand_in = self._stack.widget(place)
        assert stand_in is not None
        self._made[name] = tab
        self._stack.insertWidget(place, tab)
        self._stack.removeWidget(stand_in)
        stand_in.deleteLater()
        self._stack.setCurrentIndex(current)

    def _load(self) -> None:
        if self.shown_name not in self._loaded:
            self._loaded.add(self.shown_name)
            self.shown.load(shown_village(self.session))
        self._show_buttons()

    def _slimmed(self, _slim: bool) -> None:
        self._show_buttons()

    def _over_closed(self) -> None:
        self._show_buttons()
        self.shown.rest()

    def _show_buttons(self) -> None:
        """One primary button at a time: the form's own while one is open, none beside an empty page's."""
        free = self.shown.entry is None and not self.shown.empty
        self.new_button.setVisible(free)
        self.new_button.set_words(self.shown.new_word)
        self.ask_button.setVisible(free and self.shown_name in (SHEETS, SURVEYS))
        self.print_button.setVisible(free and bool(self.shown.print_word))
        self.print_button.set_words(self.shown.print_word)

