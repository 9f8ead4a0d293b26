"""One encrypted SQLite file: unlock it, save and find records, journal, search, backups. The only room with SQL."""

from __future__ import annotations

from panhuang_desk.store.action import Action
from panhuang_desk.store.search import Hit
from panhuang_desk.store.store import Store
from panhuang_desk.store.undoing import HistoryEntry, Undone

__all__ = ["Action", "HistoryEntry", "Hit", "Store", "Undone"]
