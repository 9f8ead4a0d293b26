from __future__ import annotations

import contextlib
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import sqlcipher3
from panhuang_desk.errors import UserError
from panhuang_desk.store import engine, keys

from .helpers import PASSPHRASE, Desk, raw


def test_sqlite_utils_works_over_the_encrypted_engine() -> None:
    import sqlite_utils.utils

    assert sqlite_utils.utils.sqlite3 is sqlcipher3


@pytest.mark.parametrize("passphrase", ["稻田 it's 2026", "''", 'a"b', "口令", "x'ff", " 前后空格 "])
def test_any_sqlcipher_tool_opens_our_file(desk: Desk, tmp_path: Path, passphrase: str) -> None:
    salt = bytes(range(16))
    path = tmp_path / "a.phdb"
    with contextlib.closing(engine.connect(path, keys.derive_key(passphrase, salt), create=True)) as connection:
        connection.execute("CREATE TABLE t(a)")
        connection.execute("INSERT INTO t VALUES ('甲')")
    with contextlib.closing(raw(path, passphrase)) as other:
        assert other.execute("SELECT a FROM t").fetchall() == [("甲",)]
    assert path.read_bytes()[:16] == salt


def test_a_file_made_with_the_passphrase_opens_here(tmp_path: Path) -> None:
    path = tmp_path / "b.phdb"
    with contextlib.closing(raw(path)) as other:
        other.execute("CREATE TABLE t(a)")
    key = keys.derive_key(PASSPHRASE, keys.read_salt(path))
    with contextlib.closing(engine.connect(path, key)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
    assert key.opens_page(path.read_bytes()[:4096], 1)
    assert not key.opens_page(path.read_bytes()[4096:8192], 1)


def test_the_same_passphrase_typed_in_another_unicode_form_opens_the_file(desk: Desk) -> None:
    with desk.create():
        pass
    composed = "é口令"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert keys.normal_passphrase(decomposed) == composed
    salt = bytes(16)
    assert keys.derive_key(composed, salt) == keys.derive_key(decomposed, salt)


@pytest.mark.parametrize(("passphrase", "code"), [
    ("", "passphrase_empty"), ("x'00ff'", "passphrase_raw"), ("X'00'", "passphrase_raw"),
    ("a\0b", "passphrase_control"),
])
def test_passphrases_that_the_engine_reads_otherwise_are_refused(desk: Desk, passphrase: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        keys.normal_passphrase(passphrase)
    assert caught.value.code == code
    assert caught.value.hint


def test_a_key_shows_nothing_of_itself() -> None:
    key = keys.Key(b"\x11" * 32, b"\x22" * 16)
    assert "11" not in repr(key)
    assert "22" not in repr(key)


def test_a_connection_works_as_the_design_says(desk: Desk) -> None:
    with desk.create() as store:
        found = {
            name: store.read(f"PRAGMA {name}")[0][0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "cache_spill", "cache_size", "trusted_schema",
                         "recursive_triggers", "temp_store")
        }
        options = {row[0] for row in store.read("PRAGMA compile_options")}
    assert found == {
        "journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "cache_spill": 0, "cache_size": -16000,
        "trusted_schema": 0, "recursive_triggers": 0, "temp_store": 0}
    # What does not fit into memory would otherwise be sorted in plain temporary files.
    assert "TEMP_STORE=2" in options


@pytest.mark.parametrize("name", ["50%#1?.phdb", "空 格&amp;.phdb", "file:x?mode=ro"])
def test_a_file_may_have_any_name(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    desk.create(path).close()
    assert path.read_bytes()
    with desk.open(path) as store:
        store.set_setting("a", "b")
    assert [other.name for other in tmp_path.iterdir()] == [name]


def test_nothing_that_was_typed_can_be_read_in_the_file(desk: Desk) -> None:
    with desk.create() as store, store.action() as action:
        action.save("household", {"contact_name": "张三丰", "phone": "13812345678"})
    content = desk.path.read_bytes()
    for text in ("张三丰", "13812345678", "contact_name", "household", "SQLite"):
        assert text.encode() not in content


def test_heavy_libraries_wait_until_they_are_needed(desk: Desk) -> None:
    desk.create().close()
    code = (
        "import sys; from pathlib import Path; from panhuang_desk.settings import Settings\n"
        "from panhuang_desk.store import Store\n"
        f"with Store.open(Path(sys.argv[1]), {PASSPHRASE!r}, settings=Settings(file=Path(sys.argv[2]))) as store:\n"
        "    store.search('张三'); store.records('visit')\n"
        "print(*{'sqlite_utils', 'pypinyin', 'click'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(desk.path), str(desk.settings.file)], capture_output=True, text=True,
        check=True, cwd=Path(__file__).parents[2])
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_the_engine_writes_nothing_to_stderr(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.create().close()
    content = bytearray(desk.path.read_bytes())
    for offset in range(5000, len(content), 4096):
        content[offset] ^= 1
    desk.path.write_bytes(content)
    with pytest.raises(UserError):
        desk.open(passphrase="不对")
    with pytest.raises(UserError), desk.open() as store:
        store.read("SELECT * FROM sqlite_master, meta, village, change")
    assert capfd.readouterr() == ("", "")
