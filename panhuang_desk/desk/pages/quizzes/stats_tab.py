"""The tab of figures: what the sheets of a scope say, as a whole, by groups, by questions, and what looks odd."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.stats.filters import PARTS, StatsFilters
from panhuang_desk.desk.pages.quizzes.stats.groups_view import GroupsView
from panhuang_desk.desk.pages.quizzes.stats.overview_view import OverviewView
from panhuang_desk.desk.pages.quizzes.stats.view import StatsView
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column, row
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.figures import show_value
from panhuang_desk.model.quiz.shown import by_person
from panhuang_desk.model.quiz.statistics import Rates
from panhuang_desk.services import quiz_tables, quizzes
from panhuang_desk.services.quiz_statistics import Asked, Told, statistics
from panhuang_desk.services.shown import show_village

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.quizzes.stats.questions_view import QuestionsView
    from panhuang_desk.desk.shell import Shell

OVERVIEW, GROUPS, QUESTIONS, SIGNS = "overview", "groups", "questions", "signs"
VIEWS = (Choice(OVERVIEW, "总体"), Choice(GROUPS, "分组"), Choice(QUESTIONS, "题目"), Choice(SIGNS, "留意"))
"""The views in their order; the digit of its place shows one."""


class StatsTab(QuizTab):
    """1 to 4 turn to a view; Ctrl+E gives its table out, F3 says how a number is reckoned, Ctrl+T raises a follow-up.

    A scope is reckoned once for all views, and anew when anything was saved.
    """

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.asked = Asked()
        self._told: dict[tuple[Asked, bool], Told] = {}
        self._views: dict[str, StatsView] = {}
        self._shown: dict[str, Asked] = {}
        self._trail: list[tuple[dict[str, str], str]] = []
        content = QFrame()
        inner = column(content, 0, 12)
        head = row(None, 0, 16)
        self.switch = OptionGroup(VIEWS, optional=False, name="看什么")
        self.switch.set_codes((OVERVIEW,))
        self.switch.changed.connect(self._switched)
        self.filters = StatsFilters(desk)
        self.filters.changed.connect(self._filtered)
        if theme.active().narrow:
            inner.addWidget(self.switch)
        else:
            self.switch.setFixedWidth(self.switch.needed_width())
            head.addWidget(self.switch)
        head.addWidget(self.filters, 1)
        inner.addLayout(head)
        self._stack = QStackedWidget()
        inner.addWidget(self._stack, 1)
        self.panes = TwoPanes(content)
        self.panes.slimmed.connect(self._slim)
        column(self, 0, 0).addWidget(self.panes)
        self._view(OVERVIEW)

    @property
    def view_name(self) -> str:
        """The name of the view that is shown."""
        return self.switch.codes()[0]

    @property
    def view(self) -> StatsView:
        """The view that is shown."""
        return self._view(self.view_name)

    @property
    def overview(self) -> OverviewView:
        """The scope as a whole."""
        view = self._view(OVERVIEW)
        assert isinstance(view, OverviewView)
        return view

    @property
    def told(self) -> Told:
        """The statistics that are shown; with signs once the view of them asks."""
        wanted = (self.asked, self.view_name == SIGNS)
        if wanted not in self._told:
            self._told[wanted] = statistics(self.session, self.asked, with_signs=wanted[1])
        return self._told[wanted]

    def load(self, village: str) -> None:
        """Reckon anew."""
        self.village = village
        self._told.clear()
        self._shown.clear()
        self.filters.offer(village)
        self._show()

    def choose_month(self, code: str) -> None:
        """Show another month, the present one for an empty code."""
        self.show_asked(month=code)

    def show_asked(self, *, view: str = OVERVIEW, **parts: str) -> None:
        """Show the statistics of a scope: `month`, or `first` and `last` (ISO), else all days where anything else is
        named; `paper`, `survey`, `key_group`, `age_band`, `form`, `sampling`.
        """
        self._trail.clear()
        self.filters.show_only(parts)
        self.show_view(view)

    def show_view(self, name: str) -> None:
        """Turn to a view."""
        self.switch.set_codes((name,))
        self._show()
        if self.isVisible():
            self.rest()

    def rest(self) -> None:
        """The keys to what is shown."""
        self.view.take_focus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        if self.entry is not None:
            return ()
        return (*self.view.hints(), Hint(cap("find"), "选范围"))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit shows its view."""
        place = "1234".find(event.text()) if event.text() else -1
        if place >= 0 and self.entry is None:
            self.show_view(VIEWS[place].code)
            return
        super().keyPressEvent(event)

    def on_find(self) -> bool:
        """The keys to what statistics are asked of."""
        if self.entry is None:
            self.filters.take_focus()
        return True

    def on_explain(self) -> bool:
        """How the number that is marked is reckoned."""
        if self.entry is None and not self.view.on_explain():
            self.desk.announce("这里没有可以说明的数")
        return True

    def on_print(self) -> bool:
        """What the view prints."""
        printing = getattr(self.view, "on_print", None)
        return bool(printing()) if printing is not None and self.entry is None else False

    def on_export(self) -> bool:
        """The table that is shown, with what is withheld left withheld."""
        if self.entry is not None:
            return True
        if not self.view.on_export():
            self.desk.announce("这里没有可导出的表")
        return True

    def on_follow_up(self) -> bool:
        """A follow-up about the paper that most of the scope's sheets are of."""
        if self.entry is not None:
            return True
        about = quiz_tables.scope_words(self.session, self.asked)
        sheets = quizzes.sheets(self.session, village=self.village, first=self.asked.first, last=self.asked.last,
                                paper=self.asked.paper)
        if not sheets:
            self.desk.announce(f"{about}还没有答卷")
            return True
        papers = [sheet.paper_id for sheet in sheets]
        paper = max(sorted(set(papers)), key=papers.count)
        rates = self.told.statistics.rates or Rates()
        self.show_view(OVERVIEW)
        self.open(RaiseEntry(self.desk, ("quiz_paper", paper),
                             f"{about}测评，知晓率（按人）{show_value(by_person(rates))}"))
        return True

    def on_back(self) -> bool:
        """The form goes, else one step back in the view, else to what was shown before it was narrowed."""
        if self.step_back() or self.view.on_back():
            return True
        if self._trail:
            parts, view = self._trail.pop()
            self.filters.show_only(parts)
            self.show_view(view)
            return True
        if self.filters.clear_part():
            self._show()
            self.rest()
            return True
        return False

    # Inside

    def _view(self, name: str) -> StatsView:
        """A view, made when it is first shown."""
        if name not in self._views:
            self._views[name] = view = self._make(name)
            view.narrowed.connect(self._narrow)
            self._stack.addWidget(view)
        return self._views[name]

    def _make(self, name: str) -> StatsView:
        if name == OVERVIEW:
            return OverviewView(self.desk)
        if name == GROUPS:
            return GroupsView(self.desk)
        if name == QUESTIONS:
            from panhuang_desk.desk.pages.quizzes.stats.questions_view import QuestionsView

            return QuestionsView(self.desk)
        from panhuang_desk.desk.pages.quizzes.stats.signs_view import SignsView

        return SignsView(self.desk)

    def _show(self) -> None:
        self.asked = self.filters.asked(self.village)
        view = self.view
        if self._shown.get(self.view_name) != self.asked:
            view.show_told(self.told, self.asked)
            self._shown[self.view_name] = self.asked
        self._stack.setCurrentWidget(view)
        self.desk.update_hints()

    def _switched(self) -> None:
        self._show()
        self.rest()

    def _filtered(self) -> None:
        self._trail.clear()
        self._show()

    def _narrow(self, dimension: str, code: str) -> None:
        """Only this part; Esc goes back."""
        if dimension == quiz_tables.TOPIC:
            self._trail.append((self._parts(), self.view_name))
            self.show_view(QUESTIONS)
            cast("QuestionsView", self.view).show_topic(code)
            return
        if dimension == "village":
            show_village(self.session, code)
            self.desk.refresh(None)
            return
        self._trail.append((self._parts(), self.view_name))
        self.filters.narrow(dimension, code)
        self.show_view(OVERVIEW)

    def _parts(self) -> dict[str, str]:
        """What is asked for now, as `show_asked` takes it."""
        parts = {name: getattr(self.asked, name) for name in PARTS}
        return {**parts, **self.filters.span_parts()}

    def _slim(self, slim: bool) -> None:
        self.switch.setVisible(not slim)
        self.filters.setVisible(not slim)
        if OVERVIEW in self._views:
            self.overview.set_slim(slim)
