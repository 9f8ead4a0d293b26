"""A machine with a clock and files to open, and the accidents that files meet."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from panhuang_desk.model.values import Village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store, engine

PASSPHRASE = "稻田 it's 2026"
VILLAGE = Village("320903004202", "仰徐村", "320903004", "潘黄街道", 1)
OTHER = Village("320903004203", "新民村", "320903004", "潘黄街道", 2)


class Clock:
    """A wall clock that a test sets; it goes on by a second at each look."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 5, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(seconds=1)
        return self.at

    def step(self, **spans: float) -> None:
        self.at += dt.timedelta(**spans)


class Desk:
    """A machine with its settings and its clock, which makes and opens files in one folder."""

    def __init__(self, folder: Path, name: str = "甲机") -> None:
        self.folder = folder
        self.name = name
        self.settings = Settings(file=folder / f"{name}.json")
        self.clock = Clock()

    @property
    def path(self) -> Path:
        return self.folder / "仰徐村.phdb"

    def create(self, path: Path | None = None, **given: Any) -> Store:
        options: dict[str, Any] = {"villages": [VILLAGE, OTHER], "home": VILLAGE.code, "person": "王芳", **given}
        return Store.create(
            path or self.path, PASSPHRASE, settings=self.settings, now=self.clock, device=self.name, **options)

    def open(self, path: Path | None = None, passphrase: str = PASSPHRASE, *, write: bool = True) -> Store:
        return Store.open(
            path or self.path, passphrase, write=write, settings=self.settings, now=self.clock, device=self.name)


def fill(store: Store, visits: int) -> str:
    """One household with so many visits; the household's id."""
    with store.action() as action:
        household = action.save("household", {
            "group_no": 3, "door_no": "12号", "contact_name": "张三", "active_from": "2026-01-01"})
        for number in range(visits):
            action.save("visit", {
                "household_id": household.id, "visited_on": "2026-05-01", "outcome": "met",
                "topics": ("fraud", "plants"), "materials_given": number % 4,
                "note": f"第 {number} 次，一切都好。" * 3})
    return household.id


def raw(path: Path, passphrase: str = PASSPHRASE) -> Any:
    """A connection as any SQLCipher tool opens it."""
    connection = engine.sqlcipher3.connect(str(path), isolation_level=None)
    quoted = passphrase.replace("'", "''")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = '{quoted}'")
    return connection


def change_file(path: Path, sql: str, passphrase: str = PASSPHRASE) -> None:
    """Change a closed file behind the store's back."""
    with contextlib.closing(raw(path, passphrase)) as connection:
        connection.execute(sql)


def crash_copy(path: Path, target: Path) -> Path:
    """Copy a file with its journal as a crash in the middle of a save leaves them; the copy's path."""
    with contextlib.closing(raw(path)) as connection:
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'clean'")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE visit SET note = note || '改'")
        connection.execute("UPDATE change SET fields = json_set(fields, '$.note', fields ->> 'note' || '改')"
                           " WHERE table_name = 'visit'")
        shutil.copy(path, target)
        shutil.copy(f"{path}-journal", f"{target}-journal")
        connection.execute("ROLLBACK")
    return target


@contextlib.contextmanager
def as_guest(folder: Path) -> Iterator[None]:
    """Run as somebody who may only read the folder; root would be let through everywhere."""
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
