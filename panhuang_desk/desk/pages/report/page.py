"""The report page: choose the month, see the paper, open a number, save, print."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.report.figures import FigureRow, FigureTable, openable
from panhuang_desk.desk.pages.report.opened import OpenedNumber
from panhuang_desk.desk.pages.report.paper import PaperView
from panhuang_desk.desk.places import page_of
from panhuang_desk.desk.printing.door import print_paper
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.definitions import define
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import Report
from panhuang_desk.model.values import Changes, Progress
from panhuang_desk.services.behind import BehindRow, open_number
from panhuang_desk.services.exports import export_behind
from panhuang_desk.services.files import write_file
from panhuang_desk.services.handover import month_to_hand_over
from panhuang_desk.services.report_paper import paper_of

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

MONTHS_OFFERED = 36
"""As many months as the plan has."""


class ReportPage(Page):
    """The month's report: paper at the left, its figures at the right, below them the records of the one opened."""

    name, title = "report", "月报"
    watches = frozenset({"household", "visit", "quiz_paper", "answer_sheet", "plot", "patrol", "plot_check",
                         "plant_finding", "track", "follow_up", "report"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.report: Report | None = None
        self.month = month_to_hand_over(self.session.today())
        self.village: str | None = None
        self._asked = 0
        self._build_header()
        self._build_body()

    def refresh(self, changes: Changes | None = None) -> None:
        """Put the paper of the chosen month together anew."""
        self._asked += 1
        asked, month, village = self._asked, self.month, self.village
        session = self.session

        def work(progress: Progress) -> tuple[Report, bytes, str]:
            with session.aside() as aside:
                return paper_of(aside, month, village)

        def done(result: tuple[Report, bytes, str]) -> None:
            if asked == self._asked:
                self._show(*result)

        self.desk.set_state("busy", "正在排版")
        self.desk.run("正在排版月报", work, done, failed=self._failed, quiet=True)

    def arrive(self) -> None:
        """The figures have the focus, so that arrows and Enter work at once."""
        self.figures.setFocus()

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show a month, where another page names one."""
        if "month" in target:
            self._choose_month(target["month"])

    def hints(self) -> tuple[Hint, ...]:
        """Save and print."""
        return (Hint(cap("save"), "存 PDF"), Hint(cap("print"), "打印"))

    def on_save(self) -> bool:
        """Save the PDF where a person says."""
        if self.report is None:
            return False
        start = self.session.settings.last_folder or str(self.session.store.path.parent)
        name = f"{self.report.name}_{self.report.period}_月报.pdf"
        chosen = messages.ask_save(self.window(), "存月报", str(Path(start) / name), "PDF 文件 (*.pdf)")
        if not chosen:
            return True
        target = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")
        try:
            write_file(target, self.paper.content)
        except UserError as problem:
            self.desk.error(problem)
            return True
        self.session.settings.last_folder = str(target.parent)
        self.desk.announce(f"月报存好了：{target}")
        return True

    def on_print(self) -> bool:
        """Print the paper through the system's dialog."""
        if self.report is None:
            return False
        print_paper(self.desk, f"{self.report.name}{self.report.period.label}月报", self.paper.content, self.on_save)
        return True

    def on_export(self) -> bool:
        """Save the records behind the opened number as a spreadsheet."""
        behind = self.opened.behind
        if behind is None or not self.opened.isVisible():
            return False
        start = self.session.settings.last_folder or str(self.session.store.path.parent)
        offered = str(Path(start) / f"{behind.label}_{self.month}.xlsx")
        chosen = messages.ask_save(self.window(), "导出这些记录", offered, "表格 (*.xlsx *.csv)")
        if chosen:
            try:
                written = export_behind(behind, Path(chosen))
            except UserError as problem:
                self.desk.error(problem)
                return True
            self.desk.announce(f"导出了 {written.rows} 条：{written.path}")
        return True

    def on_explain(self) -> bool:
        """How the marked figure is reckoned."""
        row = self.figures.current()
        if self.report is None or not isinstance(row, FigureRow):
            return False
        return explain(self.desk, (define(row.line.this, f"{self.report.name}{self.report.period.label}"),))

    def on_back(self) -> bool:
        """Put the opened number away."""
        if not self.opened.isVisible():
            return False
        self.opened.hide()
        self.figures.setFocus()
        return True

    def _build_header(self) -> None:
        today = Month.of(self.session.today())
        villages = self.session.store.villages
        if not self.session.home and len(villages) > 1:
            self.place = FilterChip("全街道", [Choice(item.code, item.name) for item in villages], all_word="全街道")
            self.place.chosen.connect(self._choose_village)
            self.header.add(self.place)
        months = [today.plus(-back) for back in range(MONTHS_OFFERED)]
        self.months = FilterChip("月份", [Choice(str(item), item.label) for item in months], all_word="最近该报的月份")
        self.months.choose(str(self.month))
        self.months.chosen.connect(self._choose_month)
        self.header.add(self.months)
        self.pages = Label("", "body", "ink2")
        self.header.add(self.pages)
        save = self.header.add_button("存 PDF", key=cap("save"))
        save.clicked.connect(self.on_save)
        printing = self.header.add_button("打印", "primary", key=cap("print"), icon="printer")
        printing.clicked.connect(self.on_print)

    def _build_body(self) -> None:
        look = theme.active()
        self.warning = Strip("", "warn")
        self.warning.hide()
        self.body.addWidget(self.warning)
        across = row(None, 0, 16)
        self.paper = PaperView()
        self.paper.turned.connect(lambda page, pages: self.pages.setText(f"{page} / {pages} 页" if pages else ""))
        across.addWidget(self.paper, 1)
        side = Sheet(0, spacing=0)
        side.setFixedWidth(look.px(456))
        self.figures = FigureTable()
        self.figures.opened.connect(self._open)
        side.column.addWidget(self.figures, 1)
        self.opened = OpenedNumber()
        self.opened.setFixedWidth(look.px(456))
        self.opened.hide()
        self.opened.record_asked.connect(self._go_to)
        self.opened.export_asked.connect(self.on_export)
        self.opened.closed.connect(self.on_back)
        right = column(None, 0, 16)
        right.addWidget(side, 3)
        right.addWidget(self.opened, 4)
        across.addLayout(right)
        self.body.addLayout(across, 1)

    def _show(self, report: Report, content: bytes, warning: str) -> None:
        self.report = report
        self.paper.show_pdf(content)
        self.figures.show_report(report, narrow=theme.active().narrow)
        self.warning.set_text(warning)
        self.warning.setVisible(bool(warning))
        self.desk.set_state("saved")
        if self.opened.isVisible() and self.opened.behind is not None:
            self._open_code(self.opened.behind.code)

    def _failed(self, problem: UserError) -> None:
        self.desk.set_state("error", "月报没有排成")
        self.desk.error(problem)

    def _open(self, row: object) -> None:
        if isinstance(row, FigureRow) and openable(row):
            self._open_code(row.id)
            QTimer.singleShot(0, self.opened.table.setFocus)

    def _open_code(self, code: str) -> None:
        if self.report is None or code not in self.report.figures:
            return
        self.opened.show_behind(open_number(self.session, self.report.figures[code].this, self.month, self.village))
        self.opened.show()

    def _go_to(self, row: object) -> None:
        if isinstance(row, BehindRow):
            self.desk.go(page_of(row.kind), kind=row.kind, id=row.id)

    def _choose_month(self, text: str) -> None:
        self.month = Month.parse(text) if text else month_to_hand_over(self.session.today())
        self.months.choose(str(self.month))
        self.refresh()

    def _choose_village(self, code: str) -> None:
        self.village = code or None
        self.refresh()
