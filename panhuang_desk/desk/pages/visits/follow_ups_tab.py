"""The tab of follow-ups: open ones, the one due first at the head; closed ones when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.services.follow_ups import follow_ups
from panhuang_desk.services.records import find

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_STATES = (Choice("open", "未办结"), Choice("overdue", "已逾期"), Choice("closed", "已办结"))


class FollowUpsTab(VisitsTab):
    """Enter closes a follow-up, F2 corrects it, Delete deletes it; Ctrl+N raises one that no record stands behind."""

    table: TableView

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: list[Any] = []
        box = column(self, 0, 0)
        left = QFrame()
        inner = column(left, 0, 12)
        self.search = SearchEdit("事项、姓名、门牌")
        self.search.textChanged.connect(lambda _: self._narrow())
        self.search.leave.connect(lambda: self.table.setFocus())
        head = row(None, 0, 12)
        self.search.setMaximumWidth(theme.active().text_px(420))
        head.addWidget(self.search, 3)
        self.count = Label("", "caption", "ink2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.count, 2)
        inner.addLayout(head)
        inner.addWidget(self._filters())
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyPage("inbox", "没有待办", "走访、踏查时遇到的线索、隐患、困难和诉求，都记成待办。"))
        sheet.column.addWidget(self._stack)
        inner.addWidget(sheet, 1)
        self.panes = TwoPanes(left)
        self.panes.slimmed.connect(self._slim)
        box.addWidget(self.panes)

    def load(self, village: str) -> None:
        """Read the follow-ups."""
        self.village = village
        self._rows = follow_ups(self.session, open_only=False, village=village)
        self._narrow()

    def rest(self) -> None:
        """The keys to the list."""
        (self.table if self._stack.currentIndex() == 0 else self.search).setFocus()

    def open_one(self, id: str, how: str = "close", *, back: str = "") -> None:
        """Open a follow-up, to be closed or corrected."""
        wanted = next((row for row in self._rows if row.id == id), None)
        if wanted is None:
            self.desk.announce("这件待办已经不在了。")
            return
        if not self.table.select_where(lambda row: row.id == id):
            self._show_all()
            self.table.select_where(lambda row: row.id == id)
        self.open_follow_up(wanted, how, back=back)

    def new(self) -> None:
        """A follow-up that no record stands behind: something heard on the street."""
        self.open(RaiseEntry(self.desk, ("", ""), "不属于哪一户或哪块地的事", village=self.village))

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("find"), "查找"),)

    # Keys

    def on_new(self) -> bool:
        """A new one."""
        if self.entry is None:
            self.new()
        return True

    def on_follow_up(self) -> bool:
        """The same."""
        return self.on_new()

    def on_edit(self) -> bool:
        """Correct the one that is marked."""
        if self.entry is None and self.table.current() is not None:
            self.open_follow_up(self.table.current(), "correct")
        return True

    def on_delete(self) -> bool:
        """Delete it."""
        if self.entry is None and self.table.hasFocus() and self.table.current() is not None:
            self.delete("follow_up", self.table.current())
        return True

    def on_back(self) -> bool:
        """The form goes, then the list."""
        if self.step_back():
            return True
        if self.table.hasFocus():
            self.search.setFocus()
            return True
        return False

    def _filters(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 8)
        self.state_chip = FilterChip("全部", _STATES)
        self.state_chip.choose("open")
        self.kind_chip = FilterChip("类别", FOLLOW_UP.by_name["kind"].choices)
        for chip in (self.state_chip, self.kind_chip):
            chip.chosen.connect(lambda _: self._narrow())
            line.addWidget(chip)
        line.addStretch(1)
        self.report_link = Link("上报选中的")
        self.report_link.clicked.connect(self._report)
        self.new_link = Link("加待办", key=cap("new"))
        self.new_link.clicked.connect(self.on_new)
        line.addWidget(self.report_link)
        line.addWidget(self.new_link)
        return frame

    def _make_table(self) -> TableView:
        today = self.session.today
        table = TableView((
            Column("kind", "类别", tag=wording.follow_up_tag, width=88, sortable=True, key=lambda r: r.kind),
            Column("matter", "事项", text=lambda r: self.desk.cover(r.matter), stretch=True,
                   tone=lambda r: "ink3" if r.status == "closed" else "ink"),
            Column("source", "来源", text=lambda r: wording.source_words(self.desk, r), width=196, tone="ink2"),
            Column("raised", "提出", text=lambda r: wording.day(r.raised_on, today()), width=84, tone="ink2",
                   sortable=True, key=lambda r: r.raised_on),
            Column("due", "到期", text=lambda r: wording.due_words(r, today())[0], width=116,
                   tone=lambda r: wording.due_words(r, today())[1], sortable=True, key=lambda r: r.due_on),
            Column("state", "状态", tag=lambda r: wording.state_tag(r, today()), width=100),
            Column("do", "", text=lambda r: "改" if r.status == "closed" else "办结", width=64, action=True),
        ), name="待办")
        table.set_hints((Hint(cap("move"), "选一条"), Hint("Enter", "办结"), Hint(cap("edit"), "改"),
                         Hint(cap("delete"), "删除")))
        table.opened.connect(self.open_follow_up)
        return table

    def _report(self) -> None:
        if self.entry is None and self.table.current() is not None:
            self.open_follow_up(self.table.current(), "report")

    def _slim(self, slim: bool) -> None:
        whole = ("kind", "matter", "source", "due", "do") if theme.active().narrow else ()
        self.table.show_columns(("kind", "matter", "due") if slim else whole)
        for widget in (self.count, self.report_link, self.new_link):
            widget.setVisible(not slim)

    def _show_all(self) -> None:
        self.state_chip.choose("")
        self.kind_chip.choose("")
        self.search.clear()
        self._narrow()

    def _narrow(self) -> None:
        today = self.session.today_iso
        state, kind = self.state_chip.code, self.kind_chip.code

        def passes(row: Any) -> bool:
            if kind and row.kind != kind:
                return False
            if state == "overdue":
                return row.status != "closed" and bool(row.due_on) and row.due_on < today
            return not state or (row.status == "closed") == (state == "closed")

        shown = [row for row in self._rows if passes(row)]
        text = self.search.text().strip()
        if text:
            hits = {hit.id for hit in find(self.session, text, ("follow_up", "household", "plot"), limit=100_000)}
            shown = [row for row in shown if {row.id, row.household_id, row.source_id} & hits]
        self.table.set_rows(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        waiting = [row for row in self._rows if row.status != "closed"]
        late = sum(bool(row.due_on) and row.due_on < today for row in waiting)
        self.count.setText(f"{len(waiting)} 件未办结" + (f"，{late} 件逾期" if late else ""))
