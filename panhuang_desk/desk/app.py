"""Starts the window: as little as possible before it is on screen."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from panhuang_desk.desk import theme
from panhuang_desk.desk.crash import CrashGuard
from panhuang_desk.desk.window import Window
from panhuang_desk.settings import Settings

COLLECT_MS = 100
"""When garbage is collected again after the start, which makes none."""


def run(file: Path | None = None, passphrase: str = "") -> int:
    """Open the window, on a file where one is named; returns the exit code when it is closed.

    A passphrase that is known already (a start from a script) is tried as if it had been typed.
    """
    settings = Settings.load()
    app = make_app(settings)
    window = Window(settings, file)
    CrashGuard(window.flush_drafts, lambda: window).install()
    window.show()
    QTimer.singleShot(COLLECT_MS, _take_over_garbage)
    if file is not None and passphrase:
        QTimer.singleShot(0, lambda: unlock(window, passphrase))
    return app.exec()


def unlock(window: Window, passphrase: str) -> None:
    """Try a passphrase on the file that the window asks one for; a wrong one is said there."""
    from panhuang_desk.desk.unlock import Unlock

    surface = window.findChild(Unlock)
    if isinstance(surface, Unlock):
        surface.passphrase.field.setText(passphrase)
        surface.unlock()


def _take_over_garbage() -> None:
    """From now on garbage is collected, on this thread alone; loaded late, as the first window needs none of it."""
    from panhuang_desk.desk import tasks

    tasks.workshop().take_over_garbage()


def make_app(settings: Settings) -> QApplication:
    """The application with fonts, look and Chinese for Qt's own dialogs."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([*sys.argv[:1], *theme.STYLE])
    app.setApplicationName("panhuang_desk")
    theme.translate(app)
    theme.install(app, settings.text_size)
    return app
