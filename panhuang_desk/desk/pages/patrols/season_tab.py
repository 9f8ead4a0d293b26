"""The tab of the season: its rounds with how far each has come, and what the marked one still asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import season_words
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.season_paper import SeasonPaper, seasons_begun
from panhuang_desk.desk.pages.patrols.season_round import RoundView
from panhuang_desk.desk.pages.patrols.season_rules import RulesView
from panhuang_desk.desk.pages.patrols.season_words import NOW, RoundLine
from panhuang_desk.desk.pages.patrols.since_view import SinceView
from panhuang_desk.desk.pages.patrols.tables import ListTable
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.season import OVERDUE, Standing
from panhuang_desk.services import patrols, season

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_WHOLE_YEAR = ""
_LABEL = 110
"""Further room for the rules' own words."""
_ROUND, _RULES = range(2)


class SeasonTab(PatrolsTabBase):
    """Enter on a round leads to its plots, on a group or a plot to a patrol of what is still to be looked at.

    `patrol_asked` tells the ids of its plots, `plot_first` that there is none to look at yet.
    """

    patrol_asked = Signal(object)
    plot_first = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._standings: Mapping[str, Standing] = {}
        self._overdue: tuple[str, ...] = ()
        box = column(self, 0, 12)
        self.strip = Strip("", "bad")
        self.strip.add_link("去补看").clicked.connect(lambda: self.patrol_asked.emit(self._overdue))
        self.strip.hide()
        box.addWidget(self.strip)
        self.round, self.rules = RoundView(desk.session), RulesView(desk)
        self._right = QStackedWidget()
        self._right.addWidget(self.round)
        self._right.addWidget(self.rules)
        self.panes = TwoPanes(self._list(), self._right)
        self.panes.slimmed.connect(self._slim)
        self.panes.slimmed.connect(lambda _: self.forms_changed.emit())
        self.panes.set_needed(self.table.needed_width() + theme.active().text_px(_LABEL))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        box.addWidget(self._stack, 1)
        self.round.patrol.connect(self.patrol_asked)
        self.round.plot.connect(lambda id: self.go_to.emit("plot", id))
        self.round.back.connect(self.back_to_list)
        self.rules.closed.connect(self._leave_rules)
        self.rules.changed.connect(desk.refresh)
        self.rules.form_asked.connect(self.open)

    def load(self, village: str) -> None:
        """Read the rounds, how far they have come, and how plots stand."""
        self.village = village
        stands = season.season_plots(self.session, village)
        self._standings = {plot.id: plot.standing for plot in stands}
        self._overdue = tuple(plot.id for plot in stands if plot.standing.code == OVERDUE)
        self.strip.set_text(f"{len(self._overdue)} 块地过了轮次没有看，还没有补上。")
        self._show_strip()
        self._offer_seasons()
        self._fill()
        self.rules.load()
        empty = not patrols.plots(self.session, village)
        self._stack.setCurrentIndex(1 if empty else 0)

    @property
    def shows_rules(self) -> bool:
        """Whether the rules stand at the right."""
        return self._right.currentIndex() == _RULES

    def rest(self) -> None:
        """The keys to the rounds, or to the step that is in sight."""
        if self._stack.currentIndex() == 1:
            self.first_button.setFocus()
        elif self.shows_rules:
            self.rules.take_focus()
        elif self.panes.at_list:
            self.table.setFocus()
        else:
            self.round.take_focus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("new"), "记踏查"), Hint(cap("print"), "季报"))

    # Keys

    def on_print(self) -> bool:
        """The report of the season that is chosen, or of the newest."""
        if self.entry is not None or self.bare:
            return False
        if seasons_begun(self.session):
            self.over_asked.emit(SeasonPaper(self.desk, self.village, self.season_chip.code))
        else:
            self.desk.announce("今年和去年的踏查季都还没有开始，没有季报")
        return True

    def on_edit(self) -> bool:
        """Correct the rule that is marked."""
        return self.entry is None and self.shows_rules and self.rules.on_edit()

    def on_delete(self) -> bool:
        """Take the marked rule off."""
        return self.entry is None and self.shows_rules and self.rules.on_delete()

    def on_undo(self) -> bool:
        """While the rules are shown, their last change is taken back, and no record that was saved before it."""
        return self.entry is None and self.shows_rules and self.rules.change_back()

    def on_follow_up(self) -> bool:
        """Follow-ups are raised from plots, not from rounds."""
        return False

    def on_back(self) -> bool:
        """The form goes, then the rules, then the step."""
        if self.step_back():
            return True
        if self.shows_rules:
            self._leave_rules()
            return True
        if not self.panes.at_list or self.round.table.hasFocus():
            self.back_to_list()
            return True
        return False

    # Inside

    def _list(self) -> QFrame:
        frame = QFrame()
        box = column(frame, 0, 12)
        head = row(None, 0, 12)
        self.season_chip = FilterChip("踏查季", (), all_word="")
        self.season_chip.chosen.connect(lambda _: self._fill())
        self.note = Label("", "caption", "ink2")
        self.rules_link = Link("改轮次的规定")
        self.rules_link.clicked.connect(self._show_rules)
        head.addWidget(self.season_chip)
        head.addWidget(self.note)
        head.addStretch(1)
        head.addWidget(self.rules_link)
        self.since_link = Link("多久没看")
        self.since_link.clicked.connect(self._show_since)
        head.addWidget(self.since_link)
        self.report_link = Link("看季报", key=cap("print"))
        self.report_link.clicked.connect(lambda: self.on_print())
        head.addWidget(self.report_link)
        box.addLayout(head)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        box.addWidget(sheet, 1)
        return frame

    def _make_table(self) -> ListTable:
        table = ListTable((
            Column("round", "轮次", text=lambda line: line.round.label, stretch=True, middle=True,
                   bold=lambda line: line.when == NOW),
            Column("days", "日子", text=lambda line: season_words.span(line.round), width=132, tone="ink2"),
            Column("bar", "", bar=self._bar, width=72),
            Column("plots", "地块", text=lambda line: season_words.counted(line.coverage), width=68, align="right"),
            Column("area", "面积", text=lambda line: season_words.share(line.coverage), width=64, align="right",
                   tone="ink2"),
            Column("state", "情况", tag=season_words.round_tag, width=112),
        ), name="轮次")
        table.set_hints((Hint(cap("move"), "选一轮"), Hint("Enter", "看地块")))
        table.chosen.connect(self._chosen)
        table.opened.connect(lambda _: self._look_at_round())
        table.looked.connect(lambda _: self._look_at_round())
        return table

    def _offer_seasons(self) -> None:
        """The patrol seasons of this year and the last, and the whole year, with rounds outside seasons."""
        year = self.session.today().year
        seasons = [each for each in self.session.resources.calendar.seasons if each.patrol]
        self.season_chip.offer([
            *(Choice(f"{each.code} {of}", f"{of}年{each.label}") for of in (year, year - 1) for each in seasons),
            *(Choice(f"{_WHOLE_YEAR} {of}", f"{of}年全年") for of in (year, year - 1))])
        if not self.season_chip.code:
            shown = season.season_shown(self.session)
            self.season_chip.choose(f"{shown[0].code} {shown[1]}" if shown else f"{_WHOLE_YEAR} {year}")

    def _fill(self) -> None:
        """The rounds of the chosen season that ask for any plot; the one of today is marked where none was."""
        code, _, year = self.season_chip.code.partition(" ")
        of = next((each for each in self.session.resources.calendar.seasons if each.code == code), None)
        today, first = self.session.today_iso, self.table.current() is None
        every = [RoundLine(season.coverage(self.session, self.village, each), today)
                 for each in season.rounds_of(self.session, int(year), of)]
        lines = [line for line in every if line.coverage.asked]
        hidden = f"，另 {len(every) - len(lines)} 轮不用看" if len(every) > len(lines) else ""
        self.note.setText(f"{len(lines)} 轮{hidden}" if lines else f"没有轮次{hidden}")
        self.table.set_rows(lines)
        if first and lines:
            begun = [place for place, line in enumerate(lines) if line.round.first <= today]
            now = [place for place in begun if lines[place].when == NOW]
            full = [place for place in now if lines[place].round.number]
            self.table.select((full or now or begun[-1:] or [0])[0])
        if not lines:
            self._chosen(None)

    def _bar(self, line: RoundLine) -> tuple[float, float | None, bool] | None:
        coverage = line.coverage
        return (coverage.looked / coverage.asked if coverage.asked else 0.0, None, line.behind)

    def _chosen(self, line: Any) -> None:
        rows = season.round_plots(self.session, self.village, line.round) if line is not None else []
        self.round.show_round(line, rows, self._standings)

    def _look_at_round(self) -> None:
        self._right.setCurrentIndex(_ROUND)
        self.panes.show_home()
        self.round.take_focus()

    def _show_since(self) -> None:
        """How long ago each plot was looked at; Enter leads to the plot."""
        view = SinceView(self.desk, self.village)
        view.plot.connect(lambda id: self.go_to.emit("plot", id))
        self.over_asked.emit(view)

    def _show_rules(self) -> None:
        self._right.setCurrentIndex(_RULES)
        self.panes.show_home()
        self.rules.take_focus()

    def _leave_rules(self) -> None:
        self._right.setCurrentIndex(_ROUND)
        self.back_to_list()

    def _show_strip(self) -> None:
        """What is overdue stands over the rounds; at 150 % a step of its own needs the room."""
        self.strip.setVisible(bool(self._overdue) and (self.panes.at_list or not theme.active().narrow))

    def _slim(self, slim: bool) -> None:
        self._show_strip()
        size = theme.active().text_size
        whole = () if size == 100 else ("round", "days", "plots", "state")
        self.table.show_columns(("round", "plots") if slim else whole)
        self.note.setVisible(not slim and size == 100)
        for link in (self.rules_link, self.since_link, self.report_link):
            link.setVisible(not slim)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("map-pin", "还没有地块", "先登记可能种植的地方，轮次要看哪些地块就从册上算出来。")
        self.first_button = page.add_button("登记地块", key=cap("household"), icon="plus")
        self.first_button.clicked.connect(self.plot_first)
        sheet.column.addWidget(page)
        return sheet
