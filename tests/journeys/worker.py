"""A worker at the real window who has only a keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from panhuang_desk.desk.page import Page
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.window import Window
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


class Worker:
    """Presses keys, types, and looks. Pictures are taken where `PANHUANG_SHOTS` names a folder for them."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.strokes = 0
        self._qtbot = qtbot
        folder = os.environ.get("PANHUANG_SHOTS")
        self._shots = Path(folder) if folder else None

    @property
    def shell(self) -> Shell:
        """The desk, once a file is open."""
        assert self.window.shell is not None
        return self.window.shell

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self.shell.page is not None
        return self.shell.page

    @property
    def focus(self) -> QWidget:
        """Where the keys go."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, *keys: str) -> None:
        """Press keys by the names on their caps: Ctrl+N, Enter, 1."""
        for name in keys:
            QTest.keySequence(self.focus, QKeySequence(name.replace("Enter", "Return")))
            self.strokes += 1
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type text where the caret is, replacing what stands selected there."""
        QTest.keyClicks(self.focus, text) if text.isascii() else self._input(text)
        self.strokes += len(text)
        QApplication.processEvents()

    def go_to(self, there: Callable[[QWidget], bool], *, key: str = "Tab", most: int = 40) -> None:
        """Press a key until the focus is there."""
        for _ in range(most):
            if there(self.focus):
                return
            self.press(key)
        raise AssertionError(f"{key} does not lead there")

    def unlock(self, passphrase: str) -> None:
        """Unlock the file, and wait for the desk."""
        self.type(passphrase)
        self.press("Enter")
        self.until(lambda: self.window.shell is not None)

    def until(self, ready: Callable[[], bool]) -> None:
        """Wait for what takes a moment."""
        self._qtbot.waitUntil(ready, timeout=PATIENCE_MS)

    def shot(self, name: str) -> None:
        """Take a picture of the window."""
        if self._shots is None:
            return
        self._shots.mkdir(parents=True, exist_ok=True)
        QTest.qWait(400)
        self.window.grab().save(str(self._shots / f"{name}.png"))

    def _input(self, text: str) -> None:
        """Text as an input method gives it, in one piece."""
        from PySide6.QtGui import QInputMethodEvent

        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)
