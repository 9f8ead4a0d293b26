"""One writer at a time; readers beside it; lock files left behind mean nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.store.lock import WriteLock, is_locked, lock_path

from .helpers import Desk, fill


def test_a_second_writer_is_told_who_has_the_file(
    desk: Desk, full_file: Path, make_desk: Callable[[str], Desk],
) -> None:
    other = make_desk("乙机")
    with desk.open() as store:
        with pytest.raises(UserError) as caught:
            other.open()
        assert caught.value.code == "locked"
        assert "甲机" in caught.value.message
        assert "2026-05-06 09:30" in caught.value.message
        with other.open(write=False) as reader:
            fill(store, 1)
            assert reader.count("visit") == 301
    with other.open() as later:
        assert later.count("visit") == 301


def test_another_process_is_refused_too(full_file: Path, desk: Desk) -> None:
    code = (
        "import sys; from pathlib import Path; from panhuang_desk.store.lock import WriteLock\n"
        "lock = WriteLock.take(Path(sys.argv[1]), '丙机', '今天'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(full_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8", cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert is_locked(full_file)
        with pytest.raises(UserError, match="丙机"):
            desk.open()
        process.kill()
    with desk.open() as store:
        assert store.count("visit") == 300


def test_a_lock_file_left_behind_is_harmless(desk: Desk, full_file: Path) -> None:
    for left in ('{"device": "很久以前", "since": "2020"}', "", "不是 JSON"):
        lock_path(full_file).write_text(left, encoding="utf-8")
        assert not is_locked(full_file)
        with desk.open() as store:
            fill(store, 1)
        assert not lock_path(full_file).exists()


def test_a_damaged_lock_file_still_holds(full_file: Path, desk: Desk) -> None:
    lock = WriteLock.take(full_file, "甲机", "今天")
    lock_path(full_file).write_text("垃圾", encoding="utf-8")
    with pytest.raises(UserError, match="另一个窗口"):
        desk.open()
    lock.release()
    desk.open().close()


def test_the_lock_goes_when_opening_fails(desk: Desk, full_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_file.write_bytes(full_file.read_bytes() + b"tail")
    with pytest.raises(UserError):
        desk.open()
    assert not is_locked(full_file)
    assert not lock_path(full_file).exists()


def test_the_lock_is_held_until_the_last_connection_closes(desk: Desk, full_file: Path) -> None:
    store = desk.open()
    sibling = store.sibling()
    store.close()
    assert is_locked(full_file)
    sibling.close()
    sibling.close()
    assert not is_locked(full_file)
    assert not lock_path(full_file).exists()
