"""Copies brought into the office's file: whichever passphrase fits, whatever edition; the bad ones named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import Cancelled
from panhuang_desk.model.merge import KindCount
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services.backups import list_backups
from panhuang_desk.services.copies import as_json, in_words, merge_copies
from panhuang_desk.services.handover import hand_over
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

OFFICE, OTHERS = "街道的口令 2026", ("甲村的口令 2026", "乙村的口令 2026")
VILLAGES = (Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道", 1),
            Village("320903004203", "新民村委会", "320903004000", "潘黄街道", 2))
MONTH = Month(2026, 5)


def file_of(folder: Path, name: str, passphrase: str, home: str) -> Session:
    settings = Settings(file=folder / f"{name}.json")
    store = Store.create(folder / f"{name}.phdb", passphrase, villages=VILLAGES, home=home, person=f"{name}网格员",
                         settings=settings)
    return Session(store, settings, today=lambda: dt.date(2026, 6, 1))


def add(session: Session, door: str) -> None:
    with session.store.action() as action:
        action.save("household", {"group_no": 1, "door_no": door, "contact_name": "赵" + door,
                                  "active_from": "2026-01-01"})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    with file_of(tmp_path, "街道", OFFICE, "") as session:
        yield session


@pytest.fixture
def copies(tmp_path: Path) -> list[Path]:
    """A copy of each village, under a passphrase of its own."""
    made = []
    for village, passphrase in zip(VILLAGES, OTHERS, strict=True):
        with file_of(tmp_path, village.name, passphrase, village.code) as session:
            for door in ("1", "2", "3"):
                add(session, door)
            stick = tmp_path / f"U盘{village.code}"
            stick.mkdir()
            made.append(hand_over(session, stick, MONTH).path)
    return made


def test_copies_open_with_any_of_the_passphrases(office: Session, copies: list[Path]) -> None:
    found = merge_copies(office, copies, passphrases=(OFFICE, *OTHERS))
    assert [each.counts["household"] for each in found.copies] == [KindCount(new=3)] * 2
    assert office.store.count("household") == 6
    assert in_words(found.copies[0]) == "新增 3 条（户 3）"


def test_a_bad_one_is_refused_by_name_and_the_others_go_in(office: Session, copies: list[Path], tmp_path: Path) -> None:
    damaged, strange = tmp_path / "坏的.phdb", tmp_path / "照片.phdb"
    content = bytearray(copies[1].read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    strange.write_bytes(b"no file of ours" * 1000)
    pile = [damaged, strange, tmp_path / "没有.phdb", copies[0]]
    found = merge_copies(office, pile, passphrases=OTHERS)
    assert [bool(each.refused) for each in found.copies] == [True, True, True, False]
    assert all(each.hint for each in found.copies[:3])
    assert found.copies[3].counts["household"] == KindCount(new=3)
    told = as_json(pile, found)
    assert told["totals"] == {"new": 3, "changed": 0, "same": 0, "conflicts": 0, "erased": 0, "refused": 3}
    assert [each["refused"] for each in told["copies"]] == [True, True, True, False]
    assert told["copies"][3]["village"] == VILLAGES[0].code


def test_without_its_passphrase_a_copy_is_refused_and_nothing_of_it_is_read(
    office: Session, copies: list[Path],
) -> None:
    found = merge_copies(office, copies, passphrases=(OFFICE, OTHERS[1]))
    assert found.copies[0].code == "passphrase"
    assert office.store.count("household") == 3


def test_the_file_itself_is_no_copy(office: Session) -> None:
    assert merge_copies(office, [office.store.path], passphrases=(OFFICE,)).copies[0].code == "itself"


def test_a_backup_is_made_before_anything_is_written_over(office: Session, copies: list[Path]) -> None:
    merge_copies(office, copies[:1], passphrases=OTHERS)
    before = len(list_backups(office.store.path))
    merge_copies(office, copies[1:], passphrases=OTHERS)
    assert len(list_backups(office.store.path)) == before + 1


def test_what_is_shown_first_is_what_happens(office: Session, copies: list[Path]) -> None:
    shown = merge_copies(office, copies, passphrases=OTHERS, dry_run=True)
    assert office.store.count("household") == 0
    done = merge_copies(office, copies, passphrases=OTHERS)
    assert [each.counts for each in shown.copies] == [each.counts for each in done.copies]


def test_cancelling_leaves_no_working_files(office: Session, copies: list[Path], tmp_path: Path) -> None:
    def stop(share: float, now: str) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        merge_copies(office, copies, passphrases=OTHERS, progress=stop)
    assert office.store.count("household") == 0
    assert not list(tmp_path.glob(".*merge*"))
