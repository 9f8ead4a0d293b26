"""A small village for the tests of the use cases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from panhuang_desk.model.values import Village
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

VILLAGE = Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道")
TODAY = dt.date(2026, 5, 22)


def open_village(folder: Path, today: dt.date = TODAY) -> Session:
    """A new file of one village, open, with its day chosen."""
    settings = Settings(file=folder / "settings.json")
    store = Store.create(folder / "village.phdb", "correct horse battery", villages=[VILLAGE], home=VILLAGE.code,
                         person="徐海燕", settings=settings, device="村里电脑")
    return Session(store, settings, lambda: today)
