"""The kept register of households: whatever is done to the records, it is what the records give."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.store import Store, check, register
from panhuang_desk.store.households import Asked, Narrowed, household_row
from panhuang_desk.store.queries import HouseholdRow

from .helpers import OTHER, PASSPHRASE, VILLAGE, Desk, change_file

HOUSEHOLDS = ("h1", "h2", "h3", "h4")
VISITS = ("v1", "v2", "v3", "v4")
FOLLOW_UPS = ("f1", "f2", "f3")
DAYS = ("2026-04-01", "2026-04-02", "2026-05-03")
LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

household_values = st.fixed_dictionaries({
    "merged_into": st.sampled_from([None, *HOUSEHOLDS]),
}, optional={
    "group_no": st.sampled_from([None, 1, 2, 12]), "door_no": st.sampled_from([None, "3", "12号", "3-1", "西头"]),
    "contact_name": st.sampled_from([None, "张三"]), "phone": st.sampled_from([None, "13800001111"]),
    "tenure": st.sampled_from(["owner", "vacant"]), "pupils": st.sampled_from([None, 0, 2, 99]),
    "tenants": st.sampled_from([0, 1]), "inactive_from": st.sampled_from([None, "2026-05-01"]),
})
visit_values = st.fixed_dictionaries({
    "household_id": st.sampled_from(HOUSEHOLDS), "visited_on": st.sampled_from(DAYS),
    "outcome": st.sampled_from(["met", "not_home", "not_home", "refused"]),
})
follow_up_values = st.fixed_dictionaries({
    "source": st.sampled_from([*(("household", id) for id in HOUSEHOLDS), *(("visit", id) for id in VISITS)]),
    "status": st.sampled_from(["raised", "reported", "raised", "closed"]), "due_on": st.sampled_from([None, *DAYS]),
})
steps = st.tuples(
    st.one_of(st.tuples(st.just("household"), st.sampled_from(HOUSEHOLDS), household_values),
              st.tuples(st.just("visit"), st.sampled_from(VISITS), visit_values),
              st.tuples(st.just("follow_up"), st.sampled_from(FOLLOW_UPS), follow_up_values)),
    st.sampled_from(["save", "save", "save", "save", "delete", "restore", "erase", "undo", "fail"]),
)


class OnPurposeError(Exception):
    """Raised within an action, so that nothing of it stays."""


def do(store: Store, step: Any, done: list[str]) -> None:
    """One step; `done` keeps the ids of actions, to be undone."""
    (kind, id, values), what = step
    values = dict(values)
    if "source" in values:
        values["source_table"], values["source_id"] = values.pop("source")
    if values.get("merged_into") == id:
        del values["merged_into"]
    if what == "undo":
        if done:
            store.undo(done.pop())
        return
    try:
        with store.action() as action:
            if what in ("save", "fail"):
                action.save(kind, values, id=id)
            elif what == "erase":
                if kind == "household":
                    action.erase(kind, id, {"contact_name": None, "phone": None, "door_no": None})
            elif store.get(kind, id):
                (action.delete if what == "delete" else action.restore)(kind, id)
            if what == "fail":
                raise OnPurposeError
    except OnPurposeError:
        return
    if action.changes.action_id:
        done.append(action.changes.action_id)


def begin(store: Store) -> None:
    """The households are there; in an earlier example's file everything is brought back to the beginning."""
    with store.action() as action:
        for kind, ids in (("follow_up", FOLLOW_UPS), ("visit", VISITS)):
            for id in ids:
                if store.get(kind, id):
                    action.delete(kind, id)
        for number, id in enumerate(HOUSEHOLDS):
            village = OTHER.code if number == 3 else VILLAGE.code
            action.save("household", {"group_no": 1, "door_no": str(number), "merged_into": None, "tenure": "owner",
                                      "active_from": "2026-01-01"}, id=id, village=village)
            action.restore("household", id)


@LAWS
@given(together=st.lists(st.lists(steps, min_size=1, max_size=3), min_size=6, max_size=12))
def test_after_any_history_the_kept_rows_are_what_the_records_give(store: Store, together: list[list[Any]]) -> None:
    begin(store)
    done: list[str] = []
    for group in together:
        with store.bulk():
            for step in group:
                do(store, step, done)
        assert list(register.differences(store._connection)) == []
    assert {id: household_row(store, id) for id in HOUSEHOLDS} == {id: by_hand(store, id) for id in HOUSEHOLDS}
    kept = rows_of(store)
    store.rebuild_register()
    assert rows_of(store) == kept


def rows_of(store: Store) -> list[tuple[Any, ...]]:
    """The table but for the numbers that mean nothing."""
    return [(max(row[0], -1), *row[1:]) for row in store.read("SELECT * FROM household_register ORDER BY id")]


def by_hand(store: Store, id: str) -> HouseholdRow | None:
    """The row of a household in plain Python."""
    everybody = {record.id: record for record in store.records("household", deleted=None)}
    own = everybody[id]
    if own.deleted or survivor(everybody, id) != id:
        return None
    parts = {other for other in everybody if survivor(everybody, other) == id and not everybody[other].deleted}
    visits = [visit for visit in store.records("visit")
              if visit["household_id"] in parts and visit["visited_on"]]
    of_visits = {visit.id for visit in store.records("visit", deleted=None) if visit["household_id"] in parts}
    waiting = [each for each in store.records("follow_up")
               if each["status"] in ("raised", "reported") and each["source_id"] in parts | of_visits]
    return HouseholdRow(
        id, own.village, own.number("group_no"), own.text("door_no"), own.text("contact_name"), own.text("phone"),
        own.text("tenure"), tuple(own.number(name) for name in KEY_GROUP_FIELDS), own.text("inactive_from"),
        *called(visits), len(waiting), min((each.text("due_on") for each in waiting if each["due_on"]), default=""))


def called(visits: list[Record]) -> tuple[str, str, str, int]:
    """Last met, last visit, its outcome, calls missed since."""
    met = max((each.text("visited_on") for each in visits if each["outcome"] == "met"), default="")
    days = sorted({each.text("visited_on") for each in visits})
    if not days:
        return "", "", "", 0
    last = {each.text("outcome") for each in visits if each["visited_on"] == days[-1]}
    missed = [each for each in visits if each["outcome"] == "not_home" and each.text("visited_on") > met]
    return met, days[-1], min(last - {"not_home"}, default="not_home"), len(missed)


def survivor(everybody: dict[str, Record], id: str) -> str:
    """The end of the chain of merges, or the smallest id of a ring."""
    seen: list[str] = []
    while everybody[id]["merged_into"]:
        if id in seen:
            return min(seen[seen.index(id):])
        seen.append(id)
        id = everybody[id].text("merged_into")
    return id


def test_one_save_touches_the_rows_it_has_to_and_no_other(store: Store) -> None:
    begin(store)
    with store.action() as action:
        action.save("household", {"merged_into": "h1"}, id="h2")
        action.save("visit", {"household_id": "h2", "visited_on": "2026-05-03", "outcome": "not_home"}, id="v1")
    rows = {row.id: row for row in Narrowed(store, Asked("2026-05-10")).fetch(0, 10)}
    assert list(rows) == ["h1", "h3", "h4"]
    assert (rows["h1"].last_outcome, rows["h1"].calls_missed) == ("not_home", 1)
    assert rows["h3"].last_visit == ""


def test_many_at_once_come_out_as_one_by_one(store: Store, monkeypatch: Any) -> None:
    monkeypatch.setattr(register, "_MANY", 3)
    begin(store)
    assert list(register.differences(store._connection)) == []


def test_a_file_of_another_version_puts_its_register_together_when_it_is_opened(desk: Desk, store: Store) -> None:
    begin(store)
    store.note_meta("register_version", "0")
    store.write("DELETE FROM household_register")
    store.close()
    with desk.open() as opened:
        assert Narrowed(opened, Asked("2026-05-10")).count == len(HOUSEHOLDS)
        assert opened.meta("register_version") == register.VERSION


def test_the_check_names_a_register_that_does_not_agree(desk: Desk, store: Store) -> None:
    begin(store)
    store.close()
    assert check.check_file(desk.path, PASSPHRASE).problems == ()
    change_file(desk.path, "UPDATE household_register SET last_met = '2026-01-01' WHERE id = 'h1'")
    assert check.check_file(desk.path, PASSPHRASE).problems == ("户的列表里有 1 户与记录不一致。",)


def test_the_search_index_put_together_anew_takes_the_register_along(store: Store) -> None:
    begin(store)
    with store.action() as action:
        action.save("household", {"contact_name": "张三"}, id="h1")
    store.rebuild_search()
    assert Narrowed(store, Asked("2026-05-10", text="张")).ids() == ["h1"]
    assert list(register.differences(store._connection)) == []


doors = st.text(st.sampled_from("0123456789-号幢 A西²٣"), max_size=8)


@given(one=doors, other=doors)
def test_doors_sort_by_the_numbers_in_them(one: str, other: str) -> None:
    def walked(door: str) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", door)]

    first, second = register.door_key(one), register.door_key(other)
    assert (first < second, first == second) == (walked(one) < walked(other), walked(one) == walked(other))


def test_villages_stand_in_their_own_order_then_groups_then_doors() -> None:
    places = [register.place_key(*each) for each in
              ((0, 2, "3"), (0, 10, "1"), (1, 1, "2-9"), (1, 1, "2-10"), (1, 1, "12"), (10, 1, "1"))]
    assert places == sorted(places)
    first, beyond = register.places_of(1)
    assert [first <= place < beyond for place in places] == [False, False, True, True, True, False]


def test_an_erased_household_leaves_no_name_in_the_register(store: Store) -> None:
    begin(store)
    with store.action() as action:
        action.save("household", {"contact_name": "张三", "phone": "13800001111"}, id="h1")
    with store.action() as action:
        action.erase("household", "h1", {"contact_name": None, "phone": None, "door_no": None})
    assert store.read("SELECT contact_name, phone, door_no FROM household_register WHERE id = 'h1'") == [("", "", "")]
