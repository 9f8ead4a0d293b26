"""The tab of follow-ups: open ones, the one due first at the head; others when asked for; the list on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits import follow_up_menu
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.list_pane import ListPane, SearchHead
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.papers import Papers
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Link, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.services.follow_up_paper import follow_up_paper, follow_up_paper_warning
from panhuang_desk.services.follow_ups import STATES, FollowUpFilter, follow_ups, in_state
from panhuang_desk.services.records import find

if TYPE_CHECKING:
    from panhuang_desk.desk.paper_sheet import PaperSheet
    from panhuang_desk.desk.shell import Shell


class FollowUpsTab(VisitsTab):
    """Enter closes a follow-up, F2 corrects it, Delete closes it as a mistake, Shift+F10 offers what else can be done;
    Ctrl+P shows the list as paper; Ctrl+N raises one that no record stands behind.
    """

    table: TableView

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: list[Any] = []
        self.shown: list[Any] = []
        box = column(self, 0, 0)
        head = SearchHead("事项、姓名、门牌")
        self.search, self.count = head.search, head.count
        self.search.textChanged.connect(lambda _: self._narrow())
        self.search.leave.connect(lambda: self.table.setFocus())
        self.table = self._make_table()
        empty = EmptyPage("inbox", "没有待办", "走访、踏查时遇到的线索、隐患、困难和诉求，都记成待办。")
        left = ListPane((head, self._filters()), self.table, empty)
        self._stack = left.stack
        self.panes = TwoPanes(left)
        self.panes.slimmed.connect(self._slim)
        self.papers = Papers(desk, self.panes)
        self.papers.closed.connect(self.rest)
        box.addWidget(self.papers)

    @property
    def paper(self) -> PaperSheet | None:
        """The list as paper, while it is looked at."""
        return self.papers.paper

    def load(self, village: str) -> None:
        """Read the follow-ups."""
        self.village = village
        self._rows = follow_ups(self.session, open_only=False, village=village)
        months = sorted({row.raised_on[:7] for row in self._rows if row.raised_on}, reverse=True)
        self.month_chip.set_options([Choice(each, f"{each[:4]}年{int(each[5:])}月") for each in months])
        groups = sorted({row.group_no for row in self._rows if row.group_no})
        self.group_chip.set_options([Choice(str(each), f"{each} 组") for each in groups])
        self._narrow()

    def rest(self) -> None:
        """The keys to the list."""
        if self.paper is not None:
            self.paper.take_focus()
        else:
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
        """Close it as a mistake, with the reason."""
        if self.entry is None and self.table.hasFocus() and self.table.current() is not None:
            self.delete("follow_up", self.table.current())
        return True

    def on_menu(self) -> bool:
        """What else can be done with the one that is marked."""
        if self.entry is None and self.paper is None and self.table.current() is not None:
            self._menu(self.table.current(), self.table.below_current())
        return True

    def on_print(self) -> bool:
        """The list as it is narrowed and ordered, on paper."""
        if self.entry is not None or self.paper is not None:
            return True
        count = self.table.table.rowCount()
        rows = [self.table.table.row(place) for place in range(count)]
        which, village = self._which(), self.village
        self.papers.show_paper(
            "待办清单",
            lambda session, masked: follow_up_paper(session, rows, which, village=village, masked=masked),
            lines=count, warning=follow_up_paper_warning(rows))
        return True

    def on_back(self) -> bool:
        """The paper goes, then the form, then the list."""
        if self.papers.close_paper() or self.step_back():
            return True
        if self.table.hasFocus():
            self.search.setFocus()
            return True
        return False

    def _filters(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 8)
        chips = QFrame()
        flow = FlowLayout(chips)
        self.state_chip = FilterChip("全部", STATES)
        self.state_chip.choose("open")
        self.kind_chip = FilterChip("类别", FOLLOW_UP.by_name["kind"].choices)
        self.group_chip = FilterChip("组")
        self.month_chip = FilterChip("提出月份", all_word="不限月份")
        for chip in (self.state_chip, self.kind_chip, self.group_chip, self.month_chip):
            chip.chosen.connect(lambda _: self._narrow())
            flow.addWidget(chip)
        line.addWidget(chips, 1)
        self.report_link = Link("上报选中的")
        self.report_link.clicked.connect(self._report)
        self.print_link = Link("打印清单", key=cap("print"))
        self.print_link.clicked.connect(self.on_print)
        self.new_link = Link("加待办", key=cap("new"))
        self.new_link.clicked.connect(self.on_new)
        for link in (self.report_link, self.print_link, self.new_link):
            line.addWidget(link)
        return frame

    def _make_table(self) -> TableView:
        today = self.session.today
        table = TableView((
            Column("kind", "类别", tag=wording.follow_up_tag, width=88, sortable=True, key=lambda r: r.kind),
            Column("matter", "事项", text=lambda r: self.desk.cover(r.matter), stretch=True, detail=self._came_of_it,
                   tone=lambda r: "ink3" if r.status == "closed" else "ink"),
            Column("source", "来源", text=lambda r: wording.source_words(self.desk, r), width=196, tone="ink2",
                   sortable=True, key=lambda r: (r.group_no or 999, r.place)),
            Column("raised", "提出", text=lambda r: wording.day(r.raised_on, today()), width=84, tone="ink2",
                   sortable=True, key=lambda r: r.raised_on),
            Column("due", "到期", text=lambda r: wording.due_words(r, today())[0], width=116,
                   tone=lambda r: wording.due_words(r, today())[1], sortable=True, key=lambda r: r.due_on),
            Column("state", "状态", tag=lambda r: wording.state_tag(r, today()), width=100, sortable=True,
                   key=lambda r: ("raised", "reported", "closed").index(r.status)),
            Column("do", "", text=lambda r: "改" if r.status == "closed" else "办结", width=64, action=True),
        ), name="待办")
        table.set_hints((Hint(cap("move"), "选一条"), Hint("Enter", "办结"), Hint(cap("menu"), "上报等"),
                         Hint(cap("edit"), "修改")))
        table.menu_asked.connect(self._menu)
        table.opened.connect(self.open_follow_up)
        table.chosen.connect(self._chosen)
        return table

    def _came_of_it(self, row: Any) -> str:
        """To whom it was reported, or how it ended."""
        if row.status == "reported":
            return f"{wording.day(row.reported_on, self.session.today())}报{row.reported_to}"
        return self.desk.cover(row.outcome.replace("\n", " ")) if row.status == "closed" else ""

    def _chosen(self, row: Any) -> None:
        self.report_link.setText("重新办理选中的" if row is not None and row.status == "closed" else "上报选中的")
        self.report_link.setAccessibleName(self.report_link.text())
        self.report_link.updateGeometry()

    def _menu(self, row: Any, at: QPoint) -> None:
        if self.entry is None:
            follow_up_menu.open_menu(self, row, at)

    def _report(self) -> None:
        """Report the one that is marked; one that is closed goes back onto the list."""
        marked = self.table.current()
        if self.entry is not None or marked is None:
            return
        if marked.status != "closed":
            self.open_follow_up(marked, "report")
        else:
            follow_up_menu.reopen(self, marked)

    def _which(self) -> str:
        """What the list is narrowed to, in words."""
        chips = (self.state_chip, self.kind_chip, self.group_chip, self.month_chip)
        words = [chip.text() for chip in chips if chip.code]
        text = self.search.text().strip()
        return "、".join(words + ([f"含“{text}”"] if text else [])) or "全部待办"

    def _slim(self, slim: bool) -> None:
        whole = ("kind", "matter", "source", "due", "do") if theme.active().narrow else ()
        self.table.show_columns(("kind", "matter", "due") if slim else whole)
        for widget in (self.count, self.report_link, self.print_link, self.new_link):
            widget.setVisible(not slim)

    def _show_all(self) -> None:
        for chip in (self.state_chip, self.kind_chip, self.group_chip, self.month_chip):
            chip.choose("")
        self.search.clear()
        self._narrow()

    def _narrow(self) -> None:
        today = self.session.today_iso
        text = self.search.text().strip()
        found = None
        if text:
            hits = find(self.session, text, ("follow_up", "household", "plot"), limit=100_000)
            found = frozenset(hit.id for hit in hits)
        chosen = FollowUpFilter(self.state_chip.code, self.kind_chip.code, int(self.group_chip.code or 0),
                                self.month_chip.code, found)
        self.shown = [row for row in self._rows if chosen.takes(row, today)]
        self.table.set_rows(self.shown)
        self._stack.setCurrentIndex(0 if self.shown else 1)
        waiting = [row for row in self._rows if row.status != "closed"]
        late = sum(in_state(row, "overdue", today) for row in waiting)
        words = f"{len(waiting)} 件未办结" + (f"，{late} 件逾期" if late else "")
        narrowed = chosen != FollowUpFilter("open")
        self.count.setText(f"{words}，显示 {len(self.shown)} 件" if narrowed else words)
