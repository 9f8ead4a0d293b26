"""The office's month in the real window, by keys: three villages' copies looked at, each opened by its own passphrase,
merged; a conflict decided; the same copy once more; the newest merge taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.handover.office import BROUGHT, CONFLICTS, OfficePage
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services.handover import hand_over
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtWidgets import QWidget

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"
VILLAGES = tuple(Village(f"32090300420{number}", name, "320903004000", "潘黄街道", number)
                 for number, name in ((2, "仰徐村委会"), (3, "新民村委会"), (4, "新英村委会")))
OPENED_BY = {village.code: f"willow 4 bridge {village.position}" for village in VILLAGES}


def file_of(folder: Path, home: str, passphrase: str) -> Session:
    """The file of a village, or of the office where `home` is empty."""
    settings = Settings(file=folder / f"{home}.json")
    store = Store.create(folder / f"{home or 'office'}.phdb", passphrase, villages=VILLAGES, home=home,
                         person="街道" if not home else "徐海燕", settings=settings)
    return Session(store, settings, today=lambda: dt.date(2026, 5, 22))


def copy_of(session: Session, folder: Path, name: str) -> Path:
    """A copy on a stick of its own."""
    stick = folder / name
    stick.mkdir()
    return hand_over(session, stick, Month(2026, 4)).path


@pytest.fixture
def files(tmp_path: Path) -> Iterator[dict[str, Session]]:
    """The villages' open files with one household each; the office's file lies beside them."""
    file_of(tmp_path, "", PASSPHRASE).close()
    found = {village.code: file_of(tmp_path, village.code, OPENED_BY[village.code]) for village in VILLAGES}
    for session in found.values():
        with session.store.action() as action:
            action.save("household", {"group_no": 2, "door_no": "9", "phone": "13800000000",
                                      "active_from": "2026-01-01"})
    yield found
    for session in found.values():
        session.close()


def page_of(worker: Worker) -> OfficePage:
    """The page that is shown."""
    assert isinstance(worker.page, OfficePage)
    return worker.page


def reach(worker: Worker, widget: QWidget) -> None:
    """Wait until the window's keys go to a widget; after a progress dialog no system is here to activate the window."""
    worker.until(lambda: worker.window.focusWidget() is widget)
    worker.window.activateWindow()
    worker.until(widget.hasFocus)


def choose(worker: Worker, said: Recorder, copies: list[Path]) -> None:
    """Ctrl+O and the copies; the preview is there."""
    said.paths.append([str(path) for path in copies])
    worker.press("Ctrl+O")
    worker.until(lambda: page_of(worker).panel.title.text() == "合并预览")


def merge(worker: Worker) -> None:
    """Ctrl+S, and wait for what came of it."""
    worker.press("Ctrl+S")
    worker.until(lambda: page_of(worker).panel.title.text() == "合并完了")


def change(session: Session, id: str, phone: str) -> None:
    """Another phone of a household."""
    with session.store.action() as action:
        action.save("household", {"phone": phone}, id=id)


def test_three_copies_a_conflict_and_once_more(
    sit_down: Callable[..., Worker], said: Recorder, files: dict[str, Session], tmp_path: Path,
) -> None:
    copies = [copy_of(session, tmp_path, f"stick{code}") for code, session in files.items()]
    worker = sit_down(tmp_path / "office.phdb")
    worker.unlock(PASSPHRASE)
    worker.press("Alt+6")
    choose(worker, said, copies)
    panel, store = page_of(worker).panel, worker.shell.session.store
    for number, passphrase in enumerate(OPENED_BY.values(), start=1):
        reach(worker, panel.passphrase.field)
        worker.shot(f"merging-passphrase-{number}")
        worker.type(passphrase)
        worker.press("Enter")
        worker.until(lambda number=number: panel.button.text() == f"合并 {number} 份")
    reach(worker, panel.button)
    assert store.count("household") == 0
    worker.shot("merging-preview")
    merge(worker)
    assert store.count("household") == 3
    reach(worker, page_of(worker).board)

    village = files[VILLAGES[0].code]
    (household,) = village.store.records("household")
    change(village, household.id, "13800007702")
    change(worker.shell.session, household.id, "13800007720")
    newer = copy_of(village, tmp_path, "stick again")
    choose(worker, said, [newer])
    reach(worker, panel.button)
    merge(worker)
    page = page_of(worker)
    assert page.tab == CONFLICTS
    assert page.conflicts.current is not None
    reach(worker, page.conflicts.table)
    worker.shot("merging-conflict")
    worker.press("2")
    assert page.conflicts.current is None
    assert store.records("household", {"id": household.id})[0].text("phone") == "13800007702"

    choose(worker, said, [newer])
    reach(worker, panel.button)
    merge(worker)
    assert page.conflicts.current is None
    assert store.count("household") == 3


def test_the_newest_merge_is_taken_back(
    sit_down: Callable[..., Worker], said: Recorder, files: dict[str, Session], tmp_path: Path,
) -> None:
    code, village = next(iter(files.items()))
    copy = copy_of(village, tmp_path, "stick")
    worker = sit_down(tmp_path / "office.phdb")
    worker.unlock(PASSPHRASE)
    worker.press("Alt+6")
    choose(worker, said, [copy])
    reach(worker, page_of(worker).panel.passphrase.field)
    worker.type(OPENED_BY[code])
    worker.press("Enter")
    reach(worker, page_of(worker).panel.button)
    merge(worker)
    store = worker.shell.session.store
    assert store.count("household") == 1
    reach(worker, page_of(worker).board)
    worker.press("Ctrl+PgDown")
    assert page_of(worker).tab == BROUGHT
    said.answers.append("yes")
    worker.press("Enter")
    worker.until(lambda: store.count("household", deleted=None) == 0)
    worker.shot("merging-undone")
