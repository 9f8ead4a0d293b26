"""Writing finished bytes to where the person said: a temporary file beside the target, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from panhuang_desk.errors import UserError


def write_file(target: Path, content: bytes) -> None:
    """Write a file whole or not at all; `UserError` says in words why it could not be, and nothing half is left."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _said(error, target) from error


def _said(error: OSError, target: Path) -> UserError:
    if error.errno == errno.ENOSPC:
        return UserError("磁盘满了，文件没有写成，原有的数据没有受影响。", "请清出空间，或换一个位置再存。",
                         code="disk_full")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(f"找不到文件夹“{target.parent}”，文件没有写成。", "请检查位置是否写对、U 盘是否插好。",
                         code="no_folder")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY):
        return UserError(f"“{target.name}”写不进去，可能正被别的程序打开，或文件夹只读。",
                         "请关掉打开它的程序，或换一个位置再存。", code="not_writable")
    if error.errno == errno.EISDIR:
        return UserError(f"“{target.name}”是一个文件夹，不能当作文件写。", "请换一个文件名。", code="not_writable")
    return UserError("文件没有写成，原有的数据没有受影响。", "请换一个位置再存。", code="write_failed")
