"""A menu of ticks: it stays open while one ticks, so that several can be set at one go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk import theme


class TickMenu(QMenu):
    """Enter, Space and a click tick the line that is marked; Esc or a click elsewhere closes the menu."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ticks: list[tuple[QAction, Callable[[], str]]] = []

    def add_tick(self, word: str, state: Callable[[], str], do: Callable[[], None]) -> QAction:
        """A line that does something and stays. `state` names its icon ("check" for a tick), "" for none."""
        action = self.addAction(word)
        self._ticks.append((action, state))

        def act() -> None:
            do()
            self.update_ticks()

        action.triggered.connect(lambda _=False: act())
        return action

    def add_menu(self, menu: TickMenu, word: str) -> TickMenu:
        """A line that opens another such menu beside this one."""
        menu.setTitle(word)
        self.addMenu(menu)
        return menu

    def update_ticks(self) -> None:
        """Show what holds now."""
        for action, state in self._ticks:
            name = state()
            action.setIcon(QIcon(theme.icon(name, 16, theme.ACCENT)) if name else QIcon(_blank()))
            action.setData(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick and stay; the rest as in every menu."""
        action = self.activeAction()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and action is not None and self._stays(action):
            action.trigger()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The same by the mouse."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and self._stays(action):
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def _stays(self, action: QAction) -> bool:
        return any(each is action for each, _ in self._ticks)


def _blank() -> QPixmap:
    """As much room as a tick, so that words stand in one line."""
    pixmap = theme.icon("check", 16, theme.ACCENT).copy()
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
