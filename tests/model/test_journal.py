from __future__ import annotations

import random
import time

import attrs
import pytest
from panhuang_desk.model.journal import (
    Change,
    Knowledge,
    Quarrel,
    blank_erased,
    merge_units,
    one_of,
    pack,
    replay,
)
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import Kept, Write, undo_plan

UNITS = merge_units(KINDS.values())
NOTHING_KNOWN = Knowledge()


def change(
    name: str,
    stamp: int,
    *,
    op: str = "set",
    basis: int = 0,
    action: str = "",
    record: str = "follow_up:f1",
    **fields: object,
) -> Change:
    """A change `a2` is the second of replica `a`; its stamp is a number."""
    table, record_id = record.split(":")
    return Change(
        id=name,
        replica=name[0],
        seq=int(name[1:]),
        basis=basis,
        stamp=f"{stamp:04}.{name[0]}",
        at="",
        person="",
        action_id=action or name,
        undoes=None,
        op=op,
        table_name=table,
        record_id=record_id,
        fields=pack(fields),
        schema=1,
    )


def quarrels(state):
    return [(c.quarrel, c.unit, [v.change.id for v in c.versions]) for c in state.conflicts]


# Who knew what


def test_a_replica_knows_its_own_past_only():
    first, second = change("a1", 5), change("a2", 6)
    assert NOTHING_KNOWN.knew(second, first)
    assert not NOTHING_KNOWN.knew(first, second)
    assert not NOTHING_KNOWN.knew(first, first)


def test_knowledge_is_looked_up_at_the_latest_basis_that_mentions_the_other():
    knowledge = Knowledge([("b", 3, "a", 9), ("b", 1, "a", 4), ("b", 2, "c", 7)])
    assert [knowledge.seen("b", basis, "a") for basis in (0, 1, 2, 3, 8)] == [0, 4, 4, 9, 9]
    assert knowledge.seen("b", 1, "c") == 0
    assert knowledge.seen("z", 1, "a") == 0


def test_rows_of_a_basis_hold_only_what_changed():
    knowledge = Knowledge([("b", 1, "a", 4), ("b", 1, "c", 2)])
    assert knowledge.rows_for("b", 2, {"a": 4, "b": 30, "c": 3, "d": 1}) == [
        ("b", 2, "c", 3),
        ("b", 2, "d", 1),
    ]


# Values and conflicts


def test_a_record_without_changes_is_empty():
    state = replay([], NOTHING_KNOWN, UNITS)
    assert (state.values, state.deleted, state.conflicts) == ({}, False, ())


def test_on_one_replica_the_last_write_stands_even_if_it_comes_first():
    state = replay(
        [change("a2", 6, matter="乙"), change("a1", 5, matter="甲", kind="lead")], NOTHING_KNOWN, UNITS
    )
    assert state.values == {"matter": "乙", "kind": "lead"}
    assert state.conflicts == ()


def test_a_later_writer_who_knew_wins_whatever_the_stamps():
    knowledge = Knowledge([("b", 1, "a", 1)])
    state = replay([change("a1", 900, matter="甲"), change("b1", 5, basis=1, matter="乙")], knowledge, UNITS)
    assert state.values == {"matter": "乙"}
    assert state.conflicts == ()


def test_two_writers_apart_are_a_conflict_and_the_later_stands():
    state = replay([change("a1", 5, matter="甲"), change("b1", 6, matter="乙")], NOTHING_KNOWN, UNITS)
    assert state.values == {"matter": "乙"}
    assert quarrels(state) == [(Quarrel.VALUES, "matter", ["b1", "a1"])]
    assert [v.values for v in state.conflicts[0].versions] == [{"matter": "乙"}, {"matter": "甲"}]


def test_two_writers_apart_who_agree_are_no_conflict():
    state = replay([change("a1", 5, matter="甲"), change("b1", 6, matter="甲")], NOTHING_KNOWN, UNITS)
    assert state.conflicts == ()


def test_different_fields_do_not_quarrel():
    state = replay([change("a1", 5, matter="甲"), change("b1", 6, outcome="乙")], NOTHING_KNOWN, UNITS)
    assert (state.values, state.conflicts) == ({"matter": "甲", "outcome": "乙"}, ())


def test_a_choice_by_somebody_who_knew_both_ends_the_conflict():
    both = Knowledge([("c", 1, "a", 1), ("c", 1, "b", 1)])
    changes = [
        change("a1", 5, matter="甲"),
        change("b1", 6, matter="乙"),
        change("c1", 1, basis=1, op="resolve", matter="甲"),
    ]
    state = replay(changes, both, UNITS)
    assert (state.values, state.conflicts) == ({"matter": "甲"}, ())


def test_fields_of_a_merge_unit_never_come_from_two_writers_apart():
    start = change("a1", 1, status="raised", closed_on=None)
    closed = change("a2", 5, status="closed", closed_on="2026-11-03")
    reported = change("b1", 6, basis=0, status="reported")
    state = replay([start, closed, reported], Knowledge([("b", 0, "a", 1)]), UNITS)
    assert state.values == {"status": "reported", "closed_on": None}
    assert quarrels(state) == [(Quarrel.VALUES, "status", ["b1", "a2"])]
    assert state.conflicts[0].versions[1].values == {"status": "closed", "closed_on": "2026-11-03"}


def test_merge_units_come_from_the_kinds():
    assert (
        UNITS["answer_sheet"]["correct"] == UNITS["answer_sheet"]["answers"] == UNITS["answer_sheet"]["asked"]
    )
    assert UNITS["plant_finding"]["plants"] == UNITS["plant_finding"]["count_method"]
    assert UNITS["follow_up"]["matter"] == "matter"


def test_a_deletion_apart_from_an_edit_is_a_conflict_until_somebody_who_knew_both_decides():
    knowledge = Knowledge([("b", 0, "a", 1), ("c", 1, "a", 2), ("c", 1, "b", 1)])
    changes = [change("a1", 1, matter="甲"), change("a2", 9, deleted=1), change("b1", 5, matter="乙")]
    state = replay(changes, knowledge, UNITS)
    assert state.deleted
    assert quarrels(state) == [(Quarrel.EDIT, "deleted", ["a2", "b1"])]
    decided = replay([*changes, change("c1", 2, basis=1, op="resolve", deleted=0)], knowledge, UNITS)
    assert (decided.deleted, decided.values, decided.conflicts) == (False, {"matter": "乙"}, ())


def test_a_deletion_by_somebody_who_knew_the_edit_is_no_conflict():
    state = replay([change("a1", 1, matter="甲"), change("a2", 9, deleted=1)], NOTHING_KNOWN, UNITS)
    assert (state.deleted, state.conflicts) == (True, ())


def test_a_deletion_apart_from_a_new_child_is_a_conflict():
    changes = [
        change("a1", 1, record="household:h1", group_no=3),
        change("a2", 9, record="household:h1", deleted=1),
    ]
    known, unknown = (
        change("a3", 10, record="visit:v1", household_id="h1"),
        change("b1", 4, record="visit:v2", household_id="h1"),
    )
    knowledge = Knowledge([("b", 0, "a", 1)])
    assert replay(changes, knowledge, UNITS, [known]).conflicts == ()
    state = replay(changes, knowledge, UNITS, [known, unknown])
    assert quarrels(state) == [(Quarrel.CHILD, "deleted", ["a2", "b1"])]


# Erasure


@pytest.mark.parametrize("stamp", [0, 900])
def test_an_erasure_beats_what_did_not_know_it_whatever_the_stamps(stamp):
    changes = [
        change("a1", 1, contact_name="张三", group_no=3),
        change("a2", 50, op="erase", contact_name=None),
        change("b1", stamp, contact_name="张四", group_no=4),
    ]
    state = replay(changes, NOTHING_KNOWN, UNITS)
    assert state.values["contact_name"] is None
    assert [(c.unit, [v.values for v in c.versions]) for c in state.conflicts] == [
        ("group_no", [{"group_no": n} for n in ((4, 3) if stamp == 900 else (3, 4))])
    ]


def test_values_stay_out_of_error_messages():
    made = change("a1", 1, contact_name="张三")
    assert "张三" not in repr((made, replay([made], NOTHING_KNOWN, UNITS), plan([made], "a1")))


def test_what_is_written_after_an_erasure_stands():
    changes = [change("a1", 50, op="erase", contact_name=None), change("b1", 1, basis=1, contact_name="李四")]
    assert replay(changes, Knowledge([("b", 1, "a", 1)]), UNITS).values == {"contact_name": "李四"}


def test_erased_fields_are_blanked_in_every_row_that_did_not_know():
    rows = [
        change("a1", 1, contact_name="张三", group_no=3),
        change("a2", 2, op="erase", contact_name=None),
        change("a3", 3, contact_name="李四"),
        change("b1", 9, contact_name="张四"),
    ]
    blanked = blank_erased(rows, NOTHING_KNOWN)
    assert [(c.id, c.written()) for c in blanked] == [
        ("a1", {"contact_name": None, "group_no": 3}),
        ("b1", {"contact_name": None}),
    ]
    after = {c.id: c for c in rows} | {c.id: c for c in blanked}
    assert blank_erased(list(after.values()), NOTHING_KNOWN) == []
    assert replay(rows, NOTHING_KNOWN, UNITS) == replay(list(after.values()), NOTHING_KNOWN, UNITS)


def test_the_blanked_row_stands_over_the_full_one_both_ways():
    full = change("a1", 1, contact_name="张三", phone="1", group_no=3)
    no_name, no_phone = (
        attrs.evolve(full, fields=pack({**full.written(), f: None})) for f in ("contact_name", "phone")
    )
    neither = attrs.evolve(full, fields=pack({"contact_name": None, "phone": None, "group_no": 3}))
    assert one_of(full, no_name) == one_of(no_name, full) == no_name
    assert one_of(no_name, no_phone) == one_of(no_phone, no_name) == neither
    assert one_of(full, full) == full


def test_import_id_is_each_files_own():
    ours = change("a1", 1, group_no=3)
    assert one_of(ours, attrs.evolve(ours, import_id="i")) == ours
    assert one_of(attrs.evolve(ours, import_id="i"), ours).import_id == "i"


@pytest.mark.parametrize(
    "other",
    [
        change("a1", 1, group_no=4),
        change("a1", 2, group_no=3),
        change("a1", 1, group_no=3, note="x"),
        attrs.evolve(change("a1", 1, group_no=3), id="another"),
    ],
)
def test_another_change_under_the_same_number_is_refused(other):
    assert one_of(change("a1", 1, group_no=3), other) is None


# Undo


def plan(history, action, referred=(), knowledge=NOTHING_KNOWN):
    records: dict[tuple[str, str], list[Change]] = {}
    for one in history:
        records.setdefault((one.table_name, one.record_id), []).append(one)
    return undo_plan([c for c in history if c.action_id == action], records, knowledge, UNITS, referred)


def test_undo_puts_back_what_was_before():
    made = plan([change("a1", 1, matter="甲"), change("a2", 2, matter="乙", outcome="丙")], "a2")
    assert made.writes == (Write("follow_up", "f1", {"matter": "甲", "outcome": None}),)
    assert made.kept == ()


def test_undo_leaves_and_names_what_somebody_changed_since():
    history = [
        change("a1", 1, matter="甲", outcome="子"),
        change("a2", 2, matter="乙", outcome="丑"),
        change("a3", 3, matter="丙"),
    ]
    made = plan(history, "a2")
    assert made.writes == (Write("follow_up", "f1", {"outcome": "子"}),)
    assert made.kept == (Kept("follow_up", "f1", "matter"),)


def test_undo_takes_a_merge_unit_back_as_a_whole_or_leaves_it():
    start = change("a1", 1, status="raised")
    closed = change("a2", 2, status="closed", closed_on="2026-11-03")
    assert plan([start, closed], "a2").writes[0].fields == {"status": "raised", "closed_on": None}
    made = plan([start, closed, change("a3", 3, closed_on="2026-11-04")], "a2")
    assert made.writes == ()
    assert {kept.field for kept in made.kept} == {"status", "closed_on"}


def test_undo_of_a_new_record_deletes_it_and_redo_brings_it_back():
    created = change("a1", 1, matter="甲")
    assert plan([created], "a1").writes == (Write("follow_up", "f1", {"deleted": 1}),)
    assert plan([created, change("a2", 2, deleted=1)], "a2").writes[0].fields == {"deleted": 0}
    assert plan([created, change("a2", 2, deleted=1)], "a1").writes == ()


def test_undo_keeps_a_new_record_that_somebody_has_gone_on_with():
    made = plan([change("a1", 1, matter="甲"), change("a2", 2, outcome="丙")], "a1")
    assert (made.writes, made.kept) == ((), (Kept("follow_up", "f1", "outcome"),))


def test_undo_keeps_a_new_record_that_others_refer_to():
    made = plan([change("a1", 1, matter="甲")], "a1", [("follow_up", "f1")])
    assert (made.writes, made.kept) == ((), (Kept("follow_up", "f1", "deleted"),))


def test_undo_of_an_undo_does_it_again():
    history = [change("a1", 1, matter="甲"), change("a2", 2, matter="乙"), change("a3", 3, matter="甲")]
    assert plan(history, "a3").writes[0].fields == {"matter": "乙"}


def test_undo_works_over_several_records_and_changes_of_one_action():
    history = [
        change("a1", 1, matter="甲"),
        change("a2", 2, action="x", matter="乙"),
        change("a3", 3, action="x", matter="丙"),
        change("a4", 4, action="x", record="visit:v1", note="丁"),
    ]
    assert plan(history, "x").writes == (
        Write("follow_up", "f1", {"matter": "甲"}),
        Write("visit", "v1", {"deleted": 1}),
    )


def test_undo_never_restores_what_was_erased():
    history = [
        change("a1", 1, contact_name="张三", phone="1"),
        change("a2", 2, contact_name="李四", phone="2"),
        change("a3", 3, op="erase", contact_name=None),
    ]
    made = plan(history, "a2")
    assert made.writes[0].fields == {"phone": "1"}
    assert made.kept == (Kept("follow_up", "f1", "contact_name", erased=True),)
    undone = plan(history, "a3")
    assert (undone.writes, undone.kept) == ((), (Kept("follow_up", "f1", "contact_name", erased=True),))


def test_undo_sees_what_a_merge_brought():
    knowledge = Knowledge([("b", 0, "a", 1), ("a", 1, "b", 1)])
    history = [change("a1", 1, matter="甲"), change("a2", 2, matter="乙"), change("b1", 5, matter="丙")]
    assert plan(history, "a2", knowledge=knowledge).writes == ()


# How fast


def test_replaying_a_file_costs_microseconds_a_record():
    records = [
        [change(f"a{2 * i + 1}", 1, matter="甲", kind="lead"), change(f"a{2 * i + 2}", 2, matter="乙")]
        for i in range(10_000)
    ]
    random.Random(1).shuffle(records)
    start = time.process_time()
    for changes in records:
        replay(changes, NOTHING_KNOWN, UNITS)
    assert time.process_time() - start < 1.0
