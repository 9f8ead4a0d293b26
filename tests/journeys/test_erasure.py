"""An erasure at the real window, by keyboard: asked for, done, told everywhere, and gone for good after a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from panhuang_desk.desk.pages.visits.erase_dialog import EraseDialog
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.figures import figures
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.check import check_file
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def choose_last_of_the_menu(worker: Worker) -> None:
    worker.press("Shift+F10")
    worker.until(lambda: QApplication.activePopupWidget() is not None)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.activePopupWidget(), key)
    worker.until(lambda: isinstance(QApplication.activeModalWidget(), EraseDialog)
                 and QApplication.activeModalWidget().keep_button.hasFocus())


def names_of(file: Path, household: str) -> set[str]:
    """Everything personal that was ever written about a household."""
    with Store.open(file, PASSPHRASE, write=False, settings=Settings()) as store:
        record = store.get("household", household)
        assert record is not None
        return {record.text(name) for name in ("contact_name", "phone", "note") if record.text(name)}


def test_a_household_is_erased_by_keyboard_and_stays_so(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    file = tmp_path / "仰徐.phdb"
    make_demo(file, PASSPHRASE, villages=1, months=3, until=Month(2026, 5), households=40, seed=11)
    settings = Settings(file=tmp_path / "settings.json")
    worker = sit_down(file, settings)
    worker.unlock(PASSPHRASE)
    worker.press("Alt+2", "Down", "Down")
    household = worker.page.households.register.current.id  # type: ignore[attr-defined]
    names = names_of(file, household)
    assert names
    before = [figures(worker.shell.session.store, Month(2026, month)) for month in (3, 4, 5)]
    choose_last_of_the_menu(worker)
    worker.shot("erase")
    worker.press("Shift+Tab", "Shift+Tab", "2", "Tab", "Enter")
    worker.until(lambda: "个人信息删除了" in worker.shell.undo_bar.text)
    # A window manager gives the window its place back; the screen of the tests has none.
    worker.window.activateWindow()
    worker.until(worker.window.isActiveWindow)
    store = worker.shell.session.store
    assert [figures(store, Month(2026, month)) for month in (3, 4, 5)] == before
    assert store.get("household", household)["erased_because"] == "guardian"  # type: ignore[index]
    assert not any(name in str(store.read("SELECT fields FROM change")) for name in names)
    worker.shot("erased")
    worker.window.close_file()

    worker = sit_down(file, Settings.load(tmp_path / "settings.json"))
    worker.unlock(PASSPHRASE)
    worker.press("Ctrl+Z")
    assert "没有可以撤销" in worker.shell.undo_bar.text
    worker.press("Alt+2")
    register = worker.page.households.register  # type: ignore[attr-defined]
    register.mark(household)
    register.to_list()
    worker.press("Ctrl+L")
    assert worker.shell.history.table.table.row(0).text == "删除了个人信息（监护人要求）"
    worker.shot("erased-history")
    worker.press("Esc")
    worker.window.close_file()
    assert check_file(file, PASSPHRASE).problems == ()
