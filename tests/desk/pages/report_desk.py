"""The report page in its window over a small sample file, for the tests of the page."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.desk.shell import Shell
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import show_village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from pytestqt.qtbot import QtBot

PASSPHRASE = "菜园 水井 2026"
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample file of an office with two villages over two months."""
    path = tmp_path_factory.mktemp("demo") / "demo.phdb"
    make_demo(path, PASSPHRASE, villages=2, months=2, until=Month(2026, 4), households=24, seed=7)
    return path


@pytest.fixture
def session(sample_file: Path, tmp_path: Path) -> Iterator[Session]:
    """A copy of the sample file, open on a day in May."""
    path = tmp_path / "file.phdb"
    shutil.copy(sample_file, path)
    settings = Settings(file=tmp_path / "settings.json")
    settings.last_folder = str(tmp_path)
    with Session(Store.open(path, PASSPHRASE, settings=settings), settings, lambda: dt.date(2026, 5, 4)) as opened:
        yield opened


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ReportPage:
    """The page in its window, with the paper set."""
    return open_page(session, qtbot)


@pytest.fixture
def village_page(session: Session, qtbot: QtBot) -> ReportPage:
    """The page over the first village alone, which is quicker to set."""
    show_village(session, session.store.villages[0].code)
    return open_page(session, qtbot)


def open_page(session: Session, qtbot: QtBot) -> ReportPage:
    """The page of a session in a new window."""
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("report")
    page = shell.page
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: page.view is not None, timeout=PATIENCE_MS)
    return page


def wait_state(page: ReportPage, qtbot: QtBot, state: str) -> None:
    """Wait until the report stands so, and the desk is at rest."""
    qtbot.waitUntil(lambda: page.view is not None and page.view.standing.state == state, timeout=PATIENCE_MS)

