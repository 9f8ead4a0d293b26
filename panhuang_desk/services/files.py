"""Writing a file for a person so that it is whole or not there."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from panhuang_desk.errors import UserError


def write_file(target: Path, content: bytes) -> None:
    """Write to a temporary name beside the target, sync, then replace; what was there stays until then."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise _in_words(error, target) from error


def _in_words(error: OSError, target: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return UserError(f"地方不够，“{target.name}”没有写成，原来的文件没有动。",
                         "请清出地方，或换一个文件夹。", code="full")
    if error.errno == errno.ENOENT:
        return UserError(f"文件夹不在了，“{target.name}”没有写成。", "请看 U 盘是否插好，或换一个文件夹。", code="gone")
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return UserError(f"这里不能写，“{target.name}”没有写成。", "请换一个文件夹。", code="read_only")
    return UserError(f"“{target.name}”没有写成，原来的文件没有动。", "请换一个文件夹再试。", code="write")
