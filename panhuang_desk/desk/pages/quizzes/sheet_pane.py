"""The list of answer sheets with what stands over it: the filters, the count, and what waits to be gone on with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.sheet_filters import SheetFilters
from panhuang_desk.desk.pages.quizzes.sheet_list import NAMES, columns, count_words
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.services.quizzes import sheet_state
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import SheetRow


class SheetPane(QFrame):
    """`all_asked` asks for the list of a month again, `stats_asked` for the figures that named the few sheets listed,
    `go_on_asked` for the sheet that was begun, `round_asked` for those that wait in the grid.
    """

    all_asked = Signal()
    stats_asked = Signal()
    go_on_asked = Signal()
    round_asked = Signal()

    def __init__(self, session: Session, villages: Mapping[str, str], mark: Callable[[], int],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._villages, self._mark = session, villages, mark
        inner = column(self, 0, 12)
        head = row(None, 0, 12)
        self.filters = SheetFilters()
        head.addWidget(self.filters, 1)
        self.count = Label("", "caption", "ink2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setMinimumHeight(theme.active().filter)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(head)
        self.only = Strip("", "next", icon="info")
        self.only.add_link("看全部").clicked.connect(self.all_asked)
        self.only.add_link("回到统计", key=cap("back")).clicked.connect(self.stats_asked)
        self.begun = Strip("有一份答卷没录完，草稿还在", "next", icon="pencil")
        self.begun.add_link("接着录", key=cap("new")).clicked.connect(self.go_on_asked)
        self.waiting = Strip("", "next", icon="pencil")
        self.waiting.add_link("接着录", key=cap("round")).clicked.connect(self.round_asked)
        for strip in (self.only, self.begun, self.waiting):
            inner.addWidget(strip)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyPage("inbox", "没有答卷", "这个月还没有录，或者都被筛掉了。"))
        sheet.column.addWidget(self._stack)
        inner.addWidget(sheet, 1)

    def show_rows(self, rows: Sequence[SheetRow], *, of_month: bool) -> None:
        """Show the sheets, and how many there are; `of_month` where they are those that the filters ask for."""
        self.table.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        month = self.filters.month_of(self._session.today()) if of_month else None
        self.count.setText(count_words([sheet_state(row, self._mark()) for row in rows], month,
                                       about_people=self.filters.about_people and of_month))

    def show_strips(self, *, only: bool, begun: bool, waiting: int) -> None:
        """Show what there is to go on with: that a few are listed `only`, a sheet `begun`, so many `waiting`."""
        self.only.setVisible(only)
        self.begun.setVisible(begun)
        self.waiting.set_text(f"照纸卷录了 {waiting} 份，还没有保存")
        self.waiting.setVisible(waiting > 0)

    def rest(self) -> None:
        """The keys to the list; while it is empty to the month."""
        (self.table if self._stack.currentIndex() == 0 else self.filters.month).setFocus()

    def set_slim(self, slim: bool, village: str) -> None:
        """Beside a form only what tells sheets apart; the village only where several are shown."""
        several = len(self._villages) > 1 and not village
        # Beside a sheet there is no room for the village and for what the sheet tells, too.
        crowded = {100: ("form",), 125: ("form", "sampling")}.get(theme.active().text_size, ())
        left_out = crowded if several else ("village",)
        self.table.show_columns(("day", "group", "score") if slim else tuple(
            each for each in NAMES if each not in left_out))
        self.count.setVisible(not slim)
        if slim:
            self.show_strips(only=False, begun=False, waiting=0)
        self.filters.set_slim(slim)

    def _make_table(self) -> TableView:
        table = TableView(columns(self._session, self._villages, self._mark), name="答卷")
        table.set_hints((Hint(cap("move"), "选一份"), Hint("Enter", "看" if theme.active().narrow else "改"),
                         Hint(cap("delete"), "删除")))
        return table
