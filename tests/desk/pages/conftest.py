"""What most tests of the visits page begin with."""

from __future__ import annotations

import pytest
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services.session import Session
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, open_desk


@pytest.fixture
def doors(session: Session) -> dict[str, str]:
    """Five households; their ids by name."""
    return add_households(session)


@pytest.fixture
def desk(qtbot: QtBot, session: Session, doors: dict[str, str]) -> Shell:
    """The visits page of a file with these five."""
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    return shell
