"""A process that types a patrol until it is killed: `python -m tests.desk.pages.patrol_typist FILE`.

It says `begun` on stdout a moment after its last key.
"""

from __future__ import annotations

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


def type_on(file: Path) -> None:
    app = QApplication(["typist", *theme.STYLE])
    theme.install(app)
    session = Session(Store.open(file, PASSPHRASE, settings=Settings()), Settings(), lambda: TODAY)
    desk = open_desk(session, "patrols")
    press(key("new"), "1", "5", "Return", "8", "Return", "9", "3", "0", "Return", "Return", "4")
    press(key("round"), "1", "3", "2", "9")
    QTest.qWait(600)
    os.write(1, b"begun\n")
    QTest.qWait(60_000)
    desk.close()


if __name__ == "__main__":
    type_on(Path(sys.argv[1]))
