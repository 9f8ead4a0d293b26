"""The tab of answer sheets: those of a month, newest first, and the entry of new ones from paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.giving_out import give_out
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.pages.quizzes.grid.opening import of_sheet, show_differences, show_grid, show_second
from panhuang_desk.desk.pages.quizzes.sheet_detail import SheetDetail
from panhuang_desk.desk.pages.quizzes.sheet_entry import SheetEntry
from panhuang_desk.desk.pages.quizzes.sheet_list import MENU
from panhuang_desk.desk.pages.quizzes.sheet_pane import SheetPane
from panhuang_desk.desk.pages.quizzes.survey_words import is_running
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.row_menu import pop_up
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.desk.wording import short_village
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes, records
from panhuang_desk.services.quizzes import pass_mark
from panhuang_desk.services.sheet_grid import papers_waiting
from panhuang_desk.services.surveys import survey_records
from panhuang_desk.store.queries import SheetRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.import_result import ImportResult


class SheetsTab(QuizTab):
    """Ctrl+N records a sheet of the chosen paper, F2 or Enter corrects one, Delete deletes it, Right looks at it."""

    print_word = "印空白试卷"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._papers: list[Record] = []
        self._surveys: list[Record] = []
        self._villages = {each.code: short_village(each.name) for each in self.session.store.villages}
        self._mark = pass_mark(self.session)
        self._by_question = False
        self._paper_id = ""
        self._only: frozenset[str] = frozenset()
        self.detail = SheetDetail(desk)
        self._left = left = SheetPane(self.session, self._villages, lambda: self._mark)
        self.filters, self.table = left.filters, left.table
        self.count, self.only, self.begun, self.waiting = left.count, left.only, left.begun, left.waiting
        left.filters.changed.connect(self._narrow)
        left.filters.paper_chosen.connect(self._paper_chosen)
        left.all_asked.connect(self.show_all)
        left.stats_asked.connect(self._to_stats)
        left.go_on_asked.connect(self.on_new)
        left.round_asked.connect(self.on_round)
        left.table.opened.connect(lambda _: self.look_or_edit(self.detail.take_focus))
        left.table.chosen.connect(lambda _: self._show_current())
        left.table.menu_asked.connect(self._pop_up)
        self.detail.edit.connect(self.on_edit)
        self.detail.follow_up.connect(self.on_follow_up)
        self.detail.back.connect(self.on_back)
        self.detail.differences.connect(lambda: self.differences(self.table.current()))
        self.panes = TwoPanes(left, self.detail)
        self.panes.slimmed.connect(self._slim)
        self.lay(self._empty())

    def load(self, village: str) -> None:
        """Read the month's sheets."""
        self.village = village
        self._mark = pass_mark(self.session)
        self._papers = quizzes.papers(self.session, village)
        self._surveys = survey_records(self.session, village)
        self.filters.offer(self._papers, self._surveys, self.session.today())
        rows = self._only_rows() if self._only else quizzes.sheets(
            self.session, **attrs.asdict(self.filters.wanted(village, self.session.today())))
        nothing = not rows and self.entry is None and not (
            self.session.store.count("answer_sheet") or papers_waiting(self.session))
        self.show_whole(empty=nothing)
        self._left.show_rows(rows, of_month=not self._only)
        self._slim(self.entry is not None and not theme.active().narrow)
        self._show_current()
        self._show_begun()

    def show_sheets(self, ids: Collection[str], words: str) -> None:
        """List only these sheets, of whatever month, which the figures named; `words` says which they are."""
        self._only = frozenset(ids)
        self.only.set_text(f"只看这 {len(self._only)} 份：{words}")
        self.filters.clear()
        self.load(self.village)
        self.table.select(0)
        self.rest()

    def show_all(self) -> None:
        """List the sheets of the month again."""
        self._only = frozenset()
        self.load(self.village)
        self.rest()

    def show_survey(self, id: str) -> None:
        """List the sheets of a survey."""
        self._only = frozenset()
        self.filters.clear()
        self.load(self.village)
        self.filters.survey.choose(id)
        self.load(self.village)
        self.table.select(0)
        self.rest()

    def _narrow(self) -> None:
        """A filter was chosen: it holds for all sheets."""
        self._only = frozenset()
        self.load(self.village)

    def _only_rows(self) -> list[SheetRow]:
        """The sheets that are asked for, the one entered last at the head."""
        records = [self.session.store.get("answer_sheet", id) for id in self._only]
        days = sorted(record.text("taken_on") for record in records if record is not None and not record.deleted)
        found = quizzes.sheets(self.session, first=days[0], last=days[-1]) if days else []
        return [each for each in found if each.id in self._only]

    def rest(self) -> None:
        """The keys to the list; on an empty page to what to do first."""
        if self.empty:
            self.new_button.setFocus()
        else:
            self._left.rest()

    def go_on(self) -> bool:
        """The next sheet of the same paper."""
        return self.on_new()

    def show_record(self, id: str) -> None:
        """Mark a sheet, of whatever month, and show it."""
        record = self.session.store.get("answer_sheet", id)
        if record is None or record.deleted:
            self.desk.announce("这份答卷已经不在了，可能刚才撤销或删除了。")
            return
        self._only = frozenset()
        self.filters.clear()
        self.filters.month.choose(record.text("taken_on")[:7])
        self.load(self.village)
        self.table.select_where(lambda row: row.id == id)
        self.panes.show_home()
        self.table.setFocus()

    def new_on(self, paper_id: str) -> None:
        """Record a sheet of a paper."""
        self._paper_id = paper_id
        self.on_new()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        if self.entry is not None:
            return ()
        more = Hint(cap("print"), "印空白试卷") if self.empty else Hint(cap("follow_up"), "加待办")
        return (Hint(cap("new"), "录答卷"), Hint(cap("round"), "一份一行地录"), more)

    # Keys

    def on_new(self) -> bool:
        """A new sheet of the chosen paper, else of the one used last, else of the standard paper."""
        if self.entry is None:
            self.in_village(self._begin, ("survey", self.filters.survey.code), ("quiz_paper", self.filters.paper.code),
                            ("quiz_paper", self._paper_id))
        return True

    def on_import(self) -> bool:
        """Sheets from a spreadsheet."""
        self.import_from(survey=self.filters.survey.code)
        return True

    def on_export(self) -> bool:
        """The sheets that are listed, as a table."""
        if self.entry is None:
            rows = [self.table.table.row(place) for place in range(self.table.table.rowCount())]
            give_out(self.desk, "answer_sheet", columns=None, ids=[row.id for row in rows])
        return True

    def import_from(self, path: str = "", survey: str = "") -> None:
        """Sheets from a spreadsheet, which is chosen unless it is named, for a survey if one is named."""
        from panhuang_desk.desk.pages.quizzes.import_sheets import begin_import

        begin_import(self, self._imported, path, survey)

    def on_ask(self) -> bool:
        """Somebody answers at the screen, for the survey or on the paper that is chosen."""
        self.desk.ask_at_screen(self.filters.paper.code, self.filters.survey.code)
        return True

    def on_edit(self) -> bool:
        """Correct the sheet that is marked."""
        marked = self.table.current()
        if self.entry is None and marked is not None:
            sheet = self.session.store.get("answer_sheet", marked.id)
            paper = self.session.store.get("quiz_paper", marked.paper_id)
            if sheet is not None and paper is not None:
                try:
                    self.open(SheetEntry(self.desk, paper, sheet, surveys=self._surveys_for(paper, sheet)))
                except UserError as problem:
                    self.desk.error(problem)
                except ValueError:
                    self.desk.error(UserError("这份答卷的答案读不出来，没有打开。",
                                              "请检查文件是否完好；其他答卷不受影响。", code="sheet"))
        return True

    def on_delete(self) -> bool:
        """Delete the sheet that is marked."""
        marked = self.table.current()
        if self.entry is None and self.table.hasFocus() and marked is not None:
            self.remove(marked)
        return True

    def on_follow_up(self) -> bool:
        """A follow-up of the sheet that is marked."""
        marked = self.table.current()
        if self.entry is None and marked is not None:
            self.open(RaiseEntry(self.desk, ("answer_sheet", marked.id), words.sheet_words(self.session, marked)))
        return True

    def on_round(self) -> bool:
        """In the form one question at a time; with no form open many sheets, one a line."""
        if isinstance(self.entry, SheetEntry):
            return self.entry.on_round()
        if self.entry is None:
            show_grid(self, paper=self.filters.paper.code, survey=self.filters.survey.code)
        return True

    def on_menu(self) -> bool:
        """What can be done with the sheet that is marked, below it."""
        if self.entry is None:
            self._pop_up(self.table.current(), self.table.below_current())
        return True

    def on_back(self) -> bool:
        """The form goes, then the step that looks at a sheet."""
        if super().on_back():
            return True
        if self.detail.table.hasFocus():
            self.rest()
            return True
        if self._only:
            self._to_stats()
            return True
        return False

    # What the menu offers

    def remove(self, sheet: SheetRow) -> None:
        """Delete a sheet."""
        self.carry_out(lambda: records.delete_record(self.session, "answer_sheet", sheet.id),
                       f"删除了答卷：{words.sheet_words(self.session, sheet)}")

    def round_of(self, sheet: SheetRow) -> None:
        """Sheets of the same paper and survey, one a line."""
        show_grid(self, paper=sheet.paper_id, survey=sheet.survey_id)

    def again(self, sheet: SheetRow) -> None:
        """The pile of a sheet once more, by a second person."""
        of_sheet(self, sheet.id, show_second)

    def differences(self, sheet: SheetRow) -> None:
        """Where the two entries of the pile of a sheet differ."""
        of_sheet(self, sheet.id, show_differences)

    # Inside

    def _begin(self, village: str) -> None:
        """A new sheet of a village."""
        try:
            paper = self._paper_to_use(village)
            entry = SheetEntry(self.desk, paper, number=self._recorded(Month.of(self.session.today()), village) + 1,
                               surveys=self._surveys_for(paper), survey=self.filters.survey.code)
        except UserError as problem:
            self.desk.error(problem)
            return
        self._paper_id = paper.id
        self.show_whole(empty=False)
        self.open(entry)
        entry.form.edited.connect(self.desk.undo_bar.hide)  # it lies over the buttons; Ctrl+Z works without it
        entry.answers.turned.connect(lambda: self._remember_way(entry))
        if self._by_question:
            entry.answers.turn()

    def _pop_up(self, marked: SheetRow | None, at: QPoint) -> None:
        if marked is not None:
            pop_up("答卷的更多操作", MENU, self, marked, at)

    def _imported(self, result: ImportResult) -> None:
        """Show what came in, of whatever month it is."""
        if self.isVisible() and result.changes.records:
            self.show_record(result.changes.records[-1][1])

    def _to_stats(self) -> None:
        """Back to the figures that named the sheets."""
        self.show_all()
        self.desk.go("quizzes", tab="stats")

    def _paper_to_use(self, village: str) -> Record:
        survey = next((each for each in self._surveys if each.id == self.filters.survey.code), None)
        wanted = survey.text("paper_id") if survey else self.filters.paper.code or self._paper_id
        found = next((paper for paper in self._papers if paper.id == wanted), None)
        if found is None and (latest := self.table.current()) is not None:
            found = next((paper for paper in self._papers if paper.id == latest.paper_id), None)
        return found or quizzes.standard_paper(self.session, village)

    def _surveys_for(self, paper: Record, sheet: Record | None = None) -> list[Record]:
        """The surveys of a paper that are going on, and the one that a sheet belongs to or that is listed."""
        kept, today = {sheet.text("survey_id") if sheet else self.filters.survey.code}, self.session.today()
        return [each for each in self._surveys if each["paper_id"] == paper.id
                and (each.id in kept or is_running(each, today))]

    def _recorded(self, month: Month, village: str) -> int:
        return len(quizzes.sheets(self.session, village=village, first=month.first, last=month.last))

    def _paper_chosen(self, code: str) -> None:
        """A new sheet that is open is keyed in on the paper chosen now; what was typed stays as the other's draft."""
        entry = self.entry
        if isinstance(entry, SheetEntry) and entry.new and code and code != entry.paper_id:
            entry.form.flush_draft()
            self.panes.close_entry()
            self.on_new()

    def _remember_way(self, entry: SheetEntry) -> None:
        self._by_question = entry.answers.by_question

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        record = self.entry.record if self.entry is not None else None
        super()._saved(said, changes, go_on)
        if record is not None and record.kind == "answer_sheet":
            self.table.select_where(lambda row: row.id == record.id)

    def _show_current(self) -> None:
        if hasattr(self, "detail") and self.entry is None:
            self.detail.show_sheet(self.table.current())

    def _show_begun(self) -> None:
        paper = self.filters.paper.code or self._paper_id
        drafts = [draft for draft in self.session.store.drafts() if draft.slot.startswith("answer_sheet:new:")]
        known = {each.id for each in self._papers}
        begun = [draft.slot.rsplit(":", 1)[1] for draft in drafts if draft.slot.rsplit(":", 1)[1] in known]
        free = self.entry is None and not self.empty
        self._left.show_strips(only=bool(self._only) and self.entry is None, begun=bool(begun) and free,
                               waiting=sum(papers_waiting(self.session).values()) if free else 0)
        if begun and paper not in begun:
            self._paper_id = begun[0]

    def _slim(self, slim: bool) -> None:
        self._left.set_slim(slim, self.village)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("clipboard-check", "还没有答卷",
                         "请居民在屏幕上答，或者印空白试卷收回来照着录。答卷不记姓名。")
        self.new_button = page.add_button("录答卷", key=cap("new"), icon="plus")
        self.new_button.clicked.connect(self.on_new)
        page.add_button("屏幕作答", "secondary", key=cap("ask")).clicked.connect(self.on_ask)
        page.add_button("印空白试卷", "secondary", key=cap("print"), icon="printer").clicked.connect(self.print_asked)
        page.add_link("导入答卷表格", "已经录成表格的？").clicked.connect(self.on_import)
        page.add_link("看使用说明", "怎么抽样、怎么算知晓？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet

