"""The tables are those that the kinds declare, and those that other programs count on."""

from __future__ import annotations

from typing import Any

import pytest
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import Store, engine

CONTRACT = {
    "household": "group_no door_no contact_name phone tenure left_behind_children left_behind_elderly returned_workers"
                 " pupils tenants active_from inactive_from inactive_reason merged_into",
    "visit": "household_id visited_on outcome topics materials_given note",
    "quiz_paper": "title bank_version",
    "answer_sheet": "paper_id taken_on key_group sampling correct asked answers",
    "plot": "name group_no land_kind area_mu outline active_from inactive_from",
    "patrol": "patrolled_on method people note",
    "plot_check": "patrol_id plot_id checked_on found",
    "plant_finding": "plot_check_id species plants count_method reported_at reported_to uprooted uprooted_at",
    "follow_up": "source_table source_id kind raised_on due_on status closed_on",
    "report": "village month edition figures digest issued_at",
    "change": "id replica seq basis stamp at person action_id undoes op table_name record_id fields schema import_id",
    "replica": "id device person created_at",
    "known": "replica basis other seq",
    "search_doc": "docid table_name id",
}


@pytest.fixture
def db(store: Store) -> Any:
    return engine.database(store._connection)


@pytest.mark.parametrize("name", KINDS)
def test_a_table_has_exactly_the_fields_of_its_kind(db: Any, name: str) -> None:
    columns = {column.name: column.type.upper() for column in db[name].columns}
    assert list(columns)[:3] == ["id", "village", "deleted"]
    assert set(columns) == {"id", "village", "deleted", *KINDS[name].columns}
    assert {field.name: field.type.sql for field in KINDS[name].fields}.items() <= columns.items()
    assert db[name].pks == ["id"]
    assert db[name].strict


@pytest.mark.parametrize("name", KINDS)
def test_references_are_held_by_the_engine(db: Any, name: str) -> None:
    declared = {(field.name, field.refers_to) for field in KINDS[name].fields if field.refers_to}
    assert {(key.column, key.other_table) for key in db[name].foreign_keys} == declared


@pytest.mark.parametrize("name", CONTRACT)
def test_what_others_count_on_is_there(db: Any, name: str) -> None:
    assert set(CONTRACT[name].split()) <= {column.name for column in db[name].columns}


def test_every_own_table_is_strict(db: Any) -> None:
    own = {name for name in db.table_names() if not name.startswith(("search_", "sqlite_")) and name != "search"}
    assert all(db[name].strict for name in own | {"search_doc"})


def test_a_replica_cannot_hold_two_changes_of_one_number(store: Store) -> None:
    row = "INSERT INTO change VALUES (?, 'r', 1, 0, 's', 'a', 'p', 'x', NULL, 'set', 'visit', 'v', '{}', 1, NULL)"
    store.write(row, ["a"])
    with pytest.raises(engine.DatabaseError):
        store.write(row, ["b"])
