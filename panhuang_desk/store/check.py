"""The check of a whole file: pages, structure, references, rules, journal, search index, register, tally."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Field, Privacy, Type
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.store import (
    attachments,
    columns,
    compare,
    engine,
    key_pairs,
    keys,
    lock,
    migrations,
    opening,
    photos,
    register,
    search_text,
    tally,
    trouble,
    unlocking,
)

_DATE = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
_MOST = 20
"""Problems of one sort that are named; the rest is counted."""


@attrs.frozen
class CheckResult:
    """What a check found. Each problem is one Chinese sentence without personal data; none means all is well."""

    problems: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.problems


def check_file(path: Path, passphrase: str, progress: Progress = no_progress) -> CheckResult:
    """Check a file that need not be open; beside a window that writes it is possible.

    UserError where the file cannot even be unlocked or read.
    """
    key = unlocking.unlock(path, passphrase)
    return check_unlocked(path, key, progress)


def check_unlocked(path: Path, key: keys.Key, progress: Progress = no_progress) -> CheckResult:
    """The same with the key at hand."""
    with trouble.told(path):
        connection = opening.attach(path, key, write=False)
        try:
            return CheckResult(tuple(_problems(connection, path, progress)))
        except UserError as error:
            return CheckResult((str(error),))
        finally:
            connection.close()


def _problems(connection: engine.Connection, path: Path, progress: Progress) -> list[str]:
    damaged, tail = _pages(connection, path)
    if damaged:
        # What lies on damaged pages cannot be judged.
        return [damaged]
    migrations.refuse_newer(migrations.edition(connection))
    if migrations.edition(connection) < migrations.newest():
        return ["这个文件是旧版本做的，打开一次升级后再检查。"]
    problems: list[str] = []
    try:
        problems.extend(_contents(connection, progress))
    except engine.DatabaseError as error:
        # Every page is as it was once written, but not all at one time.
        if not trouble.is_damage(error):
            raise
        problems.append("文件内部的索引与数据不一致。")
    progress(1.0, "检查完了")
    if problems and compare.left_unclean(connection) and not lock.is_locked(path):
        # Nobody has it open, so it was left like this. Then bytes at the end are most likely pages of a save that was
        # not finished, and no harmless addition.
        hint = f"请把 -journal 文件放回它旁边。{trouble.newest_backup(path)}"
        return [f"上次没有正常关闭，可能缺了同名的 -journal 文件。{hint}", *problems]
    return [*problems, *([tail] if tail else [])]


def _contents(connection: engine.Connection, progress: Progress) -> Iterator[str]:
    steps: tuple[tuple[str, Callable[[engine.Connection], Iterator[str]]], ...] = (
        ("正在检查结构", _structure), ("正在检查记录", _rules), ("正在检查搜索", _search),
        ("正在检查照片", photos.problems), ("正在检查轨迹和底图", attachments.problems),
        ("正在检查户的列表", register.differences), ("正在检查答卷的统计", tally.differences),
        ("正在检查密钥", key_pairs.problems),
    )
    for number, (label, step) in enumerate(steps):
        progress(0.1 + number * 0.08, label)
        yield from step(connection)
    yield from compare.differences(connection, lambda share, now: progress(0.7 + 0.3 * share, now))


def _pages(connection: engine.Connection, path: Path) -> tuple[str, str]:
    """What is wrong with pages, by the authentication code of each, and with the end of the file; empty for nothing."""
    connection.execute("BEGIN")
    try:
        count = _page_count(connection)
        lines = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        size = path.stat().st_size
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    bad = [int(match[1]) for line in lines if (match := re.search(r"HMAC.* page (\d+)", line))]
    inside = [number for number in bad if count is None or number <= count]
    if inside:
        return f"文件有 {len(inside)} 页已损坏。{trouble.newest_backup(path)}", ""
    if count is None or size < count * keys.PAGE:
        return f"文件不完整，后面缺了一段。{trouble.newest_backup(path)}", ""
    more = size - count * keys.PAGE
    return "", f"文件末尾多出了 {more} 字节不属于它的内容；用“恢复”选这个文件自己，可以整理好。" if more else ""


def _page_count(connection: engine.Connection) -> int | None:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return int(connection.execute("PRAGMA page_count").fetchone()[0])
    except engine.DatabaseError:
        return None


def _structure(connection: engine.Connection) -> Iterator[str]:
    lines = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()]
    if lines != ["ok"]:
        yield f"文件结构有 {len(lines)} 处不一致。"
    missing: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        missing[(table, parent)] = missing.get((table, parent), 0) + 1
    for (table, parent), count in missing.items():
        yield f"{_label(table)}：{count} 条记录指向的{_label(parent)}不存在。"


def _rules(connection: engine.Connection) -> Iterator[str]:
    """Required values, codes, dates and limits of every kind, in one pass over each table."""
    for kind in KINDS.values():
        tests = [test for field in kind.fields for test in _tests(kind.name, field)]
        counts = connection.execute(
            f"SELECT {', '.join(f'coalesce(sum({sql}), 0)' for sql, _ in tests)} FROM {kind.name} WHERE deleted = 0",
        ).fetchone()
        for (_, sentence), count in zip(tests, counts, strict=True):
            if count:
                yield f"{kind.label}：{count} 条记录{sentence}。"


def _tests(table: str, field: Field) -> Iterator[tuple[str, str]]:
    """Conditions that no record should meet, and the words for those that do."""
    name = field.name
    if field.required:
        erased = (f" AND NOT EXISTS (SELECT 1 FROM change WHERE table_name = '{table}' AND record_id = {table}.id"
                  " AND op = 'erase')" if field.privacy is not Privacy.OPEN else "")
        yield f"{name} IS NULL{erased}", f"没有“{field.label}”"
    if field.type is Type.CHOICE and field.choices:
        codes = ", ".join(f"'{choice.code}'" for choice in field.choices)
        yield f"{name} NOT IN ({codes})", f"的“{field.label}”不在选项里"
    if field.type is Type.DATE:
        yield f"{name} NOT GLOB '{_DATE}'", f"的“{field.label}”不是日期"
    if field.type is Type.TIME:
        yield f"{name} NOT GLOB '[0-2][0-9]:[0-5][0-9]'", f"的“{field.label}”不是时刻"
    if field.type is Type.FLAG:
        yield f"{name} NOT IN (0, 1)", f"的“{field.label}”不是“是”或“否”"
    if field.type in (Type.CHOICES, Type.JSON):
        yield f"NOT json_valid({name})", f"的“{field.label}”读不出来"
    if field.minimum is not None:
        yield f"{name} < {field.minimum:g}", f"的“{field.label}”太小"
    if field.maximum is not None:
        yield f"{name} > {field.maximum:.0f}", f"的“{field.label}”太大"


def _search(connection: engine.Connection) -> Iterator[str]:
    """Whether the index has each record that can be searched, once, and none that is gone."""
    held = connection.execute("SELECT table_name, id, docid FROM search_doc").fetchall()
    docs = {row[0] for row in connection.execute("SELECT id FROM search_docsize").fetchall()}
    wanted = set()
    for name in KINDS:
        of = columns.table(name)
        if of.searchable:
            for row in connection.execute(f"{of.select} WHERE deleted = 0"):
                if search_text.has_text(of, dict(zip(of.columns, row, strict=True))):
                    wanted.add((name, row[0]))
    there = {(table, record_id) for table, record_id, docid in held if docid in docs}
    if wanted - there:
        yield f"有 {len(wanted - there)} 条记录搜不到。"
    if there - wanted or len(docs) != len(held):
        yield f"搜索里有 {max(len(there - wanted), abs(len(docs) - len(held)))} 条多余的内容。"


def _label(table: str) -> str:
    return KINDS[table].label if table in KINDS else table
