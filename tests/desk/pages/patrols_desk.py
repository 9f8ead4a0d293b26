"""The patrols page in its window, driven by keys, for the tests of its tabs."""

from __future__ import annotations

from collections.abc import Mapping

from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.pages.patrols import PatrolsPage
from panhuang_desk.desk.pages.patrols.patrol_entry import PatrolEntry
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services import patrols
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
FIND = {"found_at": "2026-05-15 08:40", "species": "poppy", "plants": 37, "reported_at": "2026-05-15 08:55",
        "reported_to": "派出所值班民警", "reported_person": "值班民警"}


class Desk:
    """A person at the keyboard."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.qtbot, self.session = qtbot, session
        self.shell = Shell(session)
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 696)
        with qtbot.waitActive(self.shell):
            self.shell.show()
            self.shell.activateWindow()
        self.shell.go("patrols")

    @property
    def page(self) -> PatrolsPage:
        """The page."""
        page = self.shell.page
        assert isinstance(page, PatrolsPage)
        return page

    @property
    def focus(self) -> QWidget:
        """What has the keys."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def said(self) -> str:
        """What the bar at the foot says."""
        return self.shell.undo_bar.text

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        self.qtbot.keyClick(self.focus, key, modifier)

    def type(self, text: str) -> None:
        """Type into what has the keys; Chinese comes as an input method gives it."""
        widget = self.focus
        if text.isascii():
            self.qtbot.keyClicks(widget, text)
        elif isinstance(widget, QLineEdit):
            widget.selectAll()
            widget.insert(text)
            widget.textEdited.emit(widget.text())
        else:
            assert isinstance(widget, QPlainTextEdit)
            widget.insertPlainText(text)

    def fill(self, form: Form, **texts: str) -> None:
        """Write into fields of a form, one after the other."""
        for name, text in texts.items():
            form.rows[name].editor.focus.setFocus()
            if isinstance(self.focus, QLineEdit):
                self.focus.clear()
            self.type(text)

    def patrol(self) -> PatrolEntry:
        """The patrol that is being recorded."""
        assert self.page.log.patrol is not None
        return self.page.log.patrol


def add_plot(session: Session, name: str, group_no: int = 2, **values: object) -> str:
    """A plot in the file."""
    saved = patrols.save_plot(session, {"name": name, "group_no": group_no, "land_kind": "vegetable", "area_mu": 2.4,
                                        "active_from": "2026-01-01", **values})  # type: ignore[dict-item]
    assert saved.record is not None, saved.problems
    return saved.record.id


def add_patrol(session: Session, day: str, *looks: PlotLook) -> str:
    """A patrol in the file."""
    saved = patrols.record_patrol(session, {"patrolled_on": day, "method": "foot", "people": 3}, looks)
    assert saved.record is not None, (saved.problems, saved.plot_problems)
    return saved.record.id


def results(desk: Desk) -> Mapping[str, str]:
    """What the grid says of every plot."""
    return {line.name: line.result for line in desk.patrol().grid.lines}
