"""What is wrong with a file that does not open: told apart by its pages, as far as they tell."""

from __future__ import annotations

from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.store import engine, keys, trouble

_PLAIN = b"SQLite format 3\0"
_RANDOM_ENOUGH = 200
"""Different bytes that 4096 bytes of cipher text have at least; other files, by and large, have fewer."""
_PAGES_LOOKED_AT = 8


def readable_salt(path: Path) -> bytes:
    """The salt of a file that could be one of ours by its size; UserError where it is missing or empty."""
    if not path.exists():
        raise trouble.missing()
    if path.is_dir():
        raise UserError("这是一个文件夹，不是数据文件。", "请选扩展名为 .phdb 的文件。", code="not_a_file")
    size = path.stat().st_size
    if not size:
        raise UserError("这个文件是空的，里面没有数据。", f"请重新拷一份。{_backup_hint(path)}", code="empty")
    if size < keys.PAGE:
        raise UserError("这个文件不完整，或者不是数据文件。", f"请重新拷一份。{_backup_hint(path)}", code="not_a_database")
    return keys.read_salt(path)


def require_key(path: Path, passphrase: str, key: keys.Key) -> None:
    """Make sure that the key opens the file; else say in a UserError what is most likely wrong."""
    pages = _pages(path)
    good = [key.opens_page(page, number) for number, page in enumerate(pages, 1)]
    if good[0]:
        return
    if any(good):
        raise UserError("口令是对的，但文件开头已损坏。", _backup_hint(path), code="first_page")
    if pages[0].startswith(_PLAIN) or len(set(pages[0])) < _RANDOM_ENOUGH:
        raise UserError("这不是本程序的数据文件。", "请选扩展名为 .phdb 的文件。", code="not_a_database")
    raise UserError(
        "口令不对，或文件开头已损坏。", f"请看大小写和输入法，再输一次。{_backup_hint(path)}", code="passphrase")


def require_ours(connection: engine.Connection) -> None:
    """Refuse a database that opens with the passphrase but is none of this program's."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    if not {"meta", "change"} <= names:
        raise UserError("这不是本程序的数据文件。", "请选扩展名为 .phdb 的文件。", code="not_ours")


def _pages(path: Path) -> list[bytes]:
    with path.open("rb") as stream:
        return [page for _ in range(_PAGES_LOOKED_AT) if (page := stream.read(keys.PAGE))]


def _backup_hint(path: Path) -> str:
    return ""
