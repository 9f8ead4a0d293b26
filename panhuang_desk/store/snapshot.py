"""Consistent copies of a file: never a copy of its bytes, always `VACUUM INTO`, synced before it counts."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.store import engine, trouble
from panhuang_desk.store.keys import Key

_STEPS = 20_000
"""Steps of the engine between two looks at the progress."""


def write_snapshot(source: Path, key: Key, target: Path, progress: Progress = no_progress) -> None:
    """Write the file as it is now to `target`, under the same passphrase; nothing is left there on failure.

    The copy is marked as cleanly ended, and as no replica's own: whoever writes in it gets a new replica.
    UserError for what the disks did; `Cancelled` where `progress` raises it.
    """
    if target.exists():
        raise FileExistsError(target)
    with trouble.told(target):
        try:
            _vacuum(source, key, target, progress)
            _mark(key, target)
            sync_file(target)
            sync_folder(target.parent)
        except BaseException:
            for leftover in (target, trouble.journal_of(target)):
                with contextlib.suppress(OSError):
                    leftover.unlink()
            raise


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a renaming in a folder durable; systems that cannot sync a folder do it by themselves."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _vacuum(source: Path, key: Key, target: Path, progress: Progress) -> None:
    whole = max(source.stat().st_size, 1)
    stopped: list[BaseException] = []

    def look() -> int:
        with contextlib.suppress(FileNotFoundError):
            share = min(target.stat().st_size / whole, 0.99)
            try:
                progress(share, "正在复制")
            except BaseException as error:
                stopped.append(error)
        return len(stopped)

    connection = engine.connect(source, key)
    try:
        connection.set_progress_handler(look, _STEPS)
        # Each page is read and written once: a large cache on both sides would hold 30 MB for nothing.
        connection.execute("PRAGMA cache_size = -2000")
        connection.execute("VACUUM INTO ?", [str(target)])
    except engine.DatabaseError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
        connection.close()
    if stopped:
        raise stopped[0]
    progress(1.0, "已复制")


def _mark(key: Key, target: Path) -> None:
    connection = engine.connect(target, key)
    try:
        connection.execute("UPDATE meta SET value = CASE key WHEN 'clean' THEN '1' ELSE '' END"
                           " WHERE key IN ('clean', 'replica')")
    finally:
        connection.close()
