"""A tab's list, and over it the paper of that list while somebody looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk.paper_sheet import Make, PaperSheet

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class Papers(QStackedWidget):
    """Shows `home`, or the `paper` over it. `closed` tells that the paper went away, and that the list is in sight."""

    closed = Signal()

    def __init__(self, desk: Shell, home: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._home = desk, home
        self.paper: PaperSheet | None = None
        self.addWidget(home)

    def show_paper(self, title: str, make: Make, *, lines: int = 0, warning: str = "",
                   names: bool = True) -> None:
        """Show `make(session, masked)`, a paper of so many lines; `warning` says what cannot be printed, `names`
        whether people are named on it. The title names the file that is proposed.
        """
        self.close_paper()
        self._desk.undo_bar.hide()
        session = self._desk.session
        self.paper = PaperSheet(self._desk, title, f"{session.place}_{title}_{session.today_iso}", make, lines=lines,
                                warning=warning, names=names)
        self.paper.closed.connect(self.close_paper)
        self.addWidget(self.paper)
        self.setCurrentWidget(self.paper)
        self.paper.take_focus()
        self._desk.update_hints()

    def close_paper(self) -> bool:
        """Put the paper away; False where there is none."""
        paper, self.paper = self.paper, None
        if paper is None:
            return False
        self.setCurrentWidget(self._home)
        paper.hide()
        paper.deleteLater()
        self.closed.emit()
        self._desk.update_hints()
        return True
