"""The tab of visits: those of a month, newest first, to be looked over, corrected, deleted or given out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import wording
from panhuang_desk.desk.giving_out import give_out
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, QueryRows
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.tabs.list_pane import ListPane, SearchHead
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.model.months import Month
from panhuang_desk.services.households import groups as groups_of
from panhuang_desk.services.records import find
from panhuang_desk.services.visits import VisitFilter, VisitList, people_who_went

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


_ALL_MONTHS = Choice("all", "不限月份")


class LogTab(VisitsTab):
    """Enter or F2 corrects a visit, Delete deletes it, Ctrl+E gives the list out as a table. However many there are,
    only what is looked at is read.
    """

    table: TableView

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._list = VisitList(self.session, VisitFilter())
        box = column(self, 0, 0)
        head = SearchHead("姓名、门牌、备注里的字")
        self.search, self.count = head.search, head.count
        self.search.textChanged.connect(lambda _: self._narrow())
        self.search.leave.connect(lambda: self.table.setFocus())
        self.table = self._make_table()
        empty = EmptyPage("inbox", "没有走访记录", "这个月还没有记，或者都被筛掉了。按 Ctrl+N 来记。")
        left = ListPane((head, self._filters()), self.table, empty)
        self._stack = left.stack
        self.panes = TwoPanes(left)
        self.panes.slimmed.connect(self._slim)
        box.addWidget(self.panes)

    def load(self, village: str) -> None:
        """Offer what the lists can be narrowed to, and show the visits."""
        self.village = village
        self.month_chip.set_options((_ALL_MONTHS, *wording.month_choices(self.session.today())))
        groups = groups_of(self.session, village)
        self.group_chip.set_options([Choice(str(each), f"{each} 组") for each in groups])
        people = people_who_went(self.session, self._span())
        self.person_chip.set_options([Choice(name, name) for name in people])
        self.person_chip.setVisible(len(people) > 1)
        self._narrow()

    def rest(self) -> None:
        """The keys to the list."""
        (self.table if self._stack.currentIndex() == 0 else self.search).setFocus()

    def correct(self, visit_id: str) -> None:
        """Open a visit, of whatever month, to be corrected."""
        record = self.session.store.get("visit", visit_id)
        if record is not None:
            self._show_month(record.text("visited_on")[:7])
            self.search.clear()
            for chip in (self.outcome_chip, self.group_chip, self.person_chip):
                chip.choose("")
            self.load(self.village)
            self.table.select_id(visit_id)
        self.open_visit(visit_id)

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("find"), "查找"),)

    # Keys

    def on_edit(self) -> bool:
        """Correct the visit that is marked."""
        if self.entry is None and self.table.current() is not None:
            self.open_visit(self.table.current().id)
        return True

    def on_delete(self) -> bool:
        """Delete it."""
        if self.entry is None and self.table.hasFocus() and self.table.current() is not None:
            self.delete("visit", self.table.current())
        return True

    def on_export(self) -> bool:
        """The visits of the list, in its order, as a table."""
        if self.entry is None:
            give_out(self.desk, "visit", columns=None, ids=self._list.ids(*self.table.table.sorted_by))
        return True

    def on_back(self) -> bool:
        """The form goes, then the search."""
        if self.step_back():
            return True
        if self.table.hasFocus():
            self.search.setFocus()
            return True
        return False

    def _filters(self) -> QFrame:
        frame = QFrame()
        flow = FlowLayout(frame)
        self.month_chip = FilterChip("本月", all_word="本月")
        self.month_chip.chosen.connect(lambda _: self.load(self.village))
        self.outcome_chip = FilterChip("结果", VISIT.by_name["outcome"].choices)
        self.group_chip = FilterChip("组")
        self.person_chip = FilterChip("走访人")
        for chip in (self.outcome_chip, self.group_chip, self.person_chip):
            chip.chosen.connect(lambda _: self._narrow())
        for chip in (self.month_chip, self.outcome_chip, self.group_chip, self.person_chip):
            flow.addWidget(chip)
        return frame

    def _make_table(self) -> TableView:
        today = self.session.today
        table = TableView((
            Column("day", "日期", text=lambda r: wording.day(r.visited_on, today()), width=116, sortable=True),
            Column("door", "组门牌", text=words.door, width=104, most=164, middle=True, sortable=True),
            Column("name", "联系人", text=lambda r: self.desk.mask(r.contact_name) or "—", width=84, sortable=True),
            Column("outcome", "结果", tag=lambda r: words.outcome_tag(r.outcome), width=96, sortable=True),
            Column("about", "谈了什么", text=lambda r: words.visit_words(self.desk, r), width=260,
                   stretch=True, tone="ink2"),
            Column("who", "走访人", text=lambda r: r.visited_by, width=88, tone="ink2", small=True),
        ), name="走访记录")
        table.set_hints((Hint(cap("move"), "选一条"), Hint("Enter", "修改"), Hint(cap("delete"), "删除"),
                         Hint(cap("export"), "导出")))
        table.opened.connect(lambda row: self.open_visit(row.id))
        return table

    def _slim(self, slim: bool) -> None:
        self.table.show_columns(("day", "door", "outcome") if slim else ())
        self.count.setVisible(not slim)

    def _narrow(self) -> None:
        text = self.search.text().strip()
        found = None
        if text:
            found = tuple(hit.id for hit in find(self.session, text, ("household", "visit"), limit=100_000))
        chosen = attrs.evolve(
            self._span(), outcome=self.outcome_chip.code, group_no=int(self.group_chip.code or 0),
            visited_by=self.person_chip.code, found=found)
        self._list = VisitList(self.session, chosen)
        number = self._list.count()
        self.table.set_rows(QueryRows(lambda: number.visits, self._list.rows, self._list.place))
        self._stack.setCurrentIndex(0 if number.visits else 1)
        self.count.setText(f"{self._month_words()} {number.visits} 次，见到 {number.met} 户")

    def _span(self) -> VisitFilter:
        """The days of the month that is chosen; all where months do not matter."""
        if self.month_chip.code == _ALL_MONTHS.code:
            return VisitFilter(self.village)
        month = self._month()
        return VisitFilter(self.village, month.first, month.last)

    def _month(self) -> Month:
        code = self.month_chip.code
        return Month.parse(code) if code and code != _ALL_MONTHS.code else Month.of(self.session.today())

    def _month_words(self) -> str:
        return "共" if self.month_chip.code == _ALL_MONTHS.code else f"{self._month().number}月"

    def _show_month(self, month: str) -> None:
        """Choose a month, or all where it is not offered."""
        self.month_chip.choose(month)
        if self.month_chip.code != month:
            self.month_chip.choose(_ALL_MONTHS.code)
