"""One encrypted SQLite file: unlock it, save and find records, journal, search, backups. The only room with SQL."""

from __future__ import annotations

from panhuang_desk.store.store import Store

__all__ = ["Store"]
