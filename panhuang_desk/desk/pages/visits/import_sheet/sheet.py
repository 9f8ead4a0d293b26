"""The import of the register, over the tabs of the visits page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.frame import ImportView
from panhuang_desk.desk.pages.visits.import_sheet.columns_step import RegisterColumns
from panhuang_desk.desk.pages.visits.import_sheet.result_step import RegisterOutcome
from panhuang_desk.desk.tabs.over_sheet import Work
from panhuang_desk.model.values import Progress
from panhuang_desk.services.exports import Exported
from panhuang_desk.services.import_layouts import Source, read_source, remember
from panhuang_desk.services.import_result import ImportResult, export_rejected
from panhuang_desk.services.imports import import_sheets
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_KIND = "household"


class ImportSheet(ImportView[RegisterColumns]):
    """Households come in."""

    what, unit, mend_word = "户册", "户", "把有问题的行存成表格"

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, RegisterOutcome(desk, village), parent)
        self.village = village

    def reader(self, path: Path) -> Work:
        """As a table of households."""
        def work(session: Session, progress: Progress) -> Source:
            progress(0.1, "正在读表格")
            return read_source(session, _KIND, path)
        return work

    def make_columns(self, source: Any) -> RegisterColumns:
        """With the headings recognised."""
        return RegisterColumns(self.desk, source)

    def remember(self, columns: RegisterColumns) -> None:
        """The next ledger with these headings is read the same way."""
        remember(self.session, _KIND, columns.layouts)

    def importer(self, columns: RegisterColumns, *, dry_run: bool) -> Work:
        """Into the village that is shown."""
        sheets, layouts, village = columns.source.sheets, columns.layouts, self.village

        def work(session: Session, progress: Progress) -> ImportResult:
            return import_sheets(session, _KIND, sheets, layouts, village=village, dry_run=dry_run, progress=progress)
        return work

    def export(self, result: ImportResult, target: Path) -> Exported:
        """The rows that cannot come in."""
        return export_rejected(result, target)
