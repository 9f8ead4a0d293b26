"""The tab of the month's plan: whom to visit on which day, the rules beside it, the working list on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.pages.visits.focus_entry import FocusEntry
from panhuang_desk.desk.pages.visits.focus_strip import FocusStrip
from panhuang_desk.desk.pages.visits.plan_rules import PlanRulesPanel
from panhuang_desk.desk.pages.visits.visit_entry import VisitEntry
from panhuang_desk.desk.tabs.follow_up_entry import RaiseEntry
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.papers import Papers
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.months import Month
from panhuang_desk.model.plan import CALL_AGAIN, PlanRules
from panhuang_desk.services import focus as focus_service
from panhuang_desk.services import households, plan
from panhuang_desk.services.focus import Focus
from panhuang_desk.services.leaflet import leaflet_of, leaflet_warning
from panhuang_desk.services.plan import MonthPlan, PlanDay, PlanLine
from panhuang_desk.services.plan_paper import plan_day_words, working_list, working_list_warning
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_LIST, _NOTHING = range(2)
_LEFT, _PUT_OFF = "排不下", "这个月不去"
_BESIDE = 20
_PAPER, _LEAFLET = "走访工作清单", "宣传页"


class PlanTab(VisitsTab):
    """Enter records the visit, Delete leaves a household out this month, Ctrl+R fills in the day of the marked row as a
    round, Ctrl+P shows that day's working list. `round_asked` tells the ids of a round, `village_asked` that an
    office has to choose a village first.
    """

    round_asked = Signal(object)
    village_asked = Signal()
    table: TableView

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.plan: MonthPlan | None = None
        self._visited: tuple[str, dt.date | None, str] = ("", None, "")
        box = column(self, 0, 0)
        left = QFrame()
        inner = column(left, 0, 12)
        self.head = self._head()
        inner.addWidget(self.head)
        self.focus = FocusStrip()
        self.focus.changed.connect(self.change_focus)
        self.focus.printed.connect(self._print_leaflet)
        self.focus.removed.connect(self._remove_focus)
        inner.addWidget(self.focus)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyPage("check", "这个月没有要走的户了", "重点户都见到了，这个月该走的也走完了。"))
        sheet.column.addWidget(self._stack)
        inner.addWidget(sheet, 1)
        self.rules = PlanRulesPanel()
        self.rules.changed.connect(self._change_rules)
        self.panes = TwoPanes(left, self.rules)
        self.panes.slimmed.connect(self._slim)
        self.panes.set_needed(self.table.needed_width() + theme.active().text_px(96) + _BESIDE)
        self._surface = QStackedWidget()
        self._surface.addWidget(self.panes)
        none = EmptyPage("house", "先选一个村（社区）", "计划是一个村一个村排的。")
        self.village_button = none.add_button("选村（社区）")
        self.village_button.clicked.connect(self.village_asked)
        empty = Sheet(0)
        empty.column.addWidget(none)
        self._surface.addWidget(empty)
        self.papers = Papers(desk, self._surface)
        self.papers.closed.connect(self.rest)
        box.addWidget(self.papers)

    def load(self, village: str) -> None:
        """Put the plan together anew."""
        self.village = village or (self.session.store.villages[0].code if len(self.session.store.villages) == 1 else "")
        self.rules.show_rules(plan.plan_rules(self.session))
        self.plan = found = plan.month_plan(self.session, self.village) if self.village else None
        rows = self._rows(found) if found is not None else []
        self.table.set_rows(rows)
        self.focus.show_plan(self.session, self.village, Month.of(self.session.today()))
        self._show_focus()
        self._surface.setCurrentIndex(0 if found is not None else 1)
        self._stack.setCurrentIndex(_LIST if rows else _NOTHING)
        self.count.setText(_count_words(found) if found is not None else "")
        self.day_link.setVisible(found is not None and bool(found.days))
        self.month_link.setVisible(found is not None and len(found.days) > 1)
        self._go_past_visited()

    def rest(self) -> None:
        """The keys to the list."""
        if self.papers.paper is not None:
            self.papers.paper.take_focus()
        elif self.plan is None:
            self.village_button.setFocus()
        elif self._stack.currentIndex() == _LIST and self.panes.at_list:
            self.table.setFocus()
        else:
            self.rules.take_focus()

    def go_on(self) -> bool:
        """The visit to the next household of the plan."""
        line = self.table.current()
        return self._visit(line) if isinstance(line, PlanLine) and line.reason else False

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("round"), "这一天一轮"), Hint(cap("print"), "打印"))

    # Keys

    def on_new(self) -> bool:
        """A visit to the household that is marked."""
        if self.entry is None and self.table.current() is not None:
            self._visit(self.table.current())
        return True

    def on_edit(self) -> bool:
        """The same as Enter."""
        if self.entry is None and self.table.current() is not None:
            self._open(self.table.current())
        return True

    def on_follow_up(self) -> bool:
        """A follow-up of the household that is marked."""
        line = self.table.current()
        if self.entry is None and line is not None:
            self.open(RaiseEntry(self.desk, ("household", line.id), self._who(line), household=line.id))
        return True

    def on_delete(self) -> bool:
        """Leave the household out this month."""
        line = self.table.current()
        if self.entry is None and self.table.hasFocus() and line is not None and line.reason:
            self.desk.did(f"这个月不去：{words.door(line.row)}", plan.put_off(self.session, line.id))
        return True

    def on_round(self) -> bool:
        """The day of the marked row as a round."""
        day = self._day()
        if self.entry is None and day is not None:
            self.round_asked.emit(tuple(line.id for line in day.lines))
        return True

    def on_print(self) -> bool:
        """The working list of the day of the marked row."""
        day = self._day()
        if self.entry is None and self.papers.paper is None and day is not None:
            self._print([day])
        return True

    def on_back(self) -> bool:
        """The paper goes, then the form, then the rules where they hide the list."""
        if self.papers.close_paper() or self.step_back():
            return True
        if not self.panes.at_list:
            self.panes.close_entry()
            self.rest()
            return True
        return False

    # Building

    def _head(self) -> QFrame:
        head = QFrame()
        line = row(head, 0, 12)
        self.count = Label("", "caption", "ink2")
        line.addWidget(self.count, 1)
        self.rules_link = Link("怎么排")
        self.rules_link.clicked.connect(self._look_at_rules)
        self.day_link = Link("打印这一天", key=cap("print"))
        self.day_link.clicked.connect(self.on_print)
        self.month_link = Link("打印到月底")
        self.month_link.clicked.connect(self._print_month)
        for link in (self.rules_link, self.day_link, self.month_link):
            line.addWidget(link)
        self.rules_link.setVisible(theme.active().narrow)
        head.setMinimumHeight(theme.active().filter)
        return head

    def _make_table(self) -> TableView:
        today = self.session.today
        table = TableView((
            Column("door", "组门牌", text=lambda line: words.door(line.row), width=136, most=164, middle=True),
            Column("name", "联系人", text=lambda line: words.who(self.desk, line.row), width=84),
            Column("people", "重点", text=lambda line: words.key_groups(line.row), width=104, tone="ink2"),
            Column("reason", "缘由", text=self._reason, stretch=True,
                   tone=lambda line: "amber" if line.reason == CALL_AGAIN else "ink"),
            Column("met", "上次见到", text=lambda line: words.last_met(line.row, today())[0], width=104, tone="ink2"),
            Column("do", "", text=lambda line: "走访" if line.reason else "排回来", width=80, action=True),
        ), name="本月计划")
        table.set_hints((Hint(cap("move"), "选一户"), Hint("Enter", "记走访"), Hint(cap("delete"), "这个月不去")))
        table.opened.connect(self._open)
        return table

    # Reacting

    def _rows(self, found: MonthPlan) -> list[Row]:
        rows: list[Row] = []
        for day in found.days:
            rows += [Heading(self._day_words(day.day), _groups_words(day.lines)), *day.lines]
        for title, lines in ((_LEFT, found.left), (_PUT_OFF, found.put_off)):
            if lines:
                rows += [Heading(title, f"{len(lines)} 户"), *lines]
        return rows

    def _day_words(self, day: dt.date) -> str:
        away = (day - self.session.today()).days
        return f"{('今天 ', '明天 ')[away] if away < 2 else ''}{plan_day_words(day)}"

    def _reason(self, line: PlanLine) -> str:
        assert self.plan is not None
        return plan.reason_words(line.reason, self.plan.rules)

    def _who(self, line: PlanLine) -> str:
        return household_words(line.row.group_no, line.row.door_no, self.desk.mask(line.row.contact_name))

    def _open(self, line: Any) -> None:
        if not line.reason:
            self.desk.did(f"排回计划：{words.door(line.row)}", plan.take_back(self.session, line.id))
        else:
            self._visit(line)

    def _visit(self, line: PlanLine) -> bool:
        view = households.view(self.session, line.id)
        if view is None:
            return False
        place = self.table.currentIndex().row() + 1
        rest = (self.table.table.row(each) for each in range(place, self.table.table.rowCount()))
        after = next((each.id for each in rest if isinstance(each, PlanLine)), "")
        self._visited = (line.id, line.day, after)
        self.open(VisitEntry(self.desk, view))
        return True

    def _go_past_visited(self) -> None:
        """After a visit the next household is marked, also where the one visited got another day."""
        id, day, after = self._visited
        line = self.table.current()
        if id and after and self.entry is None and isinstance(line, PlanLine) and line.id == id and line.day != day:
            self.table.select_id(after)

    def _day(self) -> PlanDay | None:
        """The day of the marked row; the first one where it has none."""
        if self.plan is None or not self.plan.days:
            return None
        line = self.table.current()
        return next((day for day in self.plan.days if line is not None and day.day == line.day), self.plan.days[0])

    def _print(self, days: Sequence[PlanDay]) -> None:
        """Show the working list of these days."""
        assert self.plan is not None
        village, rules = self.village, self.plan.rules
        self.papers.show_paper(
            _PAPER, lambda session, masked: working_list(session, village, rules, days, masked=masked),
            lines=sum(len(day.lines) for day in days), warning=working_list_warning(days))

    def _print_month(self) -> None:
        if self.plan is not None and self.plan.days:
            self._print(self.plan.days)

    def _change_rules(self, rules: PlanRules) -> None:
        plan.set_plan_rules(self.session, rules)
        self.desk.refresh()
        if self.plan is not None:
            self.desk.announce(f"重排好了：{_count_words(self.plan)}")

    def change_focus(self, focus: Focus) -> None:
        """See and change what the visits of a month are to explain."""
        self.open(FocusEntry(self.desk, focus))

    def _print_leaflet(self, focus: Focus) -> None:
        self.papers.show_paper(_LEAFLET, lambda session, _masked: leaflet_of(session, focus.questions, focus.village),
                               warning=leaflet_warning(self.session, focus.questions, focus.village), names=False)

    def _remove_focus(self, focus: Focus) -> None:
        self.desk.did(f"去掉了 {focus.month.number}月宣传重点：{len(focus.questions)} 题",
                      focus_service.remove(self.session, focus.id))
        self.rest()

    def _show_focus(self) -> None:
        """Above the list, while there is something to explain and no form is open beside it."""
        self.focus.setVisible(not self.focus.empty and self.entry is None)

    def _look_at_rules(self) -> None:
        self.panes.show_home()
        self.rules.take_focus()

    def _slim(self, slim: bool) -> None:
        size = theme.active().text_size
        whole = () if size == 100 else ("door", "name", "reason", "do", "met" if size > 125 else "people")
        self.table.show_columns(("door", "reason") if slim else whole)
        self.head.setVisible(not slim)
        self.focus.setVisible(not slim and not self.focus.empty)


def _count_words(found: MonthPlan) -> str:
    """162 户要走，还有 5 天."""
    left = f"，{len(found.left)} 户排不下" if found.left else ""
    done = f"，今天走了 {found.done_today} 户" if found.done_today else ""
    return f"要走 {found.count} 户，还有 {found.days_left} 天{done}{left}"


def _groups_words(lines: Sequence[PlanLine]) -> str:
    """28 户·1、2、14 组."""
    groups = dict.fromkeys(str(line.row.group_no) for line in lines)
    return f"{len(lines)} 户·{'、'.join(groups)} 组"
