"""The Today page: what to do first at the left, how the month stands at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from panhuang_desk.desk import theme
from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, More, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.today_side import TodaySide
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.desk.widgets.villages import add_village_filter
from panhuang_desk.model.values import Changes
from panhuang_desk.services.shown import shown_village
from panhuang_desk.services.today import TodayGroup, TodayItem, TodayView, today_view

_WEEKDAYS = "一二三四五六日"
_STATE_TAGS = {"overdue": "bad", "due": "warn"}
_CALL_ICONS = {"走访": "house", "计划": "calendar-days", "踏查": "sprout", "新户": "plus", "宣传": "book-open"}


class TodayPage(Page):
    """Rows grouped by urgency; Enter does what the word at the right of a row says."""

    name, title = "today", "今日"
    watches = frozenset({"household", "visit", "follow_up", "plot", "patrol", "plot_check", "plant_finding",
                         "answer_sheet", "report", "focus"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.view: TodayView | None = None
        self.village_chip = add_village_filter(self.header, self.session, desk.refresh)
        self.new_button = self.header.add_button("记走访", "primary", key=cap("new"), icon="plus")
        self.new_button.clicked.connect(self.on_new)
        self.table = self._make_table()
        self.side = TodaySide()
        self.side.asked.connect(lambda page, target: desk.go(page, **target))
        self.side.left.connect(self._to_list)
        self.table.right.connect(self.side.take_focus)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._filled())
        self._stack.addWidget(self._empty())
        self.body.addWidget(self._stack, 1)

    def refresh(self, changes: Changes | None = None) -> None:
        """Put everything together anew."""
        village = shown_village(self.session)
        if self.village_chip is not None:
            self.village_chip.choose(village)
        today = self.session.today()
        self.header.set_about(f"{today.year}年{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}")
        self.view = view = today_view(self.session, village)
        self.desk.set_count("today", view.count)
        empty = view.empty and not view.groups
        self._stack.setCurrentIndex(1 if empty else 0)
        self.new_button.setVisible(not empty)
        self.table.set_rows(self._rows(view.groups), same=_same)
        self.side.show_view(view, today)

    def arrive(self) -> None:
        """The list has the keys, the side where nothing is to be done; on an empty page the first thing to do."""
        if self._stack.currentIndex() == 1:
            self.import_button.setFocus()
        elif self._list.currentIndex() == 1:
            self.side.take_focus()
        else:
            self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """What the keys do."""
        return (Hint(cap("new"), "记走访"), Hint(cap("find"), "查找"))

    def on_find(self) -> bool:
        """Households are searched on their own page."""
        self.desk.go("visits")
        return True

    def on_new(self) -> None:
        """A visit: to the search of the visits page, where a door or a name is typed."""
        self.desk.go("visits", do="visit")

    def on_import(self) -> None:
        """The register comes in from a spreadsheet."""
        self.desk.go("visits", do="import")

    def on_household(self) -> None:
        """One household by hand."""
        self.desk.go("visits", do="household")

    def on_edit(self) -> bool:
        """F2 does the same as Enter."""
        item = self.table.current()
        self.open_row(item)
        return item is not None

    def on_explain(self) -> bool:
        """How the figure of the line at the right is reckoned."""
        return self._stack.currentIndex() == 0 and explain(self.desk, self.side.definitions())

    def open_row(self, item: Row) -> None:
        """Do what stands at the right of a row; the rest of a group is shown by the register."""
        if isinstance(item, More):
            self.desk.go("visits", do="narrow", **item.data)
        elif isinstance(item, TodayItem):
            self._do(item)

    def _to_list(self) -> None:
        if self._list.currentIndex() == 0:
            self.table.setFocus()

    def _do(self, item: TodayItem) -> None:
        if item.kind == "follow_up":
            self.desk.go("visits", kind="follow_up", id=item.id, do="close", back="today")
        elif item.kind == "household" and item.id:
            self.desk.go("visits", kind="household", id=item.id, do="visit", back="today")
        elif item.kind == "household":
            self.desk.go("visits", do="household", back="today")
        elif item.kind in ("plan", "focus"):
            self.desk.go("visits", tab="3")
        elif item.kind == "round":
            village, _, group = item.id.partition(":")
            self.desk.go("visits", do="round", village=village, group=group)
        elif item.kind == "sheets":
            self.desk.go("quizzes", do="round", id=item.id)
        elif item.kind == "season":
            self.desk.go("patrols", tab="3")
        elif item.kind == "publicity":
            self.desk.go(item.id)
        else:
            self.desk.go("patrols")

    def _rows(self, groups: Sequence[TodayGroup]) -> list[Row]:
        """Headings with their rows; long groups of calls end with 还有 N 户."""
        rows: list[Row] = []
        for group in groups:
            counted = "" if group.items[0].kind in ("plan", "focus", "season", "publicity") else str(group.count)
            rows += [Heading(group.title, counted), *group.items]
            if group.more:
                rows.append(More(f"还有 {group.more} 户，按 Enter 在户册里看", group.filters))
        return rows

    def _make_table(self) -> _TodayTable:
        table = _TodayTable((
            Column("tag", "", tag=_tag, width=92),
            Column("subject", "", text=self._subject, detail=self._detail, stretch=True),
            Column("when", "", text=lambda item: item.when, width=104, align="right", tone=_when_tone),
            Column("do", "", text=lambda item: item.action, width=84, action=True),
        ), name="今天要办的事", header=False)
        table.set_hints((Hint(cap("move"), "选一条"), Hint("Enter", "去办"), Hint("→", "看进度")))
        table.opened.connect(self.open_row)
        return table

    def _detail(self, item: TodayItem) -> str:
        return self.desk.cover(item.detail) if item.kind == "follow_up" else item.detail

    def _subject(self, item: TodayItem) -> str:
        if item.kind == "follow_up" and not item.detail:
            return self.desk.cover(item.subject)
        if not item.name:
            return item.subject
        return item.subject.removesuffix(item.name) + self.desk.mask(item.name)

    def _filled(self) -> QFrame:
        look = theme.active()
        frame = QFrame()
        line = row(frame, 0, 16 if look.narrow else 24)
        sheet = Sheet(1, spacing=0)
        sheet.column.addWidget(self._list_or_rest(), 1)
        line.addWidget(sheet, 1)
        self.side.setFixedWidth(344 if look.text_size > 100 else 352)
        line.addWidget(self.side)
        return frame

    def _list_or_rest(self) -> QFrame:
        """The list; with nothing to do it stays away and a sentence says so."""
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        rest = EmptyPage("check", "今天没有要办的事", "待办都没到期，该再上门的户都走到了。可以接着走访。")
        self._list.addWidget(rest)
        self.table.table.modelReset.connect(
            lambda: self._list.setCurrentIndex(0 if self.table.table.rowCount() else 1))
        frame = QFrame()
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._list)
        return frame

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("house", "还没有户", "先把村里的户册导进来，Excel 或 CSV 都行。以后改一处，各处都跟着改。")
        self.import_button = page.add_button("导入户册", key=cap("import"), icon="table-2")
        self.import_button.clicked.connect(self.on_import)
        page.add_button("手工加一户", "secondary", key=cap("household")).clicked.connect(self.on_household)
        page.add_link("看使用说明", "第一次用？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side shows as many near days as there is room for."""
        super().resizeEvent(event)
        self.side.fit(self._stack.height())


class _TodayTable(TableView):
    """The list; Right asks for what stands beside it."""

    right = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right; the rest as in every table."""
        if event.key() == Qt.Key.Key_Right:
            self.right.emit()
            return
        super().keyPressEvent(event)


def _tag(item: TodayItem) -> TagLook:
    look = _STATE_TAGS.get(item.state, "kind")
    return TagLook(item.tag, look, _CALL_ICONS.get(item.tag, ""))


def _when_tone(item: TodayItem) -> str:
    return {"overdue": "red", "due": "amber"}.get(item.state, "ink2")


def _same(one: Row, other: Row) -> bool:
    """The same thing to do, in another moment's list."""
    return isinstance(one, TodayItem) and isinstance(other, TodayItem) and (one.kind, one.id) == (other.kind, other.id)

