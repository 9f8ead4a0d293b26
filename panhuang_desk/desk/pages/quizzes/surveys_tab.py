"""The tab of surveys: each with what was given out, what came back, and whether it shows enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes import survey_words
from panhuang_desk.desk.pages.quizzes.grid.opening import show_differences, show_grid, show_second
from panhuang_desk.desk.pages.quizzes.stats.parts_table import explained_rates
from panhuang_desk.desk.pages.quizzes.survey_detail import SurveyDetail
from panhuang_desk.desk.pages.quizzes.survey_entry import NEW_SLOT, SurveyEntry
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.desk.wording import day, short_village
from panhuang_desk.errors import UserError
from panhuang_desk.services import quizzes, surveys
from panhuang_desk.services.double_entry import Pile
from panhuang_desk.services.quiz_statistics import Asked, statistics
from panhuang_desk.services.surveys import SurveyRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class SurveysTab(QuizTab):
    """The latest survey stands at the head. Ctrl+N begins one, F2 or Enter corrects it, Delete deletes one without
    sheets; Ctrl+R, Ctrl+G and Ctrl+I get sheets for the one that is marked.
    """

    new_word = "新测评"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._villages = {each.code: short_village(each.name) for each in self.session.store.villages}
        left = QFrame()
        inner = column(left, 0, 12)
        self.begun = Strip("有一次测评没写完，草稿还在", "next", icon="pencil")
        self.begun.add_link("接着写", key=cap("new")).clicked.connect(self.on_new)
        inner.addWidget(self.begun)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.detail = SurveyDetail(desk)
        for signal, slot in ((self.detail.edit, self.on_edit), (self.detail.round, self.on_round),
                             (self.detail.take_in, self.on_import), (self.detail.back, self.on_back),
                             (self.detail.sheets, self._list_marked), (self.detail.figures, self._tell_marked)):
            signal.connect(slot)
        self.detail.more.connect(self._more)
        self.panes = TwoPanes(left, self.detail)
        self.panes.slimmed.connect(self._slim)
        self.lay(self._empty())

    def load(self, village: str) -> None:
        """Read the surveys."""
        self.village = village
        rows = surveys.surveys(self.session, village)
        self.show_whole(empty=not rows and self.entry is None)
        self.table.set_rows(rows)
        self._slim(self.entry is not None and not theme.active().narrow)
        self._show_current()
        begun = any(draft.slot == NEW_SLOT for draft in self.session.store.drafts())
        self.begun.setVisible(begun and self.entry is None and not self.empty)

    def rest(self) -> None:
        """The keys to the list; on an empty page to what to do first."""
        (self.first_button if self.empty else self.table).setFocus()

    def show_record(self, id: str) -> None:
        """Mark a survey and show it."""
        if self.table.select_where(lambda row: row.id == id):
            self.panes.show_home()
            self.table.setFocus()
        else:
            self.desk.announce("这次测评已经不在了，可能刚才撤销或删除了。")

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        if self.entry is not None:
            return ()
        if self.empty:
            return (Hint(cap("new"), "新测评"),)
        return (Hint(cap("round"), "录答卷"), Hint(cap("ask"), "屏幕作答"), Hint(cap("menu"), "更多"))

    # Keys

    def on_new(self) -> bool:
        """A new survey of the standard paper, which the form lets one change."""
        if self.entry is None:
            self.in_village(self._begin)
        return True

    def on_edit(self) -> bool:
        """Correct the survey that is marked."""
        marked = self._marked()
        if self.entry is None and marked is not None:
            self.open(SurveyEntry(self.desk, self.village, marked.record))
        return True

    def on_delete(self) -> bool:
        """Delete it; one that has sheets stays."""
        marked = self._marked()
        if self.entry is None and self.table.hasFocus() and marked is not None:
            self.remove(marked)
        return True

    def on_round(self) -> bool:
        """Sheets of the survey that is marked from paper, one a line."""
        marked = self._marked()
        if self.entry is None:
            show_grid(self, paper=marked.record.text("paper_id") if marked else "", survey=marked.id if marked else "")
        return True

    def on_ask(self) -> bool:
        """Somebody answers at the screen for the survey that is marked."""
        marked = self._marked()
        self.desk.ask_at_screen(survey=marked.id if marked is not None else "")
        return True

    def on_import(self) -> bool:
        """Sheets of the survey that is marked from a spreadsheet."""
        marked = self._marked()
        if self.entry is None:
            self.desk.go("quizzes", do="import", survey=marked.id if marked is not None else "")
        return True

    def on_explain(self) -> bool:
        """How the rates of the survey that is marked are reckoned."""
        marked = self._marked()
        if self.entry is not None or marked is None:
            return False
        told = statistics(self.session, Asked(village=marked.record.village, survey=marked.id), with_signs=False)
        rates = told.statistics.rates
        return rates is not None and explain(self.desk, explained_rates(rates, marked.record.text("title")))

    def on_menu(self) -> bool:
        """What else can be done with the survey that is marked, below it."""
        if self.entry is None:
            self._pop_up(self._marked(), self.table.below_current())
        return True

    def on_back(self) -> bool:
        """The form goes, then the step that looks at a survey."""
        if super().on_back():
            return True
        if self.detail.isAncestorOf(self.focusWidget() or self):
            self.rest()
            return True
        return False

    # What the menu offers

    def remove(self, survey: SurveyRow) -> None:
        """Delete a survey that has no sheets."""
        self.carry_out(lambda: surveys.delete_survey(self.session, survey.id),
                       f"删除了测评：{survey.record.text('title')}")

    def list_sheets(self, survey: SurveyRow) -> None:
        """The tab of sheets with those of a survey."""
        self.desk.go("quizzes", tab="sheets", survey=survey.id)

    def show_figures(self, survey: SurveyRow) -> None:
        """The tab of figures with those of a survey."""
        self.desk.go("quizzes", tab="stats", survey=survey.id)

    # Inside

    def _begin(self, village: str) -> None:
        try:
            paper = quizzes.standard_paper(self.session, village)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.show_whole(empty=False)
        self.open(SurveyEntry(self.desk, village, paper=paper.id))

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        """The survey that was saved is the marked one."""
        record = self.entry.record if self.entry is not None else None
        super()._saved(said, changes, go_on)
        if record is not None:
            self.table.select_where(lambda row: row.id == record.id)

    def _list_marked(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.list_sheets(marked)

    def _tell_marked(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.show_figures(marked)

    def _marked(self) -> SurveyRow | None:
        marked = self.table.current()
        return marked if isinstance(marked, SurveyRow) else None

    def _more(self) -> None:
        button = self.detail.more_button
        self._pop_up(self._marked(), button.mapToGlobal(button.rect().bottomLeft()))

    def _pop_up(self, marked: SurveyRow | None, at: QPoint) -> None:
        if marked is not None:
            pop_up("测评的更多操作", _MENU, self, marked, at)

    def _make_table(self) -> TableView:
        today = self.session.today
        table = TableView((
            Column("title", "测评", text=lambda r: r.record.text("title"), stretch=True),
            Column("village", "村", text=lambda r: self._villages.get(r.record.village, ""), width=76, tone="ink2"),
            Column("began", "开始", text=lambda r: day(r.record.text("started_on"), today()), width=96, sortable=True,
                   key=lambda r: r.record.text("started_on")),
            Column("issued", "发出", text=lambda r: "—" if r.issued is None else str(r.issued), width=56,
                   align="right"),
            Column("returned", "收回", text=lambda r: str(r.returned), width=56, align="right"),
            Column("valid", "有效", text=lambda r: str(r.valid), width=56, align="right"),
            Column("state", "", tag=lambda r: survey_words.state_tag(r.record, today()), width=92),
        ), name="各次测评")
        table.set_hints((Hint(cap("move"), "选一次"), Hint("Enter", "看" if theme.active().narrow else "改"),
                         Hint(cap("delete"), "删除")))
        table.opened.connect(lambda _: self.look_or_edit(self.detail.take_focus))
        table.chosen.connect(lambda _: self._show_current())
        table.menu_asked.connect(self._pop_up)
        return table

    def _show_current(self) -> None:
        if hasattr(self, "detail") and self.entry is None:
            self.detail.show_survey(self._marked())

    def _slim(self, slim: bool) -> None:
        several = len(self._villages) > 1 and not self.village
        crowded = several and not theme.active().narrow
        if slim:
            self.begun.hide()
        self.table.show_columns(("title", "began") if slim else (
            "title", *(("village",) if several else ()), "began", *(() if crowded else ("issued", "returned")), "valid",
            "state"))

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("users", "还没有测评", "把同一次发、同一次收的答卷归到一起：用哪份试卷、怎么抽样、发出多少、"
                         "收回多少，满意度单独报。")
        self.first_button = page.add_button("新测评", key=cap("new"), icon="plus")
        self.first_button.clicked.connect(self.on_new)
        page.add_link("看使用说明", "要多少份才够？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet


def _pile(survey: SurveyRow) -> Pile:
    return Pile(survey.record.text("paper_id"), survey.id)


_MENU: tuple[MenuEntry[SurveysTab, SurveyRow], ...] = (
    MenuEntry("录答卷", lambda tab, _: tab.on_round(), key="round"),
    MenuEntry("屏幕作答", lambda tab, _: tab.on_ask(), key="ask"),
    MenuEntry("导入表格", lambda tab, _: tab.on_import(), key="import"),
    MenuEntry("看答卷", lambda tab, survey: tab.list_sheets(survey), lambda r: r.sheets + r.abandoned > 0, group=1),
    MenuEntry("看统计", lambda tab, survey: tab.show_figures(survey), lambda r: r.sheets > 0, group=1),
    MenuEntry("再录一遍核对", lambda tab, survey: show_second(tab, _pile(survey)), lambda r: r.sheets > 0, group=1),
    MenuEntry("看两遍的差异", lambda tab, survey: show_differences(tab, _pile(survey)), lambda r: r.second > 0,
              group=1),
    MenuEntry("改", lambda tab, _: tab.on_edit(), key="edit", group=2),
    MenuEntry("看修改记录", lambda tab, _: tab.desk.on_history(), key="history", group=2),
    MenuEntry("删除", lambda tab, survey: tab.remove(survey), lambda r: not r.sheets + r.abandoned, key="delete",
              group=2))
