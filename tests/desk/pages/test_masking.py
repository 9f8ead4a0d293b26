"""With names covered, no page of a file shows, paints or reads out a name, a phone or what was written about people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk.models.delegate import TableDelegate
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets import paint
from panhuang_desk.model.fields import Privacy, Type
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.months import Month
from panhuang_desk.services import household_life, households, patrols, visits
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.follow_ups import raise_follow_up
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import key, open_desk, press, write

PASSPHRASE = "rice 7 lantern boat"
PAGES = ("today", "visits", "quizzes", "patrols", "report", "handover", "settings")
SAID = ("text", "toPlainText", "accessibleName", "accessibleDescription", "toolTip", "windowTitle", "placeholderText")
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village with three months of work in it."""
    path = tmp_path_factory.mktemp("masked") / "村.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=3, until=Month(2026, 5), households=40, seed=5)
    return path


@pytest.fixture
def session(demo: Path) -> Iterator[Session]:
    store = Store.open(demo, PASSPHRASE, settings=Settings())
    with Session(store, Settings(mask_names=True), lambda: dt.date(2026, 5, 31)) as opened:
        _add_what_is_rare(opened)
        yield opened


def _add_what_is_rare(session: Session) -> None:
    """What a sample file may lack: notes and needs of a visit, things to do that are due, a split, two that are one."""
    homes = households.narrow(session).ids(4)
    visits.record_visit(session, homes[0], {
        "visited_on": "2026-05-30", "outcome": "met", "note": "儿子在常州打工", "difficulties": ("illness",),
        "requests": ("schooling",)})
    for home, due in ((homes[0], "2026-05-30"), (homes[1], "2026-05-31"), (homes[1], "2026-06-09")):
        raise_follow_up(session, "household", home, {
            "kind": "request", "matter": f"想问低保怎么办 {due[-2:]}", "raised_on": "2026-05-20", "due_on": due})
    first = session.store.get("household", homes[0])
    assert first is not None
    household_life.split(session, homes[0], {"group_no": first["group_no"], "door_no": "99-1",
                                             "contact_name": "欧阳锦绣", "phone": "13812345678"})
    household_life.merge(session, homes[2], homes[3], {})
    plot = patrols.plots(session)[0].id
    patrols.record_patrol(session, {"patrolled_on": "2026-05-31", "method": "foot", "people": 2,
                                    "note": "路上遇到戚家老二"}, [patrols.PlotLook(plot, note="戚家说是药材")])


def secrets(session: Session) -> set[str]:
    """Everything in the file that names a person, reaches one, or was written about one."""
    found: set[str] = set()
    for kind in KINDS.values():
        for field in kind.fields:
            if field.privacy is Privacy.OPEN or field.name in ("door_no", "visited_by") or field.type not in (
                    Type.TEXT, Type.LONG_TEXT, Type.PHONE):
                continue
            found.update(record.text(field.name) for record in session.store.records(kind.name))
    return {text for text in found if len(text) > 1 and text not in session.store.person}


def said(root: QWidget) -> Iterator[str]:
    """What the visible widgets below say, to those who see and to those who listen."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        for name in SAID:
            text = getattr(widget, name, None)
            if callable(text):
                yield str(text())
        model = widget.model() if isinstance(widget, QAbstractItemView) else None
        for row in range(model.rowCount() if model else 0):
            for column in range(model.columnCount()):
                for role in ROLES:
                    yield str(model.index(row, column).data(role) or "")


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that own-painted widgets and tables put on the screen."""
    found: list[str] = []
    put_text, cell = paint.put_text, TableDelegate._text

    def note_text(painter, rect, text, *rest, **more):
        found.append(text)
        return put_text(painter, rect, text, *rest, **more)

    def note_cell(self, painter, area, text, *rest, **more):
        found.append(text)
        return cell(self, painter, area, text, *rest, **more)

    monkeypatch.setattr(paint, "put_text", note_text)
    monkeypatch.setattr(TableDelegate, "_text", note_cell)
    return found


def walk(desk: Shell) -> Iterator[str]:
    """Every page with every tab, and on each every row of its list."""
    for name in PAGES:
        desk.go(name)
        page = desk.page
        for tab in range(len(page.tabs) or 1):
            page.set_tab(tab)
            QApplication.processEvents()
            yield f"{name} {tab}"
            table = next((view for view in page.findChildren(TableView) if view.isVisible()), None)
            for place in range(table.table.rowCount() if table else 0):
                table.select(place)
                QApplication.processEvents()
                yield f"{name} {tab} {place}"


def test_no_page_shows_a_person(session: Session, qtbot: QtBot, painted: list[str]) -> None:
    hidden = secrets(session)
    assert len(hidden) > 60
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    for where in walk(desk):
        if where.endswith(" 0"):
            press(key("history"))
        desk.grab()
        shown = {*said(desk), *painted}
        leaked = {text for text in shown for secret in hidden if secret in text}
        assert not leaked, where
        painted.clear()


def test_a_form_that_is_open_goes_and_its_draft_stays(session: Session, qtbot: QtBot) -> None:
    session.settings.mask_names = False
    hidden = secrets(session)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    press("Down", key("edit"))
    form = desk.page.shown.entry.form
    form.rows["phone"].editor.focus.setFocus()
    form.rows["phone"].editor.focus.selectAll()
    write("13900001485")
    press(key("mask"))
    QApplication.processEvents()
    assert desk.page.shown.entry is None
    assert not {text for text in said(desk) for secret in hidden if secret in text}
    press(key("mask"), key("edit"))
    assert desk.page.shown.entry.form.rows["phone"].editor.text() == "13900001485"


def test_a_key_covers_at_once_what_was_open(session: Session, qtbot: QtBot) -> None:
    session.settings.mask_names = False
    hidden = secrets(session)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    assert any(secret in text for text in said(desk) for secret in hidden)
    press(key("mask"))
    QApplication.processEvents()
    assert not {text for text in said(desk) for secret in hidden if secret in text}
