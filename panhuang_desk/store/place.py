"""The villages of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panhuang_desk.model.values import Village

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store


def add_village(store: Store, village: Village) -> None:
    """Add a village; one that is there stays as it is. The store knows it at once."""
    if any(each.code == village.code for each in store.villages):
        return
    with store.bulk():
        store.write("INSERT INTO village VALUES (?, ?, ?, ?, ?)", [
            village.code, village.name, village.subdistrict_code, village.subdistrict_name, village.position])
        # Its place moves those that stand after it, and households stand in the register by the place of their village.
        store.rebuild_register()
        store.note_meta("home", store.home)
