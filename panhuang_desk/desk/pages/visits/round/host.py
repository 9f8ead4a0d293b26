"""Where a round lies on its page: over the tabs, aside while the full form of one of its lines is open, or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.round.view import RoundView, Which
    from panhuang_desk.desk.shell import Shell


class RoundHost(QObject):
    """`closed` tells that the round went away and the tabs are to be shown; `form_asked` the household and the visit
    whose form is wanted; `leaving_asked` the household that is to leave the register and from which ISO day on. The
    page's own head is hidden while a round lies over it.
    """

    closed = Signal()
    form_asked = Signal(str, str)
    leaving_asked = Signal(str, str)

    def __init__(self, desk: Shell, stack: QStackedWidget, head: QWidget) -> None:
        super().__init__(stack)
        self.desk = desk
        self.view: RoundView | None = None
        self._stack, self._head = stack, head
        self._visiting = ""

    @property
    def shown(self) -> RoundView | None:
        """The round that lies over the tabs; None where it is aside or gone."""
        return self.view if self.view is not None and self._stack.currentWidget() is self.view else None

    def open(self, village: str, which: Which, *, household: str = "") -> None:
        """Begin a round, or go on with it."""
        self.close()
        self.desk.undo_bar.hide()
        from panhuang_desk.desk.pages.visits.round.view import RoundView

        view = self.view = RoundView(self.desk, village)
        view.closed.connect(self._closed)
        view.form_asked.connect(self._put_aside)
        view.leaving_asked.connect(self._let_leave)
        self._stack.addWidget(view)
        self._show(view)
        view.open(which, household=household)
        self.desk.update_hints()

    def come_back(self) -> bool:
        """Show the round that was put aside; False where there is none. After a visit was recorded in the full form,
        the keys go to the next line that waits.
        """
        view = self.view
        if view is None:
            return False
        self._show(view)
        view.reload()
        visited, self._visiting = self._visiting, ""
        if visited:
            view.go_past(visited)
        else:
            view.take_focus()
        return True

    def close(self) -> None:
        """End the round; what was typed is kept, and the head of the page is there again."""
        view, self.view = self.view, None
        if view is None:
            return
        view.grid.end_edit()
        view.flush()
        self._head.show()
        self._stack.removeWidget(view)
        view.hide()
        view.deleteLater()

    def flush(self) -> None:
        """Keep what was typed."""
        if self.view is not None:
            self.view.flush()

    def _show(self, view: RoundView) -> None:
        self._head.hide()
        self._stack.setCurrentWidget(view)

    def _closed(self) -> None:
        self.close()
        self.closed.emit()

    def _put_aside(self, household: str, visit: str) -> None:
        self._head.show()
        self._visiting = "" if visit else household
        self.form_asked.emit(household, visit)

    def _let_leave(self, household: str, day: str) -> None:
        self._head.show()
        self.leaving_asked.emit(household, day)
