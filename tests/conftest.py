"""Every test runs without a screen, with a home folder of its own and the bundled fonts; no dialog ever waits."""

from __future__ import annotations

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
    from PySide6.QtWidgets import QApplication

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
def ready_window(request: pytest.FixtureRequest) -> None:
    """For tests of the window: the look at 100 %, and the recorder in the door."""
    if WINDOW_ROOMS & set(request.path.parts):
        from panhuang_desk.desk import theme

        request.getfixturevalue("said")
        theme.install(request.getfixturevalue("qapp"), 100)
