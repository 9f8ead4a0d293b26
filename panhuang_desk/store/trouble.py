"""What the engine and the system say, put into plain Chinese with the next step; bugs pass through untouched."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.store.backup_files import list_backups
from panhuang_desk.store.engine import DatabaseError

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_IOERR_READ, _IOERR_SHORT_READ, _IOERR_NOMEM = 266, 522, 3082
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)

CHECK_HINT = "请先检查文件，看哪里坏了；没有备份时，请找街道要回上次报送的副本。"


@contextlib.contextmanager
def told(path: Path, *, system: bool = True) -> Iterator[None]:
    """Turn what the engine did into a UserError about this file; what the disk did too where `system`."""
    try:
        yield
    except DatabaseError as error:
        known = of_engine(error, path)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        known = of_system(error, path) if system else None
        if known is None:
            raise
        raise known from error


def of_engine(error: Exception, path: Path) -> UserError | None:
    """The words for an error of the engine; None where it can only be a bug of ours."""
    extended = int(getattr(error, "sqlite_errorcode", 0) or 0)
    code = extended & 0xFF
    if code == _FULL:
        return _full()
    if code == _IOERR and journal_of(path).exists() and not os.access(path.parent, os.W_OK):
        # The engine could roll the journal back but not remove it; it says no more than that.
        return unwritable(path)
    if extended in (_IOERR_READ, _IOERR_SHORT_READ):
        return _unreadable()
    if code == _IOERR and extended != _IOERR_NOMEM:
        return UserError(
            "磁盘读写出错，这一次没有存上；以前存下的都在。", "请看磁盘是否已满、U盘是否松动，再存一次。", code="io",
        )
    if code == _READONLY and not path.exists():
        return UserError(
            "文件在打开的时候被移走或改名了，这一次没有存上。", "请把它放回原处，或从新的地方打开。", code="moved")
    if code == _READONLY or (code == _CANTOPEN and path.parent.exists()):
        return unwritable(path)
    if code == _CANTOPEN:
        return missing(path)
    if code in (_BUSY, _LOCKED):
        return UserError("文件正忙，另一个程序正在用它。", "请稍等几秒再试。", code="busy")
    if code in (_CORRUPT, _NOTADB):
        return UserError("文件有损坏，有的内容读不出来。", newest_backup(path) or CHECK_HINT, code="damaged")
    return None


def is_damage(error: Exception) -> bool:
    """Whether the engine found the file damaged."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in (_CORRUPT, _NOTADB)


def of_system(error: OSError, path: Path) -> UserError | None:
    """The words for an error of the system; None where it can only be a bug of ours."""
    if error.errno in _FULL_DISK:
        return _full()
    if error.errno in _READ_ONLY:
        return unwritable(path)
    if error.errno == errno.ENOENT:
        return missing(path)
    if error.errno == errno.EIO:
        return _unreadable()
    return None


def journal_of(path: Path) -> Path:
    """Where the engine keeps the rollback journal of a file."""
    return path.with_name(path.name + "-journal")


def newest_backup(path: Path) -> str:
    """The sentence that offers the newest backup of a file; empty where there is none."""
    with contextlib.suppress(OSError):
        for backup in list_backups(path)[:1]:
            return f"可以从最近的备份恢复（{backup.label}，{backup.path.name}）。"
    return ""


def missing(path: Path) -> UserError:
    """There is no file at that place."""
    return UserError("找不到这个文件。", f"请看U盘是否插好、文件是否改了名。{newest_backup(path)}", code="missing")


def read_only() -> UserError:
    """The file or its folder cannot be written."""
    return UserError(
        "文件或它所在的文件夹只能读，不能写。", "请把文件拷到本机的文件夹里再打开，或者只查看。", code="read_only")


def unwritable(path: Path) -> UserError:
    """The same, or worse: a crash left a journal that has to be rolled back, and the place does not let it."""
    if not journal_of(path).exists():
        return read_only()
    return UserError(
        "上次没有正常关闭，文件要先恢复，但所在的文件夹只能读。",
        "请把文件和同名的 -journal 文件一起拷到本机的文件夹里，再打开。", code="hot_journal")


def _unreadable() -> UserError:
    return UserError("磁盘读写出错。", "请看U盘是否松动，或换一个U盘、磁盘再试。", code="io")


def _full() -> UserError:
    return UserError(
        "磁盘满了，这一次没有存上；以前存下的都在。", "请删掉磁盘上不用的文件，再存一次。", code="full",
    )
