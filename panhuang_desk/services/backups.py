"""Backups of the open file, and putting one in its place."""

from __future__ import annotations

import datetime as dt
import platform
from pathlib import Path

from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.session import Session
from panhuang_desk.store import backups as _backups
from panhuang_desk.store.backup_files import Backup

__all__ = ["Backup", "backup_if_due", "backup_now", "list_backups", "restore"]


def backup_if_due(session: Session, progress: Progress = no_progress) -> Backup | None:
    """Back the file up where it changed since a backup of an earlier hour; None where there is nothing to do.

    A file that is only looked at is left alone. UserError where the backup cannot be made.
    """
    if session.store.read_only or not _backups.backup_due(session.store):
        return None
    return _backups.make_backup(session.store, progress)


def backup_now(session: Session, progress: Progress = no_progress) -> Backup:
    """Back the file up as it is; UserError where that does not work, and then no older backup is touched."""
    return _backups.make_backup(session.store, progress)


def list_backups(file: Path) -> list[Backup]:
    """The backups of a file, the newest first; neither the file nor a passphrase is needed for it."""
    return _backups.list_backups(file)


def restore(file: Path, source: Path, passphrase: str, progress: Progress = no_progress) -> Path | None:
    """Put a backup in the place of a file that nobody has open; where the replaced file is kept now.

    UserError where the passphrase does not open the backup, or it is damaged; then the file is as it was.
    """
    now = dt.datetime.now().astimezone()
    return _backups.restore(file, source, passphrase, now=now, device=platform.node() or "本机", progress=progress)
