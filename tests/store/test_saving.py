"""Every save writes the record, and in the same transaction its change row and its place in the search index."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from panhuang_desk.model.values import Changes
from panhuang_desk.store import Store, check, engine, migrations

from .helpers import OTHER, PASSPHRASE, VILLAGE, Desk, fill


def journal(store: Store, record_id: str = "%") -> list[dict[str, Any]]:
    names = ("seq", "op", "table_name", "record_id", "fields", "action_id", "undoes", "person", "at", "stamp", "schema")
    rows = store.read(f"SELECT {', '.join(names)} FROM change WHERE record_id LIKE ? ORDER BY seq", [record_id])
    return [{**dict(zip(names, row, strict=True)), "fields": json.loads(row[4])} for row in rows]


def test_a_new_record_comes_back_as_it_was_saved(store: Store) -> None:
    values = {"visited_on": "2026-05-01", "outcome": "met", "topics": ("fraud", "plants"), "materials_given": 2}
    with store.action() as action:
        household = action.save("household", {"group_no": 3, "door_no": "12"})
        visit = action.save("visit", {"household_id": household.id, **values})
    found = store.get("visit", visit.id)
    assert found == visit
    assert found is not None
    assert {name: found[name] for name in values} == values
    assert (found.village, found.deleted, found["note"]) == (VILLAGE.code, False, None)
    assert set(found.values) == set(store.get("visit", visit.id).values)  # type: ignore[union-attr]
    assert action.changes == Changes(
        frozenset({"household", "visit"}), action.id, (("household", household.id), ("visit", visit.id)))


def test_a_decimal_a_flag_and_a_list_keep_their_types(store: Store) -> None:
    with store.action() as action:
        plot = action.save("plot", {"name": "河坡", "area_mu": 3, "former_find": True})
        empty = action.save("plot", {"name": "", "area_mu": 0.0})
    assert isinstance(plot["area_mu"], float)
    assert plot["former_find"] == 1
    assert store.get("plot", plot.id) == plot
    assert store.get("plot", empty.id) == empty
    assert (empty["name"], empty["area_mu"]) == (None, 0.0)


def test_a_creation_is_journalled_with_all_that_is_filled_in(store: Store) -> None:
    with store.action() as action:
        record = action.save("household", {"group_no": 3, "door_no": "", "contact_name": "张三", "pupils": 0})
    (change,) = journal(store)
    assert change["fields"] == {"village": VILLAGE.code, "group_no": 3, "contact_name": "张三", "pupils": 0}
    assert (change["op"], change["record_id"], change["table_name"]) == ("set", record.id, "household")
    assert (change["action_id"], change["undoes"], change["schema"]) == (action.id, None, migrations.newest())
    assert (change["person"], change["seq"]) == ("王芳", 1)


def test_a_correction_is_journalled_with_only_what_differs(store: Store) -> None:
    household = fill(store, 0)
    with store.action() as action:
        action.save("household", {"contact_name": "张三", "phone": "13800000000", "group_no": 3}, id=household)
    assert journal(store)[-1]["fields"] == {"phone": "13800000000"}


def test_saving_the_same_again_writes_nothing(store: Store) -> None:
    household = fill(store, 0)
    before = journal(store)
    with store.action() as action:
        record = action.save("household", {"contact_name": "张三"}, id=household)
    assert record == store.get("household", household)
    assert journal(store) == before
    assert not action.changes


def test_fields_of_one_merge_unit_are_journalled_together(store: Store) -> None:
    with store.action() as action:
        paper = action.save("quiz_paper", {"title": "一"})
        sheet = action.save("answer_sheet", {"paper_id": paper.id, "answers": '["A"]', "correct": 1, "answered": 1,
                                             "asked": 1, "taken_on": "2026-05-01"})
        task = action.save("follow_up", {"status": "raised", "matter": "路灯"})
    assert journal(store, task.id)[0]["fields"] == {
        "village": VILLAGE.code, "matter": "路灯", "status": "raised", "closed_as": None, "closed_on": None}
    with store.action() as action:
        action.save("answer_sheet", {"correct": 0}, id=sheet.id)
        action.save("follow_up", {"status": "closed", "closed_on": "2026-05-02"}, id=task.id)
        action.save("follow_up", {"closed_on": "2026-05-03"}, id=task.id)
    assert journal(store, sheet.id)[-1]["fields"] == {"answers": '["A"]', "correct": 0, "answered": 1, "asked": 1}
    assert journal(store, task.id)[-1]["fields"] == {"status": "closed", "closed_as": None, "closed_on": "2026-05-03"}


def test_deleting_and_bringing_back(store: Store) -> None:
    household = fill(store, 0)
    with store.action() as action:
        action.delete("household", household)
    assert journal(store)[-1]["fields"] == {"deleted": 1}
    assert store.records("household") == []
    assert [record.id for record in store.records("household", deleted=True)] == [household]
    assert store.get("household", household).deleted  # type: ignore[union-attr]
    with store.action() as action:
        action.restore("household", household)
    assert journal(store)[-1]["fields"] == {"deleted": 0}
    assert store.count("household") == 1


@pytest.mark.parametrize("what", ["delete", "restore"])
def test_what_is_not_there_cannot_be_deleted(store: Store, what: str) -> None:
    with pytest.raises(KeyError), store.action() as action:
        getattr(action, what)("household", "nobody")


def test_an_exception_rolls_everything_back(store: Store) -> None:
    household = fill(store, 1)
    before = journal(store), store.search("张三"), store.read("SELECT * FROM replica")
    with contextlib.suppress(ZeroDivisionError), store.action() as action:
        action.save("household", {"contact_name": "李四"}, id=household)
        action.save("visit", {"household_id": household, "note": "没有的"})
        raise ZeroDivisionError
    assert (journal(store), store.search("张三"), store.read("SELECT * FROM replica")) == before
    assert store.get("household", household)["contact_name"] == "张三"  # type: ignore[index]
    assert not action.changes


def test_the_first_save_of_a_session_rolled_back_leaves_no_trace(store: Store) -> None:
    with contextlib.suppress(ZeroDivisionError), store.action() as action:
        action.save("household", {"contact_name": "李四"})
        raise ZeroDivisionError
    assert store.read("SELECT * FROM replica") == []
    fill(store, 2)
    assert [row["seq"] for row in journal(store)] == [1, 2, 3]


def test_a_reference_to_nothing_is_a_bug_and_not_saved(store: Store) -> None:
    with pytest.raises(engine.DatabaseError), store.action() as action:
        action.save("visit", {"household_id": "nobody"})
    assert store.count("visit") == 0
    assert journal(store) == []


def test_a_child_may_be_saved_before_its_parent_in_one_action(store: Store) -> None:
    with store.action() as action:
        action.save("visit", {"household_id": "h"})
        action.save("household", {"door_no": "1"}, id="h")
    assert store.count("visit") == 1


@pytest.mark.parametrize(("kind", "values"), [
    ("visit", {"no_such_field": 1}), ("no_such_kind", {}), ("household", {"group_no": "三"}),
    ("household", {"phone": 13800000000}), ("visit", {"topics": "fraud"}), ("plot", {"area_mu": "3"}),
    ("household", {"pupils": 1.5}), ("visit", {"deleted": 1}),
])
def test_values_that_do_not_fit_the_kind_are_bugs(store: Store, kind: str, values: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)), store.action() as action:
        action.save(kind, values)


def test_an_office_file_has_to_say_the_village(desk: Desk) -> None:
    with desk.create(home="") as store:
        with pytest.raises(ValueError), store.action() as action:
            action.save("patrol", {"patrolled_on": "2026-05-01"})
        with store.action() as action:
            record = action.save("patrol", {"patrolled_on": "2026-05-01"}, village=OTHER.code)
        assert record.village == OTHER.code
        assert store.villages == (VILLAGE, OTHER)


def test_a_record_that_moves_to_another_village_is_found_there(store: Store) -> None:
    household = fill(store, 0)
    with store.action() as action:
        action.save("household", {}, id=household, village=OTHER.code)
    assert journal(store)[-1]["fields"] == {"village": OTHER.code}
    assert store.search("张三", village=VILLAGE.code) == []
    assert [hit.id for hit in store.search("张三", village=OTHER.code)] == [household]


def test_the_wall_time_of_a_save_can_be_given(store: Store) -> None:
    with store.action() as action:
        action.at(dt.datetime(2025, 3, 4, 8, 5))
        action.save("patrol", {"patrolled_on": "2025-03-04"})
    (change,) = journal(store)
    assert change["at"] == "2025-03-04T08:05:00+08:00"
    assert change["stamp"].startswith("2025-03-04T00:05:00.000Z")


def test_a_clock_set_back_by_a_year_disturbs_nothing(desk: Desk, store: Store) -> None:
    household = fill(store, 3)
    desk.clock.step(days=-365)
    with store.action() as action:
        action.save("household", {"contact_name": "李四"}, id=household)
    store.close()
    with desk.open() as later:
        with later.action() as action:
            action.save("household", {"contact_name": "王五"}, id=household)
        stamps = [row["stamp"] for row in journal(later)]
        assert stamps == sorted(stamps)
        assert journal(later)[-1]["at"].startswith("2025-05-06")
        assert [entry.fields["contact_name"][1] for entry in later.history("household", household)] == [
            "王五", "李四", "张三"]
        assert len(later.read("SELECT id FROM replica")) == 1
    assert not check.check_file(desk.path, PASSPHRASE).problems


class TestBulk:
    def test_several_actions_are_one_transaction(self, desk: Desk, store: Store) -> None:
        with store.bulk():
            first = fill(store, 2)
            second = fill(store, 2)
            with desk.open(write=False) as other:
                assert other.count("visit") == 0
        assert first != second
        assert store.count("visit") == 4
        assert len({row["action_id"] for row in journal(store)}) == 2

    def test_an_exception_rolls_all_of_them_back(self, store: Store) -> None:
        with contextlib.suppress(ZeroDivisionError), store.bulk():
            fill(store, 2)
            raise ZeroDivisionError
        assert (store.count("visit"), journal(store), store.search("张三")) == (0, [], [])

    def test_one_action_alone_can_fail(self, store: Store) -> None:
        with store.bulk():
            household = fill(store, 1)
            with contextlib.suppress(ZeroDivisionError), store.action() as action:
                action.save("household", {"contact_name": "李四"}, id=household)
                raise ZeroDivisionError
            with store.action() as action:
                action.save("household", {"phone": "13800000000"}, id=household)
        record = store.get("household", household)
        assert record is not None
        assert (record["contact_name"], record["phone"]) == ("张三", "13800000000")
        assert [row["seq"] for row in journal(store)] == [1, 2, 3]


    def test_half_a_bulk_is_never_saved_when_the_disk_ended_it(self, store: Store) -> None:
        def bulk() -> None:
            with store.bulk():
                fill(store, 2)
                # What the engine does by itself when the disk is full; the caller goes on all the same.
                store._connection.execute("ROLLBACK")
                fill(store, 2)

        with pytest.raises(RuntimeError):
            bulk()
        assert (store.count("visit"), journal(store)) == (0, [])
        fill(store, 1)
        assert store.count("visit") == 1


class TestRecords:
    def test_conditions_order_and_limit(self, store: Store) -> None:
        with store.action() as action:
            for number, (group, name) in enumerate([(2, "甲"), (1, "乙"), (1, "丙"), (3, None)]):
                action.save("household", {"group_no": group, "contact_name": name, "door_no": str(number)})
        def doors(*order: str, **where: Any) -> list[str]:
            return [record.text("door_no") for record in store.records("household", where, order)]

        assert doors("group_no", "-door_no") == ["2", "1", "0", "3"]
        assert doors("-group_no", "door_no") == ["3", "0", "1", "2"]
        assert doors(group_no=1) == ["1", "2"]
        assert doors(group_no=(2, 3)) == ["0", "3"]
        assert doors(contact_name=None) == ["3"]
        assert doors(group_no=()) == []
        assert len(store.records("household", limit=2)) == 2
        assert store.count("household", {"group_no": 1}) == 2

    def test_unknown_names_never_reach_the_engine(self, store: Store) -> None:
        for where, order in (({"1=1; --": 1}, ()), ({}, ("door_no; --",))):
            with pytest.raises(KeyError):
                store.records("household", where, order)

    def test_a_record_that_is_not_there(self, store: Store) -> None:
        assert store.get("household", "nobody") is None


class TestLocal:
    def test_drafts_come_back_as_typed(self, desk: Desk, store: Store) -> None:
        store.save_draft("visit:new", {"note": "写到一", "visited_on": "5.3"})
        store.save_draft("plot:1", {"name": "东"})
        store.save_draft("visit:new", {"note": "写到一半", "visited_on": "5.3"})
        store.close()
        with desk.open() as later:
            assert later.draft("visit:new") == {"note": "写到一半", "visited_on": "5.3"}
            assert [draft.slot for draft in later.drafts()] == ["visit:new", "plot:1"]
            later.drop_draft("visit:new")
            later.drop_draft("visit:new")
            assert later.draft("visit:new") is None
            assert journal(later) == []

    def test_settings_and_what_the_file_knows_of_itself(self, desk: Desk, store: Store) -> None:
        assert store.setting("pass_mark", "80") == "80"
        store.set_setting("pass_mark", "85")
        store.note_meta("person", "赵六")
        store.close()
        with desk.open(write=False) as later:
            assert (later.setting("pass_mark", "80"), later.person, later.meta("nothing")) == ("85", "赵六", "")
            assert (later.home, later.sample) == (VILLAGE.code, False)


def test_connections_in_several_threads_keep_one_journal(desk: Desk, store: Store) -> None:
    household = fill(store, 0)

    def work(number: int) -> None:
        with store.sibling(write=True) as sibling:
            for each in range(25):
                with contextlib.suppress(ZeroDivisionError), sibling.action() as action:
                    action.save("visit", {"household_id": household, "visited_on": "2026-05-01", "outcome": "met",
                                          "note": f"{number}之{each}"})
                    if each % 5 == 0:
                        raise ZeroDivisionError

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert [row["seq"] for row in journal(store)] == list(range(1, 82))
    stamps = [row["stamp"] for row in journal(store)]
    assert stamps == sorted(set(stamps))
    assert not check.check_file(desk.path, PASSPHRASE).problems


def test_a_sibling_reads_and_writes_beside_its_store(desk: Desk, store: Store) -> None:
    household = fill(store, 1)
    with store.sibling() as reader, store.sibling(write=True) as writer:
        with writer.action() as action:
            action.save("household", {"contact_name": "李四"}, id=household)
        assert reader.get("household", household)["contact_name"] == "李四"  # type: ignore[index]
        with pytest.raises(Exception, match="只能读"), reader.action() as action:
            action.delete("household", household)
    with store.action() as action:
        action.save("household", {"contact_name": "王五"}, id=household)
    assert [row["seq"] for row in journal(store)] == [1, 2, 3, 4]
    store.close()
    with desk.open() as later:
        fill(later, 0)
        assert len(later.read("SELECT id FROM replica")) == 1
