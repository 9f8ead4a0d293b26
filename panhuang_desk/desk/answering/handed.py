"""The time in which a resident has the screen: the desk is taken down before, and built anew after the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow

from panhuang_desk.desk.answering.answering import Answering
from panhuang_desk.services.screen_answers import Setup

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.model.fields import Values
    from panhuang_desk.services.session import Session


class Handed(QObject):
    """Made while the desk is still there, of which it remembers where it was and what was entered last.

    No widget of the desk outlives it: there is nothing that a key, a drop or a menu could reach.
    """

    def __init__(self, window: QMainWindow, shell: Shell, setup: Setup, count: int) -> None:
        super().__init__(window)
        self._window, self._state = window, window.windowState()
        self._back: tuple[str, Mapping[str, str]] = (shell.current_name, shell.where())
        self._last: dict[str, Values] = shell.last
        self.surface = Answering(shell.session, setup, count)

    @property
    def maximized(self) -> bool:
        """Whether the window was maximized before."""
        return bool(self._state & Qt.WindowState.WindowMaximized)

    def fill_screen(self) -> None:
        """Take the whole screen, and put away what lies over it."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)

    def end(self) -> None:
        """Keep what is open as abandoned, and give the window its size back."""
        self.surface.leave()
        if self._window.isVisible():
            self._window.setWindowState(self._state)
        self.deleteLater()

    def return_to(self, open_session: Callable[[Session, str], None], shell: Callable[[], Shell | None]) -> None:
        """Build the desk anew where it was, with the sheet that came in last marked where sheets were shown."""
        surface, (name, where) = self.surface, self._back
        open_session(surface.session, name)
        desk = shell()
        assert desk is not None
        desk.last = self._last
        taken = [*surface.saved, *surface.broken_off]
        newest = surface.saved[-1].record if surface.saved else None
        if newest is not None and where.get("tab") == "sheets":
            desk.go(name, kind=newest.kind, id=newest.id)
        elif surface.setup.survey_id and where.get("tab") == "surveys":
            desk.go(name, kind="survey", id=surface.setup.survey_id)
        elif where:
            desk.go(name, **where)
        if len(taken) == 1:
            desk.did(f"屏幕作答{surface.words()}".rstrip("。"), taken[0].changes)
        elif taken:
            desk.announce(f"屏幕作答{surface.words()}".rstrip("。"))
