"""What a file says of itself: the worker, the villages, how figures are counted."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.services import check, follow_ups, households, place, start
from panhuang_desk.services.households import HouseholdFilter
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.services.helpers import VILLAGE, open_village

PASSPHRASE = "correct horse battery"


def add(session: Session, door: str) -> str:
    saved = households.save_household(session, {"group_no": 3, "door_no": door, "active_from": "2026-01-01"})
    assert saved.record is not None
    return saved.record.id


def test_a_new_name_stands_on_later_records_and_not_on_earlier_ones(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        before = add(session, "1")
        assert place.set_person(session, " 王 建国 ") == "王 建国"
        after = add(session, "2")
        assert [session.store.history("household", id)[0].person for id in (before, after)] == ["徐海燕", "王 建国"]
        path = session.store.path
    with Store.open(path, PASSPHRASE, settings=Settings()) as store:
        assert store.person == "王 建国"


def test_a_name_must_be_written_and_a_phone_must_be_one(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        for wrong in ("", "  ", "长" * 41):
            with pytest.raises(UserError):
                place.set_person(session, wrong)
        assert place.set_phone(session, "１３９ 0000 1485") == "13900001485"
        with pytest.raises(UserError):
            place.set_phone(session, "没有")
        assert session.store.phone == "13900001485"
        assert place.set_phone(session, " ") == ""


def test_a_worker_has_one_village_and_the_office_adds_those_of_the_list(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        assert place.villages_to_add(session) == ()
    settings = Settings(file=tmp_path / "settings.json")
    store = Store.create(tmp_path / "office.phdb", PASSPHRASE, villages=[VILLAGE], home="", person="周正",
                         settings=settings)
    with Session(store, settings) as session:
        offered = place.villages_to_add(session)
        assert offered
        assert VILLAGE.code not in {village.code for village in offered}
        place.add_village(session, offered[0].code)
        place.add_village(session, offered[0].code)
        assert {village.code for village in store.villages} == {VILLAGE.code, offered[0].code}
        assert len(place.villages_to_add(session)) == len(offered) - 1
        with pytest.raises(UserError):
            place.add_village(session, "000000000000")


def test_a_village_that_is_added_leaves_the_households_of_the_others_where_they_are(tmp_path: Path) -> None:
    settings = Settings(file=tmp_path / "settings.json")
    later = attrs.evolve(VILLAGE, position=5)
    store = Store.create(tmp_path / "office.phdb", PASSPHRASE, villages=[later], home="", person="周正",
                         settings=settings)
    with Session(store, settings) as session:
        assert households.save_household(session, {"group_no": 3, "door_no": "27"}, village=later.code).ok
        first = place.villages_to_add(session)[0]
        place.add_village(session, first.code)
        assert [village.code for village in store.villages] == [first.code, later.code]
        counts = {village.code: households.narrow(session, HouseholdFilter(village=village.code)).count
                  for village in store.villages}
        assert counts == {first.code: 0, later.code: 1}
        assert check.check_open(session) == ()


def test_how_figures_are_counted_is_kept_in_the_file_and_only_within_limits(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        assert (place.pass_mark(session), place.headline(session)) == (80, "person")
        place.set_pass_mark(session, 60)
        place.set_headline(session, "answer")
        place.set_due_days(session, "hazard", 3)
        assert (place.pass_mark(session), place.headline(session)) == (60, "answer")
        assert place.due_days(session)["hazard"] == 3
        assert follow_ups.due_day(session, "hazard", "2026-05-22") == "2026-05-25"
        for wrong in (0, 101):
            with pytest.raises(UserError):
                place.set_pass_mark(session, wrong)
        for wrong in (-1, 366):
            with pytest.raises(UserError):
                place.set_due_days(session, "hazard", wrong)
        assert place.pass_mark(session) == 60


def test_the_open_file_is_checked_without_its_passphrase(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        add(session, "1")
        assert check.check_open(session) == ()


def test_an_emergency_sheet_never_carries_a_passphrase_that_does_not_open_the_file(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        target = tmp_path / "sheet.pdf"
        with pytest.raises(UserError) as told:
            start.write_emergency_sheet(session, "correct horse", target)
        assert told.value.code == "passphrase"
        assert not target.exists()
        start.write_emergency_sheet(session, PASSPHRASE, target)
        assert target.read_bytes().startswith(b"%PDF")
        start.write_emergency_sheet(session, "", tmp_path / "by hand.pdf")
        assert (tmp_path / "by hand.pdf").exists()
