"""Starts the window: as little as possible before it is on screen."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from panhuang_desk.desk import theme
from panhuang_desk.desk.crash import CrashGuard
from panhuang_desk.desk.window import Window
from panhuang_desk.settings import Settings


def run(file: Path | None = None) -> int:
    """Open the window, on a file where one is named; returns the exit code when it is closed."""
    settings = Settings.load()
    app = make_app(settings)
    window = Window(settings, file)
    CrashGuard(window.flush_drafts, lambda: window).install()
    window.show()
    return app.exec()


def make_app(settings: Settings) -> QApplication:
    """The application with fonts, look and Chinese for Qt's own dialogs."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    app.setApplicationName("panhuang_desk")
    theme.translate(app)
    theme.install(app, settings.text_size)
    return app
