"""The import of plots, over the tabs of the patrols page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.frame import ImportView
from panhuang_desk.desk.pages.patrols.plot_import.ask_step import AskStep, Read
from panhuang_desk.desk.pages.patrols.plot_import.outcome_step import PlotOutcome
from panhuang_desk.desk.tabs.over_sheet import Work
from panhuang_desk.model.values import Progress
from panhuang_desk.services.exports import Exported
from panhuang_desk.services.import_result import ImportResult, export_rejected
from panhuang_desk.services.plot_imports import TABLE_ENDINGS, import_places, import_plots, places_in
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

FILES = "地块 (*.xlsx *.csv *.gpx *.kml *.kmz *.geojson *.json);;所有文件 (*)"


class PlotImport(ImportView[AskStep]):
    """Plots come in."""

    what, unit, mend_word = "地块", "块", "把有问题的存成表格"
    first_word, files, row_word = "坐标", FILES, "处"

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, PlotOutcome(desk), parent)
        self.village = village

    def reader(self, path: Path) -> Work:
        """As places of a map, or as a table, which is read with what is said of it."""
        def work(session: Session, progress: Progress) -> Read:
            progress(0.1, "正在读文件")
            if path.suffix.lower() in TABLE_ENDINGS:
                return Read(path)
            return Read(path, places_in(path))
        return work

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next thing to be said, from the last to the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.columns is not None:
            (self.columns.after(self.focusWidget()) or self.import_button).setFocus()
            return
        super().keyPressEvent(event)

    def make_columns(self, source: Any) -> AskStep:
        """With what is remembered."""
        return AskStep(self.desk, source)

    def remember(self, columns: AskStep) -> None:
        """Where the coordinates come from."""
        columns.remember()
        self.outcome.row_word = "处" if columns.source.found else "行"

    def importer(self, columns: AskStep, *, dry_run: bool) -> Work:
        """Into the village that is shown."""
        source, answers, village = columns.source, columns.answers, self.village

        def work(session: Session, progress: Progress) -> ImportResult:
            if source.found is None:
                return import_plots(session, source.path, answers, village=village, dry_run=dry_run, progress=progress)
            return import_places(session, source.found, answers, village=village, dry_run=dry_run, progress=progress)
        return work

    def export(self, result: ImportResult, target: Path) -> Exported:
        """What cannot come in, as a table that can."""
        return export_rejected(result, target)
