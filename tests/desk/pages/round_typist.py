"""A process that types a round until it is killed: `python -m tests.desk.pages.round_typist FILE`.

Each line on stdout says how many lines were left behind, or that the next one was begun a moment ago.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from panhuang_desk.desk import theme
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.desk.conftest import TODAY
from tests.desk.pages.visits_desk import key, open_desk, press

PASSPHRASE = "菜园 水井 2026"
WHOLE_LINES = 6


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def type_on(file: Path) -> None:
    app = QApplication(["typist", *theme.STYLE])
    theme.install(app)
    session = Session(Store.open(file, PASSPHRASE, settings=Settings()), Settings(), lambda: TODAY)
    desk = open_desk(session, "visits")
    press(key("round"))
    for line in itertools.count(1):
        press("1", "Right", str(line % 9 + 1))
        if line > WHOLE_LINES:
            QTest.qWait(600)
            say("begun")
            QTest.qWait(60_000)
        press("Return")
        say(str(line))
    desk.close()


if __name__ == "__main__":
    type_on(Path(sys.argv[1]))
