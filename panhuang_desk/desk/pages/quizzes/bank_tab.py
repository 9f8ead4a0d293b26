"""The tab of the question bank: every question that may be asked, what is switched off, and the office's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.quizzes.bank.detail import BankDetail
from panhuang_desk.desk.pages.quizzes.bank.entry import NEW_SLOT, QuestionEntry
from panhuang_desk.desk.pages.quizzes.bank.files import BankFiles
from panhuang_desk.desk.pages.quizzes.bank.filters import BankFilters
from panhuang_desk.desk.pages.quizzes.bank.menu import open_menu
from panhuang_desk.desk.pages.quizzes.bank.rows import SHORT_TYPES, BankRow, short, state_tag
from panhuang_desk.desk.pages.quizzes.composing.picker import KeyTable
from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.desk.tabs.list_pane import ListPane, SearchHead
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz.levels import LEVEL_WORDS
from panhuang_desk.services import question_bank
from panhuang_desk.services.question_files import papers_asking, uses_own_bank

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_BESIDE = 20


class BankTab(QuizTab):
    """Space switches the marked question off or on, Ctrl+N adds one, F2 changes it, Delete deletes an own one."""

    new_word = "加题"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._titles: dict[str, tuple[str, ...]] = {}
        self._loading = False
        self.files = BankFiles(desk, self._bank_changed)
        self.begun = Strip("有一道题没写完，草稿还在", "next", icon="pencil")
        self.begun.add_link("接着写", key=cap("new")).clicked.connect(self.on_new)
        self.head = SearchHead("题号、题干、选项、解析、依据里的字")
        self.search, self.count = self.head.search, self.head.count
        self.search.textChanged.connect(lambda _: self._narrow(first=True))
        self.filters = BankFilters(self.session.settings.list_look("bank"))
        self.filters.changed.connect(lambda: self._narrow(first=True))
        self.table = self._make_table()
        self.search.leave.connect(self.rest)
        self.pane = ListPane((self.begun, self.head, self.filters), self.table, self._nothing())
        left = QFrame()
        box = column(left, 0, 8)
        box.addWidget(self.pane, 1)
        box.addWidget(self._foot())
        self.detail = BankDetail()
        self.detail.switch.connect(self.switch_marked)
        self.detail.edit.connect(self.on_edit)
        self.detail.back.connect(self.on_back)
        self.panes = TwoPanes(left, self.detail)
        self.panes.slimmed.connect(self._slim)
        column(self, 0, 0).addWidget(self.panes)
        self.panes.set_needed(theme.active().px(_BESIDE) + theme.active().text_px(660))

    def load(self, village: str) -> None:
        """Read the questions and the papers that ask them."""
        self.village = village
        self._titles = papers_asking(self.session)
        self.filters.offer(self.session.bank)
        self.begun.setVisible(self.entry is None and self.session.store.draft(NEW_SLOT) is not None)
        whose = "街道的" if uses_own_bank(self.session) else "自带的"
        self.version.setText(f"题库 {self.session.bank.version} 版，{whose}")
        self._narrow()

    def rest(self) -> None:
        """The keys to the list, or to what stands in its place."""
        (self.table if self.table.table.rowCount() else self.all_button).setFocus()

    def show_record(self, id: str) -> None:
        """Mark a question by the id of its record or by its number, and show it."""
        entry = next((entry for entry in question_bank.entries(self.session)
                      if id in (entry.question.id, entry.record.id if entry.record else "")), None)
        if entry is None:
            self.desk.announce("这道题已经不在了，可能刚才撤销或删除了。")
            return
        self._mark(entry.question.id)
        self.panes.show_home()
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (
            Hint(cap("new"), "加题"), Hint(cap("find"), "查找"), Hint(cap("import"), "导入题目"))

    def go_on(self) -> bool:
        """The next question."""
        return self.on_new()

    def switch_marked(self) -> None:
        """Switch the marked question off, or on again."""
        marked = self.table.current()
        if self.entry is not None or marked is None:
            return
        off = marked.entry.on
        try:
            changes = question_bank.switch(self.session, marked.id, off)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.desk.did(f"{'停用' if off else '启用'}了 {short(marked.question)}", changes)

    def add_like_marked(self) -> None:
        """A new question that begins with the words of the marked one."""
        marked = self.table.current()
        if self.entry is None and marked is not None:
            self.open(QuestionEntry(self.desk, like=marked.question))

    def delete_marked(self) -> None:
        """Delete the marked question, if it is an own one; the bar at the foot offers to undo it."""
        marked = self.table.current()
        if marked is None or not marked.entry.own:
            self.desk.announce("题库带的题不删除；不想出它，按空格停用。")
            return
        back = f"，换回题库带的 {marked.id}" if marked.entry.replaces else ""
        try:
            changes = question_bank.delete_own(self.session, marked.entry.own)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.desk.did(f"删除了自己的题 {short(marked.question)}{back}", changes)
        self.rest()

    # Keys

    def on_new(self) -> bool:
        """A new question of one's own."""
        if self.entry is None:
            self.open(QuestionEntry(self.desk))
        return True

    def on_edit(self) -> bool:
        """Change an own question; one of the bank becomes an own one in its place."""
        marked = self.table.current()
        if self.entry is None and marked is not None:
            self.open(QuestionEntry(self.desk, marked))
        return True

    def on_delete(self) -> bool:
        """Delete an own question."""
        if self.entry is None and self.table.hasFocus() and self.table.current() is not None:
            self.delete_marked()
        return True

    def on_import(self) -> bool:
        """Questions from a file."""
        if self.entry is None:
            self.files.take_in()
        return True

    def on_export(self) -> bool:
        """Questions into a file."""
        if self.entry is None:
            own = question_bank.browse(self.session, own=True)
            self.files.give_out([each.entry.question for each in self._shown], [entry.question for entry in own])
        return True

    def on_menu(self) -> bool:
        """What can be done with the marked question and with the bank."""
        if self.entry is None:
            open_menu(self, self.table.current(), self.table.below_current())
        return True

    def on_back(self) -> bool:
        """The form goes, then the step that looks at a question, then what was searched for and filtered."""
        if super().on_back():
            return True
        if self.search.text():
            self.search.clear()
            self.rest()
            return True
        if not self.table.hasFocus():
            self.rest()
            return True
        return False

    # Inside

    def open(self, entry: Any, *, back: str = "") -> None:
        """Show a form; the bar that says a draft waits goes."""
        super().open(entry, back=back)
        self.begun.hide()
        entry.form.edited.connect(self.desk.undo_bar.hide)  # it lies over the buttons; Ctrl+Z works without it

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        record = self.entry.record if self.entry is not None else None
        super()._saved(said, changes, go_on)
        if record is not None and not go_on:
            self._mark(record.text("bank_id"))
            self.rest()

    def _mark(self, id: str) -> None:
        """Make a question current; what hides it goes."""
        if not self.table.select_id(id):
            self.filters.clear()
            self.search.clear()
            self._narrow()
            self.table.select_id(id)

    def _bank_changed(self) -> None:
        self.load(self.village)
        self.rest()

    def _narrow(self, *, first: bool = False) -> None:
        """List what the filters and the search let through."""
        found = question_bank.browse(self.session, text=self.search.text(), **self.filters.asked())
        self._shown = [BankRow(entry) for entry in found]
        self._say_count()
        self._loading = True
        self.table.set_rows(self._shown, first=first)
        self._loading = False
        self.pane.stack.setCurrentIndex(0 if self._shown else 1)
        self._show_current()

    def _say_count(self) -> None:
        """164 道，停用 3 道，自己的 5 道; of those that are listed."""
        off = sum(not each.entry.on for each in self._shown)
        own = sum(bool(each.entry.own) for each in self._shown)
        narrowed = self.filters.any_on or bool(self.search.text().strip())
        parts = [f"{'找到 ' if narrowed else ''}{len(self._shown)} 道"]
        parts += [f"{word} {count} 道" for word, count in (("停用", off), ("自己的", own)) if count]
        self.count.setText("，".join(parts))

    def _show_current(self) -> None:
        if not self._loading and hasattr(self, "detail") and self.entry is None:
            marked = self.table.current() if self._shown else None
            self.detail.show_row(marked, self.session.bank, self._titles.get(marked.id, ()) if marked else (),
                                 self.session.today_iso)

    def _show_all(self) -> None:
        self.filters.clear()
        self.search.clear()
        self._narrow(first=True)
        self.rest()

    def _slim(self, slim: bool) -> None:
        self.table.show_columns(("id", "text") if slim else ())
        self.filters.set_slim(slim)
        self.count.setVisible(not slim)
        self.more_link.setVisible(not slim)

    def _menu_at_link(self) -> None:
        open_menu(self, self.table.current(), self.more_link.mapToGlobal(QPoint(0, self.more_link.height())))

    def _make_table(self) -> KeyTable:
        narrow = theme.active().narrow
        topic = Column("topic", "主题", text=lambda r: self.session.bank.topic_label(r.question.topic), width=116,
                       tone="ink2", small=True)
        tone = lambda r: "ink" if r.entry.on else "ink3"  # noqa: E731
        table = KeyTable((
            Column("id", "题号", text=lambda r: r.id, width=84, tone="ink2"),
            Column("type", "题型", text=lambda r: SHORT_TYPES.get(r.question.type, ""), width=52, tone="ink2"),
            Column("text", "题目", text=lambda r: r.question.text, stretch=True, tone=tone),
            *(() if narrow else (topic,)),
            Column("level", "难度", text=lambda r: LEVEL_WORDS.get(r.question.difficulty, ""), width=52, tone="ink2",
                   small=True),
            Column("state", "", tag=lambda r: state_tag(r.entry), width=84),
        ), name="题库")
        table.set_hints((Hint(cap("pick"), "停用或启用"), Hint("Enter", "看" if narrow else "改"),
                         Hint(cap("find"), "查找"), Hint(cap("new"), "加题"), Hint(cap("menu"), "更多")))
        table.pressed.connect(lambda name: self.switch_marked() if name == "pick" else None)
        table.opened.connect(lambda _: self.look_or_edit(self.detail.take_focus))
        table.chosen.connect(lambda _: self._show_current())
        table.menu_asked.connect(lambda marked, at: open_menu(self, marked, at))
        return table

    def _nothing(self) -> EmptyPage:
        page = EmptyPage("search", "没有这样的题", "换一个词，或者去掉筛选。")
        self.all_button = page.add_button("看全部题目", "secondary")
        self.all_button.clicked.connect(self._show_all)
        return page

    def _foot(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 12)
        self.version = Label("", "caption", "ink2")
        self.more_link = Link("更多：删除、导入、导出、换题库", "caption", key=cap("menu"))
        self.more_link.clicked.connect(self._menu_at_link)
        line.addWidget(self.version)
        line.addStretch(1)
        line.addWidget(self.more_link)
        return frame
