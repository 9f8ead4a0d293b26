"""The steps from a draft to an edition and to the next one, on the report page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from panhuang_desk.desk.pages.report.changes_sheet import ChangesSheet
from panhuang_desk.desk.pages.report.issuing import IssueSheet
from panhuang_desk.desk.places import page_of
from panhuang_desk.errors import UserError
from panhuang_desk.model.report import Report
from panhuang_desk.model.values import Changes, Progress
from panhuang_desk.services.editions import CHANGED, ISSUED, issue_report
from panhuang_desk.services.report_view import ReportView, changed_records

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.report.page import ReportPage


class IssueSteps(QObject):
    """Lays the sheets of issuing and of differences beside the paper, and issues."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page, self._desk, self._session = page, page.desk, page.session

    def begin(self) -> bool:
        """A draft is issued, after changes the differences come first; one that holds says so."""
        view = self._page.view
        assert view is not None
        if self._page.looking.edition is not None:
            self._desk.announce("这是以前的一版；按 Esc 回到现在的报告")
        elif view.standing.state == ISSUED:
            self._desk.announce("这份报告定过稿了，数据没有变，不用再定")
        elif view.standing.state == CHANGED:
            self.show_changes()
        else:
            self.show_issuing()
        return True

    def show_issuing(self) -> None:
        """What will be frozen."""
        view = self._page.view
        if view is None:
            return
        sheet = IssueSheet(self._session, view.report)
        sheet.closed.connect(self._page.side.close_over)
        sheet.issue_asked.connect(partial(self._issue, view))
        self._page.show_over(sheet)

    def show_changes(self) -> None:
        """What reads otherwise than in the newest edition."""
        view = self._page.view
        if view is None or view.standing.edition is None:
            return
        sheet = ChangesSheet(self._desk, view)
        sheet.closed.connect(self._page.side.close_over)
        sheet.issue_asked.connect(self.show_issuing)
        sheet.record_asked.connect(lambda kind, id: self._desk.go(page_of(kind), kind=kind, id=id))
        self._page.show_over(sheet)

    def put_away(self) -> None:
        """The report has changed: what is said about it on a sheet no longer holds."""
        self.keep_draft()
        if isinstance(self._page.side.over, (IssueSheet, ChangesSheet)):
            self._page.side.close_over()

    def keep_draft(self) -> None:
        """Keep what is typed of a correction."""
        if isinstance(self._page.side.over, IssueSheet):
            self._page.side.over.keep_draft()

    def count_records(self, view: ReportView) -> None:
        """Say in the strip how many records were changed since; found in the background."""
        if view.standing.state != CHANGED:
            return
        session = self._session

        def work(progress: Progress) -> int:
            with session.aside() as aside:
                return changed_records(aside, view)

        def done(count: int) -> None:
            if self._page.view is view:
                self._page.say_standing(count)

        self._desk.run("正在数改了几条记录", work, done, quiet=True)

    def _issue(self, view: ReportView, corrects: str) -> None:
        session, desk, page = self._session, self._desk, self._page
        period, village, now = view.report.period, page.choosing.village, session.store.now()
        slot = page.side.over.slot if isinstance(page.side.over, IssueSheet) else ""

        def work(progress: Progress) -> tuple[Report, Changes]:
            with session.aside(write=True) as aside:
                return issue_report(aside.store, period, village, now, calendar=aside.resources.calendar,
                                    corrects=corrects)

        def done(found: tuple[Report, Changes]) -> None:
            report, changes = found
            session.store.drop_draft(slot)
            page.side.close_over()
            desk.did(f"{report.name}{period.label}{period.words.paper}第 {report.edition} 版定稿了", changes)

        def failed(problem: UserError) -> None:
            desk.set_state("saved")
            desk.error(problem)

        desk.set_state("busy", "正在定稿")
        desk.run("正在定稿", work, done, failed=failed)
