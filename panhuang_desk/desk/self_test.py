"""The program tests itself: every page on a temporary file of sample data, and a report on paper; run where shipped."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QThreadPool, QtMsgType, qInstallMessageHandler
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from panhuang_desk.desk import messages
from panhuang_desk.desk.app import make_app
from panhuang_desk.desk.places import PAGES
from panhuang_desk.desk.window import Window
from panhuang_desk.services.check import check_file
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.report_paper import write_report
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings

_PASSPHRASE = "self-test only"
_SIZE = (1366, 696)
_SETTLE_SECONDS = 0.4


class _Troubles:
    """Everything that went wrong so far, in the order in which it did."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._told = 0

    def caught(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        """Stands in sys.excepthook: an error in a slot."""
        self.found.append(f"{kind.__name__}: {error}")

    def qt_said(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        """Stands in Qt's message handler: warnings count."""
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            self.found.append(f"Qt: {text}")

    def report(self, step: str) -> None:
        """Say how a step went."""
        new, self._told = self.found[self._told:], len(self.found)
        print(f"{'没有通过' if new else '通过'}：{step}" + "".join(f"\n    {each}" for each in new), flush=True)


def run() -> int:
    """Test the program offscreen; returns 0 where all went well, else 1. This machine's settings are not touched."""
    troubles = _Troubles()
    with tempfile.TemporaryDirectory(prefix="panhuang-self-test-") as folder, _aside(Path(folder), troubles):
        try:
            _go_through(Path(folder), troubles)
        except Exception as error:
            troubles.caught(type(error), error, error.__traceback__)
            troubles.report("自检中断")
    return 1 if troubles.found else 0


def _go_through(folder: Path, troubles: _Troubles) -> None:
    """Make the file, open the window on it, visit every page, print, close, check."""
    file = folder / "自检.phdb"
    settings = Settings(file=folder / "settings.json")
    made = make_demo(file, _PASSPHRASE, villages=1, households=40, months=2, settings=settings)
    app = make_app(settings)
    window = Window(settings, file)
    window.resize(*_SIZE)
    window.show()
    _settle(app)
    troubles.report("解锁")
    session = open_file(file, _PASSPHRASE, settings)
    window.open_session(session)
    _visit_pages(app, window, troubles)
    target = folder / "月报.pdf"
    write_report(session.store, made.month, None, session.today(), target)
    troubles.found += _of_paper(target)
    troubles.report("月报 PDF")
    window.close()
    _settle(app)
    troubles.report("关闭")
    troubles.found += check_file(file, _PASSPHRASE)
    troubles.report("文件检查")


@contextmanager
def _aside(folder: Path, troubles: _Troubles) -> Iterator[None]:
    """A home folder of its own, dialogs that wait for nobody, and an ear for errors and warnings."""
    recorder = messages.Recorder()
    door, hook, home = messages.use(recorder), sys.excepthook, os.environ.get("PANHUANG_HOME")
    os.environ["PANHUANG_HOME"] = str(folder)
    sys.excepthook = troubles.caught
    before = qInstallMessageHandler(troubles.qt_said)
    try:
        yield
        troubles.found += [f"{message.title} {message.text} {message.hint}" for message in recorder.said]
    finally:
        qInstallMessageHandler(before)
        sys.excepthook = hook
        messages.use(door)
        if home is None:
            del os.environ["PANHUANG_HOME"]
        else:
            os.environ["PANHUANG_HOME"] = home


def _visit_pages(app: QApplication, window: Window, troubles: _Troubles) -> None:
    """Show every page and look whether anything is drawn on it."""
    assert window.shell is not None
    for spec in PAGES:
        window.shell.go(spec.place.name)
        _settle(app)
        page = window.shell.page
        if page is None or not page.isVisible():
            troubles.found.append("没有显示出来")
        elif _is_blank(window):
            troubles.found.append("页面是空白的")
        troubles.report(f"页面 {spec.place.word}")


def _is_blank(window: Window) -> bool:
    """Whether the middle of the window has one colour only."""
    image = window.grab().toImage()
    colours = {image.pixel(x, y) for x in range(200, image.width(), 7) for y in range(100, image.height(), 7)}
    return len(colours) < 3


def _of_paper(file: Path) -> list[str]:
    """What is wrong with a report: it cannot be read, or has no page."""
    document = QPdfDocument()
    error = document.load(str(file))
    wrong = [] if error is QPdfDocument.Error.None_ and document.pageCount() else [f"PDF 读不出来：{error}"]
    document.close()
    return wrong


def _settle(app: QApplication) -> None:
    """Let the window draw and background work come back."""
    until = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < until:
        app.processEvents()
        QThreadPool.globalInstance().waitForDone(20)

