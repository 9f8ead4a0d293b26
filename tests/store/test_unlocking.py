"""What is wrong with a file is said in one plain sentence with the next step, and the file is not touched."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.store import backups, check, engine, keys

from .helpers import PASSPHRASE, Desk, as_guest, change_file, crash_copy, raw


def refused(desk: Desk, path: Path | None = None, passphrase: str = PASSPHRASE, *, write: bool = True) -> UserError:
    with pytest.raises(UserError) as caught, desk.open(path, passphrase, write=write):
        pass
    error = caught.value
    assert error.message.endswith("。")
    assert error.message.count("。") == 1
    assert error.hint.endswith("。")
    return error


def read_visits(desk: Desk) -> object:
    """The visits as they can be read, else the code of what is wrong."""
    try:
        with desk.open(write=False) as store:
            return store.records("visit")
    except UserError as error:
        return error.code


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0x10
    path.write_bytes(content)


def test_a_wrong_passphrase(desk: Desk, full_file: Path) -> None:
    before = full_file.read_bytes()
    error = refused(desk, passphrase="稻田")
    assert (error.code, error.message) == ("passphrase", "口令不对，或文件开头已损坏。")
    assert full_file.read_bytes() == before


def test_a_wrong_passphrase_is_known_as_such_where_a_backup_has_the_same_head(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        backups.make_backup(store)
    assert refused(desk, passphrase="稻田").message == "口令不对。"


@pytest.mark.parametrize("content", [b"# notes\n" * 3000, b"\0" * 9000, b"PK\x03\x04" + b"xl/sheet" * 2000])
def test_a_file_that_is_no_database(desk: Desk, content: bytes) -> None:
    desk.path.write_bytes(content)
    assert refused(desk).code == "not_a_database"
    assert desk.path.read_bytes() == content


def test_a_plain_sqlite_database(desk: Desk) -> None:
    with contextlib.closing(sqlite3.connect(desk.path)) as connection:
        connection.execute("CREATE TABLE meta(a)")
    assert refused(desk).code == "not_a_database"


def test_a_database_of_another_program_under_the_same_passphrase(desk: Desk) -> None:
    with contextlib.closing(raw(desk.path)) as connection:
        connection.execute("CREATE TABLE notes(a)")
    assert refused(desk).code == "not_ours"


def test_an_empty_file(desk: Desk) -> None:
    desk.path.touch()
    assert refused(desk).code == "empty"


def test_no_file_and_a_folder(desk: Desk, tmp_path: Path) -> None:
    assert refused(desk).code == "missing"
    assert refused(desk, tmp_path).code == "not_a_file"


@pytest.mark.parametrize("kept", [3000, 4096, 4096 * 7, 4096 * 20 + 100, -1, -4096])
def test_a_truncated_file(desk: Desk, full_file: Path, kept: int) -> None:
    full_file.write_bytes(full_file.read_bytes()[:kept])
    assert refused(desk).code in {"truncated", "not_a_database"}


@pytest.mark.parametrize("tail", [b"x", b"\0" * 4096, b"garbage" * 3000])
def test_appended_bytes_are_found_and_put_right_without_loss(desk: Desk, full_file: Path, tail: bytes) -> None:
    with full_file.open("ab") as stream:
        stream.write(tail)
    error = refused(desk)
    assert error.code == "tail"
    assert "没有丢" in error.message
    assert str(len(tail)) in "".join(check.check_file(full_file, PASSPHRASE).problems)
    backups.restore(full_file, full_file, PASSPHRASE, now=desk.clock(), device=desk.name)
    assert not check.check_file(full_file, PASSPHRASE).problems
    with desk.open() as store:
        assert store.count("visit") == 300


@pytest.mark.parametrize("offset", [0, 7, 15])
def test_a_flipped_byte_in_the_salt(desk: Desk, full_file: Path, offset: int) -> None:
    flip(full_file, offset)
    error = refused(desk)
    assert error.message == "口令不对，或文件开头已损坏。"


def test_a_damaged_salt_is_recognised_by_the_backup_which_is_offered(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
    flip(full_file, 3)
    error = refused(desk)
    assert error.message == "口令不对，或文件开头已损坏。"
    assert error.code == "salt"
    assert backup.path.name in error.hint
    backups.restore(full_file, backup.path, PASSPHRASE, now=desk.clock(), device=desk.name)
    with desk.open() as store:
        assert store.count("visit") == 300


@pytest.mark.parametrize("offset", [16, 100, 2000, 4095])
def test_a_damaged_first_page_is_told_from_a_wrong_passphrase(desk: Desk, full_file: Path, offset: int) -> None:
    flip(full_file, offset)
    error = refused(desk)
    assert error.code == "first_page"
    assert error.message.startswith("口令是对的")


def test_a_flipped_byte_anywhere_is_found_by_check_and_never_read_as_data(desk: Desk, full_file: Path) -> None:
    whole = full_file.read_bytes()
    with desk.open(write=False) as store:
        expected = store.records("visit")
    chance = random.Random(26)
    for _ in range(60):
        full_file.write_bytes(whole)
        flip(full_file, chance.randrange(4096, len(whole)))
        assert check.check_file(full_file, PASSPHRASE).problems
        assert read_visits(desk) in ("damaged", expected)


def test_a_damaged_page_met_while_reading_names_the_backup(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
    for page in range(3, len(full_file.read_bytes()) // 4096):
        flip(full_file, page * 4096 + 50)
    with pytest.raises(UserError) as caught, desk.open(write=False) as store:
        store.records("visit")
    assert caught.value.code == "damaged"
    assert backup.path.name in caught.value.hint


def test_a_file_newer_than_the_program_is_refused_untouched(desk: Desk, full_file: Path) -> None:
    change_file(full_file, "PRAGMA user_version = 999")
    before = full_file.read_bytes()
    assert refused(desk).code == "newer"
    assert refused(desk, write=False).code == "newer"
    assert full_file.read_bytes() == before


def test_a_crash_is_healed_at_the_next_opening(desk: Desk, full_file: Path, tmp_path: Path) -> None:
    copy = crash_copy(full_file, tmp_path / "断电.phdb")
    with desk.open(copy) as store:
        assert all("改" not in record.text("note") for record in store.records("visit"))
    assert not Path(f"{copy}-journal").exists()
    assert not check.check_file(copy, PASSPHRASE).problems


def test_reading_alone_heals_too(desk: Desk, full_file: Path, tmp_path: Path) -> None:
    copy = crash_copy(full_file, tmp_path / "断电.phdb")
    with desk.open(copy, write=False) as store:
        assert all("改" not in record.text("note") for record in store.records("visit"))


@pytest.mark.parametrize("write", [True, False])
def test_a_file_copied_after_a_crash_without_its_journal(
    desk: Desk, full_file: Path, tmp_path: Path, write: bool,
) -> None:
    copy = crash_copy(full_file, tmp_path / "拷来.phdb")
    Path(f"{copy}-journal").unlink()
    error = refused(desk, copy, write=write)
    assert error.code == "torn"
    assert "-journal" in error.message
    assert check.check_file(copy, PASSPHRASE).problems


def test_a_file_left_open_and_killed_without_harm_opens_again(desk: Desk, full_file: Path, tmp_path: Path) -> None:
    with desk.open() as store:
        store.set_setting("pass_mark", "80")
        assert store.meta("clean") == "0"
        copy = shutil.copy(full_file, tmp_path / "拷来.phdb")
    with desk.open(Path(copy)) as store:
        assert store.setting("pass_mark") == "80"
    with desk.open(Path(copy), write=False) as store:
        assert store.meta("clean") == "1"


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be closed by mode there")
class TestReadOnlyFolder:
    def test_writing_is_refused_and_reading_works(self, desk: Desk, full_file: Path, locked_folder: Path) -> None:
        path = Path(shutil.copy(full_file, locked_folder / "报送.phdb"))
        with as_guest(locked_folder):
            assert refused(desk, path).code == "read_only"
            with desk.open(path, write=False) as store:
                assert store.count("visit") == 300

    def test_with_a_journal_of_a_crash(self, desk: Desk, full_file: Path, locked_folder: Path) -> None:
        path = crash_copy(full_file, locked_folder / "报送.phdb")
        with as_guest(locked_folder):
            assert refused(desk, path).code == "hot_journal"
            assert refused(desk, path, write=False).code == "hot_journal"

    def test_a_copy_can_be_taken_from_there(self, desk: Desk, full_file: Path, locked_folder: Path) -> None:
        path = Path(shutil.copy(full_file, locked_folder / "报送.phdb"))
        with tempfile.TemporaryDirectory() as open_folder:
            Path(open_folder).chmod(0o777)
            target = Path(open_folder) / "副本.phdb"
            with as_guest(locked_folder), desk.open(path, write=False) as store:
                store.snapshot(target)
            assert not check.check_file(target, PASSPHRASE).problems

    def test_no_file_is_made_there(self, desk: Desk, locked_folder: Path) -> None:
        with as_guest(locked_folder), pytest.raises(UserError) as caught:
            desk.create(locked_folder / "新.phdb")
        assert caught.value.code == "read_only"


def test_making_a_file_never_replaces_one(desk: Desk, full_file: Path) -> None:
    before = full_file.read_bytes()
    with pytest.raises(UserError) as caught:
        desk.create()
    assert caught.value.code == "exists"
    assert full_file.read_bytes() == before


def test_a_file_that_cannot_be_made_leaves_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(connection: object) -> None:
        raise engine.sqlcipher3.OperationalError("database or disk is full")

    monkeypatch.setattr("panhuang_desk.store.opening.migrations.migrate", full)
    with pytest.raises(engine.DatabaseError):
        desk.create()
    assert not list(tmp_path.glob("*phdb*"))
    assert not list(tmp_path.glob(".*phdb*"))


def test_the_head_of_a_file_is_its_salt(full_file: Path) -> None:
    assert keys.read_salt(full_file) == full_file.read_bytes()[:16]
