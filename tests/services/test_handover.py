"""The copy for the office: complete, checked, without drafts; and where it cannot be made, nothing is left behind."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.months import Month
from panhuang_desk.services import handover, households, visits
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.check import CheckResult, check_file

from tests.services.helpers import open_village

PASSPHRASE = "correct horse battery"
MAY = Month(2026, 5)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        for door in range(1, 6):
            saved = households.save_household(session, {
                "group_no": 3, "door_no": str(door), "contact_name": "孙桂兰", "active_from": "2026-01-01"})
            assert saved.ok, saved.problems
        yield session


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U 盘"
    folder.mkdir()
    return folder


def refused(session: Session, folder: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        handover.hand_over(session, folder, MAY)
    assert caught.value.hint
    return caught.value


def test_the_copy_holds_every_row_and_opens_with_the_same_passphrase(session: Session, stick: Path) -> None:
    made = handover.hand_over(session, stick, MAY)
    assert list(stick.iterdir()) == [made.path]
    assert made.bytes == made.path.stat().st_size
    assert made.counts["household"] == 5
    assert made.counts["change"] == 5
    assert check_file(made.path, PASSPHRASE)
    with Store.open(made.path, PASSPHRASE, write=False, settings=Settings()) as copy:
        assert copy.records("household") == session.store.records("household")
        assert copy.home == session.store.home


def test_the_name_says_village_month_and_time_and_suits_windows(session: Session, stick: Path) -> None:
    made = handover.hand_over(session, stick, MAY)
    assert made.path.name.startswith("仰徐村委会_2026-05_报送_")
    assert made.path.suffix == ".phdb"
    name = handover.file_name('东/西:"村"? ', MAY, dt.datetime(2026, 6, 1, 9, 5))
    assert name == "东_西__村___2026-05_报送_20260601-090500.phdb"


def test_two_copies_in_one_second_get_two_names(session: Session, stick: Path) -> None:
    first = handover.hand_over(session, stick, MAY)
    second = handover.hand_over(session, stick, MAY)
    assert first.path != second.path
    assert len(list(stick.iterdir())) == 2


def test_drafts_and_the_history_stay_at_home(session: Session, stick: Path) -> None:
    session.store.save_draft("visit:new", {"note": "没写完的话"})
    handover.hand_over(session, stick, MAY)
    made = handover.hand_over(session, stick, MAY)
    with Store.open(made.path, PASSPHRASE, write=False, settings=Settings()) as copy:
        assert copy.drafts() == []
        assert handover.queries.handovers(copy) == []
    assert session.store.draft("visit:new") == {"note": "没写完的话"}


def test_each_copy_is_kept_in_the_history(session: Session, stick: Path) -> None:
    made = handover.hand_over(session, stick, MAY)
    (row,) = handover.handovers(session)
    assert (row.month, row.file_name, row.bytes, row.digest) == ("2026-05", made.path.name, made.bytes, made.digest)


def test_who_writes_in_the_copy_is_a_new_replica(session: Session, stick: Path, tmp_path: Path) -> None:
    made = handover.hand_over(session, stick, MAY)
    elsewhere = Settings(file=tmp_path / "elsewhere" / "settings.json")
    with Store.open(made.path, PASSPHRASE, settings=elsewhere) as copy:
        with copy.action() as action:
            action.save("household", {"group_no": 4, "door_no": "9", "active_from": "2026-06-01"})
        replicas = copy.read("select distinct replica from change")
    assert len(replicas) == 2
    assert check_file(made.path, PASSPHRASE)


def test_the_month_is_this_one_in_its_last_week_else_the_last_one() -> None:
    assert str(handover.month_to_hand_over(dt.date(2026, 5, 25))) == "2026-05"
    assert str(handover.month_to_hand_over(dt.date(2026, 5, 31))) == "2026-05"
    assert str(handover.month_to_hand_over(dt.date(2026, 5, 24))) == "2026-04"
    assert str(handover.month_to_hand_over(dt.date(2026, 1, 2))) == "2025-12"


def test_a_folder_that_is_gone_is_said_so(session: Session, tmp_path: Path) -> None:
    error = refused(session, tmp_path / "不在")
    assert error.code == "gone"
    assert "没有做成" in error.message
    assert not (tmp_path / "不在").exists()


def test_a_stick_that_vanishes_while_writing_is_said_so(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(*given: object) -> CheckResult:
        shutil.rmtree(stick)
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(handover, "check_unlocked", pulled)
    assert refused(session, stick).code == "gone"
    assert handover.handovers(session) == []


def test_too_little_room_is_seen_before_anything_is_written(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**6, 10**6, 0))
    monkeypatch.setattr(handover, "write_snapshot", None)
    error = refused(session, stick)
    assert error.code == "full"
    assert "MB" in error.hint
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_failing_step_leaves_nothing_behind(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fails(copy: Path, key: object) -> None:
        assert copy.exists()
        raise OSError(number, "broken")

    monkeypatch.setattr(handover.handing_over, "strip_local", fails)
    assert refused(session, stick).code in ("full", "read_only", "io")
    assert list(stick.iterdir()) == []
    assert handover.handovers(session) == []


def test_a_copy_that_does_not_pass_its_check_is_not_kept(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = handover.handing_over.strip_local

    def damage(copy: Path, key: object) -> None:
        strip(copy, key)  # type: ignore[arg-type]
        with copy.open("r+b") as stream:
            stream.seek(copy.stat().st_size // 2)
            stream.write(b"broken")

    monkeypatch.setattr(handover.handing_over, "strip_local", damage)
    assert refused(session, stick).code == "copy_damaged"
    assert list(stick.iterdir()) == []


def test_a_copy_that_lacks_a_row_is_not_kept(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = handover.handing_over.rows_of_copy
    monkeypatch.setattr(handover.handing_over, "rows_of_copy", lambda copy, key: {**rows(copy, key), "visit": 7})
    assert refused(session, stick).code == "copy_damaged"
    assert list(stick.iterdir()) == []


def test_a_record_saved_meanwhile_is_no_failure(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = handover.write_snapshot
    late = iter(["16"])

    def save_first(*given: object) -> None:
        for door in late:
            households.save_household(session, {"group_no": 3, "door_no": door, "active_from": "2026-01-01"})
        snapshot(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(handover, "write_snapshot", save_first)
    assert handover.hand_over(session, stick, MAY).counts["household"] == 6


def test_cancelling_leaves_nothing_behind(session: Session, stick: Path) -> None:
    def stop(share: float, now: str) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        handover.hand_over(session, stick, MAY, progress=stop)
    assert list(stick.iterdir()) == []


def test_what_a_killed_copying_left_is_cleared_away_later(session: Session, stick: Path) -> None:
    old, young = stick / ".甲_2026-04_报送_1.phdb.9.tmp", stick / ".甲_2026-05_报送_1.phdb.9.tmp"
    for leftover in (old, young):
        leftover.write_bytes(b"half")
    os.utime(old, (0, 0))
    made = handover.hand_over(session, stick, MAY)
    assert set(stick.iterdir()) == {made.path, young}


def test_a_file_that_is_only_looked_at_makes_no_copy(session: Session, stick: Path) -> None:
    with Store.open(session.store.path, PASSPHRASE, write=False, settings=Settings()) as store:
        assert refused(Session(store, Settings()), stick).code == "locked"


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are of POSIX")
def test_a_disk_that_fills_up_while_writing_leaves_nothing_behind(session: Session, stick: Path) -> None:
    path = session.store.path
    session.close()
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from panhuang_desk.errors import UserError\n"
        "from panhuang_desk.model.months import Month\n"
        "from panhuang_desk.services.handover import hand_over\n"
        "from panhuang_desk.services.session import Session\n"
        "from panhuang_desk.settings import Settings\n"
        "from panhuang_desk.store import Store\n"
        "settings = Settings(file=Path(sys.argv[2]) / 'settings.json')\n"
        f"session = Session(Store.open(Path(sys.argv[1]), {PASSPHRASE!r}, settings=settings), settings)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960))\n"
        "try:\n    hand_over(session, Path(sys.argv[3]), Month(2026, 5))\n"
        "except UserError as error:\n    print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), str(path.parent), str(stick)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stderr == ""
    assert done.stdout.strip() in ("full", "io")
    assert list(stick.iterdir()) == []


def test_what_the_copy_will_hold_is_told_kind_by_kind(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        assert handover.contents(session, Month(2026, 5)) == []
        saved = households.save_household(session, {"group_no": 3, "door_no": "1", "active_from": "2026-01-01"})
        assert saved.record is not None
        for day in ("2026-04-30", "2026-05-01", "2026-05-22"):
            assert visits.record_visit(session, saved.record.id, {"visited_on": day, "outcome": "met"}).ok
        told = {content.label: (content.whole, content.in_month) for content in
                handover.contents(session, Month(2026, 5))}
        assert told == {"户": (1, None), "走访": (3, 2)}
        assert handover.bytes_needed(session) > session.store.path.stat().st_size
