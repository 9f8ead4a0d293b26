"""The copy that the worker carries to the office: a checked snapshot that is whole or not there."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.session import Session
from panhuang_desk.store import handing_over, queries
from panhuang_desk.store.check import check_unlocked
from panhuang_desk.store.queries import HandoverRow
from panhuang_desk.store.snapshot import sync_folder, write_snapshot

__all__ = ["Content", "Handover", "HandoverRow", "bytes_needed", "contents", "file_name", "hand_over", "handovers",
           "month_to_hand_over"]

_MARGIN = 1024 * 1024
"""Bytes that must stay free beside the copy: its journal while it is made, and the folder itself."""
_TRIES = 3
_STALE_SECONDS = 3600
_LAST_DAYS = 7

_WORDS = {
    "full": ("{place}的地方不够，报送副本没有做成。", "请清出 {need}，或换一个 U 盘再试。"),
    "gone": ("{place}不见了，报送副本没有做成。", "请看 U 盘是否插好，重新选文件夹再试。"),
    "read_only": ("{place}不能写，报送副本没有做成。", "请看 U 盘的写保护开关，或换一个文件夹。"),
    "io": ("往{place}写的时候出错，报送副本没有做成。", "U 盘可能坏了或松了，请换一个再试。"),
    "copy_damaged": ("写出来的副本检查没有通过，已删除。", "U 盘可能坏了，请换一个再试。"),
    "busy": ("制作副本的时候一直有新的记录存进来，没有做成。", "请等录入停下来再试。"),
}
_ERRNOS = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full", errno.ENOENT: "gone", errno.ENOTDIR: "gone",
    errno.EACCES: "read_only", errno.EPERM: "read_only", errno.EROFS: "read_only",
}
_CODES = {"full": "full", "io": "io", "read_only": "read_only", "missing": "gone", "copy_damaged": "copy_damaged"}


@attrs.frozen
class Content:
    """One kind of record in the copy: all of it, and how many are of the month; None where it has no dates."""

    label: str
    measure: str
    whole: int
    in_month: int | None


@attrs.frozen
class Handover:
    """A copy that was made: where it is, its size in bytes, the rows of each table, and the SHA-256 of its bytes."""

    path: Path
    bytes: int
    counts: Mapping[str, int]
    digest: str
    month: str
    made_at: str


def hand_over(
    session: Session, folder: Path, month: Month | None = None, *, progress: Progress = no_progress
) -> Handover:
    """Make the copy of the file in a folder, named 村名_YYYY-MM_报送_时间.phdb, and keep its history in the file.

    It is written under another name, synced, reopened, checked and compared row count by row count with the file,
    and only then gets its name. It opens with the same passphrase and holds no drafts. UserError where the folder
    is gone, full or not to be written; then nothing of it is left there and the file is as it was.
    """
    month = month or month_to_hand_over(session.today())
    if session.store.read_only:
        raise UserError("文件现在只能查看，做不了报送副本。", "请关掉另一处正在用它的窗口，再打开一次。", code="locked")
    with _told(session, folder):
        _require_room(session, folder)
        target = _free_name(session, folder, month)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        _clear_stale(folder)
        try:
            counts = _make(session, temporary, progress)
            size, digest = temporary.stat().st_size, _digest(temporary)
            temporary.replace(target)
        except BaseException:
            _clear(temporary)
            raise
        sync_folder(folder)
    try:
        made_at = handing_over.note_handover(
            session.store, village=session.store.home, month=str(month), file_name=target.name, size=size,
            rows=counts, digest=digest,
        )
    except BaseException:
        # A copy that the history does not know would be missed by the next one.
        _clear(target)
        raise
    progress(1.0, "完成")
    return Handover(target, size, counts, digest, str(month), made_at)


def contents(session: Session, month: Month) -> list[Content]:
    """What a copy made now would hold, kind by kind, those without any record left out."""
    counts = handing_over.records_by_kind(session.store, month.first, month.last)
    return [
        Content(KINDS[name].label, KINDS[name].measure, whole, in_month)
        for name, (whole, in_month) in counts.items() if whole
    ]


def bytes_needed(session: Session) -> int:
    """How many bytes must be free where the copy goes."""
    return _need(session)


def month_to_hand_over(today: dt.date) -> Month:
    """The month that a copy is for: this one in its last week, else the last."""
    this = Month.of(today)
    left = dt.date.fromisoformat(this.last) - today
    return this if left.days < _LAST_DAYS else this.plus(-1)


def handovers(session: Session) -> list[HandoverRow]:
    """The copies made of this file, the newest first."""
    return queries.handovers(session.store)


def file_name(place: str, month: Month, moment: dt.datetime) -> str:
    """The name of a copy, with nothing in it that Windows or a stick's file system refuses."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", place).strip(" .")[:60] or "未命名"
    return f"{safe}_{month}_报送_{moment:%Y%m%d-%H%M%S}.phdb"


def _make(session: Session, temporary: Path, progress: Progress) -> dict[str, int]:
    """Write the copy under its temporary name and prove it; the rows of its tables.

    A record saved meanwhile makes the counts differ; then the copy is made again.
    """
    store = session.store
    for _ in range(_TRIES):
        before = handing_over.rows_of_file(store)
        write_snapshot(store.path, store.key, temporary, lambda share, now: progress(share * 0.6, now))
        handing_over.strip_local(temporary, store.key)
        _require_sound(session, temporary, progress)
        progress(0.95, "正在核对行数")
        counts = handing_over.rows_of_copy(temporary, store.key)
        if counts == before:
            return counts
        _clear(temporary)
        if handing_over.rows_of_file(store) == before:
            raise _error("copy_damaged", temporary.parent)
    raise _error("busy", temporary.parent)


def _require_sound(session: Session, temporary: Path, progress: Progress) -> None:
    """Reopen and check the copy; where it fails, find out whether the file itself is what is not sound."""
    store = session.store
    if check_unlocked(temporary, store.key, lambda share, now: progress(0.6 + share * 0.35, now)):
        return
    problems = check_unlocked(store.path, store.key).problems
    if not problems:
        raise _error("copy_damaged", temporary.parent)
    raise UserError(
        f"文件检查没有通过，先不能报送：{problems[0]}", "请在设置里检查文件，或从备份恢复。", code="file_damaged"
    )


def _require_room(session: Session, folder: Path) -> None:
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(folder))
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "not writable", str(folder))
    need = handing_over.bytes_of_snapshot(session.store) + _MARGIN
    if shutil.disk_usage(folder).free < need:
        raise _error("full", folder, need)


def _free_name(session: Session, folder: Path, month: Month) -> Path:
    """A name that no file of the folder has yet."""
    moment = session.store.now()
    while (folder / file_name(session.place, month, moment)).exists():
        moment += dt.timedelta(seconds=1)
    return folder / file_name(session.place, month, moment)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _clear(temporary: Path) -> None:
    for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _clear_stale(folder: Path) -> None:
    """Remove what a copying that was killed left here; a copying under way is younger."""
    for leftover in folder.glob(".*_报送_*.phdb.*.tmp*"):
        with contextlib.suppress(OSError):
            if leftover.stat().st_mtime < time.time() - _STALE_SECONDS:
                leftover.unlink()


@contextlib.contextmanager
def _told(session: Session, folder: Path) -> Iterator[None]:
    """Put what the folder's disk did into words about the copy."""
    try:
        yield
    except UserError as error:
        if error.code in _CODES:
            raise _error(_found_out(folder, _CODES[error.code]), folder, _need(session)) from error
        raise
    except OSError as error:
        raise _error(_found_out(folder, _ERRNOS.get(error.errno or 0, "io")), folder, _need(session)) from error


def _found_out(folder: Path, code: str) -> str:
    """The engine cannot tell a vanished disk or a write protection from other trouble; look for oneself."""
    if code == "copy_damaged":
        return code
    if not folder.is_dir():
        return "gone"
    if code != "full" and not os.access(folder, os.W_OK):
        return "read_only"
    return code


def _need(session: Session) -> int:
    with contextlib.suppress(UserError):
        return handing_over.bytes_of_snapshot(session.store) + _MARGIN
    return _MARGIN


def _error(code: str, folder: Path, need: int = _MARGIN) -> UserError:
    message, hint = _WORDS[code]
    place = f"文件夹“{folder.name or folder}”"
    size = f"{max(round(need / 1_000_000), 1)} MB"
    return UserError(message.format(place=place), hint.format(need=size), code=code)
