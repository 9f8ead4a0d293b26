"""What the engine and the system say reaches a person in plain Chinese; what can only be a bug does not."""

from __future__ import annotations

import contextlib
import errno
import re
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.store import Store, engine, trouble

from .helpers import Desk, fill, raw


class EngineError(engine.DatabaseError):  # type: ignore[misc, valid-type]
    """An error as the engine raises it, with its extended code."""

    def __init__(self, code: int) -> None:
        super().__init__("what the engine says")
        self.sqlite_errorcode = code


@pytest.mark.parametrize(("extended", "code"), [
    (13, "full"), (10, "io"), (778, "io"), (266, "io"), (1034, "io"), (8, "read_only"), (1288, "read_only"),
    (264, "read_only"), (14, "read_only"), (5, "busy"), (261, "busy"), (6, "busy"), (11, "damaged"), (26, "damaged"),
    (267, "damaged"),
])
def test_what_the_engine_did(tmp_path: Path, extended: int, code: str) -> None:
    path = tmp_path / "a.phdb"
    path.touch()
    error = trouble.of_engine(EngineError(extended), path)
    assert error is not None
    assert error.code == code
    for text in (error.message, error.hint):
        assert text.endswith("。")
        assert not re.search(r"[A-Za-z]{4,}", text)


@pytest.mark.parametrize("extended", [1, 19, 2067, 787, 20, 21, 25, 3082])
def test_what_can_only_be_a_bug(tmp_path: Path, extended: int) -> None:
    assert trouble.of_engine(EngineError(extended), tmp_path / "a.phdb") is None
    with pytest.raises(EngineError), trouble.told(tmp_path):
        raise EngineError(extended)


def test_a_folder_that_went_away(tmp_path: Path) -> None:
    error = trouble.of_engine(EngineError(14), tmp_path / "gone" / "a.phdb")
    assert error is not None
    assert error.code == "missing"


@pytest.mark.parametrize(("number", "code"), [
    (errno.ENOSPC, "full"), (errno.EFBIG, "full"), (errno.EDQUOT, "full"), (errno.EROFS, "read_only"),
    (errno.EACCES, "read_only"), (errno.EPERM, "read_only"), (errno.ENOENT, "missing"), (errno.EIO, "io"),
])
def test_what_the_disk_did(tmp_path: Path, number: int, code: str) -> None:
    with pytest.raises(UserError) as caught, trouble.told(tmp_path / "a.phdb"):
        raise OSError(number, "what the system says")
    assert caught.value.code == code


def test_what_goes_wrong_inside_an_action_with_other_files_is_not_put_on_this_file(store: Store) -> None:
    with pytest.raises(FileNotFoundError), store.action():
        Path("/nowhere/photo.jpg").read_bytes()


def test_a_file_moved_away_while_it_is_open_is_not_written_any_more(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        fill(store, 1)
        full_file.rename(desk.folder / "别处.phdb")
        with pytest.raises(UserError) as caught:
            fill(store, 1)
        assert caught.value.code == "moved"
        (desk.folder / "别处.phdb").rename(full_file)
        fill(store, 1)
        assert store.count("visit") == 302


def test_a_file_that_another_tool_keeps_busy(
    desk: Desk, full_file: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 20)
    with desk.open() as store, contextlib.closing(raw(full_file)) as other:
        fill(store, 1)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError) as caught:
            fill(store, 1)
        assert caught.value.code == "busy"
        other.execute("ROLLBACK")
        fill(store, 1)
        assert store.count("visit") == 302
