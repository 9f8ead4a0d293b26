"""What lists ask the register for, against the same in plain Python over many households."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.store import Store, households, register
from panhuang_desk.store.households import Asked, Narrowed
from panhuang_desk.store.queries import HouseholdRow

from .helpers import OTHER, VILLAGE, Desk

TODAY = "2026-05-22"
NAMES = ("张三", "张三丰", "李四", "王小明", "欧阳娜娜", "")
POSITIONS = {VILLAGE.code: 0, OTHER.code: 1}
LAWS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A file of two villages with 300 households, visits and follow-ups, thrown by dice; it is only read."""
    with Desk(tmp_path_factory.mktemp("many")).create() as store:
        dice = random.Random(5)
        with store.bulk():
            for number in range(300):
                with store.action() as action:
                    _household(action, dice, number)
        yield store


def _household(action: Any, dice: random.Random, number: int) -> None:
    door = dice.choice([str(number % 40), f"{number % 40}号", f"{number % 5}-{number % 9}", f"{number % 7}幢101"])
    saved = action.save("household", {
        "group_no": dice.randint(1, 5), "door_no": door, "contact_name": dice.choice(NAMES),
        "phone": f"138{dice.randrange(10**8):08d}", "tenure": dice.choice(["owner", "rented", "vacant"]),
        **{name: dice.choice([0, 0, 0, 1, 4]) for name in KEY_GROUP_FIELDS}, "active_from": "2025-01-01",
        "inactive_from": dice.choice([None] * 8 + ["2026-05-01", TODAY, "2026-06-01"]),
    }, village=dice.choice([VILLAGE.code, OTHER.code]))
    for _ in range(dice.randint(0, 3)):
        day = f"2026-0{dice.randint(1, 5)}-{dice.randint(10, 20)}"
        action.save("visit", {"household_id": saved.id, "visited_on": day,
                              "outcome": dice.choice(["met", "met", "not_home", "refused"])}, village=saved.village)
    if dice.random() < 0.2:
        action.save("follow_up", {"source_table": "household", "source_id": saved.id, "status": "raised",
                                  "due_on": f"2026-05-{dice.randint(10, 30)}"}, village=saved.village)


asked = st.builds(
    Asked, st.just(TODAY), village=st.sampled_from(["", VILLAGE.code, OTHER.code, "999999999999"]),
    group_no=st.sampled_from([0, 0, 2, 9]), tenure=st.sampled_from(["", "", "rented", "vacant"]),
    key_group=st.sampled_from(["", "", "any", *KEY_GROUP_FIELDS]),
    met_before=st.sampled_from(["", "", "2026-04-01", "2026-05-15"]),
    open_follow_ups=st.sampled_from([False, False, True]),
    call_again=st.sampled_from([None, None, True, False]), inactive=st.sampled_from([False, False, True]),
    text=st.sampled_from(["", "", "张", "张三", "zs", "138", "1", "12", "3号", "王小", "·", "4"]))

COLUMNS: dict[str, Callable[[HouseholdRow], Any]] = {
    "group": lambda r: r.group_no, "name": lambda r: r.contact_name, "tenure": lambda r: r.tenure,
    "people": lambda r: -sum(r.key_groups), "met": lambda r: r.last_met, "visit": lambda r: r.last_visit,
    "missed": lambda r: -r.calls_missed, "open": lambda r: -r.open_follow_ups, "due": lambda r: r.due_on or "9999",
}


def passes(row: HouseholdRow, a: Asked, found: set[str]) -> bool:
    there = not row.inactive_from or row.inactive_from > a.day
    return all((
        there != a.inactive, a.village in ("", row.village), a.group_no in (0, row.group_no),
        a.tenure in ("", row.tenure),
        not a.key_group or (any(row.key_groups) if a.key_group == "any"
                            else row.key_groups[KEY_GROUP_FIELDS.index(a.key_group)]),
        not a.met_before or (row.tenure != "vacant" and row.last_met < a.met_before),
        not a.open_follow_ups or row.open_follow_ups, a.call_again in (None, row.last_outcome == "not_home"),
        not a.text or row.id in found))


def likeness(row: HouseholdRow, text: str) -> int:
    if not text:
        return 0
    if text.removesuffix("号") in (row.door_no.removesuffix("号"), row.contact_name):
        return 0
    return 1 if row.contact_name.startswith(text) else 2


@LAWS
@given(asked=asked, column=st.sampled_from(["door", "door", "", *COLUMNS]), descending=st.booleans(),
       first=st.integers(0, 40), size=st.integers(1, 300))
def test_every_filter_and_order_is_what_plain_python_gives(
    village: Store, asked: Asked, column: str, descending: bool, first: int, size: int,
) -> None:
    everybody = households.register_rows(village)
    numbers = dict(village.read("SELECT id, number FROM household_register"))
    found = {hit.id for hit in village.search(asked.text, ("household",), limit=9999)}

    def walked(row: HouseholdRow) -> Any:
        return (register.place_key(POSITIONS[row.village], row.group_no, row.door_no), numbers[row.id])

    expected = sorted((row for row in everybody if passes(row, asked, found)), key=walked,
                      reverse=descending and column not in COLUMNS)
    if column in COLUMNS:
        expected.sort(key=COLUMNS[column], reverse=descending)
    elif not descending:
        expected.sort(key=lambda row: likeness(row, asked.text))
    narrowed = Narrowed(village, asked)
    assert narrowed.count == len(expected)
    assert narrowed.fetch(first, size, column, descending) == expected[first:first + size]
    for place, row in list(enumerate(expected))[first:first + 3]:
        assert narrowed.place_of(row.id, column, descending) == place
    bare = attrs.evolve(asked.scope, text="")
    assert narrowed.whole == sum(passes(row, bare, set()) for row in everybody)
    if column in ("", "door") and not descending:
        assert narrowed.ids() == [row.id for row in expected]
        assert narrowed.ids(3) == [row.id for row in expected[:3]]


def test_a_household_that_is_not_among_them_has_no_place(village: Store) -> None:
    gone = Narrowed(village, Asked(TODAY, inactive=True)).ids(1)[0]
    assert Narrowed(village, Asked(TODAY)).place_of(gone) is None
    assert Narrowed(village, Asked(TODAY)).place_of(gone, "met", True) is None


def test_groups_are_those_of_the_village(village: Store) -> None:
    assert households.group_numbers(village) == [1, 2, 3, 4, 5]
    assert households.group_numbers(village, "999999999999") == []


def test_key_households_are_counted_with_those_met(village: Store) -> None:
    rows = [row for row in Narrowed(village, Asked(TODAY, key_group="any")).fetch(0, 999) if row.tenure != "vacant"]
    met = sum(row.last_met >= "2026-05-01" for row in rows)
    assert 0 < met < len(rows)
    assert households.key_households(village, TODAY, "2026-05-01") == (met, len(rows))


def test_what_a_merged_entry_was_called_finds_the_household_that_stays(desk: Desk, empty_file: Path) -> None:
    shutil.copy(empty_file, desk.path)
    with desk.open() as store:
        with store.action() as action:
            stays = action.save("household", {"group_no": 1, "door_no": "1", "contact_name": "李四"}).id
            for number in range(3):
                action.save("household", {"group_no": 1, "door_no": f"2{number}", "contact_name": "张三",
                                          "merged_into": stays})
        assert Narrowed(store, Asked(TODAY, text="张三")).ids() == [stays]
        assert Narrowed(store, Asked(TODAY, text="李")).ids() == [stays]
        assert Narrowed(store, Asked(TODAY, text="王")).count == 0
