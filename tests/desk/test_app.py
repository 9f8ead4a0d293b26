"""The start of the window: on a file, and with a passphrase that is known already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panhuang_desk.desk import app
from panhuang_desk.desk.unlock import Unlock
from panhuang_desk.desk.window import Window
from panhuang_desk.services.demo import make_demo
from panhuang_desk.settings import Settings
from PySide6.QtWidgets import QApplication

PASSPHRASE = "春风又绿 2026"


@pytest.fixture
def window(qtbot: Any, tmp_path: Path) -> Any:
    settings = Settings(file=tmp_path / "settings.json")
    file = tmp_path / "示例.phdb"
    make_demo(file, PASSPHRASE, villages=1, households=5, months=1, settings=settings)
    made = Window(settings, file)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_a_known_passphrase_unlocks(window: Window, qtbot: Any) -> None:
    app.unlock(window, PASSPHRASE)
    qtbot.waitUntil(lambda: window.shell is not None and window.shell.page is not None)
    app.unlock(window, PASSPHRASE)


def test_a_wrong_one_is_said_beside_the_field(window: Window, qtbot: Any) -> None:
    app.unlock(window, "不是这个")
    surface = window.findChild(Unlock)
    qtbot.waitUntil(surface.error.isVisible)
    assert window.shell is None


def test_run_shows_the_window_and_passes_the_passphrase_on(
    qtbot: Any, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def until_tried() -> int:
        qtbot.waitUntil(lambda: bool(tried))
        return 0

    monkeypatch.setattr(app, "make_app", lambda _: qapp)
    monkeypatch.setattr(qapp, "exec", until_tried, raising=False)
    monkeypatch.setattr(app, "unlock", lambda window, text: tried.append(text))
    caught: Callable[..., object] = __import__("sys").excepthook
    monkeypatch.setattr("sys.excepthook", caught)
    file = tmp_path / "示例.phdb"
    file.touch()
    assert app.run(file, PASSPHRASE) == 0
    assert tried == [PASSPHRASE]
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, Window):
            widget.close()
