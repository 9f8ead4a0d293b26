"""Looking at editions on the report page: one in the place of the paper, two side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from panhuang_desk.desk.pages.report.editions import EditionRow
from panhuang_desk.desk.pages.report.side import EDITIONS
from panhuang_desk.model.values import Progress
from panhuang_desk.services.report_paper import edition_paper

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.report.page import ReportPage

Papers = tuple[tuple[EditionRow, bytes], ...]


class EditionSteps(QObject):
    """`edition` is the one that lies in the place of the paper, None where the report as it is does."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page = page
        self.edition: EditionRow | None = None

    def show(self, item: object) -> None:
        """Show an edition's paper as it was issued."""
        if not isinstance(item, EditionRow):
            return
        if item.id == "now":
            self.leave()
        elif item.report is None:
            self._page.desk.announce(f"{item.title}是旧版程序定的稿，只存了数字，没有存纸面")
        else:
            self._with_papers((item,), self._set)

    def leave(self, *, show: bool = True) -> bool:
        """Back to the report as it is; False where it is there."""
        if self.edition is None or self._page.view is None:
            return False
        self.edition = None
        if show:
            self._page.show_paper()
            self._page.say_standing()
        return True

    def compare(self, earlier: EditionRow, later: EditionRow) -> None:
        """Lay two editions side by side."""
        self._with_papers((earlier, later), self._set_beside)

    def _with_papers(self, rows: Sequence[EditionRow], then: Callable[[Papers], None]) -> None:
        """Set editions on paper as they were issued, and go on with them."""
        view = self._page.view
        if view is None:
            return
        current, by_id = view.content, {each.id: each for each in view.editions}

        def work(progress: Progress) -> Papers:
            return tuple((row, current if row.id == "now" else edition_paper(by_id[row.id])) for row in rows)

        self._page.desk.run("正在排版", work, lambda found: then(found) if isValid(self) else None)

    def _set(self, found: Papers) -> None:
        self.edition = found[0][0]
        self._page.paper.show_pdf(found[0][1])
        self._page.say_standing()
        self._page.turn_in_steps(to_paper=True)

    def _set_beside(self, found: Papers) -> None:
        from panhuang_desk.desk.pages.report.comparison import ComparisonView

        earlier, later = found
        over = self._page.over
        over.show(ComparisonView(self._page.desk, earlier, later))
        over.closed.connect(self._back)

    def _back(self) -> None:
        self._page.over.closed.disconnect(self._back)
        self._page.show_side(EDITIONS)
