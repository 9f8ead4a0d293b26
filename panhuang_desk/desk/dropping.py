"""A spreadsheet dropped anywhere on the desk begins its import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

SPREADSHEETS = (".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods")
"""The endings that are taken; those that cannot be read are told what to do instead."""


class FileDrop(QObject):
    """Watches a widget; `dropped` is called with the path of a spreadsheet that is let go over it."""

    def __init__(self, on: QWidget, dropped: Callable[[str], None]) -> None:
        super().__init__(on)
        self._dropped = dropped
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take spreadsheets and nothing else."""
        if isinstance(event, QDragEnterEvent) and spreadsheet_of(event.mimeData()):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            path = spreadsheet_of(event.mimeData())
            if path:
                event.acceptProposedAction()
                self._dropped(path)
                return True
        return False


def spreadsheet_of(data: QMimeData) -> str:
    """The path of the one spreadsheet that is carried, empty where it is anything else."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and Path(paths[0]).suffix.lower() in SPREADSHEETS else ""
