"""Two entries of one household at the real window, by keyboard: found, merged, read as one, and taken back later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from panhuang_desk.model.months import Month
from panhuang_desk.services import households
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.figures import figures
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.check import check_file

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def add_twin(file: Path) -> tuple[str, str]:
    """A second entry at the door of a household that was visited, under another name; the ids of both."""
    with Session(Store.open(file, PASSPHRASE, settings=Settings())) as session:
        visit = session.store.records("visit", {"outcome": "met"})[0]
        one = session.store.get("household", visit.text("household_id"))
        assert one is not None
        saved = households.save_household(session, {
            "group_no": one["group_no"], "door_no": f"{one['door_no']}号", "contact_name": "欧阳春燕", "pupils": 3,
            "phone": "13955557788", "active_from": "2026-03-01"})
        assert saved.record is not None
        return one.id, saved.record.id


def test_a_second_entry_is_merged_and_the_undo_takes_it_back_whole(
    sit_down: Callable[..., Worker], tmp_path: Path,
) -> None:
    file = tmp_path / "仰徐.phdb"
    make_demo(file, PASSPHRASE, villages=1, months=3, until=Month(2026, 5), households=40, seed=11)
    keep, lose = add_twin(file)
    worker = sit_down(file, Settings(file=tmp_path / "settings.json"))
    worker.unlock(PASSPHRASE)
    worker.press("Alt+2")
    tab = worker.page.households  # type: ignore[attr-defined]
    store = worker.shell.session.store
    months = [Month(2026, month) for month in (3, 4, 5)]
    before = [figures(store, month) for month in months]
    worker.until(tab.duplicates_link.isVisible)
    tab.duplicates_link.setFocus()
    worker.press("Enter")
    worker.until(lambda: tab.duplicates.table.hasFocus())
    worker.shot("duplicates")
    worker.press("Enter")
    assert tab.entry.form.values()["keep"] == keep
    fields = list(tab.entry.form.rows)[1:]
    worker.press("Enter", "1", *("Enter", "2") * (len(fields) - 1))
    worker.shot("duplicates-merge")
    worker.press("Ctrl+S")
    worker.until(lambda: tab.duplicates._stack.currentIndex() == 1)
    worker.shot("duplicates-none")
    assert worker.shell.undo_bar.text.startswith("合并了两户，留下")
    merged = store.get("household", keep)
    assert merged is not None
    assert (merged["contact_name"], merged["phone"], merged["pupils"]) == ("欧阳春燕", "13955557788", 3)
    assert store.get("household", lose)["merged_into"] == keep  # type: ignore[index]
    after = [figures(store, month) for month in months]
    assert after[:2] == before[:2]
    assert after[2]["households_active"].value == before[2]["households_active"].value - 1  # type: ignore[operator]

    worker.press("Esc")
    worker.type("oycy")
    worker.until(lambda: tab.register.current is not None and tab.register.current.id == keep)
    worker.window.close_file()

    worker = sit_down(file, Settings.load(tmp_path / "settings.json"))
    worker.unlock(PASSPHRASE)
    worker.press("Ctrl+Z")
    store = worker.shell.session.store
    assert store.get("household", lose)["merged_into"] is None  # type: ignore[index]
    assert store.get("household", keep)["contact_name"] != "欧阳春燕"  # type: ignore[index]
    assert [figures(store, month) for month in months] == before
    worker.window.close_file()
    assert check_file(file, PASSPHRASE).problems == ()
