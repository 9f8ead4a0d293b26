"""What lies over all tabs of a page for a while, such as a grid of many lines or an import, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk.widgets.hints import Hint

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class OverView(QFrame):
    """Has the room of all tabs, and the keys, until it says `closed`."""

    closed = Signal()

    def take_focus(self) -> None:
        """Put the keys where the work is."""

    def hints(self) -> Sequence[Hint]:
        """The keys that matter."""
        return ()

    def flush(self) -> None:
        """Keep what was typed, before the file is locked or the view goes."""

    def reload(self) -> None:
        """Show what is in the file now, without touching what is being typed."""

    def on_back(self) -> bool:
        """One step back; from the first step the view goes."""
        self.closed.emit()
        return True


class Over(QObject):
    """Shows one `OverView` in a page's stack and hides the page's head meanwhile. `closed` tells that it went away."""

    closed = Signal()

    def __init__(self, desk: Shell, stack: QStackedWidget, head: QWidget) -> None:
        super().__init__(stack)
        self._desk, self._stack, self._head = desk, stack, head
        self._home: QWidget | None = None
        self.view: OverView | None = None

    def show(self, view: OverView) -> None:
        """Lay a view over the tabs; one that lies there goes first, what was typed kept."""
        self.close()
        self._desk.undo_bar.hide()
        self.view, self._home = view, self._stack.currentWidget()
        view.closed.connect(self._closed)
        self._stack.addWidget(view)
        self._head.hide()
        self._stack.setCurrentWidget(view)
        view.take_focus()
        self._desk.update_hints()

    def close(self) -> bool:
        """Put the view away, what was typed kept; False where there is none."""
        view, self.view = self.view, None
        if view is None:
            return False
        view.flush()
        self._head.show()
        if self._home is not None:
            self._stack.setCurrentWidget(self._home)
        view.hide()
        view.deleteLater()
        return True

    def _closed(self) -> None:
        if self.close():
            self.closed.emit()
            self._desk.update_hints()
