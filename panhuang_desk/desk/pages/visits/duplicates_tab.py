"""Entries that may be one household, in pairs: merged at the right, or told apart for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits.base import VisitsTab
from panhuang_desk.desk.pages.visits.duplicates_entry import MergeEntry
from panhuang_desk.desk.tabs.list_pane import ListPane
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.tab import GONE
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services import duplicates
from panhuang_desk.services.duplicates import REASONS, Pair
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.survivors import LikenessRow

_LIST, _NONE, _SEARCHING = range(3)


class DuplicatesTab(VisitsTab):
    """Enter opens the form that merges a pair; Delete says that they are two households. `closed` asks to go back to
    the register.
    """

    closed = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._pairs: list[Pair] = []
        self._asked = 0
        self._names = {each.code: wording.short_village(each.name) for each in self.session.store.villages}
        box = column(self, 0, 0)
        self.table = self._make_table()
        self._none = EmptyPage("check", "没有疑似重复的户",
                               "比的是同村里的地址、电话，和同组的姓名。以后有了，这里会列出来。")
        self._none.add_button("回到户表", "secondary", key=cap("back")).clicked.connect(self.closed)
        searching = Label("正在比对户册…", "body", "ink2")
        searching.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left = ListPane((self._head(),), self.table, self._none, searching)
        self._stack = left.stack
        self.panes = TwoPanes(left)
        self.panes.slimmed.connect(self._slim)
        box.addWidget(self.panes)

    # What the page uses

    def load(self, village: str) -> None:
        """Compare the households of a village, or of the file, in the background."""
        self.village = village
        self._asked += 1
        session, asked, dismissed = self.session, self._asked, bool(self.apart_chip.isChecked())

        def work(progress: Progress) -> list[Pair]:
            with session.aside() as aside:
                return duplicates.suspects(aside, village, dismissed=dismissed)

        if not self._pairs:
            self._stack.setCurrentIndex(_SEARCHING)
        self.desk.run("正在比对户册", work, lambda pairs: self._show(pairs, asked), quiet=True)

    def rest(self) -> None:
        """The keys to the list."""
        (self.table if self._stack.currentIndex() == _LIST else self.apart_chip).setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("back"), "回到户表"),)

    def go_on(self) -> bool:
        """Nothing follows by itself: each pair is looked at."""
        return False

    # Keys

    def on_new(self) -> bool:
        """Nothing new is recorded here."""
        return True

    def on_edit(self) -> bool:
        """The pair that is marked."""
        if self.entry is None and self.table.current() is not None:
            self._open(self.table.current())
        return True

    def on_delete(self) -> bool:
        """They are two households."""
        if self.entry is None and self.table.hasFocus() and self.table.current() is not None:
            self.tell_apart(self.table.current())
        return True

    def on_back(self) -> bool:
        """The form goes, then the list."""
        if not self.step_back():
            self.closed.emit()
        return True

    # What is done

    def tell_apart(self, pair: Pair) -> None:
        """Remember that they are two; where that was said already, look at them again."""
        dismissed = self.apart_chip.isChecked()
        act = duplicates.look_again if dismissed else duplicates.tell_apart
        said = "重新列为疑似重复" if dismissed else "记下了是两户"
        try:
            changes = act(self.session, pair.one.id, pair.other.id)
        except UserError as problem:
            self.desk.error(problem)
            return
        self._drop(pair)
        self.desk.did(f"{said}：{_door(pair.one)}，{_door(pair.other)}", changes)
        self.rest()

    def _open(self, pair: Pair) -> None:
        if self.apart_chip.isChecked():
            self.tell_apart(pair)
            return
        one, other = (self.session.store.get("household", each.id) for each in (pair.one, pair.other))
        if one is None or other is None:
            self.desk.announce(GONE)
            return
        self.open(MergeEntry(self.desk, one, other))

    # Showing

    def _show(self, pairs: list[Pair], asked: int) -> None:
        if asked != self._asked:
            return
        focused = self.isVisible() and (self.table.hasFocus() or self.apart_chip.hasFocus())
        self._pairs = pairs
        self.table.set_rows(pairs, first=True)
        self._stack.setCurrentIndex(_LIST if pairs else _NONE)
        word = "说过是两户的" if self.apart_chip.isChecked() else "可能是同一户"
        self.count.setText(f"{len(pairs)} 对{word}" if pairs else "")
        if self.isVisible() and self.entry is None and (focused or self.desk.focusWidget() is None):
            self.rest()

    def _drop(self, pair: Pair) -> None:
        """Take a pair that is settled out of the list before the file is compared anew."""
        self._show([each for each in self._pairs if each is not pair], self._asked)

    def _head(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 12)
        self.back_link = Link("户表", key=cap("back"))
        self.back_link.clicked.connect(self.closed)
        line.addWidget(self.back_link)
        line.addWidget(Label("疑似重复", "section"))
        self.apart_chip = FilterChip("说过是两户的")
        self.apart_chip.chosen.connect(lambda _: self.load(self.village))
        line.addWidget(self.apart_chip)
        line.addStretch(1)
        self.count = Label("", "caption", "ink2")
        line.addWidget(self.count)
        return frame

    def _make_table(self) -> TableView:
        villages = len(self.session.store.villages) > 1 and not self.session.home
        columns = [
            Column("why", "为什么", text=lambda pair: "、".join(REASONS[each] for each in pair.reasons), width=208,
                   tone="ink2"),
            Column("one", "一户", text=lambda pair: self._entry(pair.one), stretch=True),
            Column("other", "另一户", text=lambda pair: self._entry(pair.other), width=320),
            Column("do", "", text=lambda pair: "再看看" if self.apart_chip.isChecked() else "合并", width=72,
                   action=True),
        ]
        if villages:
            columns.insert(0, Column("village", "村", text=lambda pair: self._names[pair.one.village], width=96))
        table = TableView(tuple(columns), name="疑似重复")
        table.set_hints((Hint(cap("move"), "选一对"), Hint("Enter", "合并"), Hint(cap("delete"), "是两户")))
        table.opened.connect(self._open)
        return table

    def _entry(self, entry: LikenessRow) -> str:
        """3 组 27 号·孙桂兰·13800007702, as it may be shown now."""
        parts = (_door(entry), self.desk.mask(entry.contact_name), self.desk.mask(entry.phone))
        return "·".join(part for part in parts if part)

    def _slim(self, slim: bool) -> None:
        whole = ("one", "other", "do") if theme.active().narrow else ()
        self.table.show_columns(("one", "do") if slim else whole)
        self.count.setVisible(not slim)


def _door(entry: LikenessRow) -> str:
    return household_words(entry.group_no, entry.door_no)
