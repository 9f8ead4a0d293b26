"""Backups beside the file: made by snapshot, verified before they count, thinned out by tiers; and restoring."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.store import backup_files, compare, engine, keys, migrations, trouble, unlocking
from panhuang_desk.store.backup_files import Backup, Tier, list_backups
from panhuang_desk.store.lock import WriteLock
from panhuang_desk.store.snapshot import sync_folder, write_snapshot

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

_HOUR_S = 3600


def backup_due(store: Store) -> bool:
    """Whether the file changed since its newest backup, and that is of another hour."""
    backups = list_backups(store.path)
    if not backups:
        return True
    newest, now = backups[0], store.now().replace(tzinfo=None)
    if (newest.made_at.date(), newest.made_at.hour) == (now.date(), now.hour):
        return False
    with trouble.told(store.path):
        return store.path.stat().st_mtime_ns != newest.path.stat().st_mtime_ns


def make_backup(store: Store, progress: Progress = no_progress) -> Backup:
    """Back the file up as it is now; UserError where it does not work, and then nothing is left or removed."""
    return back_up_file(store.path, store.key, store.now(), progress)


def back_up_file(
    file: Path, key: keys.Key, at: dt.datetime, progress: Progress = no_progress,
) -> Backup:
    """Back up a file that is not necessarily open; older backups go only when this one is verified."""
    target = backup_files.next_name(file, at)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with trouble.told(file):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_forgotten(target.parent)
        _clear(temporary)
        changed = file.stat().st_mtime_ns
        write_snapshot(file, key, temporary, progress)
        try:
            verify(temporary, key)
            # The time of the source goes with the backup: it tells later whether the file changed since.
            os.utime(temporary, ns=(changed, changed))
            temporary.replace(target)
        except BaseException:
            _clear(temporary)
            raise
        sync_folder(target.parent)
        for old in backup_files.outlived(file):
            with contextlib.suppress(OSError):
                old.path.unlink()
    return list_backups(file)[0]


def verify(path: Path, key: keys.Key) -> None:
    """Reopen a copy and check every page of it; UserError where it is not sound."""
    connection = engine.connect(path, key, write=False)
    try:
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        quick = connection.execute("PRAGMA quick_check(1)").fetchall()
        foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()
    if pages or foreign or quick != [("ok",)]:
        raise UserError("备份写出来后检查没有通过。", "请换一个磁盘，或检查原文件后再试。", code="copy_damaged")


def restore(
    file: Path, source: Path, passphrase: str, *, now: dt.datetime, device: str, progress: Progress = no_progress,
) -> Path | None:
    """Put a backup in the place of a file; where the replaced file now is, None where there was none.

    `source` may be the file itself: then what can be read of it is put in order. The restored file gets a new
    replica at its first write. UserError where the passphrase does not open the backup or the backup is damaged.
    """
    key = unlocking.unlock(source, passphrase)
    lock = WriteLock.take(file, device, now.strftime("%Y-%m-%d %H:%M"))
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with trouble.told(file):
            _clear(temporary)
            _refuse_unfit(source, key)
            write_snapshot(source, key, temporary, progress)
            try:
                verify(temporary, key)
                aside = _set_aside(file, now)
                temporary.replace(file)
            except BaseException:
                _clear(temporary)
                raise
            sync_folder(file.parent)
    finally:
        lock.release()
    return aside


def _refuse_unfit(source: Path, key: keys.Key) -> None:
    """Refuse what a newer program wrote, and a file torn by a crash: it would look sound ever after."""
    connection = engine.connect(source, key, write=False)
    with contextlib.closing(connection):
        migrations.refuse_newer(migrations.edition(connection))
        if compare.left_unclean(connection) and compare.torn(connection):
            raise UserError(
                "这个文件缺了同名的 -journal 文件，内容不完整。", "请把 -journal 文件放回它旁边，或从别的备份恢复。",
                code="torn")


def _set_aside(file: Path, now: dt.datetime) -> Path | None:
    """Keep the file that is about to be replaced, with its journal, which must not be left to the new one."""
    if not file.exists():
        return None
    aside = _free_name(file, f"恢复前_{now.strftime('%Y-%m-%d_%H%M%S')}")
    journal = trouble.journal_of(file)
    try:
        os.link(file, aside)
    except OSError:
        # No hard links here (a stick): for a moment the file has no name but this.
        file.replace(aside)
    if journal.exists():
        journal.replace(trouble.journal_of(aside))
    return aside


def _free_name(file: Path, suffix: str) -> Path:
    """A name beside the file that nothing has yet."""
    number = 1
    while True:
        end = f"_{number}" if number > 1 else ""
        name = file.with_name(f"{file.stem}_{suffix}{end}{file.suffix}")
        if not name.exists():
            return name
        number += 1


def _clear_forgotten(folder: Path) -> None:
    """Remove what backups that were killed have left; none takes an hour."""
    for leftover in folder.glob(".*.tmp*"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _HOUR_S:
                leftover.unlink()


def _clear(temporary: Path) -> None:
    for leftover in (temporary, trouble.journal_of(temporary)):
        with contextlib.suppress(FileNotFoundError):
            leftover.unlink()


__all__ = ["Backup", "Tier", "back_up_file", "backup_due", "list_backups", "make_backup", "restore", "verify"]
