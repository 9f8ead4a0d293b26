"""Copies brought into the office's file: opened by whatever passphrase fits, shown first, a backup before."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.merge import CopyResult, KindCount, MergeResult
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.backups import backup_now
from panhuang_desk.services.session import Session
from panhuang_desk.store import merging
from panhuang_desk.store.check import check_unlocked
from panhuang_desk.store.keys import Key, read_salt
from panhuang_desk.store.merging.source import Source, bring_up, edition_of, open_source
from panhuang_desk.store.unlocking import unlock

_OPENING, _MERGING = 0.4, 0.6


@attrs.frozen
class _Opened:
    """A copy as it lies, and the working copy of it that was brought up to the present edition, where there is one."""

    source: Source
    working: Path | None


def merge_copies(
    session: Session, copies: Sequence[Path], *, passphrases: Sequence[str] = (), dry_run: bool = False,
    progress: Progress = no_progress,
) -> MergeResult:
    """Bring copies in, or show what would come of it; a bad one among them is refused by name, the others go in.

    A copy is opened with the file's own passphrase, then with each of `passphrases`. UserError for what the disk of
    this file did; then, and where `progress` raises `Cancelled`, the file is as it was.
    """
    if session.store.read_only:
        raise UserError("文件现在只能查看，不能合并。", "请关掉另一处正在用它的窗口，再打开一次。", code="locked")
    opened, refused = list[_Opened](), dict[int, UserError]()
    numbers: list[int] = []
    try:
        for number, path in enumerate(copies, start=1):
            progress(_OPENING * (number - 1) / len(copies), f"正在检查 {path.name}")
            try:
                opened.append(_open(session, path, passphrases))
                numbers.append(number)
            except UserError as problem:
                refused[number] = problem
        if opened and not dry_run and session.store.count("household", deleted=None):
            backup_now(session)
        found = merging.merge(session.store, [each.source for each in opened], dry_run=dry_run,
                              progress=lambda share, now: progress(_OPENING + _MERGING * share, now))
    finally:
        for each in opened:
            _close(each)
    results = {number: attrs.evolve(result, number=number)
               for number, result in zip(numbers, found.copies, strict=True)}
    results |= {number: CopyResult(number, None, refused=problem.message, hint=problem.hint, code=problem.code)
                for number, problem in refused.items()}
    return attrs.evolve(found, copies=tuple(results[number] for number in sorted(results)))


def as_json(copies: Sequence[Path], found: MergeResult) -> dict[str, Any]:
    """What came of a merge as plain data: each copy, and all together."""
    listed = [{"path": str(path), "village": result.facts.village if result.facts else "", **_numbers(result),
               "refused": bool(result.refused), "reason": f"{result.refused}{result.hint}"}
              for path, result in zip(copies, found.copies, strict=True)]
    total = sum((result.total for result in found.copies), KindCount())
    return {"copies": listed, "totals": {
        "new": total.new, "changed": total.changed, "same": total.same, "conflicts": found.conflicts,
        "erased": found.erased, "refused": sum(bool(result.refused) for result in found.copies)}}


def in_words(result: CopyResult) -> str:
    """What a copy brought, in one sentence: 新增 12 条（走访 10、户 2），修改 3 条，相同 400 条."""
    total = result.total
    if not total.new and not total.changed:
        return f"没有新的内容，{total.same} 条都已经有了"
    parts = []
    for word, name in (("新增", "new"), ("修改", "changed")):
        counts = [f"{KINDS[kind].label} {getattr(each, name)}" for kind, each in result.counts.items()
                  if getattr(each, name)]
        if counts:
            parts.append(f"{word} {getattr(total, name)} 条（{'、'.join(counts)}）")
    return "，".join([*parts, *([f"相同 {total.same} 条"] if total.same else [])])


def _numbers(result: CopyResult) -> dict[str, int]:
    total = result.total
    return {"new": total.new, "changed": total.changed, "same": total.same, "conflicts": result.conflicts,
            "erased": result.erased}


def _open(session: Session, path: Path, passphrases: Sequence[str]) -> _Opened:
    """Open a copy, look whether every page is whole, and bring an older edition up in a working copy of its own."""
    if path.resolve() == session.store.path.resolve():
        raise UserError("这就是现在打开的文件自己，不用合并。", "请选村里交来的副本。", code="itself")
    if not path.is_file():
        raise UserError(f"没有这个文件：{path.name}", "请看 U 盘是否插好，文件名是否正确。", code="missing")
    key = _key(session, path, passphrases)
    working = None
    try:
        if edition_of(path, key) == "older":
            working = session.store.path.with_name(f".{path.name}.{os.getpid()}.merge")
            shutil.copyfile(path, working)
            bring_up(working, key)
        checked = check_unlocked(working or path, key)
        if not checked:
            raise UserError(f"这份副本检查没有通过：{checked.problems[0]}", "请让村里重新做一份。", code="copy_damaged")
        source = open_source(working or path, key)
        source.path = path
        return _Opened(source, working)
    except BaseException:
        _remove(working)
        raise


def _key(session: Session, path: Path, passphrases: Sequence[str]) -> Key:
    """The key that opens a copy: that of this file where the copy has its salt, else by one of the passphrases."""
    own = session.store.key
    if read_salt(path) == own.salt:
        return own
    last: UserError | None = None
    for passphrase in passphrases:
        try:
            return unlock(path, passphrase)
        except UserError as problem:
            if problem.code not in ("passphrase", "salt"):
                raise
            last = problem
    raise UserError("口令打不开这份副本。", "请输入村里做副本时用的口令。", code="passphrase") from last


def _close(each: _Opened) -> None:
    each.source.close()
    _remove(each.working)


def _remove(working: Path | None) -> None:
    for leftover in (working, working.with_name(f"{working.name}-journal")) if working else ():
        with contextlib.suppress(OSError):
            leftover.unlink()


@attrs.frozen
class Brought:
    """A merge that was done: when, by whom, what in words; `last` tells that it is the one that can be undone now."""

    id: str
    at: str
    person: str
    words: str
    undone_at: str
    last: bool


def brought(session: Session) -> list[Brought]:
    """The merges of the file, the newest first."""
    names = {village.code: village.name for village in session.store.villages}
    found = []
    for run in merging.runs(session.store):
        whose = "、".join(names.get(copy.village, copy.name) for copy in run.copies)
        total = sum((each for copy in run.copies for each in copy.counts.values()), KindCount())
        found.append(Brought(run.id, run.at, run.person, f"{whose}：新增 {total.new}，修改 {total.changed}",
                             run.undone_at, run.last))
    return found


def take_back(session: Session, id: str, progress: Progress = no_progress) -> None:
    """Take a merge out again as a whole; UserError where it is not the newest, or was worked on since."""
    backup_now(session)
    merging.undo_merge(session.store, id, progress)
