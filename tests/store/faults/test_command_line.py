"""Every trouble from the command line: exit code 1, one Chinese sentence with the next step, nothing else on stderr."""

from __future__ import annotations

import shutil

import pytest
from panhuang_desk.store.backups import make_backup
from panhuang_desk.store.engine import connect

from tests.store.faults import command
from tests.store.faults.damage import PAGE, appended, cut, flipped
from tests.store.faults.harness import PASSPHRASE, derive_once, keys, new_place


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    place = new_place(tmp_path_factory.mktemp("whole"), households=30)
    with place.open() as store:
        make_backup(store)
    return place


def newer(source, target):
    """A copy that a later program has migrated."""
    shutil.copy(source, target)
    connection = connect(target, derive_once(PASSPHRASE, keys.read_salt(target)))
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    return target


TROUBLES = {
    "salt": (flipped, 5, "口令不对，或文件开头已损坏。", "仰徐村_备份_0001"),
    "first page": (flipped, 300, "口令是对的，但文件的第一页已损坏。", "仰徐村_备份_0001"),
    "a page": (flipped, 30 * PAGE + 77, "损坏", "仰徐村_备份_0001"),
    "empty": (cut, 0, "这个文件是空的", "仰徐村_备份_0001"),
    "a few bytes": (cut, 500, "没有拷完", "仰徐村_备份_0001"),
    "truncated": (cut, 40 * PAGE, "文件不完整", "仰徐村_备份_0001"),
    "appended": (appended, b"x" * 300, "末尾多出了", "恢复"),
    "newer": (newer, None, "更新的版本", "升级"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_spoiled_file_ends_check_and_figures_with_one_line(whole, tmp_path, name):
    how, more, *words = TROUBLES[name]
    shutil.copytree(whole.file.with_name("仰徐村_备份"), tmp_path / "仰徐村_备份")
    file = how(whole.file, tmp_path / whole.file.name, *([] if more is None else [more]))
    before = file.read_bytes()
    lines = [command.refusal("check", file, home=tmp_path / "home")]
    if name != "a page":
        lines.append(command.refusal("figures", file, "2026-11", home=tmp_path / "home"))
    for line in lines:
        for word in words:
            assert word in line, line
    assert file.read_bytes() == before


def test_a_wrong_passphrase_ends_with_one_line(whole, tmp_path):
    line = command.refusal("figures", whole.file, "2026-11", home=tmp_path / "home", passphrase="不是这个")
    assert line == "口令不对。请看大小写和输入法，再输一次。"


def test_no_file_at_all_ends_with_one_line(tmp_path):
    assert "找不到这个文件" in command.refusal("check", tmp_path / "没有.phdb", home=tmp_path / "home")


def test_a_whole_file_passes(whole, tmp_path):
    ended = command.run("check", whole.file, home=tmp_path / "home")
    assert (ended.returncode, ended.stderr) == (0, "")
