"""The editions of the file: the numbered scripts in `db/migrations/`, run by sqlite-utils in one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from panhuang_desk import assets
from panhuang_desk.errors import UserError
from panhuang_desk.store import engine

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "panhuang_desk"


@attrs.frozen
class Script:
    """One migration: its number, which becomes the edition of the file, its name and its SQL file."""

    number: int
    name: str
    path: Path


@cache
def scripts(folder: Path | None = None) -> tuple[Script, ...]:
    """All migrations in order; they count from 1 without a gap."""
    folder = folder or assets.database("migrations")
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_\w+", path.stem)
        if match:
            found.append(Script(int(match[1]), path.stem, path))
    if [script.number for script in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered without a gap in {folder}")
    return tuple(found)


def newest(folder: Path | None = None) -> int:
    """The edition that this program writes."""
    return len(scripts(folder))


def edition(connection: engine.Connection) -> int:
    """The edition of an open file, 0 for an empty one. It does not write."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(found: int) -> None:
    """Refuse a file that a newer program has written."""
    if found > newest():
        raise UserError(
            "这个文件是用更新的版本做的，这个版本打不开；文件没有被改动。", "请先升级本程序，再打开。", code="newer",
        )


def migrate(connection: engine.Connection, folder: Path | None = None) -> None:
    """Bring the file to the newest edition, all in one transaction; a failure leaves it exactly as it was."""
    from sqlite_utils import Migrations

    migrations = Migrations(_SET)
    for script in scripts(folder):
        migrations(name=script.name)(_runner(script))
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(engine.database(connection))
        connection.execute(f"PRAGMA user_version = {newest(folder)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _runner(script: Script) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        db.executescript(script.path.read_text(encoding="utf-8"))

    return run
