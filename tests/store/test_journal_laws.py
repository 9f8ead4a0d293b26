"""What holds for any sequence of saves, deletions and undos: the journal adds up to the tables, and undo takes back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.errors import Cancelled
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import Store, check, compare

from .helpers import PASSPHRASE, VILLAGE, Desk

KINDS_USED = ("household", "answer_sheet", "follow_up", "plant_finding", "plot")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


def value_of(kind: str, name: str) -> st.SearchStrategy[Any]:
    field = KINDS[kind].by_name[name]
    if field.refers_to:
        return st.none()
    if field.type.sql == "INTEGER":
        return st.none() | st.integers(0, 3)
    if field.type.sql == "REAL":
        return st.none() | st.integers(0, 5) | st.floats(0, 1e6)
    return st.none() | TEXT


@st.composite
def saves(draw: st.DrawFn) -> tuple[str, str, dict[str, Any], str]:
    """One step: what is done to which of a few records of some kind."""
    kind = draw(st.sampled_from(KINDS_USED))
    names = draw(st.lists(st.sampled_from(KINDS[kind].columns), max_size=4, unique=True))
    values = {name: draw(value_of(kind, name)) for name in names}
    what = draw(st.sampled_from(["save", "save", "save", "delete", "restore"]))
    return kind, f"{kind}-{draw(st.integers(1, 2))}", values, what


@pytest.fixture
def store(desk: Desk, empty_file: Path) -> Iterator[Store]:
    shutil.copy(empty_file, desk.path)
    with desk.open() as opened:
        yield opened


def step(store: Store, kind: str, record_id: str, values: dict[str, Any], what: str) -> str:
    """Do one step; the action's id, empty where nothing came of it."""
    with store.action() as action:
        if what == "save":
            action.save(kind, values, id=record_id)
        elif store.get(kind, record_id):
            (action.delete if what == "delete" else action.restore)(kind, record_id)
    return action.changes.action_id


def everything(store: Store) -> dict[str, Record]:
    return {record.id: record for kind in KINDS_USED for record in store.records(kind, deleted=None)}


def searched(store: Store) -> set[tuple[str, str]]:
    return {(row[0], row[1]) for row in store.read("SELECT table_name, id FROM search_doc")}


LAWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAWS
@given(steps=st.lists(saves(), max_size=12))
def test_the_journal_adds_up_to_the_tables(store: Store, steps: list[tuple[str, str, dict[str, Any], str]]) -> None:
    for each in steps:
        step(store, *each)
    assert compare.differences(store._connection) == []
    assert list(check._search(store._connection)) == []


@LAWS
@given(before=st.lists(saves(), max_size=6), last=saves())
def test_undo_takes_back_what_the_action_did_and_redo_does_it_again(
    store: Store, before: list[tuple[str, str, dict[str, Any], str]], last: tuple[str, str, dict[str, Any], str],
) -> None:
    for each in before:
        step(store, *each)
    old, old_search = everything(store), searched(store)
    action_id = step(store, *last)
    if not action_id:
        assert everything(store) == old
        return
    new, new_search = everything(store), searched(store)
    undone = store.undo(action_id)
    assert undone.kept == ()
    created = new.keys() - old.keys()
    now = everything(store)
    assert {key: record for key, record in now.items() if key not in created} == old
    assert all(now[key].deleted for key in created)
    assert searched(store) == old_search
    if undone.changes:
        assert store.undo(undone.changes.action_id).kept == ()
        assert (everything(store), searched(store)) == (new, new_search)
    assert compare.differences(store._connection) == []


@LAWS
@given(steps=st.lists(saves(), min_size=1, max_size=10))
def test_history_leads_from_nothing_to_the_record_as_it_is(
    store: Store, steps: list[tuple[str, str, dict[str, Any], str]],
) -> None:
    for each in steps:
        step(store, *each)
    for record in everything(store).values():
        values: dict[str, Any] = dict.fromkeys([*record.values, "deleted", "village"])
        for entry in store.history(record.kind, record.id)[::-1]:
            for name, (old, new) in entry.fields.items():
                assert values[name] == old
                values[name] = new
        assert bool(values.pop("deleted")) == record.deleted
        assert values.pop("village") == VILLAGE.code
        assert values == record.values


class TestUndo:
    def save(self, store: Store, values: dict[str, Any], record_id: str | None = None) -> tuple[str, str]:
        with store.action() as action:
            record = action.save("household", values, id=record_id)
        return record.id, action.id

    def test_a_field_changed_since_stays_and_is_named(self, store: Store) -> None:
        record_id, _ = self.save(store, {"contact_name": "张三", "phone": "1"})
        _, correction = self.save(store, {"contact_name": "李四", "phone": "2"}, record_id)
        self.save(store, {"phone": "3"}, record_id)
        undone = store.undo(correction)
        record = store.get("household", record_id)
        assert record is not None
        assert (record["contact_name"], record["phone"]) == ("张三", "3")
        assert [(kept.table_name, kept.record_id, kept.field) for kept in undone.kept] == [
            ("household", record_id, "phone")]
        (last,) = store.read("SELECT undoes, fields FROM change ORDER BY seq DESC LIMIT 1")
        assert last == (correction, '{"contact_name":"张三"}')

    def test_a_merge_unit_goes_back_as_a_whole_or_stays(self, store: Store) -> None:
        with store.action() as action:
            task = action.save("follow_up", {"status": "raised", "matter": "路灯"})
        with store.action() as closing:
            action_id = closing.id
            closing.save("follow_up", {"status": "closed", "closed_on": "2026-05-02", "outcome": "修好"}, id=task.id)
        with store.action() as action:
            action.save("follow_up", {"closed_on": "2026-05-03"}, id=task.id)
        undone = store.undo(action_id)
        record = store.get("follow_up", task.id)
        assert record is not None
        assert (record["status"], record["closed_on"], record["outcome"]) == ("closed", "2026-05-03", None)
        assert {kept.field for kept in undone.kept} == {"status", "closed_as", "closed_on"}

    def test_a_new_household_is_not_taken_from_under_its_visits(self, store: Store) -> None:
        record_id, creation = self.save(store, {"door_no": "1"})
        with store.action() as action:
            action.save("visit", {"household_id": record_id})
        undone = store.undo(creation)
        assert [kept.field for kept in undone.kept] == ["deleted"]
        assert not undone.changes
        assert store.count("household") == 1

    def test_household_and_visit_of_one_action_go_together(self, store: Store) -> None:
        with store.action() as action:
            household = action.save("household", {"door_no": "1"})
            action.save("visit", {"household_id": household.id})
        store.undo(action.id)
        assert store.count("household") == store.count("visit") == 0

    def test_an_import_of_many_rows_is_one_undo(self, store: Store) -> None:
        with store.action() as action:
            for number in range(300):
                action.save("household", {"door_no": str(number)})
        assert len(store.undo(action.id).changes.records) == 300
        assert store.count("household") == 0

    def test_an_undo_that_is_given_up_half_way_changes_nothing(self, store: Store) -> None:
        with store.action() as action:
            for number in range(1100):
                action.save("household", {"door_no": str(number)})
        told: list[float] = []

        def stop_late(share: float, now: str) -> None:
            told.append(share)
            if share > 0.8:
                raise Cancelled

        with pytest.raises(Cancelled):
            store.undo(action.id, stop_late)
        assert len(told) == 3
        assert store.count("household") == 1100
        assert store.read("SELECT count(*) FROM change") == [(1100,)]
        undone = store.undo(action.id)
        assert len(undone.changes.records) == 1100
        store.undo(undone.changes.action_id)
        assert store.count("household") == 1100

    def test_an_unknown_action(self, store: Store) -> None:
        with pytest.raises(KeyError):
            store.undo("nothing")


def test_check_finds_nothing_after_all_that(desk: Desk, store: Store) -> None:
    for number in range(30):
        step(store, "household", f"h{number % 7}", {
            "contact_name": f"甲{number}", "group_no": 1, "door_no": "1", "active_from": "2026-01-01"}, "save")
    assert not check.check_file(desk.path, PASSPHRASE).problems
