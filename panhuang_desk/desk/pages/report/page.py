"""The report page: choose a report, see the paper, open its numbers, edit its sentences, issue it, keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.report import saving
from panhuang_desk.desk.pages.report.choosing import Choosing
from panhuang_desk.desk.pages.report.edition_steps import EditionSteps
from panhuang_desk.desk.pages.report.issue_steps import IssueSteps
from panhuang_desk.desk.pages.report.marking import Marking
from panhuang_desk.desk.pages.report.more import ENTRIES
from panhuang_desk.desk.pages.report.number_places import number_places
from panhuang_desk.desk.pages.report.paper import PaperView
from panhuang_desk.desk.pages.report.side import NUMBERS, WORDS, Side, explained
from panhuang_desk.desk.pages.report.standing import StandingStrip, pill_of
from panhuang_desk.desk.places import page_of
from panhuang_desk.desk.tabs.over import Over
from panhuang_desk.desk.tabs.row_menu import pop_up
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.errors import UserError
from panhuang_desk.model.definitions import define
from panhuang_desk.model.report import Report, Said
from panhuang_desk.model.traces import Trace
from panhuang_desk.model.values import Changes, Progress
from panhuang_desk.services.behind import BehindRow
from panhuang_desk.services.report_view import ReportView, view_report
from panhuang_desk.services.report_words import reset_words, save_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

class ReportPage(Page):
    """The paper at the left, at the right its numbers, sentences and editions; two steps where the text is large."""

    name, title = "report", "月报"
    watches = frozenset({"household", "visit", "quiz_paper", "answer_sheet", "plot", "patrol", "plot_check",
                         "plant_finding", "track", "follow_up", "report", "report_words"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.view: ReportView | None = None
        self._asked = 0
        self._two_steps = theme.active().text_size > 100
        self.choosing = Choosing(self.session, self)
        self.choosing.changed.connect(self._choose)
        self.choosing.village_changed.connect(self.desk.refresh)
        self.choosing.season_asked.connect(lambda: self.desk.go("patrols", do="season"))
        self._build_header()
        self._build_body()
        self.issuing, self.looking = IssueSteps(self), EditionSteps(self)
        self.marking = Marking(desk, self.choosing)
        self.side.editions.shown.connect(self.looking.show)
        self.side.editions.compare_asked.connect(self.looking.compare)
        self.strip.leave_asked.connect(lambda: self.looking.leave())

    @property
    def report(self) -> Report | None:
        """The report that is shown on paper, None before there is one."""
        if self.looking.edition is not None:
            return self.looking.edition.report
        return self.view.report if self.view is not None else None

    def refresh(self, changes: Changes | None = None) -> None:
        """Put the chosen report together anew."""
        self._asked += 1
        self.choosing.refresh()
        asked, period, village, session = self._asked, self.choosing.period, self.choosing.village, self.session

        def work(progress: Progress) -> ReportView:
            with session.aside() as aside:
                return view_report(aside, period, village)

        def done(view: ReportView) -> None:
            if asked == self._asked:
                self._show(view)

        self.desk.set_state("busy", "正在排版")
        self.desk.run("正在排版", work, done, failed=self._failed, quiet=True)

    def arrive(self) -> None:
        """The figures have the focus, so that arrows and Enter work at once; in two steps the paper comes first."""
        if self.over.view is not None:
            self.over.view.take_focus()
        elif self._two_steps and self.paper.isVisible():
            self.paper.setFocus()
        else:
            self.side.take_focus()

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show a month, where another page names one."""
        if "month" in target:
            self.choosing.choose_period(target["month"])

    def where(self) -> Mapping[str, str]:
        """The span that is shown."""
        return {"month": str(self.choosing.period)}

    def hints(self) -> Sequence[Hint]:
        """What one does with a report."""
        turn = (Hint(cap("turn"), "看数字" if self.paper.isVisible() else "看报告"),) if self._two_steps else ()
        return () if self.over.view is not None else (*turn, Hint(cap("menu"), "更多"))

    def flush_drafts(self) -> None:
        """Keep what is typed of sentences and of a correction."""
        self.side.words.keep_draft()
        self.issuing.keep_draft()
        super().flush_drafts()

    # Keys

    def on_save(self) -> bool:
        """Save the PDF that is shown."""
        if self.report is None or self.over.view is not None:
            return False
        saving.save_pdf(self.desk, self.report, self.paper.content)
        return True

    def on_print(self) -> bool:
        """Print the paper that is shown."""
        if self.report is None or self.over.view is not None:
            return False
        saving.print_report(self.desk, self.report, self.paper.content)
        return True

    def on_export(self) -> bool:
        """Save the records behind the opened number as a spreadsheet, else the report's figures."""
        behind = self.side.behind
        if self.report is None or self.over.view is not None:
            return False
        if behind is not None:
            saving.save_records(self.desk, behind, str(self.report.period))
        else:
            saving.save_table(self.desk, self.report)
        return True

    def on_issue(self) -> bool:
        """Issue it, or see what has changed since."""
        return self.view is not None and self.over.view is None and self.issuing.begin()

    def on_turn(self) -> bool:
        """Between the paper and what is beside it; in two steps the one goes when the other comes."""
        if self.over.view is not None:
            return False
        to_paper = not self.paper.isVisible() if self._two_steps else not self.paper.hasFocus()
        self._turn(to_paper=to_paper)
        return True

    def on_compare(self) -> bool:
        """Lay two editions side by side."""
        if self.over.view is not None:
            return False
        if not self.side.editions.on_compare():
            self.desk.announce("要有两版才能对照")
        return True

    def on_batch(self) -> bool:
        """All villages in one go."""
        from panhuang_desk.desk.pages.report.batch import BatchSheet

        if self.over.view is not None:
            return False
        if len(self.session.store.villages) < 2:
            self.desk.announce("这个文件里只有一个村（社区），直接存 PDF 就可以")
            return True
        sheet = BatchSheet(self.desk, self.choosing.period)
        sheet.closed.connect(self.side.close_over)
        self.show_over(sheet)
        return True

    def on_menu(self) -> bool:
        """What else can be done with the report."""
        button = self.more
        pop_up("更多", ENTRIES, self, self, button.mapToGlobal(button.rect().bottomLeft()))
        return True

    def on_edit(self) -> bool:
        """To the sentences."""
        self.show_side(WORDS)
        return True

    def on_explain(self) -> bool:
        """How the marked figure is reckoned."""
        value = explained(self.side) if self.view is not None and self.side.tab == NUMBERS else None
        if value is None or self.view is None:
            return False
        return explain(self.desk, (define(value, f"{self.view.report.name}{self.view.report.period.label}"),))

    def on_next_tab(self) -> bool:
        """To the tab at the right."""
        self.show_side(self.side.tab + 1)
        return True

    def on_previous_tab(self) -> bool:
        """To the tab at the left."""
        self.show_side(self.side.tab - 1)
        return True

    def on_back(self) -> bool:
        """One step back: beside the paper, then from an earlier edition to the report as it is."""
        if self.over.view is not None:
            return self.over.view.on_back()
        if self.side.on_back():
            return True
        if self.looking.leave():
            return True
        if self._two_steps and not self.paper.isVisible():
            self._turn(to_paper=True)
            return True
        return False

    def show_side(self, tab: int) -> None:
        """Go to a tab beside the paper."""
        self.side.close_over()
        self._turn(to_paper=False)
        self.side.show_tab(tab)

    def show_over(self, sheet: QWidget) -> None:
        """Lay a sheet over the tabs beside the paper."""
        self._turn(to_paper=False)
        self.side.show_over(sheet)

    def show_paper(self, *, keep: bool = False) -> None:
        """Show the report's own paper, with its numbers to be opened."""
        assert self.view is not None
        self.paper.show_pdf(self.view.content, keep=keep)
        self.paper.set_places(number_places(self.paper.pdf, self.view.texts))
        self.desk.update_hints()

    def turn_in_steps(self, *, to_paper: bool) -> None:
        """Where paper and side are two steps, to one of them."""
        if self._two_steps:
            self._turn(to_paper=to_paper)

    def say_standing(self, records: int | None = None) -> None:
        """Say how the report stands, or which edition lies in its place; `records` were changed since."""
        if self.view is not None:
            self.strip.show_standing(self.view, self.looking.edition, records)

    # Building

    def _build_header(self) -> None:
        look = theme.active()
        self.choice_row = row(None, 0, 8)
        if look.narrow:
            for widget in self.choosing.widgets():
                self.choice_row.addWidget(widget)
            self.choice_row.addStretch(1)
        else:
            for widget in self.choosing.widgets():
                self.header.add(widget)
        self.pill = Tag("")
        self.pill.hide()
        self.pages = Label("", "body", "ink2")
        self.header.add(self.pill)
        if not self._two_steps:
            self.header.add(self.pages)
        self.more = self.header.add_button("更多", icon="ellipsis")
        self.more.clicked.connect(self.on_menu)
        if not self._two_steps:
            self.header.add_button("存 PDF", key=cap("save")).clicked.connect(self.on_save)
        self.header.add_button("打印", "primary", key=cap("print"), icon="printer").clicked.connect(self.on_print)

    def _build_body(self) -> None:
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        home = QFrame()
        box = column(home, 0, 12)
        if theme.active().narrow:
            box.addLayout(self.choice_row)
        self.warning = Strip("", "warn")
        self.warning.hide()
        self.strip = StandingStrip()
        self.strip.hide()
        self.strip.issue_asked.connect(self.on_issue)
        self.strip.next_asked.connect(lambda: self.issuing.show_issuing())
        box.addWidget(self.warning)
        box.addWidget(self.strip)
        across = row(None, 0, 16)
        self.paper = PaperView()
        self.paper.turned.connect(lambda page, pages: self.pages.setText(f"{page} / {pages} 页" if pages else ""))
        self.paper.number_asked.connect(self._open_printed)
        across.addWidget(self.paper, 1)
        self.side = Side(self.session, self.session.store.drop_draft, wide=self._two_steps)
        self.side.opened.record_asked.connect(self._go_to)
        self.side.opened.export_asked.connect(self.on_export)
        self.side.words.keep = self._save_words
        self.side.words.reset_asked.connect(self._reset_words)
        across.addWidget(self.side, 1 if self._two_steps else 0)
        if self._two_steps:
            self.side.hide()
        box.addLayout(across, 1)
        self.stack.addWidget(home)
        self.stack.addWidget(self._make_empty())
        self.over = Over(self.desk, self.stack, self.header)

    def _make_empty(self) -> EmptyPage:
        empty = EmptyPage("file-text", "还没有可以报告的",
                          "报告由登记的户、地块和走访、测评、踏查记录自动算出来。先登记户，报告就有了。")
        empty.add_button("去登记户", icon="house").clicked.connect(lambda: self.desk.go("visits"))
        return empty

    # What is shown

    def _choose(self) -> None:
        self.looking.leave(show=False)
        self.side.close_over()
        self.refresh()

    def _show(self, view: ReportView) -> None:
        same = self.view is not None and (self.view.report.code, self.view.report.period) == (
            view.report.code, view.report.period)
        if self.view is not None and self.view.report.digest != view.report.digest:
            self.issuing.put_away()
        self.view = view
        self.header.title.setText(view.report.period.words.paper if len(view.report.period.words.paper) < 4 else "报告")
        self.pill.set_tag(pill_of(view))
        self.pill.show()
        if self.looking.edition is None:
            self.show_paper(keep=same)
        self.side.show_view(view)
        self.warning.set_text(view.warning)
        self.warning.setVisible(bool(view.warning))
        self.say_standing()
        store = self.session.store
        bare = not (store.count("household") or store.count("plot") or view.editions)
        if self.over.view is None:
            self.stack.setCurrentIndex(1 if bare else 0)
        self.desk.set_state("saved")
        self.marking.mark(view)
        self.issuing.count_records(view)

    def _failed(self, problem: UserError) -> None:
        self.desk.set_state("error", "报告没有排成")
        self.desk.error(problem)

    def _turn(self, *, to_paper: bool) -> None:
        if self._two_steps:
            self.paper.setVisible(to_paper)
            self.side.setVisible(not to_paper)
        if to_paper:
            self.paper.setFocus()
        elif not self.side.isAncestorOf(QApplication.focusWidget() or self):
            self.side.take_focus()
        self.desk.update_hints()

    # What is done

    def _save_words(self, problems: Sequence[Said], plans: Sequence[Said], words: str) -> bool:
        assert self.view is not None
        report = self.view.drafted
        return self._act(words, lambda: save_words(self.session, report, problems, plans))

    def _reset_words(self) -> None:
        assert self.view is not None
        report = self.view.drafted
        if self._act("文字恢复成建议了", lambda: reset_words(self.session, report)):
            self.session.store.drop_draft(self.side.words.slot)

    def _act(self, words: str, act: Callable[[], Changes]) -> bool:
        """Write to the file and say so; False where it cannot be written, which is said instead."""
        try:
            self.desk.did(words, act())
        except UserError as problem:
            self.desk.error(problem)
            return False
        return True

    def _open_printed(self, trace: object) -> None:
        """Open a number on the paper; Esc comes back to it."""
        if isinstance(trace, Trace):
            self.side.close_over()
            self.side.tabs.choose(NUMBERS)
            self.side.figures.mark(trace.code, trace.column)
            if self.side.open(trace.code, trace.column, trace.village):
                self.turn_in_steps(to_paper=False)
                self.side.back_to = lambda: self._turn(to_paper=True)

    def _go_to(self, item: object) -> None:
        if isinstance(item, BehindRow):
            self.desk.go(page_of(item.kind), kind=item.kind, id=item.id)
