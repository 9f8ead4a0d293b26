"""Making a file, and connecting to one that is unlocked: its size, its edition, and how it was left."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Village
from panhuang_desk.store import backups, compare, engine, erasing, keys, lock, migrations, trouble, unlocking
from panhuang_desk.store.snapshot import sync_folder


def make(path: Path, passphrase: str, meta: Mapping[str, str], villages: Sequence[Village]) -> keys.Key:
    """Write a new file of the newest edition; it appears under its name only when it is whole."""
    key = keys.derive_key(passphrase, secrets.token_bytes(keys.SALT))
    if path.exists():
        raise UserError("这里已经有一个同名的文件。", "请换一个名字，或者打开它。", code="exists")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with trouble.told(path):
        try:
            connection = engine.connect(temporary, key, create=True)
            with contextlib.closing(connection):
                migrations.migrate(connection)
                _fill(connection, meta, villages)
            temporary.replace(path)
        except BaseException:
            for leftover in (temporary, trouble.journal_of(temporary)):
                with contextlib.suppress(OSError):
                    leftover.unlink()
            raise
        sync_folder(path.parent)
    return key


def connect(path: Path, key: keys.Key, *, write: bool, now: dt.datetime) -> engine.Connection:
    """A connection to an unlocked file of this program.

    A file that was not closed cleanly, and that nobody has open, is compared with its journal first. Where it may
    write, an older edition is backed up and migrated. UserError for everything that is wrong.
    """
    with trouble.told(path):
        connection = attach(path, key, write=write)
        try:
            _require_ours(connection)
            migrations.refuse_newer(migrations.edition(connection))
            if compare.left_unclean(connection) and (write or not lock.is_locked(path)):
                _require_agreement(connection, path)
            _require_length(connection, path)
            if migrations.edition(connection) < migrations.newest():
                _bring_up(connection, path, key, write=write, now=now)
        except BaseException:
            connection.close()
            raise
    return connection


def attach(path: Path, key: keys.Key, *, write: bool) -> engine.Connection:
    """A connection to an unlocked file, whoever made it; UserError where whole pages are missing at its end."""
    try:
        return engine.connect(path, key, write=write)
    except engine.DatabaseError as error:
        if trouble.is_damage(error) and _pages_are_sound(path, key):
            raise unlocking.truncated(path) from error
        raise


def _fill(connection: engine.Connection, meta: Mapping[str, str], villages: Sequence[Village]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
    connection.executemany("INSERT INTO village VALUES (?, ?, ?, ?, ?)", [
        (v.code, v.name, v.subdistrict_code, v.subdistrict_name, v.position) for v in villages])
    connection.execute("COMMIT")


def _require_ours(connection: engine.Connection) -> None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master").fetchall()}
    if not {"meta", "change"} <= tables:
        raise unlocking.not_ours()


def _require_length(connection: engine.Connection, path: Path) -> None:
    """Refuse a file with too few or too many bytes. Within a read transaction, so that no writer moves its end.

    Where the tidying after an erasure was killed the old end may still be there; it goes when that is done again.
    """
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM meta").fetchone()
        whole = int(connection.execute("PRAGMA page_count").fetchone()[0]) * keys.PAGE
        size = path.stat().st_size
        tidying = connection.execute("SELECT 1 FROM meta WHERE key = ?", [erasing.UNFINISHED]).fetchone()
    finally:
        connection.execute("ROLLBACK")
    if size < whole:
        raise unlocking.truncated(path)
    if size > whole and not tidying:
        raise UserError(
            "文件末尾多出了一段不属于它的内容，数据本身没有丢。",
            "请用“恢复”选这个文件自己，整理一遍再打开。", code="tail")


def _pages_are_sound(path: Path, key: keys.Key) -> bool:
    """Whether every whole page is as it was written: then what is wrong is that some are missing."""
    return all(
        key.opens_page(page, number) for number, page in enumerate(keys.read_pages(path), 1) if len(page) == keys.PAGE)


def _bring_up(
    connection: engine.Connection, path: Path, key: keys.Key, *, write: bool, now: dt.datetime,
) -> None:
    """Migrate a file of an older edition, after a backup."""
    if not write:
        raise UserError(
            "这个文件是旧版本做的，要先升级才能看。", "请在本程序里打开一次，它会先备份再升级。", code="older")
    backups.back_up_file(path, key, now)
    migrations.migrate(connection)


def _require_agreement(connection: engine.Connection, path: Path) -> None:
    """Find a file that was copied after a crash without its journal file: then pages of two times are mixed."""
    try:
        problems = compare.torn(connection)
    except engine.DatabaseError as error:
        if trouble.of_engine(error, path) is None:
            raise
        problems = [""]
    if problems:
        raise UserError(
            "上次没有正常关闭，这个文件缺了同名的 -journal 文件，内容不完整。",
            f"请把 -journal 文件放回它旁边再打开。{trouble.newest_backup(path)}", code="torn")
