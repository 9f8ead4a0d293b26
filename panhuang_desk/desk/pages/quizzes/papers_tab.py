"""The tab of papers: composed from the bank, printed blank, fixed once they have sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.paper_entry import PaperEntry
from panhuang_desk.desk.pages.quizzes.paper_view import PaperView
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.desk.wording import day
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.services import quizzes
from panhuang_desk.services.files import write_file
from panhuang_desk.services.quiz_papers import paper_pdf

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PapersTab(QuizTab):
    """Ctrl+N composes a paper, F2 corrects its words, Delete deletes one without sheets, Ctrl+P prints it blank."""

    new_word, print_word = "新试卷", "印空白试卷"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._used: Mapping[str, int] = {}
        box = column(self, 0, 0)
        left = QFrame()
        inner = column(left, 0, 12)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.view = PaperView(desk)
        self.view.saved.connect(self.save_pdf)
        self.view.edit.connect(self.on_edit)
        self.view.follow_up.connect(self.on_follow_up)
        self.view.back.connect(self.on_back)
        self.panes = TwoPanes(left, self.view)
        self.panes.slimmed.connect(lambda slim: self.table.show_columns(("title", "used") if slim else ()))
        self._whole = QStackedWidget()
        self._whole.addWidget(self.panes)
        self._whole.addWidget(self._empty())
        box.addWidget(self._whole)

    @property
    def empty(self) -> bool:
        """Whether the page that says what to do first is shown."""
        return self._whole.currentIndex() == 1

    def load(self, village: str) -> None:
        """Read the papers."""
        self.village = village
        rows = quizzes.papers(self.session, village)
        self._used = quizzes.sheet_counts(self.session)
        self._whole.setCurrentIndex(0 if rows or self.entry is not None else 1)
        self.table.set_rows(rows)
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

    def make_standard(self) -> Record | None:
        """The standard paper of the bank, made when it is first asked for."""
        try:
            paper = quizzes.standard_paper(self.session, self.village)
        except UserError as problem:
            self.desk.error(problem)
            return None
        self.desk.refresh(None)
        self.table.select_where(lambda row: row.id == paper.id)
        self.rest()
        return paper

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("new"), "新试卷"), Hint(cap("print"), "印空白试卷"))

    # Keys

    def on_new(self) -> bool:
        """A new paper."""
        if self.entry is None:
            self._whole.setCurrentIndex(0)
            self.open(PaperEntry(self.desk, seed=self.table.table.rowCount() + 1, village=self.village))
        return True

    def on_edit(self) -> bool:
        """Correct the words of the paper that is marked."""
        paper = self.table.current()
        if self.entry is None and paper is not None:
            self.open(PaperEntry(self.desk, paper, used=self._used.get(paper.id, 0)))
        return True

    def on_delete(self) -> bool:
        """Delete it, if it has no sheets."""
        paper = self.table.current()
        if self.entry is None and self.table.hasFocus() and paper is not None:
            try:
                changes = quizzes.delete_paper(self.session, paper.id)
            except UserError as problem:
                self.desk.error(problem)
                return True
            self.desk.did(f"删除了试卷：{paper.text('title')}", changes)
            self.rest()
        return True

    def on_follow_up(self) -> bool:
        """A follow-up of the paper: what people do not know, to be told them."""
        paper = self.table.current()
        if self.entry is None and paper is not None:
            self.open(RaiseEntry(self.desk, ("quiz_paper", paper.id), paper.text("title")))
        return True

    def on_print(self) -> bool:
        """Print the blank paper through the system's dialog; where there is none yet, the standard paper."""
        made = self._pdf()
        if made is None:
            return True
        from PySide6.QtPdf import QPdfDocument  # loaded on first use, as it is heavy

        from panhuang_desk.desk.pages.report.paper import print_pdf

        paper, content = made
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        pdf = QPdfDocument()
        pdf.load(buffer)
        printer = messages.ask_printer(self.window(), paper.text("title"), pdf.pageCount())
        if printer is not None:
            print_pdf(pdf, printer)
            self.desk.announce(f"空白试卷送去打印了：{paper.text('title')}")
        pdf.close()
        return True

    def save_pdf(self) -> None:
        """Save the blank paper where a person says."""
        made = self._pdf()
        if made is None:
            return
        paper, content = made
        start = self.session.settings.last_folder or str(self.session.store.path.parent)
        chosen = messages.ask_save(self.window(), "存空白试卷", str(Path(start) / f"{paper.text('title')}.pdf"),
                                   "PDF 文件 (*.pdf)")
        if not chosen:
            return
        target = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")
        try:
            write_file(target, content)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.session.settings.last_folder = str(target.parent)
        self.desk.announce(f"空白试卷存好了：{target}")

    def on_save(self) -> bool:
        """With no form open, the PDF."""
        if self.entry is None:
            self.save_pdf()
            return True
        return False

    def on_back(self) -> bool:
        """The form goes, then the step that looks at a paper."""
        if self.step_back():
            return True
        if not self.panes.at_list:
            self.panes.close_entry()
            self.rest()
            return True
        if self.view.table.hasFocus():
            self.rest()
            return True
        return False

    def _pdf(self) -> tuple[Record, bytes] | None:
        paper = self.table.current() or self.make_standard()
        if paper is None:
            return None
        try:
            return paper, paper_pdf(self.session, paper.id)
        except UserError as problem:
            self.desk.error(problem)
            return None

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        record = self.entry.record if self.entry is not None else None
        super()._saved(said, changes, go_on)
        if record is not None and record.kind == "quiz_paper":
            self.table.select_where(lambda row: row.id == record.id)

    def _make_table(self) -> TableView:
        table = TableView((
            Column("title", "试卷", text=lambda p: p.text("title"), stretch=True),
            Column("made", "组卷", text=lambda p: day(p.text("made_on"), self.session.today()), width=96, tone="ink2"),
            Column("used", "答卷", text=lambda p: f"{self._used[p.id]} 份" if p.id in self._used else "还没有",
                   width=84, align="right", tone=lambda p: "ink" if p.id in self._used else "ink3"),
        ), name="试卷")
        table.set_hints((Hint(cap("move"), "选一份"), Hint("Enter", "看题"), Hint(cap("edit"), "改"),
                         Hint(cap("delete"), "删除")))
        table.opened.connect(self._opened)
        table.chosen.connect(lambda _: self._show_current())
        return table

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
        self.standard_button.clicked.connect(self.make_standard)
        page.add_button("自己组一份", "secondary", key=cap("new")).clicked.connect(self.on_new)
        sheet.column.addWidget(page)
        return sheet
