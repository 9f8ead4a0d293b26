"""The tab of papers: composed from the bank, printed blank, fixed once they have sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.composing.view import NEW_SLOT, Composing
from panhuang_desk.desk.pages.quizzes.paper_entry import PaperEntry
from panhuang_desk.desk.pages.quizzes.paper_menu import open_menu
from panhuang_desk.desk.pages.quizzes.paper_print import PaperPrint
from panhuang_desk.desk.pages.quizzes.paper_view import PaperView
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.desk.wording import day, short_village
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Changes
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_papers import copy_paper, used_ever

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PapersTab(QuizTab):
    """Ctrl+N composes a paper, F2 changes it, Delete deletes one without sheets, Ctrl+P shows it as it is printed."""

    new_word, print_word = "新试卷", "打印试卷"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._used: Mapping[str, int] = {}
        self._villages = {each.code: short_village(each.name) for each in self.session.store.villages}
        left = QFrame()
        inner = column(left, 0, 12)
        self.begun = Strip("有一份试卷没组完，草稿还在", "next", icon="pencil")
        self.begun.add_link("接着组", key=cap("new")).clicked.connect(self.on_new)
        inner.addWidget(self.begun)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.view = PaperView(desk)
        self.view.edit.connect(self.on_edit)
        self.view.copy.connect(self._copy_marked)
        self.view.follow_up.connect(self.on_follow_up)
        self.view.back.connect(self.on_back)
        self.panes = TwoPanes(left, self.view)
        self.panes.slimmed.connect(self._slim)
        self.lay(self._empty())

    def load(self, village: str) -> None:
        """Read the papers."""
        self.village = village
        rows = quizzes.papers(self.session, village)
        self._used = quizzes.sheet_counts(self.session)
        self.show_whole(empty=not rows and self.entry is None)
        self.table.set_rows(rows)
        self._slim(self.entry is not None and not theme.active().narrow)
        self._show_begun()
        self._show_current()

    def rest(self) -> None:
        """The keys to the list; on an empty page to what to do first."""
        (self.standard_button if self.empty else self.table).setFocus()

    def show_record(self, id: str) -> None:
        """Mark a paper and show it."""
        if self.table.select_where(lambda row: row.id == id):
            self.panes.show_home()
            self.table.setFocus()
        else:
            self.desk.announce("这份试卷已经不在了，可能刚才撤销或删除了。")

    def make_standard(self, then: Callable[[Record], object] = lambda _: None) -> None:
        """Make the standard paper of the bank where there is none yet, mark it, and go on with it."""
        def make(village: str) -> None:
            try:
                paper = quizzes.standard_paper(self.session, village)
            except UserError as problem:
                self.desk.error(problem)
                return
            self.desk.refresh(None)
            self.table.select_where(lambda row: row.id == paper.id)
            self.rest()
            then(paper)

        self.in_village(make)

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("new"), "新试卷"), Hint(cap("print"), "打印试卷"))

    def copy(self, paper: Record) -> None:
        """A new paper with the same questions, free to be changed; it becomes the marked one."""
        if self.entry is not None:
            self.step_back()
        try:
            saved = copy_paper(self.session, paper.id)
        except UserError as problem:
            self.desk.error(problem)
            return
        if saved.record is not None:
            said = f"复制成了新试卷：{saved.record.text('title')}，按 {cap('edit')} 换题"
            self._did(said, saved.changes, saved.record.id)

    def delete_paper(self, paper: Record) -> None:
        """Delete it, if it has no sheets."""
        self.carry_out(lambda: quizzes.delete_paper(self.session, paper.id), f"删除了试卷：{paper.text('title')}")

    def record_sheets(self, paper: Record) -> None:
        """To the form of a sheet of this paper."""
        self.desk.go("quizzes", do="new", id=paper.id)

    # Keys

    def on_new(self) -> bool:
        """A new paper."""
        if self.entry is None:
            self.in_village(lambda village: self._compose(
                Composing(self.desk, village=village, seed=self.table.table.rowCount() + 1)))
        return True

    def on_edit(self) -> bool:
        """Change the questions of the paper that is marked while nobody answered it, then only its words."""
        paper = self.table.current()
        if self.entry is not None or paper is None:
            return True
        used = used_ever(self.session, paper.id)
        if used:
            entry = PaperEntry(self.desk, paper, used)
            entry.copy_asked.connect(lambda: self.copy(paper))
            self.open(entry)
            return True
        try:
            self._compose(Composing(self.desk, paper))
        except UserError as problem:
            self.desk.error(problem)
        return True

    def on_delete(self) -> bool:
        """Delete it, if it has no sheets."""
        paper = self.table.current()
        if self.entry is None and self.table.hasFocus() and paper is not None:
            self.delete_paper(paper)
        return True

    def on_follow_up(self) -> bool:
        """A follow-up of the paper: what people do not know, to be told them."""
        paper = self.table.current()
        if self.entry is None and paper is not None:
            self.open(RaiseEntry(self.desk, ("quiz_paper", paper.id), paper.text("title")))
        return True

    def on_menu(self) -> bool:
        """What else can be done with the paper that is marked."""
        paper = self.table.current()
        if self.entry is None and paper is not None:
            open_menu(self, paper, self.table.below_current())
        return True

    def on_print(self) -> bool:
        """Show the paper as it is printed; where there is none yet, the standard paper."""
        paper = self.table.current()
        if paper is not None:
            self._print(paper)
        else:
            self.make_standard(self._print)
        return True

    def on_back(self) -> bool:
        """The form goes, then the step that looks at a paper."""
        if super().on_back():
            return True
        if self.view.table.hasFocus():
            self.rest()
            return True
        return False

    def _print(self, paper: Record) -> None:
        try:
            self.over_asked.emit(PaperPrint(self.desk, paper))
        except UserError as problem:
            self.desk.error(problem)

    def _show_begun(self) -> None:
        self.begun.setVisible(self.session.store.draft(NEW_SLOT) is not None)

    def _copy_marked(self) -> None:
        paper = self.table.current()
        if paper is not None:
            self.copy(paper)

    def _compose(self, view: Composing) -> None:
        view.saved.connect(self._did)
        view.closed.connect(self._show_begun)
        self.over_asked.emit(view)

    def _did(self, said: str, changes: Changes, id: str) -> None:
        """Say what was done, and mark the paper that it was done to."""
        self.desk.did(said, changes)
        self.table.select_id(id)
        self.rest()

    def _make_table(self) -> TableView:
        table = TableView((
            Column("title", "试卷", text=lambda p: p.text("title"), stretch=True),
            Column("village", "村", text=lambda p: self._villages.get(p.village, ""), width=76, tone="ink2"),
            Column("made", "组卷", text=lambda p: day(p.text("made_on"), self.session.today()), width=96, tone="ink2"),
            Column("used", "答卷", text=lambda p: f"{self._used[p.id]} 份" if p.id in self._used else "还没有",
                   width=84, align="right", tone=lambda p: "ink" if p.id in self._used else "ink3"),
        ), name="试卷")
        table.set_hints((Hint(cap("move"), "选一份"), Hint("Enter", "看题"), Hint(cap("edit"), "改"),
                         Hint(cap("menu"), "更多")))
        table.opened.connect(self._opened)
        table.menu_asked.connect(lambda paper, at: open_menu(self, paper, at))
        table.chosen.connect(lambda _: self._show_current())
        return table

    def _slim(self, slim: bool) -> None:
        several = len(self._villages) > 1 and not self.village
        if slim:
            self.begun.hide()
        self.table.show_columns(("title", "used") if slim else (
            "title", "village" if several else "made", "used"))

    def _opened(self, _row: Any) -> None:
        """To its questions."""
        if theme.active().narrow:
            self.panes.show_home()
        self.view.table.setFocus()

    def _show_current(self) -> None:
        if hasattr(self, "view") and self.entry is None:
            paper = self.table.current()
            self.view.show_paper(paper, self._used.get(paper.id, 0) if paper is not None else 0)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("file-text", "还没有试卷", "标准卷从题库里按主题均匀选二十题，各村都一样，知晓率才能相比。")
        self.standard_button = page.add_button("用标准卷", icon="check")
        self.standard_button.clicked.connect(lambda: self.make_standard())
        page.add_button("自己组一份", "secondary", key=cap("new")).clicked.connect(self.on_new)
        sheet.column.addWidget(page)
        return sheet
