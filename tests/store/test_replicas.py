"""One replica a machine and file, as long as both agree about what was written last; else a new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store, backups, check

from .helpers import PASSPHRASE, Desk, fill


def replicas(store: Store) -> list[str]:
    return [row[0] for row in store.read("SELECT DISTINCT replica FROM change ORDER BY rowid")]


def basis_of(store: Store, replica: str) -> set[int]:
    return {row[0] for row in store.read("SELECT basis FROM change WHERE replica = ?", [replica])}


def write(desk: Desk, path: Path | None = None, visits: int = 2) -> str:
    with desk.open(path) as store:
        fill(store, visits)
        return replicas(store)[-1]


def test_a_session_goes_on_where_the_last_one_ended(desk: Desk, empty_file: Path) -> None:
    shutil.copy(empty_file, desk.path)
    assert write(desk) == write(desk)
    with desk.open() as store:
        (replica,) = replicas(store)
        assert basis_of(store, replica) == {0}
        assert store.read("SELECT seq FROM change ORDER BY seq") == [(n,) for n in range(1, 7)]
        assert store.read("SELECT device, person FROM replica") == [("甲机", "王芳")]
        assert store.read("SELECT * FROM known") == []
        mark = Settings.load(desk.settings.file).replicas[store.file_id]
    assert (mark.replica, mark.seq, mark.clean) == (replica, 6, True)


def test_opening_without_writing_changes_nothing(desk: Desk, full_file: Path) -> None:
    before = full_file.read_bytes()
    desk.open().close()
    desk.open(write=False).close()
    assert full_file.read_bytes() == before


def test_the_machine_is_marked_before_the_file_is_written(desk: Desk, store: Store) -> None:
    with store.action() as action:
        action.save("patrol", {"patrolled_on": "2026-05-01"})
        mark = Settings.load(desk.settings.file).replicas[store.file_id]
        assert not mark.clean
    assert not Settings.load(desk.settings.file).replicas[store.file_id].clean


def test_the_file_is_marked_as_open_before_its_first_save_is_written(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        assert store.meta("clean") == "1"
        with store.action() as action, desk.open(write=False) as beside:
            action.save("patrol", {"patrolled_on": "2026-05-01"})
            assert (beside.meta("clean"), beside.count("patrol")) == ("0", 0)
    with desk.open(write=False) as later:
        assert later.meta("clean") == "1"


def test_another_machine_is_another_replica_which_knows_what_the_file_held(
    desk: Desk, empty_file: Path, make_desk: Callable[[str], Desk],
) -> None:
    shutil.copy(empty_file, desk.path)
    first, second = write(desk), write(make_desk("乙机"))
    assert first != second
    with desk.open() as store:
        assert store.read("SELECT * FROM known") == [(second, 1, first, 3)]
        assert basis_of(store, second) == {1}
    third = write(desk)
    assert third not in {first, second}
    with desk.open() as store:
        assert sorted(store.read("SELECT other, seq FROM known WHERE replica = ?", [third])) == sorted(
            [(first, 3), (second, 3)])
        assert write_again(store) == third
    assert not check.check_file(desk.path, PASSPHRASE).problems


def write_again(store: Store) -> str:
    fill(store, 0)
    return replicas(store)[-1]


def test_a_copy_made_by_hand_and_both_written(desk: Desk, empty_file: Path, tmp_path: Path) -> None:
    shutil.copy(empty_file, desk.path)
    first = write(desk)
    copy = Path(shutil.copy(desk.path, tmp_path / "副本.phdb"))
    assert write(desk) == first
    assert write(desk, copy) != first
    assert write(desk) != first


def test_a_session_that_crashed_is_followed_by_a_new_replica(
    desk: Desk, empty_file: Path, tmp_path: Path,
) -> None:
    shutil.copy(empty_file, desk.path)
    with desk.open() as store:
        fill(store, 2)
        crashed = Path(shutil.copy(desk.path, tmp_path / "崩溃.phdb"))
        marks = Settings.load(desk.settings.file)
        first = replicas(store)[0]
    desk.settings = marks
    desk.settings.save()
    assert write(desk, crashed) != first
    assert not check.check_file(crashed, PASSPHRASE).problems


def test_a_restored_backup_gets_a_new_replica(desk: Desk, empty_file: Path) -> None:
    shutil.copy(empty_file, desk.path)
    first = write(desk)
    with desk.open() as store:
        backup = backups.make_backup(store)
    backups.restore(desk.path, backup.path, PASSPHRASE, now=desk.clock(), device="甲机")
    assert write(desk) != first


def test_marks_of_other_files_written_meanwhile_are_kept(desk: Desk, store: Store) -> None:
    other = Settings.load(desk.settings.file)
    other.replicas["other-file"] = desk.settings.replicas.get("x") or _mark()
    other.save()
    fill(store, 1)
    assert "other-file" in Settings.load(desk.settings.file).replicas


def _mark() -> object:
    from panhuang_desk.settings import ReplicaMark

    return ReplicaMark("r", 3)


def test_where_the_machine_cannot_be_marked_the_session_is_a_replica_of_its_own(
    desk: Desk, empty_file: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copy(empty_file, desk.path)
    first = write(desk)

    def full(self: Settings) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(Settings, "save", full)
        lonely = write(desk)
    desk.settings = Settings.load(desk.settings.file)
    assert len({first, lonely, write(desk)}) == 3


def test_what_was_given_as_ids_makes_the_replica_too(desk: Desk, tmp_path: Path) -> None:
    def ids() -> Callable[[], str]:
        numbers = iter(range(1000))
        return lambda: f"{next(numbers):032x}"

    stores = []
    for name in ("a.phdb", "b.phdb"):
        desk.settings.replicas.clear()
        with desk.create(tmp_path / name, new_id=ids()) as store:
            fill(store, 3)
            stores.append(store.read("SELECT id, replica, record_id FROM change"))
    assert stores[0] == stores[1]
