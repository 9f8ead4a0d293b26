"""The import of answer sheets, over the tabs of the quiz page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.importing.frame import ImportView
from panhuang_desk.desk.pages.quizzes.import_sheets.columns_step import SheetColumns
from panhuang_desk.desk.pages.quizzes.import_sheets.outcome_step import SheetOutcome
from panhuang_desk.desk.tabs.over_sheet import Work
from panhuang_desk.model.values import Progress
from panhuang_desk.services.exports import Exported
from panhuang_desk.services.import_result import ImportResult, export_doubtful
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_imports import import_sheet_source
from panhuang_desk.services.sheet_layouts import SheetSource, corrected, read_sheet_source, remember

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.quizzes.tab import QuizTab
    from panhuang_desk.desk.shell import Shell


class SheetImport(ImportView[SheetColumns]):
    """Answer sheets come in, for a survey where one is named."""

    what, unit, mend_word = "答卷", "份", "把要改的行存成表格"

    def __init__(self, desk: Shell, village: str, survey: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, SheetOutcome(desk), parent)
        self.village, self.survey = village, survey
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, theme.active().px(8), 0, 0)  # no head of the page is over it

    def reader(self, path: Path) -> Work:
        """As a table with a column for each question."""
        def work(session: Session, progress: Progress) -> SheetSource:
            progress(0.1, "正在读表格")
            return read_sheet_source(session, path)
        return work

    def make_columns(self, source: Any) -> SheetColumns:
        """With the headings recognised; another file keeps the survey."""
        survey = self.columns.survey if self.columns is not None else self.survey
        return SheetColumns(self.desk, source, self.village, survey)

    def remember(self, columns: SheetColumns) -> None:
        """The next table with these headings is read the same way."""
        remember(self.session, columns.layouts)

    def importer(self, columns: SheetColumns, *, dry_run: bool) -> Work:
        """By the paper and for the survey that were chosen."""
        source = corrected(columns.source, columns.layouts)
        survey, form = columns.survey, columns.form
        paper = columns.paper.id if columns.paper is not None and not survey else ""
        village = "" if survey else self.village

        def work(session: Session, progress: Progress) -> ImportResult:
            return import_sheet_source(session, source, paper_id=paper, survey_id=survey, village=village, form=form,
                                       dry_run=dry_run, progress=progress)
        return work

    def export(self, result: ImportResult, target: Path) -> Exported:
        """The rows that cannot come in, and those with doubtful cells."""
        return export_doubtful(result, target)

    def mendable(self, result: ImportResult) -> int:
        """Both kinds."""
        return len(result.rejected) + len(result.questioned)

    def done_words(self, result: ImportResult) -> str:
        """With the cells that are still to be looked at."""
        doubts = f"，{len(result.doubtful)} 格存疑" if result.doubtful else ""
        return super().done_words(result) + doubts


def begin_import(tab: QuizTab, imported: Callable[[ImportResult], object], path: str = "", survey: str = "") -> None:
    """Choose a file, unless one is given, and lay its import over the tabs of the page as soon as it is read;
    `imported` is told what came in.
    """
    def begin(village: str) -> None:
        view = SheetImport(tab.desk, village, survey)
        view.imported.connect(imported)
        view.ready.connect(lambda: tab.over_asked.emit(view) if view.parentWidget() is None else None)
        view.start(Path(path) if path else None)

    tab.in_village(begin, ("survey", survey))
