"""The editions of a report: when, by whom, what each corrects; two can be marked to be laid side by side."""

from __future__ import annotations

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.model.report import Report
from panhuang_desk.services.editions import CHANGED, Edition
from panhuang_desk.services.report_view import ReportView
from panhuang_desk.services.today import day_words


@attrs.frozen
class EditionRow:
    """One line: an issued edition, or what the file would say now. `id` is the record's, `now` for the latter."""

    id: str
    title: str
    when: str
    by: str
    corrects: str
    report: Report | None


def rows_of(view: ReportView) -> list[EditionRow]:
    """The editions, the newest first, and before them what the next would be where the data has changed."""
    rows = [_row(edition) for edition in reversed(view.editions)]
    if view.standing.state == CHANGED:
        rows.insert(0, EditionRow("now", "现在的数据", "", "", "还没有定稿", view.report))
    return rows


def _row(edition: Edition) -> EditionRow:
    when = f"{day_words(edition.issued_at[:10])} {edition.issued_at[11:16]}".strip()
    return EditionRow(edition.id, f"第 {edition.number} 版", when, edition.issued_by, edition.corrects, edition.report)


class EditionsPane(QFrame):
    """Enter shows an edition (`shown`), Space marks it, F8 lays the marked two, or the newest two, side by side
    (`compare_asked`, the earlier first).
    """

    shown = Signal(object)
    compare_asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._marked: list[str] = []
        self.rows: list[EditionRow] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = column(self, 0, 0)
        self.empty = Label("还没有定过稿。按 F6 定稿，第 1 版就存在这里，以后不会变。", "body", "ink2", wrap=True)
        self.empty.setContentsMargins(*[look.px(16)] * 4)
        self.setAccessibleName(self.empty.text())
        box.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        self.table = TableView((
            Column("title", "版次", text=lambda r: r.title, width=104, bold=lambda r: r.id in self._marked,
                   icon=lambda r: "check" if r.id in self._marked else ""),
            Column("when", "定稿时间", text=lambda r: r.when, width=140, tone="ink2"),
            Column("by", "谁", text=lambda r: r.by, width=72, tone="ink2"),
            Column("corrects", "更正", text=lambda r: r.corrects, width=80, stretch=True, tone="ink2"),
        ), name="版次")
        self.table.set_hints((Hint("Enter", "看这一版"), Hint(cap("pick"), "挑上"), Hint(cap("compare"), "两版对照")))
        self.table.opened.connect(self.shown)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)
        self.words = Label("", "body", "ink", wrap=True)
        self.words.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        box.addWidget(self.words)
        box.addWidget(Line())
        foot = row(None, 0, 12)
        foot.setContentsMargins(look.px(16), look.px(6), look.px(12), look.px(6))
        self.count = Label("", "caption", "ink2")
        foot.addWidget(self.count, 1)
        self.compare = Link("两版对照", key=cap("compare"))
        self.compare.clicked.connect(lambda: self.on_compare())
        foot.addWidget(self.compare)
        box.addLayout(foot)

    def show_view(self, view: ReportView) -> None:
        """Show the editions of a report."""
        self.rows = rows_of(view)
        self._marked = [id for id in self._marked if id in {row.id for row in self.rows}]
        self.empty.setVisible(not self.rows)
        self.table.setVisible(bool(self.rows))
        self.table.set_rows(self.rows)
        issued = len(view.editions)
        self.count.setText(f"定过 {issued} 版" if issued else "")
        self._say()

    def take_focus(self) -> None:
        """The keys to the list; with nothing in it the pane has them, and says so."""
        (self.table if self.rows else self).setFocus()

    def on_compare(self) -> bool:
        """Lay two side by side."""
        rows = [row for row in self.rows if row.report is not None]
        marked = [row for row in rows if row.id in self._marked]
        chosen = marked if len(marked) == 2 else rows[:2]
        if len(chosen) < 2:
            return False
        self.compare_asked.emit(chosen[1], chosen[0])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space marks the edition, at most two."""
        current = self.table.current()
        if event.key() == Qt.Key.Key_Space and isinstance(current, EditionRow):
            if current.id in self._marked:
                self._marked.remove(current.id)
            else:
                self._marked = [*self._marked, current.id][-2:]
            self.table.viewport().update()
            self._say()
            return
        super().keyPressEvent(event)

    def _chosen(self, row: object) -> None:
        words = f"{row.title}：{row.corrects}" if isinstance(row, EditionRow) and row.corrects else ""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _say(self) -> None:
        able = sum(row.report is not None for row in self.rows) >= 2
        self.compare.setVisible(able)
        if len(self._marked) == 1:
            self.count.setText("再挑一版，就能对照")
        elif len(self._marked) == 2:
            self.count.setText("挑了两版")
