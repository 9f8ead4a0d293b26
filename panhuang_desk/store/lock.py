"""One writer at a time: a lock of the operating system on a small file beside the data file.

The system lets go of the lock when its holder ends, however it ends; a lock file left behind means nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import IO

from panhuang_desk.errors import UserError
from panhuang_desk.store import trouble

_TRIES = 5
_PAUSE_S = 0.03
_FAR = 1 << 30
"""The byte that is locked on Windows, past the text, which others must be able to read."""


class WriteLock:
    """The right to write one file, shared by all connections of one window; counts its holders."""

    def __init__(self, path: Path, stream: IO[str]) -> None:
        self.path = path
        self._stream = stream
        self.holders = 1
        self._counting = threading.Lock()

    @classmethod
    def take(cls, file: Path, device: str, since: str) -> WriteLock:
        """Take the lock or say in a UserError who has it. `since` is the moment that the others are told."""
        path = lock_path(file)
        while True:
            try:
                stream = path.open("a+", encoding="utf-8")
            except OSError as error:
                raise trouble.unwritable(file) from error
            if not _lock_soon(stream):
                stream.close()
                raise UserError(_who(path), "请先在那边关闭，再在这里打开；只查看不受影响。", code="locked")
            if _is_at(stream, path):
                break
            stream.close()
        lock = cls(path, stream)
        lock._sign(device, since)
        return lock

    def share(self) -> WriteLock:
        """One holder more."""
        with self._counting:
            self.holders += 1
        return self

    def release(self) -> None:
        """One holder fewer; the last one lets go and removes the file."""
        with self._counting:
            self.holders -= 1
            if self.holders:
                return
        if sys.platform == "win32":
            self._stream.close()
            _remove(self.path)
        else:
            _remove(self.path)
            self._stream.close()

    def _sign(self, device: str, since: str) -> None:
        """Write who holds the lock. Nothing depends on it, so a full disk does not matter here."""
        with contextlib.suppress(OSError):
            self._stream.seek(0)
            self._stream.truncate()
            self._stream.write(json.dumps({"device": device, "since": since}, ensure_ascii=False))
            self._stream.flush()


def lock_path(file: Path) -> Path:
    """The lock file of a data file."""
    return file.with_name(file.name + ".lock")


def is_locked(file: Path) -> bool:
    """Whether some program has the file open for writing right now."""
    try:
        stream = lock_path(file).open("r+", encoding="utf-8")
    except OSError:
        return False
    with stream:
        return not _lock(stream)


def _lock_soon(stream: IO[str]) -> bool:
    """Lock, waiting a moment: `is_locked` holds a lock itself while it looks."""
    for _ in range(_TRIES):
        if _lock(stream):
            return True
        time.sleep(_PAUSE_S)
    return False


def _who(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"这个文件正在“{holder['device']}”上使用（{holder['since']} 起）。"
    except (OSError, ValueError, KeyError, TypeError):
        return "这个文件正在另一个窗口里使用。"


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _is_at(stream: IO[str], path: Path) -> bool:
    """Whether the open file still is the one at the path; the holder before may just have removed it."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: IO[str]) -> bool:
        """Lock without waiting; False where another has it."""
        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(stream: IO[str]) -> bool:
        """Lock without waiting; False where another has it."""
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
