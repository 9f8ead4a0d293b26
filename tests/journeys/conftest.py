"""The real window, on a day that is chosen, with its own settings."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk import theme
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.window import Window
from panhuang_desk.settings import Settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.worker import Worker

TODAY = dt.date(2026, 5, 22)


@pytest.fixture
def text_size(qapp: QApplication) -> Iterator[int]:
    """The text size of the run, per cent."""
    size = int(os.environ.get("PANHUANG_TEXT_SIZE", "100"))
    theme.install(qapp, size)
    yield size
    theme.install(qapp, 100)


@pytest.fixture
def sit_down(
    qtbot: QtBot, said: Recorder, tmp_path: Path, text_size: int, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Worker]]:
    """Opens the window for a worker, on a given day; `today` may be set again."""
    windows: list[Window] = []
    _hold_the_day(monkeypatch)

    def sit(file: Path | None = None, settings: Settings | None = None) -> Worker:
        settings = settings or Settings(file=tmp_path / "settings.json")
        settings.text_size = text_size
        settings.last_folder = str(tmp_path)
        window = Window(settings, file)
        windows.append(window)
        window.showNormal()
        window.resize(1366, 696)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Worker(window, qtbot)

    yield sit
    for window in windows:
        window.close()
        window.deleteLater()


def _hold_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every session that the window opens believe that it is 22 May 2026."""
    from panhuang_desk.services import start

    create, open_it = start.create_file, start.open_file
    monkeypatch.setattr(start, "create_file", lambda *a, **k: create(*a, **{**k, "today": lambda: TODAY}))
    monkeypatch.setattr(start, "open_file", lambda *a, **k: open_it(*a, **{**k, "today": lambda: TODAY}))
