"""Unlocking a file, and finding out what is wrong with one that does not unlock, as far as its pages tell."""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.store import keys, trouble
from panhuang_desk.store.backup_files import list_backups

_PLAIN = b"SQLite format 3\0"
_RANDOM_ENOUGH = 200
"""Different bytes that 4096 bytes of cipher text have at least; other files, by and large, have fewer."""
_PAGES_LOOKED_AT = 8
_WRONG_PLACE = "请选扩展名为 .phdb 的数据文件。"


def unlock(path: Path, passphrase: str) -> keys.Key:
    """The key of a file; UserError where the passphrase or the file is wrong. It does not write."""
    normal = keys.normal_passphrase(passphrase)
    with trouble.told(path):
        _refuse_by_size(path)
        key = keys.derive_key(normal, keys.read_salt(path))
        pages = list(itertools.islice(keys.read_pages(path), _PAGES_LOOKED_AT))
    if not key.opens_page(pages[0], 1):
        raise _why(path, normal, key, pages)
    return key


def not_ours() -> UserError:
    """It is a database under this passphrase, but of another program."""
    return UserError("这不是本程序的数据文件。", _WRONG_PLACE, code="not_ours")


def truncated(path: Path) -> UserError:
    """The end of the file is missing."""
    return UserError(
        "文件不完整，后面缺了一段（可能没有拷完）。", f"请重新拷一份。{trouble.newest_backup(path)}", code="truncated")


def _refuse_by_size(path: Path) -> None:
    """Refuse what cannot be a file of ours by its size."""
    if not path.exists():
        raise trouble.missing(path)
    if path.is_dir():
        raise UserError("这是一个文件夹，不是数据文件。", _WRONG_PLACE, code="not_a_file")
    size = path.stat().st_size
    if not size:
        raise UserError("这个文件是空的，里面没有数据。", f"请重新拷一份。{trouble.newest_backup(path)}", code="empty")
    if size < keys.PAGE:
        raise UserError(
            "这不是本程序的数据文件，或者没有拷完。", f"请重新拷一份。{trouble.newest_backup(path)}",
            code="not_a_database")


def _why(path: Path, passphrase: str, key: keys.Key, pages: list[bytes]) -> UserError:
    """What is most likely wrong, given that the key does not open the first page."""
    if _any_opens(key, pages):
        return UserError(
            "口令是对的，但文件的第一页已损坏。", trouble.newest_backup(path) or trouble.CHECK_HINT, code="first_page")
    if pages[0].startswith(_PLAIN) or len(set(pages[0])) < _RANDOM_ENOUGH:
        return UserError("这不是本程序的数据文件。", _WRONG_PLACE, code="not_a_database")
    backup = trouble.newest_backup(path)
    salt = _salt_of_backup(path)
    if salt == key.salt:
        return UserError("口令不对。", "请看大小写和输入法，再输一次。", code="passphrase")
    if salt is not None and _any_opens(keys.derive_key(passphrase, salt), pages):
        return UserError("口令不对，或文件开头已损坏。", f"和备份对比，是文件开头坏了。{backup}", code="salt")
    return UserError(
        "口令不对，或文件开头已损坏。", f"请看大小写和输入法，再输一次。{backup}", code="passphrase")


def _any_opens(key: keys.Key, pages: list[bytes]) -> bool:
    return any(key.opens_page(page, number) for number, page in enumerate(pages, 1))


def _salt_of_backup(path: Path) -> bytes | None:
    """The salt of the newest backup: the file had the same before its head was damaged."""
    with contextlib.suppress(OSError):
        for backup in list_backups(path)[:1]:
            return keys.read_salt(backup.path)
    return None
