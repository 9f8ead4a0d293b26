"""Beside the paper: what reads otherwise than in the newest edition, and the records because of which it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.report.changes import ChangeRow, ChangeTable, change_rows
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, column, row
from panhuang_desk.desk.widgets.strips import Foot
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.values import Progress
from panhuang_desk.services.edition_causes import ADDED, ALTERED, OTHERWISE, REMOVED, Because, because
from panhuang_desk.services.report_view import ReportView
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HOW = {ADDED: TagLook("新增", "plain", "plus"), REMOVED: TagLook("不算了", "kind", "minus"),
        ALTERED: TagLook("改了", "warn", "pencil"), OTHERWISE: TagLook("规则", "kind", "settings")}


class CauseTable(TableView):
    """The records that make a difference; Enter goes to one (`opened`)."""

    def __init__(self, *, several: bool) -> None:
        super().__init__((
            Column("how", "", tag=lambda r: _HOW[r.how], width=104),
            Column("day", "日期", text=lambda r: day_words(r.day) if r.day else "", width=76, tone="ink2"),
            Column("words", "记录", text=lambda r: r.words, width=120, stretch=True,
                   detail=lambda r: r.village if several else ""),
        ), name="引起差别的记录", header=False, row_height=32)
        self.set_hints((Hint("Enter", "打开这一条"), Hint(cap("back"), "退回")))


class ChangesSheet(Sheet):
    """Enter on a figure lists the records that caused it, Enter on one of these goes there (`record_asked`); F6 goes on
    to the next edition (`issue_asked`), Esc back (`closed`).
    """

    record_asked = Signal(str, str)
    issue_asked = Signal()
    closed = Signal()

    def __init__(self, desk: Shell, view: ReportView, parent: QWidget | None = None) -> None:
        super().__init__(0, spacing=0, parent=parent)
        self._desk, self._view = desk, view
        look = theme.active()
        edition = view.standing.edition
        assert edition is not None
        self._edition = edition
        self.setAccessibleName("定稿后的变化")
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(2))
        head.addWidget(Label(f"第 {edition.number} 版定稿以后变了什么", "panel"), 1)
        back = Link("退回", "caption", key=cap("back"))
        back.clicked.connect(lambda: self.on_back())
        head.addWidget(back)
        self.column.addLayout(head)
        by = f"，{edition.issued_by}" if edition.issued_by else ""
        about = Label(f"{day_words(edition.issued_at[:10])}定稿{by}", "caption", "ink2")
        about.setContentsMargins(look.px(16), 0, look.px(16), look.px(6))
        self.column.addWidget(about)
        self.table = ChangeTable()
        self.table.opened.connect(self._open)
        self.table.set_rows(change_rows(view.standing.differences, view.report.period))
        # Where the text is large there is more room beside each other than below.
        wide = look.text_size > 100
        both = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self.table, 3)
        self.causes = self._make_causes()
        self.causes.hide()
        both.addWidget(self.causes, 2 if wide else 4)
        self.column.addLayout(both, 1)
        self.column.addWidget(Line())
        foot = Foot(16)
        foot.add(f"出第 {view.report.edition} 版", self.issue_asked.emit, "issue")
        self.column.addWidget(foot)

    def take_focus(self) -> None:
        """The keys to the differences."""
        self.table.setFocus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the sheet."""
        return (Hint(cap("issue"), f"出第 {self._view.report.edition} 版"),)

    def on_issue(self) -> bool:
        """On to the next edition."""
        self.issue_asked.emit()
        return True

    def on_back(self) -> bool:
        """Put the records away, then the sheet."""
        if self.causes.isVisible():
            self.causes.hide()
            self.table.setFocus()
        else:
            self.closed.emit()
        return True

    def _make_causes(self) -> QFrame:
        look = theme.active()
        frame = QFrame()
        box = column(frame, 0, 0)
        box.addWidget(Line(theme.LINE2))
        self.cause_title = Label("", "section")
        self.cause_title.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        box.addWidget(self.cause_title)
        box.addWidget(Line())
        self.cause_table = CauseTable(several=bool(self._view.report.by_village))
        self.cause_table.opened.connect(self._go)
        self.cause_table.chosen.connect(self._say_deeds)
        box.addWidget(self.cause_table, 1)
        self.deeds = Label("", "caption", "ink2", wrap=True)
        self.deeds.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        box.addWidget(self.deeds)
        return frame

    def _open(self, item: object) -> None:
        """Find the records, which may take a moment: the file is looked at as the edition knew it."""
        if not isinstance(item, ChangeRow):
            return
        if not item.leads_on:
            self._desk.announce("文字和图的差别没有单独的记录，按 F8 两版对照着看")
            return
        session, edition, difference = self._desk.session, self._edition, item.difference

        def work(progress: Progress) -> tuple[Because, ...]:
            with session.aside() as aside:
                return because(aside, edition, difference)

        self._desk.set_state("busy", "正在找记录")
        self._desk.run("正在找引起差别的记录", work, lambda found: self._found(item, found), quiet=True)

    def _found(self, item: ChangeRow, found: tuple[Because, ...]) -> None:
        self._desk.set_state("saved")
        if not isValid(self):
            return
        difference = item.difference
        self.cause_title.setText(f"{item.label}：{difference.before} → {difference.after}，因为这 {len(found)} 条"
                                 if found else f"{item.label}：{difference.before} → {difference.after}，没有找到记录")
        self.cause_table.set_rows(found, first=True)
        self.causes.show()
        self.cause_table.setFocus()

    def _say_deeds(self, item: object) -> None:
        """Who did what to the marked record since."""
        self.deeds.setText("\n".join(item.deeds[-3:]) if isinstance(item, Because) else "")
        self.deeds.setVisible(bool(self.deeds.text()))

    def _go(self, item: object) -> None:
        if isinstance(item, Because) and item.kind:
            self.record_asked.emit(item.kind, item.id)
