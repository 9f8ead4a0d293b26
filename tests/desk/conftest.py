"""A small file to open in the window's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.model.values import Village
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

TODAY = dt.date(2026, 5, 22)
YANGXU = Village("320903004202", "仰徐村", "320903004000", "潘黄街道")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An open file of one village, empty, with today's date fixed."""
    store = Store.create(tmp_path / "仰徐.phdb", "菜园 水井 2026", villages=[YANGXU], home=YANGXU.code,
                         person="徐海燕", settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as opened:
        yield opened
