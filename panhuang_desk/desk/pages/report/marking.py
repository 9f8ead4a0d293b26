"""Beside each span that the page offers, how far its report is: 未定稿, 第 1 版，已定稿, 第 1 版，数据已变更."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from panhuang_desk.desk.pages.report.choosing import Choosing, periods
from panhuang_desk.model.values import Progress
from panhuang_desk.services.report_view import ReportView, issued_marks, standing_marks

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_AT_MOST = 12
"""So many of the newest issued reports are looked at for changes in the background."""


class Marking(QObject):
    """What was issued is said at once; whether it still holds is looked up in the background."""

    def __init__(self, desk: Shell, choosing: Choosing) -> None:
        super().__init__(choosing)
        self._desk, self._choosing, self._asked = desk, choosing, 0

    def mark(self, view: ReportView) -> None:
        """Mark the spans of the chosen kind for the place of a report."""
        self._asked += 1
        session, village, asked = self._desk.session, self._choosing.village, self._asked
        offered = periods(self._choosing.kind_code, session.today())
        marks = issued_marks(session, view.report.code)
        self._put(marks)
        issued = [each for each in offered if str(each) in marks][:_AT_MOST]
        if not issued:
            return

        def work(progress: Progress) -> dict[str, str]:
            with session.aside() as aside:
                return standing_marks(aside, village, issued)

        def done(found: dict[str, str]) -> None:
            if asked == self._asked:
                self._put({**marks, **found})

        self._desk.run("正在看哪些报告变了", work, done, quiet=True)

    def _put(self, marks: Mapping[str, str]) -> None:
        offered = periods(self._choosing.kind_code, self._desk.session.today())
        self._choosing.span.marks = {str(each): marks.get(str(each), "未定稿") for each in offered}
