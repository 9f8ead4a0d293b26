"""Backups are whole before they count, thinned out by tiers, and come back without losing what they replace."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from pathlib import Path

import pytest
from panhuang_desk import paths
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.store import Store, backup_files, backups, check
from panhuang_desk.store.backups import Tier
from panhuang_desk.store.lock import is_locked

from .helpers import PASSPHRASE, Desk, crash_copy, fill, raw


def test_a_backup_opens_with_the_same_passphrase_and_holds_everything(desk: Desk, store: Store) -> None:
    fill(store, 5)
    backup = backups.make_backup(store)
    assert backup.path.parent == paths.backups_of(desk.path)
    assert backup.bytes == backup.path.stat().st_size
    assert backup.path.read_bytes()[:16] == desk.path.read_bytes()[:16]
    with desk.open(backup.path, write=False) as copy:
        assert copy.records("visit") == store.records("visit")
        assert (copy.meta("clean"), copy.meta("replica")) == ("1", "")
    assert not check.check_file(backup.path, PASSPHRASE).problems
    assert [path.name for path in backup.path.parent.iterdir()] == [backup.path.name]


def test_a_backup_does_not_hold_an_open_transaction(desk: Desk, store: Store) -> None:
    fill(store, 2)
    with store.bulk():
        fill(store, 3)
        backup = backups.make_backup(store)
    with desk.open(backup.path, write=False) as copy:
        assert copy.count("visit") == 2


def make_at(folder: Path, file: Path, moment: dt.datetime) -> Path:
    path = backup_files.next_name(file, moment)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    for old in backup_files.outlived(file):
        old.path.unlink()
    return path


def test_tiers_keep_the_hours_of_today_fourteen_days_and_eight_weeks(desk: Desk) -> None:
    start = dt.datetime(2026, 1, 1, 8)
    moments = [start + dt.timedelta(days=day, minutes=20 * step) for day in range(120) for step in range(12)]
    for moment in moments:
        newest = make_at(desk.folder, desk.path, moment)
        found = backups.list_backups(desk.path)
        assert found[0].path == newest
    tiers = Counter(backup.tier for backup in found)
    assert tiers == {Tier.HOUR: 4, Tier.DAY: 13, Tier.WEEK: 5}
    assert len({backup.made_at.isocalendar()[:2] for backup in found}) == 8
    assert [backup.made_at.minute for backup in found if backup.tier is Tier.HOUR] == [40, 40, 40, 40]
    days = {backup.made_at.date() for backup in found}
    assert {moments[-1].date() - dt.timedelta(days=back) for back in range(14)} <= days
    assert (moments[-1].date() - min(days)).days >= 7 * 7 - 6
    assert [backup.number for backup in found] == sorted((backup.number for backup in found), reverse=True)


def test_the_newest_stays_the_newest_when_the_clock_is_set_back(desk: Desk) -> None:
    for day in range(60):
        make_at(desk.folder, desk.path, dt.datetime(2026, 1, 1, 8) + dt.timedelta(days=day))
    for hour in range(3):
        path = make_at(desk.folder, desk.path, dt.datetime(2025, 1, 1, 8 + hour))
        assert backups.list_backups(desk.path)[0].path == path
    assert len([b for b in backups.list_backups(desk.path) if b.made_at.year == 2026]) > 10


def test_files_of_others_in_the_folder_are_left_alone(desk: Desk, store: Store) -> None:
    folder = paths.backups_of(desk.path)
    folder.mkdir()
    others = [folder / "别的村_备份_0001_2020-01-01_080000.phdb", folder / "说明.txt", folder / "仰徐村_备份_旧.phdb"]
    for other in others:
        other.touch()
    backup = backups.make_backup(store)
    assert backups.list_backups(desk.path) == [backup]
    assert all(other.exists() for other in others)


def test_a_backup_is_due_when_something_changed_in_another_hour(desk: Desk, store: Store) -> None:
    assert backups.backup_due(store)
    fill(store, 1)
    backups.make_backup(store)
    assert not backups.backup_due(store)
    desk.clock.step(hours=1)
    assert not backups.backup_due(store)
    fill(store, 1)
    assert backups.backup_due(store)
    backups.make_backup(store)
    fill(store, 1)
    assert not backups.backup_due(store)


def test_a_backup_that_is_not_sound_is_not_kept_and_nothing_is_pruned(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = [make_at(desk.folder, desk.path, dt.datetime(2020, 1, 1) + dt.timedelta(days=day)) for day in range(3)]
    real = backups.write_snapshot

    def damaged(source: Path, key: object, target: Path, progress: object) -> None:
        real(source, key, target, progress)  # type: ignore[arg-type]
        content = bytearray(target.read_bytes())
        content[-100] ^= 1
        target.write_bytes(content)

    monkeypatch.setattr(backups, "write_snapshot", damaged)
    with pytest.raises(UserError) as caught:
        backups.make_backup(store)
    assert caught.value.code in {"copy_damaged", "damaged"}
    assert sorted(paths.backups_of(desk.path).iterdir()) == sorted(old)


def test_a_cancelled_snapshot_leaves_nothing(desk: Desk, store: Store, tmp_path: Path) -> None:
    with store.bulk():
        fill(store, 3000)

    def stop(share: float, now: str) -> None:
        raise Cancelled

    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        store.snapshot(tmp_path / "副本.phdb", stop)
    assert sorted(tmp_path.iterdir()) == before
    store.snapshot(tmp_path / "副本.phdb")
    with desk.open(tmp_path / "副本.phdb", write=False) as copy:
        assert copy.count("visit") == 3000


def test_a_snapshot_never_replaces_a_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "有了.phdb"
    target.write_bytes(b"x")
    with pytest.raises(FileExistsError):
        store.snapshot(target)
    assert target.read_bytes() == b"x"


def test_restoring_keeps_the_replaced_file_aside(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
        fill(store, 5)
    before = full_file.read_bytes()
    aside = backups.restore(full_file, backup.path, PASSPHRASE, now=desk.clock(), device="甲机")
    assert aside is not None
    assert aside.read_bytes() == before
    again = backups.restore(full_file, backup.path, PASSPHRASE, now=desk.clock.at, device="甲机")
    assert again not in {None, aside}
    with desk.open() as store:
        assert store.count("visit") == 300
        fill(store, 1)
    assert not check.check_file(full_file, PASSPHRASE).problems
    assert not is_locked(full_file)


def test_restoring_on_a_stick_without_hard_links(
    desk: Desk, full_file: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def not_there(source: Path, target: Path) -> None:
        raise OSError(1, "not permitted")

    with desk.open() as store:
        backup = backups.make_backup(store)
        fill(store, 1)
    before = full_file.read_bytes()
    monkeypatch.setattr(os, "link", not_there)
    aside = backups.restore(full_file, backup.path, PASSPHRASE, now=desk.clock(), device="甲机")
    assert aside is not None
    assert aside.read_bytes() == before
    with desk.open() as store:
        assert store.count("visit") == 300


def test_a_restoring_that_fails_half_way_leaves_the_file_as_it_was(
    desk: Desk, full_file: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
    before, names = full_file.read_bytes(), sorted(full_file.parent.iterdir())

    def full(file: Path, now: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(backups, "_set_aside", full)
    with pytest.raises(UserError) as caught:
        backups.restore(full_file, backup.path, PASSPHRASE, now=desk.clock(), device="甲机")
    assert caught.value.code == "full"
    assert (full_file.read_bytes(), sorted(full_file.parent.iterdir())) == (before, names)


def test_restoring_where_the_file_is_gone(desk: Desk, full_file: Path) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
    full_file.unlink()
    assert backups.restore(full_file, backup.path, PASSPHRASE, now=desk.clock(), device="甲机") is None
    with desk.open() as store:
        assert store.count("visit") == 300


def test_the_journal_of_a_crash_goes_aside_with_its_file(desk: Desk, full_file: Path, tmp_path: Path) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
    crashed = crash_copy(full_file, tmp_path / "断电.phdb")
    aside = backups.restore(crashed, backup.path, PASSPHRASE, now=desk.clock(), device="甲机")
    assert aside is not None
    for path in (crashed, aside):
        with desk.open(path) as store:
            assert store.count("visit") == 300
        assert not check.check_file(path, PASSPHRASE).problems


@pytest.mark.parametrize("spoil", ["passphrase", "page"])
def test_what_does_not_open_or_is_damaged_is_not_restored(desk: Desk, full_file: Path, spoil: str) -> None:
    with desk.open() as store:
        backup = backups.make_backup(store)
    if spoil == "page":
        content = bytearray(backup.path.read_bytes())
        content[len(content) // 2] ^= 1
        backup.path.write_bytes(content)
    before = full_file.read_bytes()
    with pytest.raises(UserError):
        backups.restore(full_file, backup.path, PASSPHRASE if spoil == "page" else "错", now=desk.clock(), device="")
    assert full_file.read_bytes() == before
    assert sorted(path.suffix for path in full_file.parent.iterdir() if "恢复前" in path.name) == []


def test_a_file_torn_by_a_crash_is_not_put_in_order_as_if_it_were_whole(
    desk: Desk, full_file: Path, tmp_path: Path,
) -> None:
    torn = crash_copy(full_file, tmp_path / "拷来.phdb")
    Path(f"{torn}-journal").unlink()
    with pytest.raises(UserError) as caught:
        backups.restore(torn, torn, PASSPHRASE, now=desk.clock(), device="甲机")
    # Which pages were written decides whether the engine's own check sees it first.
    assert caught.value.code in ("torn", "damaged")


def test_a_file_that_is_in_use_is_not_replaced(desk: Desk, store: Store) -> None:
    backup = backups.make_backup(store)
    with pytest.raises(UserError) as caught:
        backups.restore(desk.path, backup.path, PASSPHRASE, now=desk.clock(), device="乙机")
    assert caught.value.code == "locked"


def test_what_a_killed_backup_left_is_removed_in_time(desk: Desk, store: Store) -> None:
    folder = paths.backups_of(desk.path)
    folder.mkdir()
    old, fresh = folder / ".仰徐村_备份_0001.phdb.1.tmp", folder / ".仰徐村_备份_0002.phdb.2.tmp-journal"
    for leftover in (old, fresh):
        leftover.touch()
    os.utime(old, (1, 1))
    backups.make_backup(store)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_another_tool_reads_a_backup(store: Store) -> None:
    fill(store, 3)
    backup = backups.make_backup(store)
    connection = raw(backup.path)
    assert connection.execute("SELECT count(*) FROM visit").fetchone() == (3,)
    connection.close()
