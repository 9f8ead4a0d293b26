"""The life of a household: away and back, split, two entries that are one, and what months that are over say."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.model.figures import FIGURES
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.model.months import Month
from panhuang_desk.model.presence import in_register
from panhuang_desk.services import duplicates, follow_ups, household_life, households, records
from panhuang_desk.services.figures import Reckoning, as_period
from panhuang_desk.services.session import Session
from panhuang_desk.services.visits import record_visit
from panhuang_desk.store import survivors

from .helpers import VILLAGE, open_village

APRIL, MAY = Month(2026, 4), Month(2026, 5)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def add(session: Session, door: str, **values: Any) -> str:
    saved = households.save_household(session, {"group_no": 3, "door_no": door, "active_from": "2026-01-01", **values})
    assert saved.record is not None, saved.problems
    return saved.record.id


def visit(session: Session, household: str, day: str, outcome: str = "met") -> None:
    assert record_visit(session, household, {"visited_on": day, "outcome": outcome}).ok


def figure(session: Session, code: str, month: Month = MAY) -> Any:
    return figures(session, month)[code]


def figures(session: Session, month: Month) -> dict[str, Any]:
    reckoning = Reckoning(session.store, session.resources.calendar)
    values = {each.code: reckoning.value(each, as_period(month), [VILLAGE.code]) for each in FIGURES}
    return {code: (value.value, value.numerator, value.denominator) if value.numerator is not None else value.value
            for code, value in values.items()}


# Away and back

def test_a_household_that_moved_away_counts_until_that_day_and_keeps_its_history(session: Session) -> None:
    home = add(session, "27")
    before = figures(session, APRIL)
    saved = household_life.move_away(session, home, "2026-05-10", "moved")
    assert saved.record is not None
    assert figure(session, "households_active") == 0
    assert figures(session, APRIL) == before
    assert in_register(saved.record.values, "2026-05-09")
    assert not in_register(saved.record.values, "2026-05-10")


def test_what_is_open_can_be_closed_or_kept_when_it_moves(session: Session) -> None:
    home = add(session, "27")
    one, other = (follow_ups.raise_follow_up(session, "household", home, {"kind": "request", "matter": matter})
                  for matter in ("修路灯", "转学"))
    assert one.record
    assert other.record
    offered = household_life.open_follow_ups(session, home)
    assert {record.text("matter") for record in offered} == {"修路灯", "转学"}
    saved = household_life.move_away(session, home, "2026-05-20", "moved", [other.record.id])
    closed = session.store.get("follow_up", other.record.id)
    kept = session.store.get("follow_up", one.record.id)
    assert closed is not None
    assert kept is not None
    assert (closed["status"], closed["closed_on"], closed["outcome"]) == ("closed", "2026-05-22", "该户已搬走")
    assert kept["status"] == "raised"
    records.undo(session, saved.changes.action_id)
    assert [each["status"] for each in household_life.open_follow_ups(session, home)] == ["raised", "raised"]
    assert figure(session, "households_active") == 1


def test_coming_back_leaves_the_months_between_as_they_were(session: Session) -> None:
    home = add(session, "27")
    household_life.move_away(session, home, "2026-04-02", "moved")
    before = figures(session, APRIL)
    assert before["households_active"] == 0
    saved = household_life.come_back(session, home, "2026-05-12")
    assert saved.record is not None
    assert saved.record["inactive_from"] is None
    assert saved.record["inactive_reason"] is None
    assert saved.record["away"] == '[["2026-04-02","2026-05-12","moved"]]'
    assert figures(session, APRIL) == before
    assert figure(session, "households_active") == 1
    assert figure(session, "households_active", Month(2026, 3)) == 1
    records.undo(session, saved.changes.action_id)
    assert figure(session, "households_active") == 0


def test_the_day_it_left_can_be_corrected_when_it_comes_back(session: Session) -> None:
    home = add(session, "27")
    household_life.move_away(session, home, "2026-05-02", "moved")
    saved = household_life.come_back(session, home, "2026-05-12", left="2026-04-20")
    assert saved.record is not None
    assert saved.record["away"] == '[["2026-04-20","2026-05-12","moved"]]'
    assert figure(session, "households_active", APRIL) == 0


@pytest.mark.parametrize(("day", "field"), [("2026-04-01", "active_from"), ("2026-06-01", "active_from")])
def test_it_comes_back_after_it_left_and_not_in_the_future(session: Session, day: str, field: str) -> None:
    home = add(session, "27")
    household_life.move_away(session, home, "2026-04-02", "moved")
    saved = household_life.come_back(session, home, day)
    assert not saved.ok
    assert saved.problems[0].field == field


def test_times_away_do_not_overlap(session: Session) -> None:
    home = add(session, "27")
    household_life.move_away(session, home, "2026-03-02", "moved")
    household_life.come_back(session, home, "2026-05-02")
    saved = household_life.move_away(session, home, "2026-04-01", "moved")
    assert not saved.ok
    assert "搬回来" in saved.problems[0].message
    assert household_life.move_away(session, home, "2026-05-20", "moved").ok
    assert not household_life.move_away(session, home, "2026-05-21", "moved").ok
    assert not household_life.come_back(session, home, "2026-05-22", left="2026-04-01").ok


def test_one_that_is_there_does_not_come_back_and_a_deleted_one_is_told(session: Session) -> None:
    home = add(session, "27")
    assert not household_life.come_back(session, home, "2026-05-12").ok
    records.delete_record(session, "household", home)
    with pytest.raises(UserError, match="不在了"):
        household_life.move_away(session, home, "2026-05-12", "moved")


# Split

def test_a_split_divides_the_people_and_past_months_keep_theirs(session: Session) -> None:
    home = add(session, "27", contact_name="孙桂兰", left_behind_elderly=2, pupils=1)
    before = figures(session, APRIL)
    saved = household_life.split(session, home, {
        "group_no": 3, "door_no": "27-1", "contact_name": "孙建", "pupils": 1, "active_from": "2026-05-10"})
    assert saved.record is not None
    old = session.store.get("household", home)
    assert old is not None
    assert (old["left_behind_elderly"], old["pupils"]) == (2, 0)
    assert (saved.record["split_from"], saved.record["pupils"]) == (home, 1)
    assert figures(session, APRIL) == before
    assert (figure(session, "households_active"), figure(session, "people_pupils")) == (2, 1)
    records.undo(session, saved.changes.action_id)
    old = session.store.get("household", home)
    assert old is not None
    assert (old["pupils"], old["earlier"]) == (1, None)
    assert figure(session, "households_active") == 1


def test_a_split_takes_no_more_people_than_there_are(session: Session) -> None:
    home = add(session, "27", pupils=1)
    values: dict[str, Any] = {"group_no": 3, "door_no": "27-1"}
    assert household_life.split(session, home, {**values, "pupils": 2}).problems[0].field == "pupils"
    assert household_life.split(session, home, {**values, "active_from": "2025-12-31"}).problems[0].field == (
        "active_from")
    assert household_life.split(session, home, {**values, "active_from": "2026-05-23"}).problems[0].field == (
        "active_from")
    assert household_life.split(session, home, {"group_no": 3}).problems[0].field == "door_no"
    assert session.store.count("household") == 1


def test_those_split_from_each_other_are_no_duplicates(session: Session) -> None:
    home = add(session, "27", contact_name="孙桂兰")
    assert household_life.split(session, home, {"group_no": 3, "door_no": "27", "contact_name": "孙建"}).ok
    assert duplicates.suspects(session) == []


# Two that are one

def test_a_merge_keeps_what_was_chosen_and_reads_the_other_through_it(session: Session) -> None:
    keep = add(session, "27", contact_name="孙桂兰", phone="13800007702")
    lose = add(session, "27号", contact_name="孙桂栏", left_behind_elderly=1)
    visit(session, keep, "2026-04-10")
    visit(session, lose, "2026-04-20")
    before = figures(session, APRIL)
    saved = household_life.merge(session, keep, lose, {"left_behind_elderly": 1})
    assert saved.record is not None
    assert (saved.record.id, saved.record["contact_name"], saved.record["left_behind_elderly"]) == (keep, "孙桂兰", 1)
    lost = session.store.get("household", lose)
    assert lost is not None
    assert (lost["merged_into"], lost["inactive_from"], lost["inactive_reason"]) == (keep, "2026-05-22", "merged")
    assert {record["household_id"] for record in session.store.records("visit")} == {keep, lose}
    assert figures(session, APRIL) == before
    assert before["households_met"] == 2
    assert (figure(session, "households_active"), figure(session, "people_left_behind_elderly")) == (1, 1)
    assert survivors.survivor_of(session.store, lose) == keep
    assert survivors.parts_of(session.store, keep) == (keep, lose)


def test_visits_and_follow_ups_of_the_other_entry_are_those_of_the_one_that_stays(session: Session) -> None:
    keep, middle, lose = (add(session, door, contact_name="孙桂兰") for door in ("27", "28", "29"))
    visit(session, keep, "2026-04-10")
    visit(session, lose, "2026-05-20", "not_home")
    follow_ups.raise_follow_up(session, "household", lose, {"kind": "request", "matter": "修路灯"})
    for household, into in ((lose, middle), (middle, keep)):
        household_life.merge(session, into, household, {})
    view = households.view(session, keep)
    assert view is not None
    assert [(row.visited_on, row.household_id, row.door_no) for row in view.visits] == [
        ("2026-05-20", keep, "27"), ("2026-04-10", keep, "27")]
    assert [(row.matter, row.household_id, row.place) for row in view.follow_ups] == [("修路灯", keep, "27")]
    assert [row.household_id for row in follow_ups.follow_ups(session)] == [keep]
    assert [record["matter"] for record in household_life.open_follow_ups(session, keep)] == ["修路灯"]
    again = record_visit(session, keep, {"visited_on": "2026-05-20", "outcome": "met"})
    assert [problem.field for problem in again.problems] == ["visited_on"]


@pytest.mark.parametrize("text", ["徐长林", "徐长", "xcl", "4-31", "4组31号", "31", "4411"])
def test_the_old_name_door_and_phone_of_the_other_entry_lead_to_the_one_that_stays(
    session: Session, text: str,
) -> None:
    keep = add(session, "27", contact_name="孙桂兰")
    lose = add(session, "31", contact_name="徐长林", phone="13900004411", group_no=4)
    add(session, "50", contact_name="朱明霞")
    household_life.merge(session, keep, lose, {})
    found = households.narrow(session, households.HouseholdFilter(VILLAGE.code, text=text))
    assert [row.id for row in found.fetch(0, 10)] == [keep]
    assert (found.count, found.place_of(keep)) == (1, 0)


def test_undo_takes_a_merge_back_whole(session: Session) -> None:
    keep, lose = add(session, "27", pupils=1), add(session, "27", pupils=2, note="东屋")
    before = {each: session.store.get("household", each) for each in (keep, lose)}
    saved = household_life.merge(session, keep, lose, {"pupils": 2, "note": "东屋"})
    records.undo(session, saved.changes.action_id)
    assert {each: session.store.get("household", each) for each in (keep, lose)} == before


def test_one_that_had_left_is_merged_without_coming_back_for_the_months_between(session: Session) -> None:
    keep, lose = add(session, "27"), add(session, "27")
    household_life.move_away(session, lose, "2026-03-10", "moved")
    before = figures(session, APRIL)
    household_life.merge(session, keep, lose, {})
    assert figures(session, APRIL) == before
    lost = session.store.get("household", lose)
    assert lost is not None
    assert lost["away"] == '[["2026-03-10","2026-05-22","moved"]]'


def test_one_that_had_left_stays_in_the_register_when_it_is_kept(session: Session) -> None:
    keep, lose = add(session, "27"), add(session, "27")
    household_life.move_away(session, keep, "2026-03-10", "moved")
    before = figures(session, APRIL)
    household_life.merge(session, keep, lose, {})
    assert figures(session, APRIL) == before
    assert figure(session, "households_active") == 1


def test_no_merge_into_itself_into_one_that_is_merged_or_twice(session: Session) -> None:
    one, two, three = (add(session, "27") for _ in range(3))
    assert not household_life.merge(session, one, one, {}).ok
    assert household_life.merge(session, one, two, {}).ok
    assert not household_life.merge(session, two, three, {}).ok
    assert not household_life.merge(session, three, two, {}).ok
    assert household_life.merge(session, three, one, {}).ok
    assert survivors.survivor_of(session.store, two) == three
    assert set(survivors.parts_of(session.store, three)) == {one, two, three}


@pytest.mark.parametrize("tail", ["", ":follow_up", ":photos"])
def test_no_merge_hides_a_visit_that_is_not_written_to_the_end(session: Session, tail: str) -> None:
    keep, lose = add(session, "27"), add(session, "27")
    session.store.save_draft(f"visit:new:{lose}{tail}", {"note": "写了一半"})
    saved = household_life.merge(session, keep, lose, {})
    assert "没有写完" in saved.problems[0].message
    assert household_life.merge(session, lose, keep, {}).ok


def test_a_ring_that_merging_files_closed_has_its_smallest_id(session: Session) -> None:
    one, two, three = sorted(add(session, "27") for _ in range(3))
    with session.store.action() as action:
        for id, into in ((one, two), (two, one), (three, two)):
            action.save("household", {"merged_into": into, "inactive_from": "2026-05-01", "inactive_reason": "merged"},
                        id=id)
    assert {survivors.survivor_of(session.store, each) for each in (one, two, three)} == {one}
    assert set(survivors.parts_of(session.store, one)) == {one, two, three}
    assert figure(session, "households_active") == 1
    assert [row.id for row in households.narrow(session).fetch(0, 9)] == [one]


def test_the_better_values_and_the_better_entry_are_offered(session: Session) -> None:
    one = add(session, "27", contact_name="孙桂兰", pupils=1)
    other = add(session, "27", contact_name="孙桂栏", phone="13800007702")
    visit(session, other, "2026-05-02")
    session.store._shared.now = lambda: dt.datetime(2030, 1, 1, tzinfo=dt.timezone.utc)
    households.save_household(session, {"contact_name": "孙桂兰兰"}, one)
    first, second = (session.store.get("household", each) for each in (one, other))
    assert first is not None
    assert second is not None
    assert household_life.choose(session, first, second) == other
    better = household_life.newer_of(session, first, second)
    assert (better["contact_name"], better["phone"], better["pupils"]) == (one, other, one)


# Duplicates

def test_the_same_address_phone_or_name_in_a_group_are_offered_with_the_reason(session: Session) -> None:
    one = add(session, "27", contact_name="孙桂兰", phone="138 0000 7702")
    add(session, "28", contact_name="徐长林")
    two = add(session, "3-27号", contact_name="孙桂兰", phone="13800007702")
    three = add(session, "30", contact_name="徐 长林")
    add(session, "27", contact_name="徐长林", group_no=4)
    pairs = duplicates.suspects(session, VILLAGE.code)
    assert [pair.reasons for pair in pairs] == [("address", "phone", "name"), ("name",)]
    assert {pairs[0].one.id, pairs[0].other.id} == {one, two}
    assert three in (pairs[1].one.id, pairs[1].other.id)


def test_two_that_were_told_apart_are_offered_no_more_until_one_looks_again(session: Session) -> None:
    one, two = add(session, "27"), add(session, "27")
    changes = duplicates.tell_apart(session, one, two)
    assert duplicates.suspects(session) == []
    assert [pair.id for pair in duplicates.suspects(session, dismissed=True)] == [" ".join(sorted((one, two)))]
    records.undo(session, changes.action_id)
    assert len(duplicates.suspects(session)) == 1
    duplicates.tell_apart(session, two, one)
    duplicates.look_again(session, one, two)
    assert len(duplicates.suspects(session)) == 1


def test_merged_and_moved_ones_are_not_offered(session: Session) -> None:
    one, two, three = (add(session, "27") for _ in range(3))
    assert len(duplicates.suspects(session)) == 3
    household_life.merge(session, one, two, {})
    assert len(duplicates.suspects(session)) == 1
    household_life.move_away(session, three, "2026-05-02", "moved")
    assert duplicates.suspects(session) == []


def test_many_alike_do_not_make_a_flood_and_none_is_forgotten(session: Session) -> None:
    ids = {add(session, str(door), phone="13800007702") for door in range(1, 31)}
    pairs = duplicates.suspects(session)
    assert len(pairs) == 29
    assert {id for pair in pairs for id in (pair.one.id, pair.other.id)} == ids


# Months that are over

@settings(max_examples=12, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_nothing_that_befalls_households_moves_a_month_that_is_over(
    tmp_path_factory: pytest.TempPathFactory, seed: int,
) -> None:
    dice = random.Random(seed)
    with open_village(tmp_path_factory.mktemp("life")) as session:
        homes = [add(session, str(door % 4), tenure=dice.choice(("owner", "rented")),
                     active_from=dice.choice(("2026-01-01", "2026-04-10", "2026-05-03")),
                     **{name: dice.randint(0, 2) for name in KEY_GROUP_FIELDS}) for door in range(6)]
        for home in dice.sample(homes, 2):
            household_life.move_away(session, home, "2026-04-12", "moved")
        for _ in range(8):
            visit(session, dice.choice(homes), dice.choice(("2026-04-15", "2026-04-28", "2026-05-05")),
                  dice.choice(("met", "not_home")))
        before = [figures(session, month) for month in (Month(2026, 3), APRIL)]
        done = []
        for _ in range(8):
            done.append(_befall(session, dice, homes))
            assert [figures(session, month) for month in (Month(2026, 3), APRIL)] == before
        assert any(done)


def _befall(session: Session, dice: random.Random, homes: list[str]) -> bool:
    """Something happens to one of them in May, if it can."""
    home, day = dice.choice(homes), f"2026-05-{dice.randint(1, 22):02}"
    event = dice.choice(("away", "back", "split", "merge", "merge"))
    if event == "away":
        return household_life.move_away(session, home, day, "moved").ok
    if event == "back":
        return household_life.come_back(session, home, day).ok
    counts = {name: dice.randint(0, 2) for name in KEY_GROUP_FIELDS}
    if event == "split":
        saved = household_life.split(session, home, {"group_no": 3, "door_no": "9", "active_from": day, **counts})
        homes += [saved.record.id] if saved.record else []
        return saved.ok
    return household_life.merge(session, home, dice.choice(homes), {"group_no": 5, "tenure": "vacant", **counts}).ok
