"""Two editions of a report side by side, scrolled together, with what differs between them below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.report.changes import ChangeTable, change_rows
from panhuang_desk.desk.pages.report.editions import EditionRow
from panhuang_desk.desk.pages.report.paper import PaperView
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.model.report_diff import differences

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SHARE = (5, 3)
"""How the height is shared between papers and differences."""


class ComparisonView(OverView):
    """The earlier at the left. Page keys turn both papers wherever the focus is; Esc goes back."""

    def __init__(self, desk: Shell, earlier: tuple[EditionRow, bytes], later: tuple[EditionRow, bytes],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._desk = desk
        box = column(self, 0, 8)
        box.setContentsMargins(0, look.px(12), 0, 0)
        head = row(None, 0, 12)
        head.addWidget(Label("两版对照", "title"))
        assert earlier[0].report is not None
        assert later[0].report is not None
        report = later[0].report
        head.addWidget(Label(f"{report.name} · {report.period.label}{report.period.words.paper}", "body", "ink2"), 1)
        back = Button("退回", "quiet", key=cap("back"))
        back.clicked.connect(self.closed)
        head.addWidget(back)
        box.addLayout(head)
        self.papers = (PaperView(), PaperView())
        both = row(None, 0, 16)
        for paper, (edition, content) in zip(self.papers, (earlier, later), strict=True):
            side = column(None, 0, 4)
            when = f" · {edition.when} {edition.by}" if edition.when else ""
            side.addWidget(Label(f"{edition.title}{when}", "section"))
            paper.setAccessibleName(edition.title)
            paper.show_pdf(content)
            side.addWidget(paper, 1)
            both.addLayout(side, 1)
        box.addLayout(both, _SHARE[0])
        for one, other in (self.papers, self.papers[::-1]):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        sheet = Sheet(0, spacing=0)
        found = differences(earlier[0].report, later[0].report)
        self.table = ChangeTable(earlier[0].title, later[0].title, leads_on=False)
        self.table.set_rows(change_rows(found, report.period))
        self.same = Label("两版的数字和文字都一样。", "body", "ink2")
        self.same.setContentsMargins(*[look.px(16)] * 4)
        sheet.column.addWidget(self.same)
        sheet.column.addWidget(self.table)
        (self.same if found else self.table).hide()
        box.addWidget(sheet, _SHARE[1])

    def take_focus(self) -> None:
        """The keys to the differences, else to a paper."""
        (self.table if self.table.isVisible() else self.papers[0]).setFocus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the view."""
        return (Hint("PgDn", "两边一起翻"), Hint(cap("back"), "退回"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys that a list does not use turn the papers."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.papers[0].keyPressEvent(event)
            return
        super().keyPressEvent(event)
