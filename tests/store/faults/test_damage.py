from __future__ import annotations

import shutil
import sqlite3
from random import Random

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.backups import make_backup
from panhuang_desk.store.check import check_file

from tests.store.faults.damage import PAGE, an_offset_in_every_page, appended, cut, flipped, with_free_pages
from tests.store.faults.harness import NOW, PASSPHRASE, new_place


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A file with free pages and a backup, closed."""
    place = new_place(tmp_path_factory.mktemp("whole"), households=30)
    with_free_pages(place)
    with place.open() as store:
        make_backup(store)
    return place


@pytest.fixture
def spoil(whole, tmp_path):
    """A place with the backup, where a spoiled copy is to lie."""
    shutil.copytree(whole.file.with_name("仰徐村_备份"), tmp_path / "仰徐村_备份")
    return lambda how, *more: how(whole.file, tmp_path / whole.file.name, *more)


def opened(file, passphrase=PASSPHRASE):
    with Store.open(file, passphrase, settings=Settings(), now=lambda: NOW):
        pass


def what_opening_says(file, passphrase=PASSPHRASE):
    with pytest.raises(UserError) as caught:
        opened(file, passphrase)
    return caught.value


def what_checking_says(file):
    """All that a check says, whether it can look inside or not."""
    try:
        return " ".join(check_file(file, PASSPHRASE).problems)
    except UserError as error:
        return str(error)


def test_the_whole_file_is_clean(whole):
    assert what_checking_says(whole.file) == ""


def test_a_flipped_byte_on_any_page_is_found_by_check(whole, spoil):
    offsets = an_offset_in_every_page(whole.file, Random(3))
    assert len(offsets) > 60
    for offset in offsets:
        said = what_checking_says(spoil(flipped, offset))
        assert "损坏" in said, offset
        assert "仰徐村_备份_0001" in said, offset


def test_a_flipped_byte_in_the_first_page_says_that_the_passphrase_is_right(spoil):
    error = what_opening_says(spoil(flipped, 2000))
    assert error.message == "口令是对的，但文件的第一页已损坏。"
    assert "仰徐村_备份_0001" in error.hint


@pytest.mark.parametrize("offset", range(16))
def test_a_flipped_byte_in_the_salt_cannot_be_told_from_a_wrong_passphrase_and_offers_the_backup(spoil, offset):
    error = what_opening_says(spoil(flipped, offset))
    assert error.message == "口令不对，或文件开头已损坏。"
    assert "仰徐村_备份_0001" in error.hint


def test_a_wrong_passphrase(whole):
    assert what_opening_says(whole.file, "别的口令").message in ("口令不对。", "口令不对，或文件开头已损坏。")


def test_reading_a_damaged_page_while_working_is_told_in_words(whole, spoil):
    told = set()
    for offset in an_offset_in_every_page(whole.file, Random(4))[1:]:
        file = spoil(flipped, offset)
        try:
            with Store.open(file, PASSPHRASE, write=False, settings=Settings(), now=lambda: NOW) as store:
                for household in store.records("household"):
                    store.history("household", household.id)
                store.search("住户")
        except UserError as error:
            told.add(error.code)
    assert told == {"damaged"}


@pytest.mark.parametrize("size", [1, 100, PAGE - 1])
def test_a_file_of_a_few_bytes_is_none_of_ours(spoil, size):
    assert what_opening_says(spoil(cut, size)).code == "not_a_database"


def test_an_empty_file(spoil):
    error = what_opening_says(spoil(cut, 0))
    assert error.message == "这个文件是空的，里面没有数据。"
    assert "仰徐村_备份_0001" in error.hint


@pytest.mark.parametrize("missing", [1, 100, PAGE, 5 * PAGE, 20 * PAGE + 7])
def test_a_truncated_file_is_found_by_opening_and_by_check(whole, spoil, missing):
    file = spoil(cut, whole.file.stat().st_size - missing)
    error = what_opening_says(file)
    assert "文件不完整" in error.message
    assert "仰徐村_备份_0001" in error.hint
    assert "仰徐村_备份_0001" in what_checking_says(file)


@pytest.mark.parametrize("more", [b"x", b"\0" * 100, b"z" * PAGE, bytes(10 * PAGE)])
def test_appended_bytes_are_found_by_opening_and_by_check_and_nothing_is_lost(spoil, more):
    file = spoil(appended, more)
    assert "末尾多出" in str(what_opening_says(file))
    assert "末尾多出" in what_checking_says(file)


@pytest.mark.parametrize("other", ["text", "sqlite", "zeros"])
def test_a_file_that_is_no_database_of_ours(tmp_path, other):
    file = tmp_path / "x.phdb"
    if other == "sqlite":
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE t(x)")
        connection.close()
    else:
        file.write_bytes("一份名单\n".encode() * 1000 if other == "text" else bytes(3 * PAGE))
    assert what_opening_says(file).message == "这不是本程序的数据文件。"


def test_nothing_of_a_spoiled_file_is_changed_by_looking_at_it(whole, spoil):
    for file in (spoil(flipped, 3), spoil(flipped, 9000), spoil(cut, 5 * PAGE), spoil(appended, b"abc")):
        before = file.read_bytes()
        what_checking_says(file)
        with pytest.raises(UserError):
            opened(file)
        assert file.read_bytes() == before
