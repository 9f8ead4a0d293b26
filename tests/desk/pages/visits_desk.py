"""Households, keys and typing for the tests of the pages of today and of visits."""

from __future__ import annotations

from typing import Any

from panhuang_desk.desk import keys
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services import follow_ups, households
from panhuang_desk.services.session import Session
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

DOORS = ((1, "8", "陈秀英", 1), (2, "14", "王德发", 0), (3, "26", "朱明霞", 2), (3, "27", "孙桂兰", 1),
         (3, "28", "徐长林", 0))


def add_households(session: Session) -> dict[str, str]:
    """Five households; their ids by name."""
    found = {}
    for group, door, name, elderly in DOORS:
        saved = households.save_household(session, {
            "group_no": group, "door_no": door, "contact_name": name, "phone": "13800007702" if door == "27" else None,
            "left_behind_elderly": elderly, "active_from": "2026-01-01"})
        assert saved.record is not None
        found[name] = saved.record.id
    return found


def raise_one(session: Session, household: str, matter: str, due_on: str, kind: str = "request") -> str:
    """A follow-up of a household."""
    saved = follow_ups.raise_follow_up(session, "household", household, {
        "kind": kind, "matter": matter, "raised_on": "2026-05-10", "due_on": due_on})
    assert saved.record is not None
    return saved.record.id


def focus() -> QWidget:
    """What has the keys."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*sequences: str) -> None:
    """Press keys as a person does, each into whatever has the focus by then."""
    for sequence in sequences:
        QTest.keySequence(focus(), QKeySequence(sequence))


def write(text: str) -> None:
    """Type text that may be Chinese."""
    widget = focus()
    if text.isascii():
        QTest.keyClicks(widget, text)
    elif isinstance(widget, QLineEdit):
        widget.insert(text)
        widget.textEdited.emit(widget.text())
    else:
        assert isinstance(widget, QPlainTextEdit)
        widget.insertPlainText(text)


def key(name: str) -> str:
    """The sequence of a key of the map."""
    return keys.key(name).sequence


def entry(desk: Shell) -> Any:
    """The form that is open on the page of visits."""
    return desk.page.shown.entry  # type: ignore[union-attr]


def open_desk(session: Session, page: str) -> Shell:
    """The desk on the screen, at a page."""
    shell = Shell(session)
    shell.resize(1366, 696)
    shell.show()
    QTest.qWaitForWindowExposed(shell)
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
    shell.go(page)
    return shell
