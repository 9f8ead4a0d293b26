"""Every test runs without a screen, with a home folder of its own and the bundled fonts; no dialog ever waits."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PANHUANG_FONTS"] = "bundled"

if TYPE_CHECKING:
    from panhuang_desk.desk.messages import Recorder
    from panhuang_desk.desk.theme import Theme
    from PySide6.QtWidgets import QApplication, QWidget

# The same examples in every run, and no failure because the machine is busy.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

WINDOW_ROOMS = {"desk", "journeys"}


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, so that no test sees what another one, or this machine, remembers."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PANHUANG_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The arguments of the application that tests share: the style of the real one."""
    return ["panhuang_desk", "-style", "Fusion"]


@pytest.fixture
def said(qapp: QApplication) -> Iterator[Recorder]:
    """What was said through the door of messages; `answers` and `paths` tell it what to answer."""
    from panhuang_desk.desk import messages

    recorder = messages.Recorder()
    before = messages.use(recorder)
    yield recorder
    messages.use(before)


@pytest.fixture
def sized(qapp: QApplication) -> Iterator[Callable[[int], Theme]]:
    """Installs another text size; 100 % comes back afterwards."""
    from panhuang_desk.desk import theme

    yield lambda size: theme.install(qapp, size)
    theme.install(qapp, 100)


@pytest.fixture(autouse=True)
def ready_window(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For tests of the window: the look at 100 %, the recorder in the door, and windows that live long enough.

    A window that only a slot of one of its children still holds would be deleted inside that child's destructor.
    """
    if not WINDOW_ROOMS & set(request.path.parts):
        yield
        return
    from panhuang_desk.desk import theme
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
    from pytestqt.qtbot import QtBot

    request.getfixturevalue("said")
    theme.install(request.getfixturevalue("qapp"), 100)
    held: list[object] = []
    add = QtBot.addWidget

    def hold(bot: QtBot, widget: QWidget, **more: object) -> None:
        held.append(widget)
        add(bot, widget, **more)

    monkeypatch.setattr(QtBot, "addWidget", hold)
    yield
    QThreadPool.globalInstance().waitForDone(10_000)
    # Background work has switched it off; what is no test of a window collects as usual.
    gc.enable()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
