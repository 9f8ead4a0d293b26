"""What two files filled in differently, said in words and decided; and the office's board of the month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.model.months import Month
from panhuang_desk.services.board import MISSING, RECEIVED, STALE, board
from panhuang_desk.services.conflicts import choices, choose, choose_all
from panhuang_desk.services.copies import merge_copies
from panhuang_desk.services.session import Session

from tests.services.test_copies import OFFICE, OTHERS, VILLAGES, add, file_of

FIRST, SECOND = VILLAGES


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    with file_of(tmp_path, "街道", OFFICE, "") as session:
        yield session


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Session]:
    with file_of(tmp_path, FIRST.name, OTHERS[0], FIRST.code) as session:
        add(session, "1")
        yield session


def hand(village: Session, office: Session, folder: Path) -> None:
    copy = folder / f"副本{len(list(folder.glob('副本*')))}.phdb"
    village.store.snapshot(copy)
    assert not merge_copies(office, [copy], passphrases=OTHERS).copies[0].refused


def differ(village: Session, office: Session, folder: Path) -> str:
    """Both sides fill in another phone; the household's id."""
    hand(village, office, folder)
    household = village.store.records("household")[0].id
    for session, phone in ((village, "13800000001"), (office, "13800000002")):
        with session.store.action() as action:
            action.save("household", {"phone": phone}, id=household)
    hand(village, office, folder)
    return household


def test_both_values_stand_with_who_wrote_them_and_the_later_first(
    office: Session, village: Session, tmp_path: Path,
) -> None:
    differ(village, office, tmp_path)
    (found,) = choices(office)
    assert (found.label, found.field, found.quarrel) == ("联系电话", "phone", "两边填的不一样")
    assert "1 组" in found.title
    assert [(side.words, side.person, side.stands) for side in found.sides] == [
        ("13800000002", "街道网格员", True), ("13800000001", "仰徐村委会网格员", False)]
    assert all(side.at and side.device for side in found.sides)
    assert choices(office, SECOND.code) == []


def test_a_choice_is_written_undone_and_written_anew(office: Session, village: Session, tmp_path: Path) -> None:
    household = differ(village, office, tmp_path)
    (found,) = choices(office)
    changes = choose(office, found, found.sides[1].fields)
    assert choices(office) == []
    assert office.store.records("household", {"id": household})[0].text("phone") == "13800000001"
    office.store.undo(changes.action_id)
    assert office.store.records("household", {"id": household})[0].text("phone") == "13800000002"
    choose(office, found, {"phone": "13900000000"})
    assert office.store.records("household", {"id": household})[0].text("phone") == "13900000000"
    assert choices(office) == []


def test_all_of_one_village_at_once_keeps_what_its_worker_wrote(
    office: Session, village: Session, tmp_path: Path,
) -> None:
    household = differ(village, office, tmp_path)
    assert len(choose_all(office, choices(office), "仰徐村委会网格员")) == 1
    assert office.store.records("household", {"id": household})[0].text("phone") == "13800000001"
    assert choices(office) == []


def test_a_deletion_against_a_new_visit_has_two_sides(office: Session, village: Session, tmp_path: Path) -> None:
    hand(village, office, tmp_path)
    household = village.store.records("household")[0].id
    with office.store.action() as action:
        action.delete("household", household)
    with village.store.action() as action:
        action.save("visit", {"household_id": household, "visited_on": "2026-05-20", "outcome": "met"})
    hand(village, office, tmp_path)
    (found,) = choices(office)
    assert found.field == ""
    assert [side.words for side in found.sides] == ["删除：这一边删除了它", "保留：这一边又给它记了新的"]
    choose(office, found, found.sides[1].fields)
    assert office.store.records("household", {"id": household})
    assert choices(office) == []


def test_the_board_tells_who_has_sent_what(office: Session, village: Session, tmp_path: Path) -> None:
    month = Month.parse(village.store.now().strftime("%Y-%m"))
    assert [line.state for line in board(office, month)] == [MISSING, MISSING]
    differ(village, office, tmp_path)
    first, second = board(office, month.plus(-1))
    assert (first.state, first.times, first.conflicts, first.person) == (RECEIVED, 2, 1, "仰徐村委会网格员")
    assert first.newest == village.store.now().strftime("%Y-%m-%d") or first.newest
    assert second.state == MISSING
    later = board(office, month.plus(2))
    assert later[0].state == STALE
    assert later[0].times == 0
